package data

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
)

// However store, -wal and journal are damaged together: every entry that is whole in what is left of the journal is in
// the rescued folder and opens with the old passphrase, whatever is missing is named, and who was erased stays erased.
func TestRescueFromRandomDamage(t *testing.T) {
	unraced(t)
	w := samples[false](t)
	seed := uint64(time.Now().UnixNano())                    // any bits will do
	r := rand.New(rand.NewPCG(seed, 2))                      // places to damage
	key, err := laidOut(t, w).Unlock(liveSetup().Passphrase) // of a copy of the folder
	rounds, lostAll, damaged, more := 20, 0, 0, len(w.was.entries)
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("MATCHBOOTH_LONG") != "" {
		rounds = 1000
	}
	for round := range rounds {
		changed := map[string][]byte{}
		for _, name := range []string{folder.DB, folder.WAL, folder.Journal} {
			b := bytes.Clone(w.files[name])
			for range r.IntN(8) {
				b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
			}
			if r.IntN(4) == 0 {
				b = b[:r.IntN(len(b))]
			}
			changed[name] = b
		}
		top := quickDir(t)
		dir, to := filepath.Join(top, "booth"), filepath.Join(top, "rescued")
		w.write(t, dir, changed)
		left := map[string]bool{}
		if _, err := journal.Scan(filepath.Join(dir, folder.Journal), func(e *entry.Entry) error {
			left[e.ID] = e.Intact()
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		rep, err := Rescue(dir, to, Options{})
		if err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		s := reopen(t, to)
		ww := &sample{key: key}
		p, err := ww.look(s)
		if err != nil {
			t.Fatal(err)
		}
		lost, _ := p.missing(w.was)
		for _, id := range lost {
			if left[id] {
				t.Errorf("seed %d, round %d: entry %s is whole in the journal and was not brought over: %+v", seed, round, id, rep)
			}
		}
		for person := range p.people {
			if _, ok := w.was.people[person]; !ok {
				t.Errorf("seed %d, round %d: somebody came back", seed, round)
			}
		}
		if len(lost) > 0 {
			damaged++
			lostAll += len(lost)
			faults, err := s.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			// The last numbers of a booth leave no gap behind; then only the report's notes tell.
			if len(rep.Missing)+rep.Damaged+len(faults)+len(rep.Notes) == 0 {
				t.Errorf("seed %d, round %d: %d entries are lost and nothing was named", seed, round, len(lost))
			}
		}
		s.Close()
		os.RemoveAll(top)
	}
	t.Logf("seed %d: %d rounds, in %d of them entries were whole nowhere (%d of %d)", seed, rounds, damaged, lostAll, rounds*more)
}

// A journal that was cut between two lines and a -wal that lost its later transactions each look like the end of a day.
// Together they are a loss, and it is said.
func TestRescueSaysWhatEndsTooEarly(t *testing.T) {
	w := samples[false](t)
	var lines []int // where each begins
	dir := filepath.Join(quickDir(t), "booth")
	w.write(t, dir, nil)
	for at := range w.files[folder.Journal] {
		if bytes.HasPrefix(w.files[folder.Journal][at:], journal.Mark) {
			lines = append(lines, at)
		}
	}
	for name, cut := range map[string]map[string][]byte{
		"journal": {folder.Journal: w.files[folder.Journal][:lines[3]]},
		"-wal":    {folder.WAL: flipped(w.files[folder.WAL], db.WalHead+db.FrameHead)},
		"both":    {folder.Journal: w.files[folder.Journal][:lines[3]], folder.WAL: flipped(w.files[folder.WAL], db.WalHead+db.FrameHead)},
	} {
		dir := filepath.Join(quickDir(t), "booth")
		w.write(t, dir, cut)
		rep, err := Rescue(dir, dir+"-rescued", Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := strings.Join(rep.Notes, " ")
		if cut[folder.Journal] != nil && !strings.Contains(said, "The journal lacks ") || cut[folder.WAL] != nil && !strings.Contains(said, folder.WAL+" was damaged") {
			t.Errorf("%s: %q", name, rep.Notes)
		}
	}
	if rep, err := Rescue(dir, dir+"-rescued", Options{}); err != nil || len(rep.Notes) > 0 {
		t.Errorf("a sound folder: %q, %v", rep.Notes, err)
	}
}

// laidOut opens a sound copy of the sample.
func laidOut(t *testing.T, w *sample) *Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	w.write(t, dir, nil)
	return reopen(t, dir)
}
