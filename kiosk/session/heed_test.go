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
		half, _ := Step(v.p, v.s, Event{Kind: kind}, v.now.Add(500*time.Millisecond))
		if half.Screen != was {
			t.Errorf("%s: half a second later it is on %s", name, half.Screen)
		}
		if read, _ := Step(v.p, v.s, Event{Kind: kind}, v.now.Add(700*time.Millisecond)); read.Screen == was {
			t.Errorf("%s: held back for too long", name)
		}
	}
}

// A touch counts from the very moment that a page has settled; what weighs more, from a little later.
func TestAPageThatHasSettledTakesATouch(t *testing.T) {
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
		if early, _ := Step(c.v.p, c.v.s, c.touch, c.v.now.Add(c.settled-time.Millisecond)); early.Screen != was {
			t.Errorf("%s on %s: taken before the page has settled", c.touch.Kind, was)
		}
		if s, _ := Step(c.v.p, c.v.s, c.touch, c.v.now.Add(c.settled)); s.Screen == was {
			t.Errorf("%s on %s: not taken after %v", c.touch.Kind, was, c.settled)
		}
	}
}
