package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/mirror"
	"matchbooth/data/rescue"
)

// A pipe or a file without measure in the place of one of the folder's own files keeps nobody waiting: the folder opens,
// with another file in its place, or is refused in one sentence; verify and rescue end too.
func TestNoPipeInAFolderIsWaitedFor(t *testing.T) {
	a, b := pairOfBooths(t)
	signUp(t, a)
	dir := a.Dir()
	a.Close()
	b.Close()
	for _, name := range []string{folder.Settings, folder.Keys, folder.BoothKey, folder.EventKey, folder.EventRecovery, folder.Journal, folder.DB, folder.WAL, folder.SHM, folder.Rollback, folder.Settings + ".new", folder.JournalNew} {
		for what, put := range map[string]func(path string) error{
			"a pipe": func(path string) error { return unix.Mkfifo(path, 0o600) },
			"400 GB": func(path string) error {
				return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 400<<30))
			},
		} {
			if what == "400 GB" && (name == folder.Journal || name == folder.DB || name == folder.WAL || name == folder.SHM || name == folder.Rollback || name == folder.JournalNew) {
				continue // those have no bound but the disk's: what is read of them is bounded elsewhere
			}
			t.Run(name+"/"+what, func(t *testing.T) {
				at := copyFolder(t, dir)
				if err := os.Remove(filepath.Join(at, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
				if err := put(filepath.Join(at, name)); err != nil {
					t.Skip(err)
				}
				soon(t, "opening", func() {
					s, err := Open(at, Options{})
					if err != nil {
						oneSentence(t, "opening", err)
						return
					}
					_, err = s.Unlock(liveSetup().Passphrase)
					if name != folder.EventKey && err != nil {
						t.Error(err)
					}
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
				soon(t, "examining", func() { _, _ = rescue.Examine(at) })
				soon(t, "rescuing", func() { _, _ = Rescue(at, filepath.Join(t.TempDir(), "to"), Options{}) })
			})
		}
	}
}

// lowerPatience has second copies look often.
func lowerPatience(t *testing.T) {
	t.Helper()
	look, retry := mirror.Look, mirror.Retry
	mirror.Look, mirror.Retry = 10*time.Millisecond, 10*time.Millisecond
	t.Cleanup(func() { mirror.Look, mirror.Retry = look, retry })
}

// soon fails when something does not end.
func soon(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan bool)
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatalf("%s does not end", what)
	}
}

// A card that has another name each time it is looked at fills no list: from some number on it is left alone, and what
// was written meanwhile is backed up, restored and merged.
func TestACardWithManyNames(t *testing.T) {
	was := mirror.MaxCopies
	mirror.MaxCopies = 8
	defer func() { mirror.MaxCopies = was }()
	lowerPatience(t)
	r := newRig(t)
	dir, card := r.a.Dir(), t.TempDir()
	r.a.Close()
	m, err := Open(dir, Options{Mirror: card, Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	for end := time.Now().Add(time.Minute); m.Mirror().Fault != mirror.Foreign; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("it goes on with %d names", len(m.listed()))
		}
		if err := os.WriteFile(filepath.Join(card, mirror.StickName), []byte(entry.RandomID()+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		signUp(t, m)
	}
	if n := len(m.listed()); n != mirror.MaxCopies {
		t.Errorf("%d names", n)
	}
	if n, err := m.ForgetMirror(t.Context(), card); err != nil || n != mirror.MaxCopies {
		t.Errorf("struck off %d, %v", n, err)
	}
	await(t, m, "complete", func(st mirror.State) bool { return st.Behind == 0 && st.Fault == "" })
	until(t, func() bool { return len(m.listed()) == 1 }) // the one that goes on being written, so that an erasure reaches it
	sound(t, m)
}

// The keys of another booth, newer ones of the same desk, on the card of a second copy: people are not sealed to the
// older ones then. With the card that ends.
func TestNewerKeysOnACardHoldWhileItIsThere(t *testing.T) {
	lowerPatience(t)
	r := newRig(t)
	ctx := t.Context()
	signUp(t, r.b)
	card := cardOf(t, r, r.b)
	if err := r.a.AddRecipient(ctx, r.desk, generated(t).Recipient(), "second"); err != nil {
		t.Fatal(err)
	}
	text := folderFile(t, r.a.Dir(), folder.Keys)
	if err := os.WriteFile(filepath.Join(card, "keys-"+r.b.BoothID()+".toml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := Open(r.b.Dir(), Options{Mirror: card, Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	until(t, func() bool { _, err := m.SignUp(ctx, someone()); return errors.Is(err, ErrKeySet) })
	if err := os.Rename(card, card+"-taken-out"); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { _, err := m.SignUp(ctx, someone()); return err == nil })
}

// Lines without end under one number leave room for the desk's word: of those the first that came go on counting, and
// honest ones of other numbers come in whatever was signed under theirs.
func TestFloodedNumbersLeaveRoomForADistrust(t *testing.T) {
	unraced(t)
	was := linesUnderOne
	linesUnderOne = 50
	defer func() { linesUnderOne = was }()
	r := newRig(t)
	ctx := t.Context()
	p := r.signUp(r.b, "甲")
	nonce, _ := nonceOf(ctx, r.b.db, p.Person)
	merged(t, r.c, asItLies(t, r.b.Dir()))
	var lines []*entry.Entry
	for i := range 200 {
		lines = append(lines, signedLine(t, r.b, 1, int64(i+1), about{person: p.Person, nonce: nonce}, entry.KindCheck, nil),
			signedLine(t, r.b, 2, int64(i+1), about{person: p.Person, nonce: nonce}, entry.KindCheck, nil)) // a number that the booth has not used yet
	}
	var b []byte
	for _, e := range lines {
		b = append(b, journal.Encode(e)...)
	}
	dir := folderOf(t, r.b)
	if err := os.WriteFile(filepath.Join(dir, folder.Journal), b, 0o600); err != nil {
		t.Fatal(err)
	}
	if rep := merged(t, r.c, dir); rep.Added != 400 {
		t.Errorf("%+v", rep)
	}
	q := r.signUp(r.b, "乙")
	merged(t, r.c, asItLies(t, r.b.Dir()))
	if got := r.names(r.c); got[p.Person] != "甲" || got[q.Person] != "乙" {
		t.Errorf("before: %v", got)
	}
	what, err := r.c.doubtFrom(ctx, r.b.BoothID(), 2)
	if err != nil || len(what.Lines) != 50 {
		t.Errorf("%d lines, %v", len(what.Lines), err)
	}
	if err := r.c.Distrust(ctx, r.desk, r.b.BoothID(), 2); err != nil {
		t.Error(err)
	}
	if got := r.names(r.c); got[p.Person] != "甲" || len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// What lies beside the copy is looked at each time, as the copy is: whoever empties the lists of keys on the card, in a running
// booth or while the card is out, finds them there again, and the card can be rescued alone.
func TestTheListsOfKeysComeBackOnTheCard(t *testing.T) {
	lowerPatience(t)
	r := newRig(t)
	p := r.signUp(r.b, "甲")
	dir, booth, card := r.b.Dir(), r.b.BoothID(), t.TempDir()
	r.b.Close()
	m, err := Open(dir, Options{Mirror: card, Clock: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	caughtUp(t, m)
	keys, list := filepath.Join(card, "keys-"+booth+".toml"), filepath.Join(card, "booths-"+booth)
	want := map[string][]byte{keys: folderFile(t, dir, folder.Keys)}
	want[list] = awaitFile(t, list, nil)
	for what, harm := range map[string]func(path string) error{
		"removed": os.Remove,
		"emptied": func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"junk":    func(path string) error { return os.WriteFile(path, []byte("junk"), 0o600) },
		"out and back": func(path string) error {
			return errors.Join(os.Rename(card, card+"-out"), os.Remove(filepath.Join(card+"-out", filepath.Base(path))), os.Rename(card+"-out", card))
		},
	} {
		for path, text := range want {
			if err := harm(path); err != nil {
				t.Fatal(what, err)
			}
			until(t, func() bool { b, err := os.ReadFile(path); return err == nil && string(b) == string(text) })
		}
	}
	caughtUp(t, m)
	m.Close()
	to := filepath.Join(t.TempDir(), "rescued")
	if _, err := Rescue(card, to, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := r.names(reopen(t, to)); got[p.Person] != "甲" {
		t.Errorf("%v", got)
	}
}

// A copy that is written anew, and exchanged before it gets its name, does not count as complete.
func TestACopyExchangedWhileItIsWrittenAnew(t *testing.T) {
	for _, step := range []string{"mirror sync", "mirror rename"} {
		card := t.TempDir()
		s := mirrored(t, card)
		for range 3 {
			signUp(t, s)
		}
		caughtUp(t, s)
		name := filepath.Join(card, mirror.FileName(s.BoothID()))
		dir := s.Dir()
		s.Close()
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append(b, "junk"...), 0o600); err != nil {
			t.Fatal(err)
		}
		swapped := false
		s, err = openStore(dir, Options{Mirror: card}, func(at string) error {
			if tmp := name + ".new"; at == step && !swapped {
				if _, err := os.Stat(tmp); err == nil {
					swapped = true
					_ = os.Rename(tmp, tmp+"-theirs")
					return os.WriteFile(tmp, []byte("nothing"), 0o600)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		caughtUp(t, s)
		signUp(t, s)
		caughtUp(t, s)
		if !swapped {
			t.Errorf("%s: nothing was exchanged", step)
		}
		s.Close()
	}
}
