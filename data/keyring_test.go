package data

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// lowerWork makes live keys cheap for a test.
func lowerWork(t *testing.T, work int) {
	t.Helper()
	was := liveWork
	liveWork = work
	t.Cleanup(func() { liveWork = was })
}

// live makes a live booth with cheap keys and opens it.
func live(t *testing.T) *Store {
	t.Helper()
	lowerWork(t, seal.WorkPractice)
	dir := filepath.Join(t.TempDir(), "live")
	if err := CreateLive(dir, liveSetup(), Options{}); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}

// deskHere is the desk of a folder that has its key, opened with the passphrase of these tests.
func deskHere(t testing.TB, s *Store) *keys.Desk {
	t.Helper()
	pass := liveSetup().Passphrase
	if s.Mode() == keyset.ModePractice {
		pass = []byte(build.PracticePassphrase)
	}
	key, err := s.Unlock(pass)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := s.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	return desk
}

func newKey(t *testing.T) *seal.Identity {
	t.Helper()
	id, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnAddedKeyOpensWhatCameLater(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *Store{"live": live, "practice": func(t *testing.T) *Store { return practice(t) }} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			before := signUp(t, s)
			added := newKey(t)
			if err := s.AddRecipient(t.Context(), deskHere(t, s), added.Recipient(), " 登记处 Shanghai "); err != nil {
				t.Fatal(err)
			}
			after := signUp(t, s)
			check := func(s *Store) {
				t.Helper()
				ks, err := s.Keys(t.Context())
				if err != nil || len(ks) != 3 {
					t.Fatalf("%d keys, %v", len(ks), err)
				}
				for i, want := range []string{keyset.RoleEvent, keyset.RoleRecovery, keyset.RoleAdded} {
					if ks[i].Role != want || ks[i].Since.IsZero() || ks[i].Fingerprint != s.Fingerprints()[i] {
						t.Errorf("key %d is %+v", i, ks[i])
					}
				}
				if ks[2].Name != "登记处 Shanghai" || ks[2].Fingerprint != added.Fingerprint() {
					t.Errorf("the added key is %+v", ks[2])
				}
				if len(s.Repaired()) != 0 {
					t.Errorf("said %q", s.Repaired())
				}
			}
			check(s)
			if _, err := added.Open(sealedOf(t, s, after.Person)[0]); err != nil {
				t.Errorf("what came later: %v", err)
			}
			if _, err := added.Open(sealedOf(t, s, before.Person)[0]); !errors.Is(err, seal.ErrNotForKey) {
				t.Errorf("what came before: %v", err)
			}
			if log := auditOf(t, s); len(log) != 2 || log[1] != ": key added: "+added.Fingerprint()+", 0" {
				t.Errorf("the audit says %q", log)
			}
			sound(t, s)
			s.Close()
			check(reopen(t, s.Dir()))
		})
	}
}

func TestKeysThatAreNotAdded(t *testing.T) {
	s := practice(t)
	good := newKey(t).Recipient()
	mine := s.recipients.Strings()[1]
	for name, c := range map[string]struct{ key, name string }{
		"no name": {good, " "}, "a long name": {good, strings.Repeat("x", 41)}, "two lines": {good, "a\nb"}, "not UTF-8": {good, "\xff"},
		"known": {mine, "x"}, "known with blanks": {" " + mine + "\n", "x"}, "classic": {"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", "x"},
		"private": {newKey(t).Secret(), "x"}, "cut": {good[:500], "x"}, "empty": {"", "x"},
	} {
		err := s.AddRecipient(t.Context(), deskHere(t, s), c.key, c.name)
		if err == nil || strings.Contains(err.Error(), "SECRET") || len(err.Error()) > 250 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range keyset.MaxKeys - 2 {
		if err := s.AddRecipient(t.Context(), deskHere(t, s), newKey(t).Recipient(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.AddRecipient(t.Context(), deskHere(t, s), good, "x"); !errors.Is(err, ErrKeysFull) {
		t.Errorf("more keys than are possible: %v", err)
	}
	if s.Broken() != nil {
		t.Error("a refusal stopped the store")
	}
	signUp(t, s)
	sound(t, s)
}

// A crash in the midst of adding leaves a folder that opens, with the key or without it, the same in both files.
func TestAddingAKeyIsAllOrNothing(t *testing.T) {
	for _, step := range []string{"keys announced", "keys written", "keys commit"} {
		t.Run(step, func(t *testing.T) {
			s := practice(t)
			s.fail = func(at string) error {
				if at == step {
					return errors.New("crash")
				}
				return nil
			}
			added := newKey(t)
			if err := s.AddRecipient(t.Context(), deskHere(t, s), added.Recipient(), "x"); !errors.Is(err, ErrBroken) {
				t.Fatalf("added: %v", err)
			}
			if slices.Contains(s.Fingerprints(), added.Fingerprint()) {
				t.Error("the key counts although adding it failed")
			}
			s.Close()
			want := step != "keys announced"
			for range 2 {
				s = reopen(t, s.Dir())
				if got := slices.Contains(s.Fingerprints(), added.Fingerprint()); got != want {
					t.Errorf("the key is there: %v", got)
				}
				if _, ok, _ := db.GetMeta(t.Context(), s.db, db.MetaRingNext); ok {
					t.Error("the announcement still stands")
				}
				signUp(t, s)
				sound(t, s)
				s.Close()
			}
			s = reopen(t, s.Dir())
			if len(s.Repaired()) != 0 {
				t.Errorf("said again: %q", s.Repaired())
			}
			// What was not added can be added again.
			if err := s.AddRecipient(t.Context(), deskHere(t, s), added.Recipient(), "x"); want != errors.Is(err, ErrKeyKnown) {
				t.Errorf("again: %v", err)
			}
		})
	}
}

// Whoever slips a key into one of the files alone has changed nothing, and it is noticed.
func TestASlippedInKeyDoesNotCount(t *testing.T) {
	slipped := newKey(t)
	announce := func(t *testing.T, dir string, recipients []string) {
		tamper(t, dir, `INSERT INTO meta (key, value) VALUES ('store.keys_next', '{"recipients":["`+strings.Join(append(recipients, slipped.Recipient()), `","`)+`"]}')`)
	}
	for name, c := range map[string]struct {
		do    func(t *testing.T, dir string, recipients []string)
		opens bool
	}{
		"an announcement in the store": {announce, true},
		"an announcement, keys.toml gone": {func(t *testing.T, dir string, r []string) {
			announce(t, dir, r)
			os.Remove(filepath.Join(dir, folder.Keys))
		}, true},
		"an announcement of nonsense": {func(t *testing.T, dir string, r []string) {
			tamper(t, dir, `INSERT INTO meta (key, value) VALUES ('store.keys_next', '{"recipients":["x"]}')`)
		}, true},
		"keys.toml": {func(t *testing.T, dir string, r []string) {
			edit(t, filepath.Join(dir, folder.Keys), func(b []byte) []byte {
				return []byte(strings.Replace(string(b), r[1]+"'", r[1]+"'\n\n[[keys]]\nrole = 'added'\nname = 'x'\nrecipient = '"+slipped.Recipient()+"'", 1))
			})
		}, false},
		"a name in keys.toml": {func(t *testing.T, dir string, r []string) {
			edit(t, filepath.Join(dir, folder.Keys), func(b []byte) []byte {
				return []byte(strings.Replace(string(b), "role = 'recovery'", "role = 'recovery'\nname = 'x'", 1))
			})
		}, true},
		"the store": {func(t *testing.T, dir string, r []string) {
			tamper(t, dir, "UPDATE meta SET value = value || char(10) || '"+slipped.Recipient()+"' WHERE key = 'store.recipients'")
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := practice(t)
			signUp(t, s)
			r := s.recipients.Strings()
			s.Close()
			c.do(t, s.Dir(), slices.Clone(r))
			s, err := Open(s.Dir(), Options{})
			if !c.opens {
				if !errors.Is(err, folder.ErrDamaged) {
					t.Fatalf("opens with %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if !slices.Equal(s.recipients.Strings(), r) {
				t.Error("the slipped in key counts")
			}
			if len(s.Repaired()) == 0 {
				t.Error("nothing was said")
			}
		})
	}
}

func TestAFurtherBoothTakesAddedKeysOver(t *testing.T) {
	s := live(t)
	if err := s.AddRecipient(t.Context(), deskHere(t, s), newKey(t).Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	further := liveSetup()
	further.SharedKeys = string(folderFile(t, s.Dir(), folder.Keys))
	dir := filepath.Join(t.TempDir(), "second")
	if err := CreateLive(dir, further, Options{}); err != nil {
		t.Fatal(err)
	}
	mine, err1 := s.Keys(t.Context())
	theirs, err2 := reopen(t, dir).Keys(t.Context())
	if err1 != nil || err2 != nil || len(theirs) != 3 || theirs[2] != mine[2] {
		t.Errorf("%+v, %v, %v", theirs, err1, err2)
	}
}

// A damaged folder's added keys come along, also where a crash came between keys.toml and the store.
func TestARescueKeepsAddedKeys(t *testing.T) {
	for _, step := range []string{"", "keys announced", "keys written", "keys commit"} {
		t.Run("crash at "+step, func(t *testing.T) {
			s := practice(t)
			signUp(t, s)
			added := newKey(t)
			s.fail = func(at string) error {
				if at == step {
					return errors.New("crash")
				}
				return nil
			}
			if err := s.AddRecipient(t.Context(), deskHere(t, s), added.Recipient(), "registry"); (err == nil) != (step == "") {
				t.Fatal(err)
			}
			back, r := rescued(t, copyFolder(t, s.Dir()))
			keys, err := back.Keys(t.Context())
			if err != nil || r.Entries != 1 {
				t.Fatalf("%+v, %v", r, err)
			}
			if step == "keys announced" {
				if len(keys) != 2 {
					t.Errorf("keys %+v", keys)
				}
				return
			}
			if len(keys) != 3 || keys[2].Name != "registry" || keys[2].Fingerprint != added.Fingerprint() || keys[2].Since.IsZero() {
				t.Errorf("keys %+v", keys)
			}
			saved := signUp(t, back)
			if _, err := added.Open(sealedOf(t, back, saved.Person)[0]); err != nil {
				t.Error(err)
			}
		})
	}
}

// The journal's second copy has the keys at once, without waiting for the next sign-up.
func TestTheSecondCopyLearnsOfAnAddedKey(t *testing.T) {
	dir, stick := filepath.Join(t.TempDir(), "booth"), t.TempDir()
	if err := CreatePractice(dir, "e", Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(dir, Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	same := func() bool {
		b, err := os.ReadFile(filepath.Join(stick, "keys-"+s.BoothID()+".toml"))
		return err == nil && string(b) == string(folderFile(t, dir, folder.Keys))
	}
	wait := func() {
		t.Helper()
		for end := time.Now().Add(time.Minute); !same(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("the copy's keys are not the folder's")
			}
		}
	}
	wait()
	if err := s.AddRecipient(t.Context(), deskHere(t, s), newKey(t).Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	wait()
}
