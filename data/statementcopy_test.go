package data

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/data/internal/mirror"
	"matchbooth/data/internal/trust"
)

// What the desk has said lies beside the second copy too: a rescue from it alone does not believe again whom the desk
// does not. Who has the card can take it away or add to it, and make nothing count.
func TestTheSecondCopyKnowsWhatTheDeskSaid(t *testing.T) {
	r := newRig(t)
	ctx := t.Context()
	p, forged := r.signUp(r.b, "甲"), r.signUp(r.b, "假")
	merged(t, r.c, asItLies(t, r.b.Dir()))
	before, dir, card := asItLies(t, r.c.Dir()), r.c.Dir(), t.TempDir()
	r.c.Close()
	s := openMirrored(t, dir, card)
	caughtUp(t, s)
	if err := s.Distrust(ctx, r.desk, r.b.BoothID(), 2); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(card, mirror.StatementsPrefix+s.BoothID())
	told := awaitFile(t, file, nil)
	want := map[string]string{p.Person: "甲"}
	check := func(what string, notes int) {
		t.Helper()
		back, rep := rescued(t, card)
		if got := r.names(back); !maps.Equal(got, want) {
			t.Errorf("%s: %v, with %s", what, got, forged.Person)
		}
		told := 0
		for _, n := range rep.Notes {
			if strings.Contains(n, mirror.StatementsPrefix) {
				told++
			}
		}
		if told != notes {
			t.Errorf("%s: %q", what, rep.Notes)
		}
		sound(t, back)
	}
	check("as it was", 0)
	s.Close()
	// A folder that was put back to before the statement leaves it on the card, and adds what is said since.
	s = openMirrored(t, before, card)
	caughtUp(t, s)
	if now := awaitFile(t, file, nil); string(now) != string(told) {
		t.Errorf("after the folder was put back: %d bytes, were %d", len(now), len(told))
	}
	if err := s.Believe(ctx, r.desk, r.b.BoothID()); err != nil {
		t.Fatal(err)
	}
	awaitFile(t, file, told)
	s.Close()
	// Lines that the desk has not signed, of any length, and what is no line.
	for what, change := range map[string]string{
		"an unsigned trust": `{"kind":"trust","serial":99,"body":"{\"booth\":\"` + r.b.BoothID() + `\"}","sig":"` + strings.Repeat("A", 86) + `=="}` + "\n",
		"no JSON":           "\x00\xff{{{\n\n\n[]\n\"x\"\n",
		"a line of 9 MB":    `{"kind":"trust","serial":99,"body":"` + strings.Repeat("x", 9<<20) + `"}` + "\n",
	} {
		if err := os.WriteFile(file, append([]byte(change), told...), 0o600); err != nil {
			t.Fatal(err)
		}
		check(what, 0)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, trust.MaxStatements+1); err != nil {
		t.Fatal(err)
	}
	want[forged.Person] = "假" // nothing says otherwise any more, and that is said
	check("a file without measure", 1)
}

// awaitFile waits until a file is there, and is another than it was.
func awaitFile(t *testing.T, path string, was []byte) (now []byte) {
	t.Helper()
	until(t, func() bool {
		b, err := os.ReadFile(path)
		now = b
		return err == nil && string(b) != string(was)
	})
	return now
}
