package data

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/rescue"
	"matchbooth/data/seal"
)

// slip is what somebody with a minute at a folder makes of one of its files.
type slip struct {
	name string
	set  func(old *keyset.Set, third string) *keyset.Set // nil: the file stays
}

// slips are: nothing, an unsigned set, a signed one with a key more, one signed by another desk.
func slips(t *testing.T) []slip {
	t.Helper()
	rogue, err := keys.DeskOf(newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	more := func(old *keyset.Set, third string) *keyset.Set {
		k := *old
		k.Keys = append(slices.Clone(old.Keys), keyset.SetKey{Role: keyset.RoleAdded, Name: "registry", Recipient: third})
		return &k
	}
	return []slip{
		{"untouched", nil},
		{"unsigned", func(old *keyset.Set, third string) *keyset.Set {
			k := more(old, third)
			k.Serial, k.Desk, k.Sig = 0, nil, nil
			return k
		}},
		{"signed before", more},
		{"another desk's", func(old *keyset.Set, third string) *keyset.Set {
			k := more(old, third)
			_ = k.Sign(rogue, old.Serial+1)
			return k
		}},
		{"another desk's, same serial", func(old *keyset.Set, third string) *keyset.Set {
			k := more(old, third)
			_ = k.Sign(rogue, old.Serial)
			return k
		}},
	}
}

// A third key in any of the files, with the digests made anew or taken away: nobody signs up to it, and it is named. The
// one exception is a whole other set in all places alike, which only the words on paper show.
func TestASlippedInKeyIsNamed(t *testing.T) {
	unraced(t)
	s := live(t)
	s.Close()
	third := newKey(t).Recipient()
	tried := 0
	all := slips(t)
	for _, file := range all {
		for _, store := range all {
			for _, sum := range []string{"digest anew", "no digest", "rotten digest"} {
				for _, copied := range []string{"settings kept", "no settings", "settings anew"} {
					if file.set == nil && store.set == nil {
						continue
					}
					name := file.name + " file, " + store.name + " store, " + sum + ", " + copied
					whole := file.name == store.name && (sum == "digest anew" && copied == "no settings" || copied == "settings anew")
					dir := copyFolder(t, s.Dir())
					slipIn(t, dir, s.set, third, file, store, sum, copied)
					tried++
					back, err := Open(dir, Options{})
					if err != nil {
						if !errors.Is(err, folder.ErrDamaged) {
							t.Errorf("%s: opens with %v", name, err)
						}
						if strings.Contains(strings.Join(examined(t, dir), "\n"), "key") || strings.Contains(err.Error(), "key") || strings.Contains(err.Error(), "settings") {
							continue
						}
						t.Errorf("%s: refused without a word of keys: %v", name, err)
						continue
					}
					if whole && file.name != "unsigned" {
						if !strings.HasPrefix(file.name, "another desk") || keySetOf(t, back).Fingerprint == s.set.Fingerprint() {
							t.Errorf("%s: opens, with the words as they were", name)
						}
						// Whoever opens the event's key finds that its desk is another.
						if _, err := back.Unlock(liveSetup().Passphrase); err != nil {
							t.Error(err)
						}
						stopped(t, name, back)
					} else if !slices.Equal(back.set.Recipients(), s.set.Recipients()) {
						t.Errorf("%s: the third key counts", name)
					} else if len(back.Repaired()) == 0 {
						t.Errorf("%s: nothing was said", name)
					}
					back.Close()
				}
			}
		}
	}
	if tried < 100 {
		t.Errorf("only %d were tried", tried)
	}
}

// slipIn changes the files of a closed folder.
func slipIn(t *testing.T, dir string, old *keyset.Set, third string, file, store slip, sum, copied string) {
	t.Helper()
	ctx := t.Context()
	if file.set != nil {
		text, err := file.set(old, third).Encode()
		if err != nil {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, folder.Keys), func([]byte) []byte { return text })
	}
	d, err := db.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	do := func(q string, args ...any) {
		if _, err := d.ExecContext(ctx, q, args...); err != nil {
			t.Fatal(err)
		}
	}
	if store.set != nil {
		k := store.set(old, third)
		do("DELETE FROM meta WHERE key IN ('store.keyset', 'store.desk')")
		do(db.UpsertMeta, db.MetaRecipients, strings.Join(k.Recipients(), "\n"))
		if k.Signed() {
			text, err := k.Encode()
			if err != nil {
				t.Fatal(err)
			}
			do(db.UpsertMeta, db.MetaKeySet, string(text))
			do(db.UpsertMeta, db.MetaDesk, base64.StdEncoding.EncodeToString(k.Desk))
		} else {
			added, err := json.Marshal(k.Added())
			if err != nil {
				t.Fatal(err)
			}
			do(db.UpsertMeta, db.MetaAdded, string(added))
		}
	}
	switch sum {
	case "digest anew":
		if err := db.WriteSum(ctx, d); err != nil {
			t.Fatal(err)
		}
	case "no digest":
		do("DELETE FROM meta WHERE key = 'store.sum'")
	case "rotten digest":
		do(db.UpsertMeta, db.MetaSum, strings.Repeat("0", 64))
	}
	switch copied {
	case "no settings":
		os.Remove(filepath.Join(dir, folder.Settings))
	case "settings anew":
		meta, err := db.AllMeta(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		maps.DeleteFunc(meta, func(key, _ string) bool { return db.Passing(key) })
		content, err := db.Settings{Meta: meta, Booths: map[string][]byte{}}.Encode()
		if err != nil {
			t.Fatal(err)
		}
		edit(t, filepath.Join(dir, folder.Settings), func([]byte) []byte { return content })
	}
}

func examined(t *testing.T, dir string) []string {
	t.Helper()
	x, err := rescue.Examine(dir)
	if err != nil {
		t.Fatal(err)
	}
	return x.Faults
}

// stopped expects that nobody can sign up, that verify names why, and that a restart changes nothing.
func stopped(t *testing.T, name string, s *Store) {
	t.Helper()
	for range 2 {
		if _, err := s.SignUp(t.Context(), someone()); !errors.Is(err, ErrKeySet) {
			t.Errorf("%s: signing up: %v", name, err)
		}
		if faults, err := s.Verify(t.Context()); err != nil || !strings.Contains(fmt.Sprint(faults), "key set") {
			t.Errorf("%s: verify says %v, %v", name, faults, err)
		}
		if k := keySetOf(t, s); k.Fault == "" {
			t.Errorf("%s: the set counts as sound", name)
		}
		s.Close()
		s = reopen(t, s.Dir())
	}
	s.Close()
}

// Taken back to a folder of today, with every trace of signatures gone, a folder goes on with a warning until its
// event's key is opened: in that key's file, which nobody can write without it, it stands that the set was signed.
func TestAFolderThatWasSignedIsNotSignedAgain(t *testing.T) {
	s := live(t)
	signUp(t, s)
	s.Close()
	third := newKey(t).Recipient()
	unsigned := slips(t)[1]
	slipIn(t, s.Dir(), s.set, third, unsigned, unsigned, "digest anew", "no settings")
	if _, err := Open(s.Dir(), Options{}); !errors.Is(err, folder.ErrDamaged) {
		t.Errorf("with %s there it opens: %v", folder.EventRecovery, err)
	}
	if err := os.Remove(filepath.Join(s.Dir(), folder.EventRecovery)); err != nil {
		t.Fatal(err)
	}
	back := reopen(t, s.Dir())
	if keySetOf(t, back).Signed {
		t.Fatal("it counts as signed")
	}
	if _, err := back.Unlock(liveSetup().Passphrase); err != nil {
		t.Fatal(err)
	}
	if keySetOf(t, back).Signed {
		t.Fatal("a key that somebody slipped in was signed")
	}
	stopped(t, "taken back", back)
	// The signed set mends it.
	text, err := s.set.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back = reopen(t, s.Dir())
	if err := back.TakeKeySet(t.Context(), string(text)); err != nil {
		t.Fatal(err)
	}
	signUp(t, back)
	sound(t, back)
	if !slices.Equal(back.set.Recipients(), s.set.Recipients()) || keySetOf(t, back).Fault != "" {
		t.Errorf("%+v", keySetOf(t, back))
	}
	back.Close()
	signUp(t, reopen(t, s.Dir()))
}

// swapRecovery gives another recovery key to what somebody hands over as keys.toml.
func swapRecovery(text, old, other string) string { return strings.ReplaceAll(text, old, other) }

func TestASwappedRecoveryKeyIsNoKeysFile(t *testing.T) {
	s := live(t)
	text := string(folderFile(t, s.Dir(), folder.Keys))
	further := liveSetup()
	further.SharedKeys = swapRecovery(text, s.recipients.Strings()[1], newKey(t).Recipient())
	if err := CreateLive(filepath.Join(t.TempDir(), "two"), further, Options{}); err == nil {
		t.Error("a booth was set up with a swapped recovery key")
	}
}

// unsignedText is a keys.toml as programs before there were signatures wrote it.
func unsignedText(t *testing.T, s *Store, to []string) string {
	t.Helper()
	return "format = 1\nmode = '" + s.mode + "'\nevent = '" + s.event + "'\nrecipients = ['" + strings.Join(to, "', '") + "']\n"
}

func TestASwappedRecoveryKeyIsNamedByAMerge(t *testing.T) {
	s := live(t)
	to := slices.Clone(s.recipients.Strings())
	to[1] = newKey(t).Recipient()
	further := liveSetup()
	further.SharedKeys = unsignedText(t, s, to)
	dir := filepath.Join(t.TempDir(), "two")
	if err := CreateLive(dir, further, Options{}); err != nil {
		t.Fatal(err)
	}
	r, err := s.Merge(t.Context(), dir, MergeOptions{Accept: everybody})
	if err != nil {
		return
	}
	if !regexp.MustCompile(`The recovery key is [0-9a-f]{16} here and [0-9a-f]{16} there`).MatchString(strings.Join(r.Keys, "\n")) {
		t.Errorf("said %q", r.Keys)
	}
}

// A rescue seals to no key that somebody slipped into one of the files, and names or refuses what differs.
func TestARescueNamesOtherKeys(t *testing.T) {
	made := live(t)
	signUp(t, made)
	made.Close()
	today := copyFolder(t, made.Dir())
	ofToday(t, reopen(t, today))
	rogue, err := keys.DeskOf(newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	mine := made.set
	third, other := newKey(t).Recipient(), newKey(t).Recipient()
	event, err := seal.Unlock(folderFile(t, made.Dir(), folder.EventKey), liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := keys.DeskOf(event)
	if err != nil {
		t.Fatal(err)
	}
	text := func(by *keys.Desk, serial int64, recipients ...string) string {
		k := keyset.NewSet(mine.Mode, mine.Event, recipients, nil, keyset.ZeroTime)
		if by != nil {
			if err := k.Sign(by, serial); err != nil {
				t.Fatal(err)
			}
		}
		b, err := k.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	e, r := mine.Recipients()[0], mine.Recipients()[1]
	old := text(desk, 1, e, r)
	for name, c := range map[string]struct {
		from  string
		files map[string]string // "": taken away
		says  string
		keys  int // 0: refused
	}{
		"as it was":                             {made.Dir(), nil, "", 2},
		"a newer set beside it":                 {made.Dir(), map[string]string{"keys-x.toml": text(desk, 2, e, r, third)}, "older than the one in keys-x.toml", 3},
		"another desk's set beside it":          {made.Dir(), map[string]string{"keys-x.toml": text(rogue, 9, e, r, third)}, "take the wrong one away", 0},
		"an unsigned one with another recovery": {made.Dir(), map[string]string{folder.Keys: text(nil, 0, e, other)}, "take the wrong one away", 0},
		"an unsigned one with the same keys":    {made.Dir(), map[string]string{folder.Keys: text(nil, 0, e, r)}, "is not signed", 2},
		"the same serial with a key more":       {made.Dir(), map[string]string{"keys-x.toml": text(desk, 1, e, r, third)}, "take the wrong one away", 0},
		"a swapped recovery key":                {made.Dir(), map[string]string{folder.Keys: swapRecovery(old, r, other)}, "The key set in keys.toml is not as the desk signed it.", 2},
		"that and no store": {made.Dir(), map[string]string{folder.Keys: swapRecovery(old, r, other), folder.DB: "", folder.Settings: ""},
			"not as the desk signed it", 0},
		"of today, as it was":            {today, nil, "", 2},
		"of today, another recovery":     {today, map[string]string{folder.Keys: text(nil, 0, e, other)}, "take the wrong one away", 0},
		"of today, somebody's signed":    {today, map[string]string{"keys-x.toml": text(rogue, 1, e, r)}, "compare its six words", 2},
		"of today, with somebody's more": {today, map[string]string{"keys-x.toml": text(rogue, 1, e, r, third)}, "take the wrong one away", 0},
		"a stick with two sets": {made.Dir(), map[string]string{folder.DB: "", folder.Settings: "", folder.Keys: "", "keys-a.toml": old, "keys-b.toml": text(desk, 2, e, r, third)},
			"The key set in keys-a.toml is older", 3},
	} {
		dir := copyFolder(t, c.from)
		for name, content := range c.files {
			path := filepath.Join(dir, name)
			if content == "" {
				_ = os.Remove(path)
				_ = os.Remove(path + "-wal")
			} else if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		to := filepath.Join(t.TempDir(), "new")
		report, err := Rescue(dir, to, Options{})
		if c.keys == 0 {
			if !errors.Is(err, folder.ErrDamaged) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if said := strings.Join(report.Notes, "\n"); !strings.Contains(said, c.says) || c.says == "" && strings.Contains(said, "key set") {
			t.Errorf("%s: said %q", name, said)
		}
		s := reopen(t, to)
		k := keySetOf(t, s)
		if len(k.Keys) != c.keys || k.Signed != (c.from == made.Dir()) || report.KeySet.Fingerprint != k.Fingerprint || slices.Contains(s.set.Recipients(), other) {
			t.Errorf("%s: %+v", name, k)
		}
		_, err = os.Stat(filepath.Join(to, folder.EventRecovery))
		if (err == nil) != k.Signed {
			t.Errorf("%s: %s: %v", name, folder.EventRecovery, err)
		}
		deskHere(t, s)
		if k := keySetOf(t, s); !k.Signed || k.Fault != "" {
			t.Errorf("%s: opened: %+v", name, k)
		}
		sound(t, s)
	}
}

// A folder that was taken back behind a signed change finds it in its second copy, stops, and goes on once it has the
// newer set.
func TestTheSecondCopyKnowsOfNewerKeys(t *testing.T) {
	made := live(t)
	made.Close()
	before := copyFolder(t, made.Dir())
	stick := t.TempDir()
	s, err := Open(made.Dir(), Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.AddRecipient(t.Context(), deskHere(t, s), newKey(t).Recipient(), "registry"); err != nil {
		t.Fatal(err)
	}
	signUp(t, s)
	until(t, func() bool { return sameKeys(t, s, stick) })
	s.Close()
	newer := string(folderFile(t, s.Dir(), folder.Keys))
	back, err := Open(before, Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	until(t, func() bool { return back.newerKeys.Load() != nil })
	if _, err := back.SignUp(t.Context(), someone()); !errors.Is(err, ErrKeySet) {
		t.Errorf("signing up: %v", err)
	}
	if faults, err := back.Verify(t.Context()); err != nil || !strings.Contains(fmt.Sprint(faults), "is older than the one in "+stick) {
		t.Errorf("verify says %v, %v", faults, err)
	}
	if got := string(folderFile(t, stick, "keys-"+s.BoothID()+".toml")); got != newer {
		t.Error("the newer set was written over")
	}
	if err := back.TakeKeySet(t.Context(), newer); err != nil {
		t.Fatal(err)
	}
	until(t, func() bool { return back.newerKeys.Load() == nil })
	signUp(t, back)
	if keySetOf(t, back).Fault != "" {
		t.Error(keySetOf(t, back).Fault)
	}
}

// Somebody else's signed set on the stick stops nobody, and is written over.
func TestStrangeKeysInTheSecondCopyStopNobody(t *testing.T) {
	s := live(t)
	id := s.BoothID()
	rogue, err := keys.DeskOf(newKey(t))
	if err != nil {
		t.Fatal(err)
	}
	k := *s.set
	if err := k.Sign(rogue, 9); err != nil {
		t.Fatal(err)
	}
	text, err := k.Encode()
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	stick := t.TempDir()
	if err := os.WriteFile(filepath.Join(stick, "keys-"+id+".toml"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(s.Dir(), Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	until(t, func() bool { return sameKeys(t, s, stick) })
	signUp(t, s)
}

// A key set that is damaged in the folder does not replace the good one in the second copy, from which it can be mended.
func TestDamagedKeysDoNotReachTheSecondCopy(t *testing.T) {
	made := live(t)
	made.Close()
	stick := t.TempDir()
	s, err := Open(made.Dir(), Options{Mirror: stick})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	until(t, func() bool { return sameKeys(t, s, stick) })
	good := string(folderFile(t, s.Dir(), folder.Keys))
	for name, damage := range map[string]func([]byte) []byte{
		"empty": func([]byte) []byte { return nil },
		"torn":  func(b []byte) []byte { return b[:len(b)/2] },
		"zero":  func(b []byte) []byte { return make([]byte, len(b)) },
	} {
		edit(t, filepath.Join(s.Dir(), folder.Keys), damage)
		signUp(t, s)
		until(t, func() bool { return s.Mirror().Behind == 0 })
		if got := string(folderFile(t, stick, "keys-"+s.BoothID()+".toml")); got != good {
			t.Errorf("%s: the copy has %d bytes, had %d", name, len(got), len(good))
		}
		edit(t, filepath.Join(s.Dir(), folder.Keys), func([]byte) []byte { return []byte(good) })
	}
}

// until waits for what another goroutine does.
func until(t *testing.T, done func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come")
		}
	}
}

// sameKeys says whether the second copy has the keys of the folder.
func sameKeys(t *testing.T, s *Store, stick string) bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(stick, "keys-"+s.BoothID()+".toml"))
	return err == nil && string(b) == string(folderFile(t, s.Dir(), folder.Keys))
}
