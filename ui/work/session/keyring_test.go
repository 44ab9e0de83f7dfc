package session

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/recovery"
)

// twoBooths makes the first booth of an event and a second one, and returns their folders and the recovery key.
func twoBooths(t *testing.T, event string, phrase string) (one, two, recoveryKey string) {
	t.Helper()
	data.LightWork()
	one, two = filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	s := data.Setup{Event: event, Passphrase: []byte(phrase), PIN: "604827", RetentionDays: 365,
		HandOver: func(recovery string, _ data.KeySet) error { recoveryKey = recovery; return nil }}
	if err := data.CreateLive(one, s, data.Options{}); err != nil {
		t.Fatal(err)
	}
	shared, err := os.ReadFile(filepath.Join(one, "keys.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := data.CreateLive(two, data.Setup{Event: event, SharedKeys: string(shared), PIN: "604827", RetentionDays: 365}, data.Options{}); err != nil {
		t.Fatal(err)
	}
	return one, two, recoveryKey
}

func openStore(t *testing.T, dir string) *data.Store {
	t.Helper()
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
}

// A further booth opens with the key file of the first one, on a stick, and with no other event's.
func TestAFurtherBoothOpensWithTheKeyFileOnAStick(t *testing.T) {
	const phrase = "seven tired violins crossed the frozen harbour"
	one, two, _ := twoBooths(t, "spring", phrase)
	theirs, _, _ := twoBooths(t, "autumn", phrase)
	store := openStore(t, two)
	if _, _, err := store.SignUpOnce(t.Context(), []byte("a key of this visit, 32 bytes ok"), record.SignUp{}); err != nil {
		t.Fatal(err)
	}
	keyed := 0
	d := New(store, nil, two, time.Now, func() { keyed++ })
	if d.HasKey() || d.Recovers() != "" {
		t.Error("the second booth has the event's key")
	}
	stick := t.TempDir()
	if list := KeyFiles([]handover.Place{{Dir: stick, Name: "KEYS"}, {Dir: filepath.Join(stick, "gone"), Name: "GONE"}}); len(list) != 0 {
		t.Errorf("found %v on an empty stick", list)
	}
	for sub, from := range map[string]string{"": one, "theirs": theirs} {
		if err := os.MkdirAll(filepath.Join(stick, sub), 0o700); err != nil {
			t.Fatal(err)
		}
		copyFile(t, filepath.Join(from, "event-key.age"), filepath.Join(stick, sub, "event-key.age"))
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(stick, "link")); err == nil {
		if err := os.Mkdir(filepath.Join(stick, "linked"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(filepath.Join(one, "event-key.age"), filepath.Join(stick, "linked", "event-key.age")); err != nil {
			t.Fatal(err)
		}
	}
	files := KeyFiles([]handover.Place{{Dir: stick, Name: "KEYS"}})
	if len(files) != 2 {
		t.Fatalf("found %v", files)
	}
	if err := d.UnlockFile(t.Context(), files[1].Path, []byte(phrase), "LQ"); !errors.Is(err, seal.ErrNotForKey) {
		t.Errorf("another event's key: %v", err)
	}
	if err := d.UnlockFile(t.Context(), files[0].Path, []byte("not this one"), "LQ"); !errors.Is(err, data.ErrPassphrase) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if err := d.Unlock(t.Context(), []byte(phrase), "LQ"); !errors.Is(err, data.ErrNoKey) {
		t.Errorf("without a file: %v", err)
	}
	if d.Opened() != nil {
		t.Fatal("it opened")
	}
	deadline := time.Now().Add(30 * time.Second)
	for { // after wrong ones there is a delay
		err := d.UnlockFile(t.Context(), files[0].Path, []byte(phrase), "LQ")
		var wait Wait
		if !errors.As(err, &wait) || time.Now().After(deadline) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		time.Sleep(time.Duration(wait) + 10*time.Millisecond)
	}
	if o := d.Opened(); o == nil || len(o.Records) != 1 || o.Damaged != 0 || keyed != 1 || d.By() != "LQ" {
		t.Errorf("opened %v, damaged lines and all; by %q", o, d.By())
	}
	if store.HasEventKey() {
		t.Error("the key was copied into the folder")
	}
}

// A forgotten passphrase: the recovery key, as typed from its page, sets another.
func TestTheDeskSetsANewPassphraseWithTheRecoveryKey(t *testing.T) {
	one, _, secret := twoBooths(t, "spring", "seven tired violins crossed the frozen harbour")
	_, _, theirs := twoBooths(t, "autumn", "seven tired violins crossed the frozen harbour")
	d := New(openStore(t, one), nil, one, time.Now, nil)
	key, err := recovery.Key(secret)
	if err != nil {
		t.Fatal(err)
	}
	if d.Recovers() != key.Fingerprint() {
		t.Errorf("it recovers with %q", d.Recovers())
	}
	const next = "eleven brave otters mended the copper roof"
	other, err := recovery.Key(theirs)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Recover(t.Context(), other, []byte(next), "LQ"); !errors.Is(err, seal.ErrNotForKey) {
		t.Errorf("another event's key: %v", err)
	}
	if err := d.Recover(t.Context(), key, []byte("abc"), "LQ"); !errors.Is(err, data.ErrWeakPassphrase) {
		t.Errorf("a weak passphrase: %v", err)
	}
	if err := d.Recover(t.Context(), key, []byte(next), "LQ"); err != nil {
		t.Fatal(err)
	}
	if d.Opened() != nil {
		t.Error("the desk is open")
	}
	if err := d.Unlock(t.Context(), []byte(next), "LQ"); err != nil {
		t.Errorf("the new passphrase: %v", err)
	}
	log, err := d.store.AuditLog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, l := range log {
		found = found || l.Who == "LQ" && l.What == "desk recovered with the key "+key.Fingerprint()
	}
	if !found {
		t.Errorf("the audit does not say who: %v", log)
	}
}
