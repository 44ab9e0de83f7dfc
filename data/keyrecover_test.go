package data

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/seal"
)

// The recovery key can become the desk again, where the passphrase is lost.
func TestTheRecoveryKeyBecomesTheDesk(t *testing.T) {
	lowerWork(t, seal.WorkPractice)
	dir := filepath.Join(t.TempDir(), "live")
	recovery, err := seal.ParseIdentity(createLive(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	before := deskHere(t, s).Public()
	if err := s.RecoverDesk(newKey(t), []byte("new"), true); !errors.Is(err, seal.ErrNotForKey) {
		t.Errorf("another key: %v", err)
	}
	if err := s.RecoverDesk(recovery, nil, true); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("no passphrase: %v", err)
	}
	if err := s.RecoverDesk(recovery, []byte("another phrase"), false); !errors.Is(err, ErrWeakPassphrase) {
		t.Errorf("a weak passphrase: %v", err)
	}
	if _, err := s.Unlock(liveSetup().Passphrase); err != nil {
		t.Fatalf("what was refused has changed something: %v", err)
	}
	for _, gone := range []bool{false, true} {
		if gone {
			if err := os.Remove(filepath.Join(dir, folder.EventKey)); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.RecoverDesk(recovery, []byte("another phrase"), true); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Unlock(liveSetup().Passphrase); !errors.Is(err, folder.ErrPassphrase) {
			t.Errorf("the old passphrase: %v", err)
		}
		key, err := s.Unlock([]byte("another phrase"))
		if err != nil {
			t.Fatal(err)
		}
		desk, err := s.DeskOf(key)
		if err != nil || !desk.Public().Equal(before) {
			t.Errorf("another desk: %v", err)
		}
		if id := key.(*seal.Identity); !id.Bound() {
			t.Error("the new file does not say that the set was signed")
		}
		sound(t, s)
	}
	if weak, known := TakenWeak(dir); !known || !weak {
		t.Errorf("the folder remembers a weak passphrase: %t, %t", weak, known)
	}
	log, err := s.AuditLog(t.Context())
	if err != nil || !slices.ContainsFunc(log, func(l Audited) bool { return l.What == "desk recovered with the key "+recovery.Fingerprint() }) {
		t.Errorf("audit %v, %v", log, err)
	}
}

// A failure on the way leaves the old file; after the rename it says that the new passphrase holds.
func TestRecoveringTheDeskIsAllOrNothing(t *testing.T) {
	lowerWork(t, seal.WorkPractice)
	dir := filepath.Join(t.TempDir(), "live")
	recovery, err := seal.ParseIdentity(createLive(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"passphrase sync", "passphrase rename", "passphrase folder sync"} {
		s := reopen(t, dir)
		s.fail = func(at string) error {
			if at == step {
				return errors.New("crash")
			}
			return nil
		}
		err := s.RecoverDesk(recovery, []byte("another phrase"), true)
		if err == nil || errors.Is(err, ErrChanged) != (step == "passphrase folder sync") {
			t.Errorf("%s: %v", step, err)
		}
		s.Close()
		s = reopen(t, dir)
		want := liveSetup().Passphrase
		if errors.Is(err, ErrChanged) {
			want = []byte("another phrase")
		}
		if _, err := s.Unlock(want); err != nil {
			t.Errorf("%s: %v", step, err)
		}
		s.Close()
	}
}

// The file travels with backups, restored folders and rescued ones.
func TestTheSealedEventKeyTravels(t *testing.T) {
	lowerWork(t, seal.WorkPractice)
	dir := filepath.Join(t.TempDir(), "live")
	recovery, err := seal.ParseIdentity(createLive(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	s := reopen(t, dir)
	signUp(t, s)
	zip, back := filepath.Join(t.TempDir(), "b.zip"), filepath.Join(t.TempDir(), "back")
	if _, err := s.Backup(t.Context(), zip); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(zip, back, Options{}); err != nil {
		t.Fatal(err)
	}
	new, _ := rescued(t, copyFolder(t, dir))
	for name, s := range map[string]*Store{"restored": reopen(t, back), "rescued": new} {
		if err := s.RecoverDesk(recovery, []byte("another phrase"), true); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		sound(t, s)
	}
	// A further booth has none, and says so.
	_, two := pairOfBooths(t)
	if err := two.RecoverDesk(recovery, []byte("x"), true); !errors.Is(err, keys.ErrNoRecovery) {
		t.Errorf("a further booth: %v", err)
	}
	if err := practice(t).RecoverDesk(recovery, []byte("x"), true); !errors.Is(err, ErrPracticePassphrase) {
		t.Errorf("practice: %v", err)
	}
}
