package app

import (
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/desk/about"
	"matchbooth/ui/desk/check"
	"matchbooth/ui/desk/drafting"
	"matchbooth/ui/desk/guide"
	"matchbooth/ui/desk/pin"
	"matchbooth/ui/page"
	"matchbooth/ui/visit"
	work "matchbooth/ui/work/session"
)

// drawer draws a screen, or a question on top of one.
type drawer func(*page.B, desk.Work)

// visitor adapts what visitors see: it gets nothing that volunteers work with.
func visitor(draw func(*visit.B)) drawer {
	return func(b *page.B, _ desk.Work) { draw(&visit.B{B: b}) }
}

// volunteer adapts what volunteers see.
func volunteer(draw func(*desk.B)) drawer {
	return func(b *page.B, w desk.Work) { draw(&desk.B{B: b, Work: w}) }
}

// asked adapts the questions for the PIN, which get nothing else that volunteers work with.
func asked(draw func(*page.B, work.Gate)) drawer {
	return func(b *page.B, w desk.Work) { draw(b, w.Gate) }
}

// drawPage draws the page of the state.
func drawPage(c page.Context, w desk.Work) *page.Page {
	with := func(d drawer) func(*page.B) {
		if d == nil {
			return nil
		}
		return func(b *page.B) { d(b, w) }
	}
	if c.State.Overlay == session.FullText { // a page of its own, and nothing is behind it
		return page.Build(c, with(overlays[c.State.Overlay]), nil)
	}
	return page.Build(c, with(screens[c.State.Screen]), with(overlays[c.State.Overlay]))
}

// screens is the table of all screens: adding one means adding a file and a line here.
var screens = map[session.Screen]drawer{
	session.Attract:    visitor(visit.Attract),
	session.Home:       visitor(visit.Home),
	session.Stories:    visitor(visit.Stories),
	session.Story:      visitor(visit.Story),
	session.How:        visitor(visit.How),
	session.Numbers:    visitor(visit.Numbers),
	session.Worries:    visitor(visit.Worries),
	session.Parents:    visitor(visit.Parents),
	session.Think:      visitor(visit.Think),
	session.Notice:     visitor(visit.Notice),
	session.Decide:     visitor(visit.Decide),
	session.Conditions: visitor(visit.Conditions),
	session.Ways:       visitor(visit.Ways),
	session.Way:        visitor(visit.Way),
	session.BirthDate:  visitor(visit.BirthDate),
	session.Form:       visitor(visit.Form),
	session.ReadBack:   visitor(visit.ReadBack),
	session.Consent:    visitor(visit.Consent),
	session.Official:   visitor(visit.Official),
	session.Saving:     visitor(visit.Saving),
	session.Saved:      visitor(visit.Saved),
	session.TakeHome:   visitor(visit.TakeHome),
	session.MoreCodes:  visitor(visit.MoreCodes),
	session.Check:      func(b *page.B, w desk.Work) { check.Draw(b, w.Desk) },
	session.Already:    visitor(visit.Already),
	session.Desk:       volunteer(desk.Desk),
	session.Keeping:    volunteer(desk.Keeping),
	session.Forgotten:  volunteer(desk.Forgotten),
	session.Pause:      visitor(visit.Pause),
	session.Closed:     visitor(visit.Closed),
	session.Night:      visitor(visit.Night),
	session.Staff:      volunteer(desk.Menu),
	session.About:      func(b *page.B, _ desk.Work) { about.Draw(b) },
	session.SettingUp:  settingUp,
}

// settingUp draws what is asked before there is a booth: for a new pack, or for a booth of one.
func settingUp(b *page.B, w desk.Work) {
	if w.Draft != nil {
		drafting.Draw(b, w.Draft, w.Redraw, w.Quit)
		return
	}
	guide.Draw(b, w.Setup, w.Redraw, w.Quit)
}

// overlays is the table of questions shown on top of a screen.
var overlays = map[session.Overlay]drawer{
	session.IdleWarning: visitor(visit.IdleWarning),
	session.NextPerson:  visitor(visit.NextPerson),
	session.NotToday:    visitor(visit.NotToday),
	session.EndTakeHome: visitor(visit.EndTakeHome),
	session.FullText:    visitor(visit.FullText),
	session.PIN:         asked(pin.AskCheck),
	session.Gate:        asked(pin.AskGate),
	session.NewPIN:      asked(pin.Change),
}
