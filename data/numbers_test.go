package data

import (
	"crypto/ed25519"
	"os"
	"path/filepath"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// signedBy adds a line to a closed folder under its own key, with numbers as given.
func signedBy(t testing.TB, dir string, key ed25519.PrivateKey, seq, tick int64) {
	t.Helper()
	d, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindErasure, Booth: entry.BoothID(key.Public().(ed25519.PublicKey)), Seq: seq, Tick: tick, Digest: entry.EmptyDigest[:]}
	e.Sig = ed25519.Sign(key, e.SignedBytes())
	if err := db.InsertEntry(t.Context(), d, "entry", e); err != nil {
		t.Fatal(err)
	}
}

// Whatever numbers a booth has signed, and however often they come, nobody who signs up here later is taken for forged
// elsewhere: what is believed of others never moves our own numbers to where they are believed no more.
func TestNoNumberOfAnotherBoothMakesOursUnbelievable(t *testing.T) {
	unraced(t)
	for name, at := range map[string]int64{
		"the highest":              1 << 48,
		"the highest believed":     entry.MaxNumber,
		"the highest that moves":   db.MaxAhead + 1,
		"just behind what can be":  entry.MaxNumber + 1,
		"the highest of all":       1<<63 - 1,
		"what an honest one shows": 40,
	} {
		t.Run(name, func(t *testing.T) {
			a, b := pairOfBooths(t)
			c := another(t, a)
			signUp(t, a)
			key, dir := b.key, b.Dir()
			b.Close()
			signedBy(t, dir, key, 1, at)
			for range 3 {
				merged(t, a, dir)
				signUp(t, a)
				if err := a.Reopen(); err != nil {
					t.Fatal(err)
				}
			}
			if a.tick > db.MaxAhead+10 {
				t.Errorf("our ticks have come to %d", a.tick)
			}
			r := merged(t, c, asItLies(t, a.Dir()))
			if r.Forged > 0 || status(t, c).Signups != 4 {
				t.Errorf("elsewhere: %+v, %d sign-ups of 4", r, status(t, c).Signups)
			}
			sound(t, c)
		})
	}
}

// The same of a folder that took such a tick before there was this bound, and of one whose own key was used elsewhere
// to sign such a running number: it goes on below.
func TestAFolderWithAnImpossibleNumberGoesOnBelow(t *testing.T) {
	a, _ := pairOfBooths(t)
	c := another(t, a)
	signUp(t, a)
	key, dir := a.key, a.Dir()
	a.Close()
	signedBy(t, dir, key, 1<<40, 1<<48)
	a = reopen(t, dir)
	for range 3 {
		signUp(t, a)
	}
	if a.seq != 4 || a.tick != 4 {
		t.Errorf("it goes on at %d, %d", a.seq, a.tick)
	}
	r := merged(t, c, asItLies(t, dir))
	if r.Forged != 1 || status(t, c).Signups != 4 {
		t.Errorf("elsewhere: %+v, %d sign-ups of 4", r, status(t, c).Signups)
	}
}

// another is one more booth of the event of an open one.
func another(t testing.TB, s *Store) *Store {
	t.Helper()
	keys, err := os.ReadFile(filepath.Join(s.Dir(), folder.Keys))
	if err != nil {
		t.Fatal(err)
	}
	set := liveSetup()
	set.SharedKeys = string(keys)
	dir := filepath.Join(t.TempDir(), "sibling")
	if err := CreateLive(dir, set, Options{}); err != nil {
		t.Fatal(err)
	}
	return reopen(t, dir)
}
