package session

import (
	"testing"
	"time"
)

// The second half of a slow double tap comes half a second after the first, on a page that nobody
// has read.
func TestASlowDoubleTapConsentsToNothing(t *testing.T) {
	for name, v := range map[string]*visitor{
		"the notice":   arrive(t).do(Start).goTo(Notice),
		"the decision": arrive(t).do(Start).goTo(Notice).do(NoticeRead),
	} {
		kind := map[Screen]Kind{Notice: NoticeRead, Decide: WantSignUp}[v.s.Screen]
		was := v.s.Screen
		half, _ := Step(v.p, v.s, Event{Kind: kind, Echo: true}, v.now.Add(500*time.Millisecond))
		if half.Screen != was {
			t.Errorf("%s: half a second later it is on %s", name, half.Screen)
		}
		if read, _ := Step(v.p, v.s, Event{Kind: kind, Echo: true}, v.now.Add(700*time.Millisecond)); read.Screen == was {
			t.Errorf("%s: held back for too long", name)
		}
	}
}

// On a page that has just come a touch counts at once, unless it comes where the last one was: there
// it counts from the very moment that a double tap is over; what weighs more, from a little later.
func TestAPageThatHasJustComeTakesATouch(t *testing.T) {
	home, notice := arrive(t).do(Start).on(Home), arrive(t).do(Start).goTo(Notice)
	for _, c := range []struct {
		v       *visitor
		touch   Event
		settled time.Duration
	}{
		{home, Event{Kind: Go, Arg: string(Stories)}, settle},
		{notice, Event{Kind: Back}, settle},
		{notice, Event{Kind: NoticeRead}, heed},
	} {
		was := c.v.s.Screen
		echo := c.touch
		echo.Echo = true
		if early, _ := Step(c.v.p, c.v.s, echo, c.v.now.Add(c.settled-time.Millisecond)); early.Screen != was {
			t.Errorf("%s on %s: taken although it is half of a double tap", c.touch.Kind, was)
		}
		if s, _ := Step(c.v.p, c.v.s, echo, c.v.now.Add(c.settled)); s.Screen == was {
			t.Errorf("%s on %s: not taken after %v", c.touch.Kind, was, c.settled)
		}
		for _, quick := range []time.Duration{0, 150, 250, 350, 500} {
			if s, _ := Step(c.v.p, c.v.s, c.touch, c.v.now.Add(quick*time.Millisecond)); s.Screen == was {
				t.Errorf("%s on %s: a quick visitor's tap is lost %v ms after the page came", c.touch.Kind, was, quick)
			}
		}
	}
}

// The warning comes up by itself, under a finger that was meant for the page.
func TestAWarningThatCameByItselfTakesNoTouchAtOnce(t *testing.T) {
	v := arrive(t).toReadBack().waits(60 * time.Second).under(IdleWarning)
	begun := v.s.WarnedAt
	if s, _ := Step(v.p, v.s, Event{Kind: Finish}, begun.Add(settle-time.Millisecond)); s.Screen != ReadBack {
		t.Error("the answers were dropped by a tap that was meant for the page")
	}
	if s, _ := Step(v.p, v.s, Event{Kind: MoreTime}, begun.Add(settle)); s.Overlay != NoOverlay {
		t.Error("the warning takes no tap")
	}
	v.do(MoreTime)
	if s, _ := Step(v.p, v.s, Event{Kind: ReadBackOK}, v.now); s.Screen == ReadBack {
		t.Error("after it, a tap is lost")
	}
}
