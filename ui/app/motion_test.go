package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// windowed gives the booth a window without a screen; in it every motion is at its end at once.
func windowed(t *testing.T, b *Booth) {
	t.Helper()
	size := b.size
	b.win = fyne.CurrentApp().NewWindow("")
	t.Cleanup(b.win.Close)
	b.win.SetPadded(false)
	b.win.SetContent(b.root)
	b.win.Resize(size)
	b.size = size
}

// A page slides the way the reader goes: forward from the right, back from the left, and nothing slides where nobody turned
// a page.
func TestAPageSlidesTheWayTheReaderGoes(t *testing.T) {
	on := func(sc session.Screen, change ...func(*session.State)) session.State {
		s := session.New()
		s.Screen = sc
		for _, f := range change {
			f(&s)
		}
		return s
	}
	station := func(id string, n int) session.State {
		return on(session.Story, func(s *session.State) { s.StoryID, s.Station = id, n })
	}
	step := func(n int) session.State { return on(session.Form, func(s *session.State) { s.FormStep = n }) }
	how := func(n int) session.State { return on(session.How, func(s *session.State) { s.HowPage = n }) }
	consent := func(n int) session.State { return on(session.Consent, func(s *session.State) { s.ConsentAt = n }) }
	asked := on(session.Home, func(s *session.State) { s.Overlay = session.NextPerson })
	english := on(session.Home, func(s *session.State) { s.Lang = "en" })
	for _, c := range []struct {
		name      string
		from, to  session.State
		by        session.Kind
		direction int
	}{
		{"start", on(session.Attract), on(session.Home), session.Start, 1},
		{"start with a story", on(session.Attract), station("zhang-ke", 0), session.Start, 1},
		{"home to stories", on(session.Home), on(session.Stories), session.Go, 1},
		{"stories back", on(session.Stories), on(session.Home), session.Back, -1},
		{"story's end", station("zhang-ke", 4), on(session.Home), session.NextStation, -1},
		{"a story", on(session.Stories), station("zhang-ke", 0), session.OpenStory, 1},
		{"back from a story", station("zhang-ke", 0), on(session.Stories), session.Back, -1},
		{"the next station", station("zhang-ke", 1), station("zhang-ke", 2), session.NextStation, 1},
		{"an earlier station", station("zhang-ke", 3), station("zhang-ke", 1), session.ToStation, -1},
		{"another story", station("zhang-ke", 4), station("wu-junxiang", 0), session.OpenStory, 1},
		{"an earlier stage", how(3), how(1), session.ToStation, -1},
		{"numbers from a stage", how(3), on(session.Numbers), session.Go, 1},
		{"numbers back", on(session.Numbers), how(3), session.Back, -1},
		{"the parents' page", on(session.Think), on(session.Parents), session.Go, 1},
		{"to the notice", on(session.Parents), on(session.Notice), session.Go, 1},
		{"notice", on(session.Notice), on(session.Decide), session.NoticeRead, 1},
		{"not one of these", on(session.Conditions), on(session.Ways), session.AnswerNot, 1},
		{"the birth date says yes", on(session.BirthDate), on(session.Conditions), session.WayOn, -1},
		{"the next step", step(0), step(1), session.NextStep, 1},
		{"the step before", step(1), step(0), session.Back, -1},
		{"read-back", step(3), on(session.ReadBack), session.NextStep, 1},
		{"change it", on(session.ReadBack), step(1), session.EditStep, -1},
		{"the next consent", consent(0), consent(1), session.Agree, 1},
		{"more codes", on(session.TakeHome), on(session.MoreCodes), session.Go, 1},
		{"from the codes", on(session.MoreCodes), on(session.TakeHome), session.Go, -1},
		{"think", on(session.Decide), on(session.Think), session.WantThink, 1},
		{"left alone", on(session.Form), on(session.Attract), session.Tick, 0},
		{"the next person", asked, on(session.Attract), session.Finish, 0},
		{"a question", on(session.Home), asked, session.AskNext, 0},
		{"a language", on(session.Home), english, session.SetLang, 0},
		{"the same page", step(1), step(1), session.SetAnswer, 0},
		{"out of service", on(session.Attract), on(session.Closed), session.DutyIs, 0},
		{"in service again", on(session.Closed), on(session.Attract), session.DutyIs, 0},
	} {
		if got := direction(c.from, c.to, c.by); got != c.direction {
			t.Errorf("%s: %d, not %d", c.name, got, c.direction)
		}
	}
}

// With reduced motion pages change by cuts: nothing slides, nothing grows, and what a page shows by moving it simply shows.
func TestReducedMotionCuts(t *testing.T) {
	b, _, now := booth(t)
	b.Still = true
	clear(b.kept)
	b.shown = ""
	b.show()
	windowed(t, b)
	for _, e := range []session.Event{ev(session.Start), ev(session.Go, "stories"), ev(session.OpenStory, "zhang-ke"), ev(session.NextStation), ev(session.Back)} {
		on(b, now, e)
		if b.moving != nil {
			t.Fatalf("%s: something moves", e.Kind)
		}
		if len(b.page.Motion) > 0 {
			t.Errorf("%s: the page has motions of its own", e.Kind)
		}
	}
	if !b.context().Still {
		t.Error("pages are not told")
	}
}

// Whatever moved when a visitor left, nothing of it is left: not a page aside, not a picture on its way.
func TestNoMotionIsLeftAfterTheReset(t *testing.T) {
	b, _, now := booth(t)
	windowed(t, b)
	on(b, now, ev(session.Start), ev(session.Go, "stories"))
	stories := b.page
	on(b, now, ev(session.OpenStory, "zhang-ke"))
	story := b.page
	if b.state.Screen != session.Story || !story.CanGrow() {
		t.Fatal("the story has no picture to grow out of")
	}
	// In mid-motion, as in a window that is painted: the visitor goes away.
	tick, end := story.Grow(page.Box{X: 700, Y: 300, W: 300, H: 200}, 1)
	tick(0.4)
	b.moving = &motion{anim: fyne.NewAnimation(time.Hour, func(float32) {}), end: end}
	stories.Slide(30)
	objects := drawnIn(story.Root)
	for range 10 {
		*now = now.Add(time.Minute)
		b.Send(ev(session.Tick))
	}
	if b.state.Screen != session.Attract {
		t.Fatalf("the visitor left and the booth is on %s", b.state.Screen)
	}
	if b.moving != nil {
		t.Error("something still moves")
	}
	if left := drawnIn(story.Root); left != objects-1 {
		t.Errorf("the story has %d objects, not %d: the picture is still on its way", left, objects-1)
	}
	// The next visitor finds the same pages in their places.
	on(b, now, ev(session.Start), ev(session.Go, "stories"))
	if b.page != stories {
		t.Fatal("the page was drawn anew, which says nothing")
	}
	for _, o := range b.page.Buttons {
		if o.ID == "stories.back" {
			if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o); at.X < 30 || at.X > 60 {
				t.Errorf("its back button is at %v", at)
			}
		}
	}
}

// drawnIn counts the objects in a container and the containers in it.
func drawnIn(o fyne.CanvasObject) int {
	c, ok := o.(*fyne.Container)
	if !ok {
		return 1
	}
	n := 0
	for _, o := range c.Objects {
		n += drawnIn(o)
	}
	return n
}
