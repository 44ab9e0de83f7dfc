package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// A page slides the way the reader goes, slightly and quickly (LOOK: 180–240 ms, ease-out).
const (
	slideFor = 200 * time.Millisecond
	slideBy  = 56 // dp
)

// leaf identifies the page that a state is on: when it changes, a reader would say the page was
// turned.
func leaf(s session.State) string {
	return fmt.Sprint(s.Screen, s.StoryID, s.Station, s.HowPage, s.FormStep, s.ConsentAt)
}

// slide moves the page in from the side that the reader is heading for. A change of language, text
// size or overlay turns no page, and going back comes from the left.
func (b *Booth) slide(p *page.Page, before session.State, by session.Kind) {
	b.moving = stopped(b.moving)
	p.Slide(0)
	if b.Still || b.win == nil || leaf(before) == leaf(b.state) || before.Overlay != b.state.Overlay || b.state.Screen == session.Attract {
		return
	}
	from := float32(slideBy)
	if by == session.Back {
		from = -from
	}
	b.moving = fyne.NewAnimation(slideFor, func(done float32) { p.Slide(from * (1 - done)) })
	b.moving.Curve = fyne.AnimationEaseOut
	p.Slide(from)
	b.moving.Start()
}

// stopped stops an animation, if any, and returns nil.
func stopped(a *fyne.Animation) *fyne.Animation {
	if a != nil {
		a.Stop()
	}
	return nil
}
