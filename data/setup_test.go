package data

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
)

func liveSetup() Setup {
	return Setup{Event: "test-event", EventDigest: "d1", RetentionDays: 400, Passphrase: []byte("seven tired violins crossed the frozen harbour"), PIN: "270519"}
}

// createLive makes a live booth and gives its recovery key.
func createLive(t *testing.T, dir string) (recovery string) {
	t.Helper()
	s := liveSetup()
	s.HandOver = func(key string, _ keyset.SetInfo) error { recovery = key; return nil }
	if err := CreateLive(dir, s, Options{}); err != nil {
		t.Fatal(err)
	}
	return recovery
}

func TestLiveBooth(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "live")
	recovery := createLive(t, dir)
	s := reopen(t, dir)
	if s.Mode() != keyset.ModeLive || s.Event() != "test-event" {
		t.Errorf("a %s booth for %s", s.Mode(), s.Event())
	}
	if d, _ := s.Meta("retention_days"); d != "400" {
		t.Errorf("retention_days = %q", d)
	}
	if d, _ := s.Meta("event_digest"); d != "d1" {
		t.Errorf("event_digest = %q", d)
	}
	signUp(t, s)
	if _, err := s.Unlock([]byte("wrong")); !errors.Is(err, folder.ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	event, err := s.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "recovery.txt")
	if err := os.WriteFile(file, []byte("# written down at set-up\n"+recovery+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	rescue, err := keys.OpenIdentityFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]keys.Opener{"event": event, "recovery": rescue} {
		list, faults, err := s.Records(t.Context(), key, nil)
		if err != nil || len(faults) > 0 || len(list) != 1 {
			t.Errorf("with the %s key: %d people, %v, %v", name, len(list), faults, err)
		}
	}
	if f := s.Fingerprints(); len(f) != 2 || f[0] != event.Fingerprint() || f[1] != rescue.Fingerprint() {
		t.Errorf("fingerprints %v", f)
	}
	for path, content := range contents(t, dir) {
		if strings.Contains(string(content), "AGE-SECRET-KEY") || strings.Contains(string(content), recovery[20:40]) {
			t.Errorf("%s holds a private key", path)
		}
	}

	ks, err := os.ReadFile(filepath.Join(dir, folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	further := liveSetup()
	further.SharedKeys = string(ks)
	dir2 := filepath.Join(t.TempDir(), "second")
	further.HandOver = func(string, keyset.SetInfo) error {
		t.Error("a further booth has a recovery key of its own")
		return nil
	}
	if err := CreateLive(dir2, further, Options{}); err != nil {
		t.Fatal(err)
	}
	s2 := reopen(t, dir2)
	signUp(t, s2)
	if list, faults, err := s2.Records(t.Context(), event, nil); err != nil || len(faults) > 0 || len(list) != 1 {
		t.Errorf("the first booth's key opens %d people, %v, %v", len(list), faults, err)
	}
	if _, err := s2.Unlock(liveSetup().Passphrase); !errors.Is(err, ErrNoKey) {
		t.Errorf("a booth without the private key: %v", err)
	}
	if s2.BoothID() == s.BoothID() {
		t.Error("two booths have one signing key")
	}
}

func TestLiveBoothIsRefused(t *testing.T) {
	p := practice(t)
	practiceKeys := string(folderFile(t, p.Dir(), folder.Keys))
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thesis.doc"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir    string
		change func(*Setup)
	}{
		"practice folder":        {p.Dir(), func(*Setup) {}},
		"folder with files":      {foreign, func(*Setup) {}},
		"no passphrase":          {"", func(s *Setup) { s.Passphrase = nil }},
		"no PIN":                 {"", func(s *Setup) { s.PIN = "" }},
		"PIN of letters":         {"", func(s *Setup) { s.PIN = "abcd" }},
		"no event":               {"", func(s *Setup) { s.Event = "" }},
		"keys of practice":       {"", func(s *Setup) { s.SharedKeys = practiceKeys }},
		"keys of another event":  {"", func(s *Setup) { s.SharedKeys = strings.Replace(practiceKeys, "'practice'", "'live'", 1); s.Event = "x" }},
		"keys that are not keys": {"", func(s *Setup) { s.SharedKeys = "hello" }},
		"keys with one recipient": {"", func(s *Setup) {
			s.SharedKeys = "format = 1\nmode = 'live'\nevent = 'test-event'\nrecipients = ['" + p.recipients.Strings()[0] + "']\n"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			setup := liveSetup()
			c.change(&setup)
			dir := c.dir
			if dir == "" {
				dir = filepath.Join(t.TempDir(), "live")
			}
			if err := CreateLive(dir, setup, Options{}); err == nil {
				t.Fatal("made")
			}
			if state, _ := folder.IsBooth(dir); c.dir == "" && state != folder.Missing && state != folder.Empty {
				t.Errorf("something was left behind: %v", state)
			}
		})
	}
}

func TestFolderStates(t *testing.T) {
	dir := t.TempDir()
	is := func(dir string, want folder.State) {
		t.Helper()
		if got, err := folder.IsBooth(dir); got != want || err != nil {
			t.Errorf("state %v, %v, want %v", got, err, want)
		}
	}
	is(filepath.Join(dir, "none"), folder.Missing)
	is(dir, folder.Empty)
	if _, err := Open(dir, Options{}); !errors.Is(err, folder.ErrNotBooth) {
		t.Errorf("an empty folder opens with %v", err)
	}
	if err := CreatePractice(dir, "e", Options{}); err != nil {
		t.Fatal(err)
	}
	is(dir, folder.Booth)
	file := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	is(dir, folder.Booth)
	is(file, folder.Foreign)
	// A folder whose making was interrupted is begun again.
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, folder.Making), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	is(dir, folder.Empty)
	if err := CreatePractice(dir, "e", Options{}); err != nil {
		t.Fatal(err)
	}
	is(dir, folder.Booth)
	reopen(t, dir)
}

func TestChangedKeysAreNoticed(t *testing.T) {
	dir, _ := closed(t, 1)
	other := practice(t)
	mine := folderFile(t, dir, folder.Keys)
	edit(t, filepath.Join(dir, folder.Keys), func([]byte) []byte { return folderFile(t, other.Dir(), folder.Keys) })
	if _, err := Open(dir, Options{}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("opened with %v", err)
	}
	edit(t, filepath.Join(dir, folder.Keys), func([]byte) []byte { return mine })
	reopen(t, dir).Close()
	if err := os.Remove(filepath.Join(dir, folder.Keys)); err != nil {
		t.Fatal(err)
	}
	if s := reopen(t, dir); len(s.Repaired()) != 1 {
		t.Errorf("said %q", s.Repaired())
	}
}

// A booth that lost its signing key, or whose folder came to another computer, goes on under a new one; what the old
// one signed still counts.
func TestNewSigningKey(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, dir string){
		"missing": func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, folder.BoothKey)) },
		"damaged": func(t *testing.T, dir string) { os.Truncate(filepath.Join(dir, folder.BoothKey), 60) },
		"another computer": func(t *testing.T, dir string) {
			tamper(t, dir, "UPDATE meta SET value = 'x' WHERE key = 'store.machine'")
		},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "another computer" && folder.MachineMark(nil) == "" {
				t.Skip("this computer has no machine id")
			}
			s := practice(t)
			signUp(t, s)
			was := s.BoothID()
			s.Close()
			change(t, s.Dir())
			s = reopen(t, s.Dir())
			if s.BoothID() == was || len(s.Repaired()) != 1 {
				t.Errorf("no new key, or nothing said: %q", s.Repaired())
			}
			signUp(t, s)
			if st := status(t, s); st.LastSeq != 1 || st.Entries != 2 {
				t.Errorf("status %+v", st)
			}
			sound(t, s)
			if len(records(t, s)) != 2 {
				t.Error("not both people are there")
			}
			s.Close()
			if s = reopen(t, s.Dir()); len(s.Repaired()) != 0 {
				t.Errorf("said again: %q", s.Repaired())
			}
		})
	}
}

func TestSettings(t *testing.T) {
	s := practice(t)
	if err := s.SetMeta("theme", "paper"); err != nil {
		t.Fatal(err)
	}
	if v, ok := s.Meta("theme"); v != "paper" || !ok {
		t.Errorf("%q, %v", v, ok)
	}
	if _, ok := s.Meta(db.MetaPIN); ok || s.SetMeta(db.MetaPIN, "x") == nil {
		t.Error("the store's own settings are open")
	}
}

// Nobody is locked in: the age command opens an entry with the recovery key.
func TestTheAgeCommandOpensAnEntry(t *testing.T) {
	if testing.Short() {
		t.Skip("installs the age command")
	}
	// The command has dependencies that this module has not, so it is installed as a module of its own.
	bin := filepath.Join(t.TempDir(), "age")
	install := exec.Command("go", "install", "filippo.io/age/cmd/age@v1.3.2")
	install.Env = append(os.Environ(), "GOBIN="+filepath.Dir(bin), "GOFLAGS=")
	if out, err := install.CombinedOutput(); err != nil {
		bin, err = exec.LookPath("age")
		if err != nil {
			t.Skipf("no age command: %s", out)
		}
		if v, _ := exec.Command(bin, "--version").Output(); strings.HasPrefix(string(v), "1.0") || strings.HasPrefix(string(v), "1.1") || strings.HasPrefix(string(v), "1.2") {
			t.Skipf("age %s knows no post-quantum keys", strings.TrimSpace(string(v)))
		}
	}
	dir := filepath.Join(t.TempDir(), "live")
	recovery := createLive(t, dir)
	s := reopen(t, dir)
	saved := signUp(t, s)
	work := t.TempDir()
	// The same out of an unzipped backup: its journal needs no SQLite to be read.
	zipped, _ := backUp(t, s)
	_, parts := zipParts(t, zipped)
	var unzipped []byte
	if err := os.WriteFile(filepath.Join(work, "journal"), parts[folder.Journal], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Scan(filepath.Join(work, "journal"), func(e *entry.Entry) error { unzipped = e.Sealed; return nil }); err != nil {
		t.Fatal(err)
	}
	for from, content := range map[string][]byte{"the store": sealedOf(t, s, saved.Person)[0], "a backup": unzipped} {
		for name, content := range map[string][]byte{"key.txt": []byte(recovery + "\n"), "entry.age": content} {
			if err := os.WriteFile(filepath.Join(work, name), content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command(bin, "-d", "-i", filepath.Join(work, "key.txt"), filepath.Join(work, "entry.age")).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{canaries[0], saved.Person, `"kind":"signup"`, `"event":"test-event"`, `"v":1`} {
			if !strings.Contains(string(out), want) {
				t.Errorf("the entry opened from %s lacks something: %d bytes", from, len(out))
			}
		}
	}
}

// A booth whose recovery key never reached anybody must not exist: until it is handed over, the folder is being made.
func TestNoBoothBeforeItsRecoveryKeyIsHandedOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "live")
	var first string
	s := liveSetup()
	s.HandOver = func(recovery string, _ keyset.SetInfo) error {
		first = recovery
		if state, err := folder.IsBooth(dir); state != folder.Empty || err != nil { // what is found after a power cut now
			t.Errorf("the folder counts as %v, %v", state, err)
		}
		return os.ErrPermission
	}
	if err := CreateLive(dir, s, Options{}); !errors.Is(err, os.ErrPermission) {
		t.Fatal(err)
	}
	if state, err := folder.IsBooth(dir); state != folder.Missing || err != nil {
		t.Errorf("a key that nobody took left %v, %v", state, err)
	}
	if second := createLive(t, dir); second == first || first == "" || second == "" {
		t.Errorf("the second try hands over another key: %v", second != first)
	}
	if reopen(t, dir).Mode() != keyset.ModeLive {
		t.Error("no live booth")
	}
}

// A folder is begun again only where this program left it half-made: a file that bears the same name by chance, such as an
// export, makes nobody's data nothing.
func TestAFileNamedMakingUnmakesNoBooth(t *testing.T) {
	dir, _ := closed(t, 2)
	if err := os.WriteFile(filepath.Join(dir, folder.Making), []byte("name,phone\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if state, err := folder.IsBooth(dir); state != folder.Booth || err != nil {
		t.Errorf("%v, %v", state, err)
	}
	if err := CreatePractice(dir, "other", Options{}); err == nil {
		t.Error("made anew, over people who had signed up")
	}
	if c, err := reopen(t, dir).Status(t.Context()); err != nil || c.Signups != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}
