package event

import (
	"testing"
	"testing/fstest"
	"time"

	"matchbooth/assets"
)

// What people agreed to is found as it was, and a form that was signed before a change belongs to the pack from before; the
// earlier packs are loaded once, and only when somebody asks.
func TestEarlierPacks(t *testing.T) {
	old, faults, err := LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	changed := *old
	changed.Consents = append([]Consent{}, old.Consents...)
	changed.Consents[1].Body = Text{ZH: "另一段", EN: "Another"}
	until, loads := time.Date(2027, 5, 21, 15, 0, 0, 0, time.UTC), 0
	p := changed.Remembering(func() []Earlier { loads++; return []Earlier{{Pack: old, Until: until}} })
	now, then := p.Consents[1], old.Consents[1]
	if got := p.ConsentOf(now.ID, "zh", now.SHA256("zh")); got == nil || got.Shown("zh") != now.Shown("zh") || loads != 0 {
		t.Errorf("the text of now: %v, %d loads", got, loads)
	}
	if got := p.ConsentOf(now.ID, "zh", then.SHA256("zh")); got == nil || got.Shown("zh") != then.Shown("zh") {
		t.Errorf("the text of then: %v", got)
	}
	if got := p.ConsentOf(now.ID, "en", then.SHA256("zh")); got != nil {
		t.Error("a text counts in another language")
	}
	if got := p.ConsentOf("notice", "zh", then.SHA256("zh")); got != nil {
		t.Error("a text counts for another consent")
	}
	for day, want := range map[string]*Pack{"2027-05-20": old, "2027-05-21": p, "2027-05-22": p} {
		at, _ := time.Parse(time.DateOnly, day)
		if got := p.AsOf(at); (got == p) != (want == p) {
			t.Errorf("signed on %s: not the right pack", day)
		}
	}
	if loads != 1 {
		t.Errorf("loaded %d times", loads)
	}
	if got := old.AsOf(until.AddDate(-1, 0, 0)); got != old {
		t.Error("a pack that was never changed has an earlier one")
	}
}

// A pack is one file, always the same, and has the same digest, whatever it lies in.
func TestAPackAsOneFile(t *testing.T) {
	a, digest, err := Archive("", assets.Event())
	if err != nil {
		t.Fatal(err)
	}
	p, faults, err := LoadFS(assets.Event())
	if err != nil || len(faults) > 0 || digest != p.Digest {
		t.Fatal(err, faults, digest, p.Digest)
	}
	b, again, err := Archive("", fstest.MapFS{})
	if err == nil && again == digest {
		t.Error("nothing has the digest of a pack", len(b))
	}
	if c, _, err := Archive("", assets.Event()); err != nil || string(a) != string(c) {
		t.Error("packed twice it is two files", err)
	}
	if _, _, err := Archive("nowhere", nil); err == nil {
		t.Error("a pack that is not there was packed")
	}
}
