package data

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// Whoever has a booth's key can sign thousands of lines under one running number, or such as each clash with the next
// one. While they are merged nobody can sign up, so that takes no longer than other lines do.
func TestLinesUnderOneNumberKeepNobodyWaiting(t *testing.T) {
	for what, number := range map[string]func(i int) int64{
		"one number": func(int) int64 { return 1 },
		"a chain":    func(i int) int64 { return int64(i/2 + 1) },
	} {
		r := newRig(t)
		p := r.signUp(r.b, "甲")
		const n = 1500
		id := ""
		var lines, back []byte
		for i := range n {
			e := signedLine(t, r.b, number(i), int64(i+1), about{newID(), nil}, kindCheck, nil)
			if what == "a chain" && i%2 == 0 && id != "" {
				e.ID = id // of the one before
			}
			id = e.ID
			resign(e, r.b)
			lines, back = append(lines, encodeLine(e)...), append(encodeLine(e), back...)
		}
		merged(t, r.c, asItLies(t, r.b.Dir()))
		other := another(t, r.a)
		merged(t, other, asItLies(t, r.b.Dir()))
		var in [][]string
		for s, lines := range map[*Store][]byte{r.c: lines, other: back} {
			dir := folderOf(t, r.b)
			if err := os.WriteFile(filepath.Join(dir, journalName), lines, 0o600); err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			if rep := merged(t, s, dir); rep.Added != n {
				t.Errorf("%s: %+v", what, rep)
			}
			merged(t, s, dir)
			if err := s.Reopen(); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begun); took > 40*time.Second {
				t.Errorf("%s: it took %v", what, took)
			}
			if got := r.names(s); got[p.Person] != "甲" {
				t.Errorf("%s: %v", what, got)
			}
			var all []string
			for _, table := range []string{"entry", "conflict"} {
				if err := s.db.eachText(t.Context(), func(line string) { all = append(all, line) }, fmt.Sprintf("SELECT '%s ' || hex(sig) FROM %[1]s", table)); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(all)
			in = append(in, all)
		}
		if !slices.Equal(in[0], in[1]) {
			t.Errorf("%s: the order in which they came decides", what)
		}
	}
}

// A set with the highest serial of all would leave none for the next one.
func TestNoKeySetIsTheLast(t *testing.T) {
	a, _ := pairOfBooths(t)
	key, err := a.Unlock(liveSetup().Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := a.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	for serial, taken := range map[int64]bool{1<<63 - 1: false, numberMost + 1: false, -1: false, 0: false, 7: true} {
		next := *a.set
		if err := next.sign(desk, serial); err != nil {
			t.Fatal(err)
		}
		text, err := next.encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := a.TakeKeySet(t.Context(), string(text)); (err == nil) != taken {
			t.Errorf("serial %d: %v", serial, err)
		}
	}
	if err := a.AddRecipient(t.Context(), desk, generated(t).Recipient(), "another"); err != nil || a.set.serial != 8 {
		t.Error(err, a.set.serial)
	}
}
