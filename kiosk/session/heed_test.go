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
