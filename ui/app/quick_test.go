package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// tapAt puts a finger down and up on whatever button lies at a point, as the desktop driver does.
func tapAt(b *Booth, at fyne.Position) {
	for _, o := range b.page.Buttons {
		p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		rel := at.Subtract(p)
		if !o.Visible() || rel.X < 0 || rel.Y < 0 || rel.X >= o.Size().Width || rel.Y >= o.Size().Height {
			continue
		}
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position, e.AbsolutePosition = rel, at
		o.MouseDown(e)
		o.MouseUp(e)
		o.Tapped(&fyne.PointEvent{Position: rel, AbsolutePosition: at})
		return
	}
	touch.Down(at)
}

// middleOf is where a button is aimed at.
func middleOf(t *testing.T, b *Booth, id string) fyne.Position {
	t.Helper()
	for _, o := range b.page.Buttons {
		if o.ID == id {
			p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			return p.AddXY(o.Size().Width/2, o.Size().Height/2)
		}
	}
	t.Fatalf("there is no %s on %s", id, b.state.Screen)
	return fyne.Position{}
}

// seen shows the booth in a window without a screen.
func seen(t *testing.T, b *Booth) {
	t.Helper()
	size := b.size
	w := fyne.CurrentApp().NewWindow("")
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.SetContent(b.root)
	w.Resize(size)
}

// A quick visitor knows the way: none of the taps is lost, and none acts twice, though each is the
// double tap of a trembling hand.
func TestAQuickVisitorsTapsAreTaken(t *testing.T) {
	way := []struct {
		id string
		to session.Screen
	}{{"attract.start", session.Home}, {"home.stories", session.Stories}, {"stories.back", session.Home}, {"home.signup", session.Notice},
		{"notice.ack", session.Decide}, {"decide.want", session.Conditions}, {"conditions.all", session.Form}}
	for _, gap := range []time.Duration{150, 250, 350} {
		gap *= time.Millisecond
		b, _, _ := booth(t)
		b.clock = time.Now
		b.wipe()
		b.show()
		seen(t, b)
		var turned time.Time
		for _, s := range way {
			at := middleOf(t, b, s.id)
			wait := gap
			if touch.Near(at) {
				wait = 700 * time.Millisecond // in the same place it would be half of a double tap
			}
			time.Sleep(time.Until(turned.Add(wait)))
			turned = time.Now()
			tapAt(b, at)
			if b.state.Screen != s.to || b.state.Overlay != "" {
				t.Fatalf("every %v: %s leads to %s+%s", gap, s.id, b.state.Screen, b.state.Overlay)
			}
			time.Sleep(70 * time.Millisecond)
			tapAt(b, at)
			if b.state.Screen != s.to || b.state.Overlay != "" {
				t.Fatalf("every %v: tapped twice, %s leads to %s+%s", gap, s.id, b.state.Screen, b.state.Overlay)
			}
		}
	}
}
