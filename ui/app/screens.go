package app

import (
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/visit"
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

// drawPage draws the page of the state.
func drawPage(c page.Context, w desk.Work) *page.Page {
	with := func(d drawer) func(*page.B) {
		if d == nil {
			return nil
		}
		return func(b *page.B) { d(b, w) }
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
	session.Check:      volunteer(desk.Check),
	session.Already:    visitor(visit.Already),
	session.Desk:       volunteer(desk.Desk),
	session.Keeping:    volunteer(desk.Keeping),
	session.Pause:      visitor(visit.Pause),
	session.Closed:     visitor(visit.Closed),
	session.Night:      visitor(visit.Night),
	session.Staff:      volunteer(desk.Menu),
}

// overlays is the table of questions shown on top of a screen.
var overlays = map[session.Overlay]drawer{
	session.IdleWarning: visitor(visit.IdleWarning),
	session.NextPerson:  visitor(visit.NextPerson),
	session.NotToday:    visitor(visit.NotToday),
	session.EndTakeHome: visitor(visit.EndTakeHome),
	session.PIN:         volunteer(desk.AskPIN),
	session.Gate:        volunteer(desk.AskGate),
}
