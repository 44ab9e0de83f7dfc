package data

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// nextPhrase is one that a live booth takes.
var nextPhrase = []byte("eight mended lanterns above the ferry landing")

func TestChangingThePassphrase(t *testing.T) {
	s := live(t)
	signUp(t, s)
	old, next := liveSetup().Passphrase, []byte("Eight-Mended Lanterns above the Ferry Landing")
	was := folderFile(t, s.Dir(), folder.EventKey)
	// Whoever holds the old file open by another name keeps it; whoever holds its place on the disk finds nothing.
	var held *os.File
	if runtime.GOOS != "windows" { // there nobody replaces a file that is held
		f, err := os.Open(filepath.Join(s.Dir(), folder.EventKey))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		held = f
	}
	before, err := s.Unlock(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangePassphrase(old, next); err != nil {
		t.Fatal(err)
	}
	check := func(s *Store) {
		t.Helper()
		if _, err := s.Unlock(old); !errors.Is(err, folder.ErrPassphrase) {
			t.Errorf("the old passphrase: %v", err)
		}
		for _, typed := range []string{string(next), "eight mended lanterns above the ferry landing", "eightmendedlanternsabovetheferrylanding"} {
			key, err := s.Unlock([]byte(typed))
			if err != nil || key.Fingerprint() != before.Fingerprint() {
				t.Fatalf("the new one: %v", err)
			}
			if list, faults, err := s.Records(t.Context(), key, nil); err != nil || len(list) != 1 || len(faults) > 0 {
				t.Errorf("with it %d people open, %v, %v", len(list), faults, err)
			}
		}
	}
	check(s)
	if log := auditOf(t, s); len(log) != 2 || log[1] != ": passphrase changed, 0" {
		t.Errorf("the audit says %q", log)
	}
	if runtime.GOOS == "linux" {
		left := make([]byte, len(was))
		if _, err := held.ReadAt(left, 0); err != nil || !bytes.Equal(left, make([]byte, len(was))) {
			t.Errorf("the old file's bytes are still there: %v", err)
		}
	}
	for path, content := range contents(t, s.Dir()) {
		if bytes.Contains(content, was[len(was)-64:]) {
			t.Errorf("%s still holds the old file", path)
		}
		if strings.HasSuffix(path, ".new") {
			t.Errorf("%s was left", path)
		}
	}
	sound(t, s)
	s.Close()
	check(reopen(t, s.Dir()))
}

func TestPassphrasesThatAreNotChanged(t *testing.T) {
	s := live(t)
	for name, c := range map[string]struct {
		old, new string
		want     error
	}{
		"a wrong old one": {"wrong", string(nextPhrase), folder.ErrPassphrase},
		"an empty old":    {"", string(nextPhrase), folder.ErrPassphrase},
		"an empty new":    {string(liveSetup().Passphrase), "", ErrNoPassphrase},
	} {
		was := folderFile(t, s.Dir(), folder.EventKey)
		if err := s.ChangePassphrase([]byte(c.old), []byte(c.new)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Equal(was, folderFile(t, s.Dir(), folder.EventKey)) {
			t.Errorf("%s: the key file changed", name)
		}
	}
	if err := practice(t).ChangePassphrase([]byte(build.PracticePassphrase), nextPhrase); !errors.Is(err, ErrPracticePassphrase) {
		t.Errorf("in practice: %v", err)
	}
	if err := os.Remove(filepath.Join(s.Dir(), folder.EventKey)); err != nil {
		t.Fatal(err)
	}
	if err := s.ChangePassphrase(liveSetup().Passphrase, nextPhrase); !errors.Is(err, ErrNoKey) {
		t.Errorf("without the key: %v", err)
	}
	s.Close()
	if err := s.ChangePassphrase(liveSetup().Passphrase, nextPhrase); err == nil {
		t.Error("changed in a closed store")
	}
}

// At whatever moment the computer stops, the folder opens again with the old passphrase or with the new one.
func TestAPassphraseChangeIsAllOrNothing(t *testing.T) {
	old, next := liveSetup().Passphrase, nextPhrase
	steps := map[string]bool{} // and whether the new one holds there
	for _, torn := range []bool{false, true} {
		s := live(t)
		signUp(t, s)
		disks := map[string]string{}
		s.fail = func(step string) error {
			if strings.HasPrefix(step, "passphrase") {
				disk := t.TempDir()
				if err := os.CopyFS(disk, os.DirFS(s.Dir())); err != nil {
					t.Fatal(err)
				}
				os.Remove(filepath.Join(disk, folder.LockName))
				if tmp := filepath.Join(disk, folder.EventKeyNew); torn {
					if st, err := os.Stat(tmp); err == nil {
						os.Truncate(tmp, st.Size()/2)
					}
				}
				disks[step] = disk
			}
			return nil
		}
		if err := s.ChangePassphrase(old, next); err != nil {
			t.Fatal(err)
		}
		if len(disks) != 3 {
			t.Fatalf("%d steps", len(disks))
		}
		for step, disk := range disks {
			back := reopen(t, disk)
			_, err1 := back.Unlock(old)
			_, err2 := back.Unlock(next)
			if (err1 == nil) == (err2 == nil) {
				t.Errorf("at %q: old %v, new %v", step, err1, err2)
			}
			steps[step] = err2 == nil
			if _, err := os.Stat(filepath.Join(disk, folder.EventKeyNew)); err == nil {
				t.Errorf("at %q: the half-made file stays", step)
			}
			signUp(t, back)
			sound(t, back)
		}
	}
	if steps["passphrase sync"] || steps["passphrase rename"] || !steps["passphrase folder sync"] {
		t.Errorf("the change takes place at another step: %v", steps)
	}
}

// A step that fails leaves the old passphrase, and no trace of the new file.
func TestAFailedPassphraseChangeChangesNothing(t *testing.T) {
	s := live(t)
	old := liveSetup().Passphrase
	was := folderFile(t, s.Dir(), folder.EventKey)
	s.fail = func(step string) error {
		if step == "passphrase sync" {
			return errors.New("no")
		}
		return nil
	}
	if err := s.ChangePassphrase(old, nextPhrase); err == nil {
		t.Fatal("changed")
	}
	if !bytes.Equal(was, folderFile(t, s.Dir(), folder.EventKey)) {
		t.Error("the key file changed")
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), folder.EventKeyNew)); err == nil {
		t.Error("the new file stays")
	}
	s.fail = folder.NoFail
	if err := s.ChangePassphrase(old, nextPhrase); err != nil {
		t.Errorf("then: %v", err)
	}
}

// Where the new passphrase holds already when something fails, that is what is said.
func TestAChangeThatIsNotConfirmedSaysSo(t *testing.T) {
	s := live(t)
	s.fail = func(step string) error {
		if step == "passphrase folder sync" {
			return errors.New("no")
		}
		return nil
	}
	if err := s.ChangePassphrase(liveSetup().Passphrase, nextPhrase); !errors.Is(err, ErrChanged) {
		t.Errorf("changed with %v", err)
	}
	s.fail = folder.NoFail
	if err := s.ChangePassphrase(nextPhrase, nextPhrase); err != nil {
		t.Errorf("once more: %v", err)
	}
}

// Copies of the key file under other names belong to somebody: they are not wiped.
func TestALinkedCopyIsNotWiped(t *testing.T) {
	s := live(t)
	was := folderFile(t, s.Dir(), folder.EventKey)
	link := filepath.Join(t.TempDir(), "copy.age")
	if err := os.Link(filepath.Join(s.Dir(), folder.EventKey), link); err != nil {
		t.Skip(err)
	}
	if err := s.ChangePassphrase(liveSetup().Passphrase, nextPhrase); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(link); err != nil || !bytes.Equal(got, was) {
		t.Errorf("the copy changed: %v", err)
	}
}

// Sign-ups do not wait for a passphrase that is being changed.
func TestSignUpsGoOnWhileThePassphraseChanges(t *testing.T) {
	s := live(t)
	reached, on := make(chan struct{}), make(chan struct{})
	s.fail = func(step string) error {
		if step == "passphrase rename" {
			close(reached)
			<-on
		}
		return nil
	}
	done := make(chan error, 1)
	go func() { done <- s.ChangePassphrase(liveSetup().Passphrase, nextPhrase) }()
	<-reached
	signUp(t, s)
	close(on)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// A key file with too little work, as somebody may bring one, is locked again with the full one.
func TestTooLittleWorkIsMadeGood(t *testing.T) {
	const full = seal.WorkPractice + 2
	s := live(t) // with WorkPractice
	lowerWork(t, full)
	work := func(want int) {
		t.Helper()
		if got, ok := seal.Work(folderFile(t, s.Dir(), folder.EventKey)); !ok || got != want {
			t.Errorf("the work factor is %d, want %d", got, want)
		}
	}
	work(seal.WorkPractice)
	if _, err := s.Unlock([]byte("wrong")); !errors.Is(err, folder.ErrPassphrase) {
		t.Errorf("a wrong one: %v", err)
	}
	work(seal.WorkPractice)
	for range 2 {
		if _, err := s.Unlock(liveSetup().Passphrase); err != nil {
			t.Fatal(err)
		}
		work(full)
	}
	if log := auditOf(t, s); len(log) != 2 || log[1] != ": event key locked again: its work factor was 10, 0" {
		t.Errorf("the audit says %q", log)
	}
	// More work than ours is left alone, practice too.
	lowerWork(t, seal.WorkPractice)
	if _, err := s.Unlock(liveSetup().Passphrase); err != nil {
		t.Fatal(err)
	}
	work(full)
	p := practice(t)
	lowerWork(t, full)
	if _, err := p.Unlock([]byte(build.PracticePassphrase)); err != nil {
		t.Fatal(err)
	}
	if got, _ := seal.Work(folderFile(t, p.Dir(), folder.EventKey)); got != seal.WorkPractice {
		t.Errorf("practice was locked again with %d", got)
	}
}

// A key file that cannot be replaced still opens.
func TestTooLittleWorkOnAFullDiskStillOpens(t *testing.T) {
	s := live(t)
	lowerWork(t, seal.WorkPractice+1)
	s.fail = func(step string) error {
		if step == "passphrase sync" {
			return errors.New("no space")
		}
		return nil
	}
	if _, err := s.Unlock(liveSetup().Passphrase); err != nil {
		t.Error(err)
	}
	if got, _ := seal.Work(folderFile(t, s.Dir(), folder.EventKey)); got != seal.WorkPractice {
		t.Errorf("the work factor is %d", got)
	}
}

// Folders from before phrases were normalised, and key files made by the age command, open with the phrase as typed.
func TestAFileLockedUnderAPhraseAsTypedOpens(t *testing.T) {
	s := live(t)
	key, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	const typed = "Correct Horse-Battery 大海"
	r, err := age.NewScryptRecipient(typed)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(seal.WorkPractice)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, r)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(key.(*seal.Identity).Secret() + "\n"))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(s.Dir(), folder.EventKey), func([]byte) []byte { return file.Bytes() })
	if got, err := s.Unlock([]byte(typed)); err != nil || got.Fingerprint() != key.Fingerprint() {
		t.Errorf("as typed: %v", err)
	}
	for _, other := range []string{"correct horse-battery 大海", "correcthorsebatterydahai"} {
		if _, err := s.Unlock([]byte(other)); !errors.Is(err, folder.ErrPassphrase) {
			t.Errorf("%q: %v", other, err)
		}
	}
	// Changing it brings the normal form.
	if err := s.ChangeToWeakPassphrase([]byte(typed), []byte(typed)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unlock([]byte("correcthorsebatterydahai")); err != nil {
		t.Errorf("after the change: %v", err)
	}
}

func TestAClosedKeyOpensNothing(t *testing.T) {
	s := live(t)
	signUp(t, s)
	key, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	name := key.Fingerprint()
	key.Close()
	key.Close()
	if list, _, err := s.Records(t.Context(), key, nil); err == nil || len(list) > 0 {
		t.Errorf("it opens %d people, %v", len(list), err)
	} else if !errors.Is(err, seal.ErrClosed) {
		t.Errorf("the error is %v", err)
	}
	if key.Fingerprint() != name {
		t.Error("a closed key lost its name")
	}
	again, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if list, _, err := s.Records(t.Context(), again, nil); err != nil || len(list) != 1 {
		t.Errorf("opened again: %d people, %v", len(list), err)
	}
}

func TestKeysKnowSinceWhen(t *testing.T) {
	now := time.Date(2026, 5, 21, 9, 0, 0, 0, time.UTC)
	dir := filepath.Join(t.TempDir(), "booth")
	if err := CreatePractice(dir, "e", Options{Clock: func() time.Time { return now }}); err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	keys, err := s.Keys(t.Context())
	if err != nil || len(keys) != 2 || !keys[0].Since.Equal(now) {
		t.Errorf("%+v, %v", keys, err)
	}
	s.Close()
	ofToday(t, s)
	tamper(t, dir, "DELETE FROM meta WHERE key = 'store.made'") // a folder from before this was kept
	if keys, err = reopen(t, dir).Keys(t.Context()); err != nil || !keys[0].Since.IsZero() {
		t.Errorf("%+v, %v", keys, err)
	}
	if _, err := s.Keys(t.Context()); err == nil {
		t.Error("a closed store lists keys")
	}
}
