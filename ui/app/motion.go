package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// A page slides the way the reader goes, slightly and quickly (LOOK: 180–240 ms, ease-out). It is all there in its first
// frame, and what is left of its way can be read past. More than a short way would cost more than it tells: where the
// processor paints, every frame is the whole window, and at 1920×1080 there is time for a handful of them.
const (
	slideFor = 220 * time.Millisecond
	slideBy  = 48 // dp
	growFor  = 240 * time.Millisecond
)

// leaf identifies the page that a state is on: when it changes, a reader would say the page was
// turned.
func leaf(s session.State) string {
	return fmt.Sprint(s.Screen, s.StoryID, s.Station, s.HowPage, s.FormStep, s.ConsentAt)
}

// motion is what moves a page to its place. There is one at a time; what a page shows by moving waits for it.
type motion struct {
	anim *fyne.Animation
	end  func() // puts everything in its place
}

// stop ends a motion wherever it is, with everything in its place. The nil motion is over already.
func (m *motion) stop() {
	if m == nil {
		return
	}
	m.anim.Stop()
	m.end()
}

// travel moves the page in that the state now is on. A change of language, text size or overlay turns no page. A story grows
// out of the card that was touched, where one was; other pages slide in from the side that the reader is heading for.
func (b *Booth) travel(p *page.Page, before session.State, by session.Kind, card *page.Box) {
	b.settleMotion()
	if b.Still || b.win == nil {
		return
	}
	way := direction(before, b.state, by)
	if way == 0 {
		return
	}
	from, lasts := float32(slideBy*way), slideFor
	tick, end := func(done float32) { p.Slide(from * (1 - done)) }, func() { p.Slide(0) }
	if card != nil && p.CanGrow() {
		tick, end = p.Grow(*card, b.win.Canvas().Scale())
		lasts = growFor
	}
	for _, m := range p.Motion {
		m.Stop()
		m.Tick(0)
	}
	move := &motion{end: end}
	move.anim = fyne.NewAnimation(lasts, func(done float32) {
		if b.moving != move {
			return
		}
		if done < 1 {
			tick(done)
			return
		}
		b.moving = nil
		end()
		for _, m := range p.Motion {
			m.Start()
		}
	})
	move.anim.Curve = fyne.AnimationEaseOut
	b.moving = move
	tick(0)
	move.anim.Start()
}

// settleMotion ends the motion between pages, if there is one.
func (b *Booth) settleMotion() {
	move := b.moving
	b.moving = nil
	move.stop()
}

// order is how far along the way to a sign-up a screen is. Screens that are not on it are opened from one that is, and left
// by Back.
var order = map[session.Screen]int{
	session.Attract: 1, session.Home: 2, session.Notice: 3, session.Decide: 4, session.Conditions: 5, session.Ways: 6,
	session.BirthDate: 7, session.Way: 8, session.Form: 9, session.ReadBack: 10, session.Consent: 11, session.Official: 12,
	session.Saving: 13, session.Saved: 14, session.TakeHome: 15, session.MoreCodes: 16, session.Check: 16,
}

// unasked are screens that come and go by themselves: nobody turns a page, and none slides.
var unasked = map[session.Screen]bool{
	session.Attract: true, session.Pause: true, session.Closed: true, session.Night: true, session.SettingUp: true,
}

// direction is the way that the reader goes from one state to the next: 1 forward, −1 back, 0 if no page is turned.
func direction(before, after session.State, by session.Kind) int {
	switch {
	case leaf(before) == leaf(after) || before.Overlay != after.Overlay:
		return 0
	case unasked[after.Screen] || unasked[before.Screen] && before.Screen != session.Attract:
		return 0
	case by == session.Back || by == session.CloseKeeping || by == session.CloseForgotten || by == session.CloseAbout:
		return -1
	}
	at := func(s session.State) [5]int {
		return [5]int{order[s.Screen], s.Station, s.HowPage, s.FormStep, s.ConsentAt}
	}
	a, z := at(before), at(after)
	if before.Screen != after.Screen {
		switch {
		case after.Screen == session.Home && before.Screen != session.Attract:
			return -1 // from wherever it is
		case a[0] > 0 && z[0] > 0 && z[0] < a[0]:
			return -1
		}
		return 1
	}
	if before.StoryID != after.StoryID {
		return 1 // another story
	}
	for i := range a {
		if z[i] != a[i] {
			return map[bool]int{true: 1, false: -1}[z[i] > a[i]]
		}
	}
	return 1
}

// opener returns where the card is on the page still shown that the state's story is opened by; nil if it is opened
// otherwise.
func (b *Booth) opener(before session.State) *page.Box {
	if b.win == nil || b.page == nil || b.state.Screen != session.Story || before.Screen == session.Story {
		return nil
	}
	for _, o := range b.page.Buttons {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		card := page.Box{X: at.X, Y: at.Y, W: o.Size().Width, H: o.Size().Height}
		switch o.ID {
		case "stories." + b.state.StoryID:
			return &card
		case "attract.story":
			card.W = min(card.W, card.H) // where its picture is
			return &card
		}
	}
	return nil
}

// stopped stops an animation, if any, and returns nil.
func stopped(a *fyne.Animation) *fyne.Animation {
	if a != nil {
		a.Stop()
	}
	return nil
}
