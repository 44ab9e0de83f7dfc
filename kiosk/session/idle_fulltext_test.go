package session

import (
	"testing"
	"time"
)

// Whoever reads the full text of a consent has a reader's time, and after the idle warning is where they were.
func TestTheFullTextWaitsForItsReader(t *testing.T) {
	p := testPack()
	now := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	s := State{Screen: Consent, Overlay: FullText, Lang: "zh", Started: now, Touched: now, Since: now}
	short, _ := patience(p, waitForm)
	long, warn := patience(p, waitReading)
	if long <= short {
		t.Fatalf("a reader has %v, a form %v", long, short)
	}
	s, _ = Step(p, s, Event{Kind: Tick}, now.Add(short+time.Second))
	if s.Overlay != FullText {
		t.Fatalf("after %v there is %q", short, s.Overlay)
	}
	now = now.Add(long + time.Second)
	s, _ = Step(p, s, Event{Kind: Tick}, now)
	if s.Overlay != IdleWarning {
		t.Fatalf("after %v there is %q", long, s.Overlay)
	}
	on, _ := Step(p, s, Event{Kind: MoreTime}, now.Add(time.Second))
	if on.Overlay != FullText || on.Screen != Consent {
		t.Errorf("who is still there comes to %s %q", on.Screen, on.Overlay)
	}
	if off, _ := Step(p, on, Event{Kind: KeepOn}, now.Add(2*time.Second)); off.Overlay != NoOverlay {
		t.Errorf("closed, there is %q", off.Overlay)
	}
	if gone, _ := Step(p, s, Event{Kind: Tick}, now.Add(warn+time.Second)); gone.Screen != Attract || gone.Overlay != NoOverlay || gone.Beneath != NoOverlay {
		t.Errorf("after the warning: %s %q", gone.Screen, gone.Overlay)
	}
}
