package data

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
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

// The bytes that are signed, written out: another program can check a set by them.
func TestCanonicalKeySet(t *testing.T) {
	k := &keyset.Set{
		Event: "spring-2027", Mode: keyset.ModeLive, Serial: 2, Desk: bytes.Repeat([]byte{7}, ed25519.PublicKeySize),
		Keys: []keyset.SetKey{
			{Role: keyset.RoleEvent, Since: time.Date(2026, 5, 21, 9, 0, 0, 0, time.UTC), Recipient: "age1pq1a"},
			{Role: keyset.RoleRecovery, Recipient: "age1pq1b"},
			{Role: keyset.RoleAdded, Name: "登记", Since: time.Unix(1, 0), Recipient: "age1pq1c"},
		},
	}
	want := "6d61746368626f6f74682d6b6579732d310a" + // matchbooth-keys-1\n
		"0000000b" + "737072696e672d32303237" + "00000004" + "6c697665" + "0000000000000002" +
		"00000020" + strings.Repeat("07", 32) + "00000003" +
		"00000005" + "6576656e74" + "00000000" + "000000006a0ec990" + "00000008" + "6167653170713161" +
		"00000008" + "7265636f76657279" + "00000000" + "0000000000000000" + "00000008" + "6167653170713162" +
		"00000005" + "6164646564" + "00000006" + "e799bbe8aeb0" + "0000000000000001" + "00000008" + "6167653170713163"
	if got := hex.EncodeToString(k.Canonical()); got != want {
		t.Errorf("canonical bytes\n%s\nwant\n%s", got, want)
	}
	if got := k.Fingerprint(); got != "e3c337bc07ab7628" {
		t.Errorf("fingerprint %s", got)
	}
	// Everything that is said changes them.
	for name, change := range map[string]func(*keyset.Set){
		"event": func(k *keyset.Set) { k.Event = "spring-2028" }, "mode": func(k *keyset.Set) { k.Mode = keyset.ModePractice },
		"serial": func(k *keyset.Set) { k.Serial++ }, "desk": func(k *keyset.Set) { k.Desk[0]++ },
		"name": func(k *keyset.Set) { k.Keys[2].Name = "登" }, "role": func(k *keyset.Set) { k.Keys[1].Role = keyset.RoleAdded },
		"day": func(k *keyset.Set) { k.Keys[1].Since = time.Unix(1, 0) }, "key": func(k *keyset.Set) { k.Keys[0].Recipient = "age1pq1x" },
		"fewer": func(k *keyset.Set) { k.Keys = k.Keys[:2] }, "order": func(k *keyset.Set) { slices.Reverse(k.Keys) },
	} {
		other := *k
		other.Desk, other.Keys = bytes.Clone(k.Desk), slices.Clone(k.Keys)
		change(&other)
		if other.Same(k) {
			t.Errorf("another %s leaves the bytes as they are", name)
		}
	}
}

// ofToday takes a closed folder back to what programs made before there were signed key sets.
func ofToday(t *testing.T, s *Store) string {
	t.Helper()
	s.Close()
	dir := s.Dir()
	old := keyset.NewSet(s.mode, s.event, s.set.Recipients(), s.set.Added(), time.Time{})
	text, err := old.Encode()
	if err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, folder.Keys), func([]byte) []byte { return text })
	for _, name := range []string{folder.EventRecovery, folder.Settings} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	tamper(t, dir, "DELETE FROM meta WHERE key IN ('store.keyset', 'store.desk', 'store.key_file')")
	if file, err := os.ReadFile(filepath.Join(dir, folder.EventKey)); err == nil {
		pass := liveSetup().Passphrase
		if s.mode == keyset.ModePractice {
			pass = []byte(build.PracticePassphrase)
		}
		id, err := seal.Unlock(file, pass)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := seal.ParseIdentity(id.Secret())
		if err != nil {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, folder.EventKey), func([]byte) []byte { return lock(t, plain, pass) })
	}
	return dir
}

func keySetOf(t testing.TB, s *Store) keyset.SetInfo {
	t.Helper()
	k, err := s.KeySet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestANewFolderHasASignedKeySet(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *Store{"live": live, "practice": func(t *testing.T) *Store { return practice(t) }} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			k := keySetOf(t, s)
			desk := deskHere(t, s)
			if !k.Signed || k.Serial != 1 || k.Desk != hex.EncodeToString(desk.Public()) || len(k.Keys) != 2 || k.Fault != "" {
				t.Errorf("%+v", k)
			}
			read, err := keyset.ReadSet(string(folderFile(t, s.Dir(), folder.Keys)))
			if err != nil || read.Fingerprint != k.Fingerprint {
				t.Errorf("%s says %+v, %v", folder.Keys, read, err)
			}
			meta, err := db.AllMeta(t.Context(), s.db)
			if err != nil || meta[db.MetaKeySet] != string(folderFile(t, s.Dir(), folder.Keys)) {
				t.Error("the store has another text than keys.toml", err)
			}
			if c, err := db.ReadSettingsCopy(s.Dir()); err != nil || c.Meta[db.MetaKeySet] != meta[db.MetaKeySet] {
				t.Error("the second copy of the settings has another text", err)
			}
			sound(t, s)
		})
	}
}

// A folder of today goes on, and is signed by whoever opens it with the passphrase.
func TestAFolderOfTodayIsSignedWhenItIsOpened(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *Store{"live": live, "practice": func(t *testing.T) *Store { return practice(t) }} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			if err := s.AddRecipient(t.Context(), deskHere(t, s), newKey(t).Recipient(), "registry"); err != nil {
				t.Fatal(err)
			}
			before := s.set.Recipients()
			dir := ofToday(t, s)
			s = reopen(t, dir)
			signUp(t, s)
			sound(t, s)
			was := keySetOf(t, s)
			if was.Signed || was.Serial != 0 || len(was.Keys) != 3 || was.Keys[2].Name != "registry" {
				t.Fatalf("%+v", was)
			}
			deskHere(t, s)
			check := func(s *Store) {
				t.Helper()
				k := keySetOf(t, s)
				if !k.Signed || k.Serial != 1 || !slices.Equal(s.set.Recipients(), before) || k.Keys[2] != was.Keys[2] || k.Fingerprint == was.Fingerprint {
					t.Errorf("%+v", k)
				}
				signUp(t, s)
				sound(t, s)
			}
			check(s)
			s.Close()
			s = reopen(t, dir)
			if said := s.Repaired(); len(said) > 0 {
				t.Errorf("said %q", said)
			}
			check(s)
			if _, err := os.Stat(filepath.Join(dir, folder.EventRecovery)); err != nil {
				t.Error("the event's key was not sealed to the recovery key", err)
			}
		})
	}
}

// Signing at the first opening ends whole or not at all, whatever fails.
func TestSigningIsAllOrNothing(t *testing.T) {
	for _, step := range []string{"keys announced", "keys written", "keys commit"} {
		dir := ofToday(t, practice(t))
		s := reopen(t, dir)
		s.fail = func(at string) error {
			if at == step {
				return errors.New("crash")
			}
			return nil
		}
		if _, err := s.Unlock([]byte(build.PracticePassphrase)); err != nil {
			t.Errorf("%s: the key does not open: %v", step, err)
		}
		if broken := s.Broken() != nil; broken != (step != "keys announced") {
			t.Errorf("%s: the store has stopped: %v", step, broken)
		}
		s.Close()
		s = reopen(t, dir)
		if said := s.Repaired(); len(said) > 0 {
			t.Errorf("%s: said %q", step, said)
		}
		if k := keySetOf(t, s); k.Signed != (step != "keys announced") {
			t.Errorf("%s: signed %v", step, k.Signed)
		}
		sound(t, s)
		deskHere(t, s)
		if k := keySetOf(t, s); !k.Signed || k.Serial != 1 {
			t.Errorf("%s: then %+v", step, k)
		}
		sound(t, s)
	}
}

// What may follow a set, and what may not.
func TestWhichKeySetsAreTaken(t *testing.T) {
	s := live(t)
	event, recovery := s.set.Keys[0].Recipient, s.set.Keys[1].Recipient
	desk := deskHere(t, s)
	third, strange := newKey(t).Recipient(), newKey(t)
	other, err := keys.DeskOf(strange)
	if err != nil {
		t.Fatal(err)
	}
	set := func(desk *keys.Desk, serial int64, recipients ...string) *keyset.Set {
		k := keyset.NewSet(s.mode, s.event, recipients, nil, time.Unix(1_800_000_000, 0))
		if desk != nil {
			if err := k.Sign(desk, serial); err != nil {
				t.Fatal(err)
			}
		}
		return k
	}
	another := set(desk, 5, event, recovery)
	another.Event = "x"
	_ = another.Sign(desk, 5)
	today := set(nil, 0, event, recovery)
	three := set(nil, 0, event, recovery, third)
	for name, c := range map[string]struct {
		have, next *keyset.Set
		want       error
	}{
		"a newer one":                           {s.set, set(desk, 2, event, recovery, third), nil},
		"a newer one with another recovery key": {s.set, set(desk, 2, event, third), nil},
		"the same":                              {s.set, s.set, keyset.ErrKeysHere},
		"an older one":                          {set(desk, 3, event, recovery), s.set, keyset.ErrKeysOlder},
		"the same serial with other content":    {s.set, set(desk, 1, event, recovery, third), keyset.ErrKeysClash},
		"another desk's":                        {s.set, set(other, 9, event, recovery), keyset.ErrOtherDesk},
		"one that is not signed":                {s.set, three, keyset.ErrKeysUnsigned},
		"another event's":                       {s.set, another, keyset.ErrOther},
		"another event's key":                   {s.set, set(other, 2, strange.Recipient(), recovery), keyset.ErrOtherKeys},
		"the first of a folder of today":        {today, s.set, nil},
		"one of today with another recovery":    {today, set(desk, 1, event, third), keyset.ErrOtherKeys},
		"one of today that loses a key":         {three, s.set, keyset.ErrOtherKeys},
		"an unsigned one of today":              {today, three, keyset.ErrKeysUnsigned},
	} {
		if err := c.have.Takes(c.next); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestASetThatIsTakenCounts(t *testing.T) {
	one, two := pairOfBooths(t)
	added := newKey(t)
	if err := one.AddRecipient(t.Context(), deskHere(t, one), added.Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	text := string(folderFile(t, one.Dir(), folder.Keys))
	if err := two.TakeKeySet(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	if err := two.TakeKeySet(t.Context(), text); !errors.Is(err, keyset.ErrKeysHere) {
		t.Errorf("again: %v", err)
	}
	two.Close()
	two = reopen(t, two.Dir())
	if keySetOf(t, two).Fingerprint != keySetOf(t, one).Fingerprint || keySetOf(t, two).Serial != 2 {
		t.Errorf("%+v", keySetOf(t, two))
	}
	saved := signUp(t, two)
	if _, err := added.Open(sealedOf(t, two, saved.Person)[0]); err != nil {
		t.Error(err)
	}
	sound(t, two)
}

// A merge names each difference of the keys, and takes a newer set only where somebody said yes.
func TestAMergeBringsTheNewerKeys(t *testing.T) {
	one, two := pairOfBooths(t)
	added := newKey(t)
	if err := one.AddRecipient(t.Context(), deskHere(t, one), added.Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	one.Close()
	r := merged(t, two, one.Dir())
	want := []string{`The key "registry" (` + added.Fingerprint() + `) is only there.`, "The key set has the serial 1 here and 2 there."}
	if !slices.Equal(r.Keys, want) || r.KeysTaken || !r.KeysLeft || keySetOf(t, two).Serial != 1 {
		t.Errorf("%+v", r)
	}
	asked := 0
	yes := MergeOptions{Accept: everybody, Keys: func(o KeyOffer) bool {
		asked++
		return o.Now.Serial == 1 && o.New.Serial == 2 && len(o.New.Keys) == 3 && slices.Equal(o.Differences, want)
	}}
	r, err := two.Merge(t.Context(), one.Dir(), yes)
	if err != nil || asked != 1 || !r.KeysTaken || r.KeysLeft || keySetOf(t, two).Serial != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if r, err = two.Merge(t.Context(), one.Dir(), yes); err != nil || asked != 1 || r.KeysTaken || len(r.Keys) > 0 {
		t.Errorf("once more: %+v, %v", r, err)
	}
	sound(t, two)
}

func TestAMergeWithAnotherDeskIsRefused(t *testing.T) {
	one, two := pairOfBooths(t)
	two.Close()
	newRoot(t, two)
	if _, err := one.Merge(t.Context(), two.Dir(), MergeOptions{Accept: everybody}); !errors.Is(err, keyset.ErrOtherDesk) {
		t.Errorf("merged: %v", err)
	}
}

// newRoot signs a closed folder's keys anew under somebody else's desk, in all files alike.
func newRoot(t *testing.T, s *Store) {
	t.Helper()
	desk, err := keys.DeskOf(newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	s = reopen(t, s.Dir())
	next := *s.set
	next.Keys = append(slices.Clone(next.Keys), keyset.SetKey{Role: keyset.RoleAdded, Name: "registry", Recipient: newKey(t).Recipient()})
	if err := next.Sign(desk, s.set.Serial+1); err != nil {
		t.Fatal(err)
	}
	if err := s.changeSet(t.Context(), &next, "x"); err != nil {
		t.Fatal(err)
	}
	s.Close()
}
