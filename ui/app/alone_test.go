package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/touch"
)

// A book on the keyboard types into the form for ever; the form is cleared all the same.
func TestAKeyThatStaysDownIsNobody(t *testing.T) {
	b, store, now := booth(t)
	on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll), answer("name", "Quixwood"))
	typed := func() {
		*now = now.Add(100 * time.Millisecond)
		touch.Alone(func() {
			if b.keys.input.Field() != nil {
				b.keys.input.Key(fyne.KeyA)
				b.keys.input.Rune('a')
				return
			}
			b.key(fyne.KeyA, 0)
			b.key("", 'a')
		})
	}
	begun := *now
	for b.state.Overlay != session.IdleWarning && now.Sub(begun) < 5*time.Minute {
		typed()
	}
	if b.state.Overlay != session.IdleWarning {
		t.Fatalf("after %v the form is still open", now.Sub(begun))
	}
	for b.state.Screen != session.Attract && now.Sub(begun) < 10*time.Minute {
		typed()
	}
	if b.state.Screen != session.Attract || len(b.state.Answers) > 0 || len(store.kept) > 0 {
		t.Errorf("after %v on %s", now.Sub(begun), b.state.Screen)
	}
}

func TestTheWarningIsAnsweredByKeyboard(t *testing.T) {
	for name, press := range map[string]func(*Booth){
		"space":                  func(b *Booth) { b.key(fyne.KeySpace, 0); b.key("", ' ') },
		"enter":                  func(b *Booth) { b.key(fyne.KeyReturn, 0) },
		"the number pad's enter": func(b *Booth) { b.key(fyne.KeyEnter, 0) },
	} {
		b, _, now := booth(t)
		on(b, now, ev(session.Start), ev(session.Go, "notice"), ev(session.NoticeRead), ev(session.WantSignUp), ev(session.AnswerAll), answer("name", "Quixwood"))
		*now = now.Add(time.Hour)
		b.Send(session.Event{Kind: session.Tick})
		if b.state.Overlay != session.IdleWarning {
			t.Fatalf("%s: no warning", name)
		}
		*now = now.Add(time.Second)
		touch.Alone(func() { press(b) })
		if b.state.Overlay != session.IdleWarning {
			t.Errorf("%s: a key that has long been down has answered", name)
		}
		press(b)
		if b.state.Overlay != "" || b.state.Screen != session.Form || b.page.Fields[0].Text() != "Quixwood" {
			t.Errorf("%s: %s+%s", name, b.state.Screen, b.state.Overlay)
		}
	}
}

// The toolkit's loop turns where nothing can be drawn, too: only a frame that was painted is a sign of
// life for the supervisor.
func TestTheFirstBeatIsAPaintedFrame(t *testing.T) {
	b, _, _ := booth(t)
	heard := make(chan string, 8)
	b.Pulse = supervisor.NewPulse(beats(heard))
	b.beat()
	select {
	case said := <-heard:
		t.Fatalf("it said %q before anything was painted", said)
	case <-time.After(200 * time.Millisecond):
	}
	b.frame.dot.Generator(1, 1) // as a painter does
	b.beat()
	select {
	case said := <-heard:
		if said != "beat attract\n" {
			t.Errorf("it said %q", said)
		}
	case <-time.After(5 * time.Second):
		t.Error("it says nothing")
	}
}

type beats chan string

func (b beats) Write(p []byte) (int, error) { b <- string(p); return len(p), nil }
