package hub

import (
	"testing"
	"time"

	"matchbooth/data"
)

// What the desk says reaches the booths by the hub, also where no line waits, and only what the desk has signed counts.
func TestWhatTheDeskSaysReachesTheBooths(t *testing.T) {
	h, desk := newHub(t), booth(t, nil)
	one := booth(t, desk)
	for _, s := range []*data.Store{desk, one} {
		h.joinedBy(s)
		h.allow(s)
	}
	key, _, err := desk.TryPassphrase(t.Context(), []byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	says, err := desk.DeskOf(key)
	if err != nil {
		t.Fatal(err)
	}
	defer says.Close()
	if err := desk.Belongs(t.Context(), says, one.BoothID()); err != nil {
		t.Fatal(err)
	}
	pushed(t, desk)
	pushed(t, desk) // twice changes nothing
	for _, all := range []bool{false, true} {
		p, err := Pull(t.Context(), one, all, Options{}, nil)
		if err != nil || p.Said != 1 || p.Path() == "" {
			t.Fatalf("%+v %v", p, err)
		}
		p.Remove()
	}
	p, err := Pull(t.Context(), one, false, Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Remove()
	if _, err := one.Merge(t.Context(), p.Path(), data.MergeOptions{Accept: func(string, int) bool { return true }}); err != nil {
		t.Fatal(err)
	}
	want, _ := desk.Statements(t.Context())
	got, err := one.Statements(t.Context())
	if err != nil || len(got) != len(want) || len(got) == 0 || got[0].ID() != want[0].ID() {
		t.Errorf("%d statements, not %d; %v", len(got), len(want), err)
	}
	if p, err := Pull(t.Context(), one, false, Options{}, nil); err != nil || p.Said != 0 {
		t.Errorf("they come again: %+v %v", p, err)
	}
	// In the background, with no line that waits.
	was := Speaks
	Speaks = time.Millisecond
	defer func() { Speaks = was }()
	running := Start(desk, Options{})
	defer running.Stop()
	if err := desk.Belongs(t.Context(), says, "00112233445566778899aabbccddeeff"); err != nil {
		t.Fatal(err)
	}
	until(t, "the second statement", func() bool {
		p, err := Pull(t.Context(), one, false, Options{}, nil)
		if err != nil {
			return false
		}
		defer p.Remove()
		return p.Said == 1
	})
}
