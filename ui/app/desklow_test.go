package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
)

// In a low window too, a finger has the desk's rail: every entry, the language and the lock are as high and as wide as a
// finger needs, inside the window, and none lies over another.
func TestTheRailFitsALowWindow(t *testing.T) {
	pack, texts := fixtures()
	for _, size := range []fyne.Size{{Width: 800, Height: 480}, {Width: 1024, Height: 560}, {Width: 1024, Height: 600}, {Width: 1280, Height: 720}, {Width: 480, Height: 800}, {Width: 1080, Height: 1920}} {
		for _, lang := range []string{"zh", "en"} {
			for _, large := range []bool{false, true} {
				for _, practice := range []bool{false, true} {
					w := desk.Work{Desk: &fakeDesk{open: true}}
					prepare(&w)
					pg := drawPage(page.Context{
						Pack: pack, State: session.State{Screen: session.Desk, DeskPage: session.DeskPeople, Lang: lang, Large: large}, T: texts.In(lang),
						Size: size, Now: noon, Practice: practice, Still: true, Inline: true, Send: func(session.Event) {},
					}, w)
					var rail []control
					for _, c := range controls(pg) {
						if strings.HasPrefix(c.id, "desk.to.") || c.id == "desk.lang" || c.id == "desk.close" {
							rail = append(rail, c)
						}
					}
					if len(rail) != 10 { // eight pages, the language, the lock
						t.Fatalf("%v: %d controls", size, len(rail))
					}
					least := float32(theme.MinTarget)
					if practice && size.Height <= 480 {
						least-- // its strip takes the rest
					}
					for i, c := range rail {
						if c.at.H < least-0.5 || c.at.W < theme.MinTarget-0.5 {
							t.Errorf("%s %v, large %v: %s is %.0f×%.0f", lang, size, large, c.id, c.at.W, c.at.H)
						}
						if c.at.X < 0 || c.at.Y < 0 || c.at.X+c.at.W > size.Width+0.5 || c.at.Y+c.at.H > size.Height+0.5 {
							t.Errorf("%s %v, large %v: %s lies outside: %v", lang, size, large, c.id, c.at)
						}
						for _, b := range rail[:i] {
							if over := float32(0.5); c.at.X+over < b.at.X+b.at.W && b.at.X+over < c.at.X+c.at.W && c.at.Y+over < b.at.Y+b.at.H && b.at.Y+over < c.at.Y+c.at.H {
								t.Errorf("%s %v, large %v: %s lies over %s", lang, size, large, c.id, b.id)
							}
						}
					}
				}
			}
		}
	}
}

// On a small tablet, upright or lying, every page of the desk can be worked: nothing that is touched lies over another or
// outside the window.
func TestTheDeskFitsASmallWindow(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	pack, _ := fixtures()
	for _, size := range []fyne.Size{{Width: 480, Height: 800}, {Width: 600, Height: 1024}, {Width: 800, Height: 480}} {
		for _, st := range stages(pack) {
			if !strings.HasPrefix(st.name, "desk-") {
				continue
			}
			for _, lang := range []string{"zh", "en"} {
				st.state.Lang = lang
				pg, _ := render(st, size)
				list := controls(pg)
				for i, c := range list {
					if c.at.X < -0.5 || c.at.Y < -0.5 || c.at.X+c.at.W > size.Width+0.5 || c.at.Y+c.at.H > size.Height+0.5 {
						t.Errorf("%s %s %v: %s lies outside: %v", st.name, lang, size, c.id, c.at)
					}
					for _, b := range list[:i] {
						if over := float32(1); c.at.X+over < b.at.X+b.at.W && b.at.X+over < c.at.X+c.at.W && c.at.Y+over < b.at.Y+b.at.H && b.at.Y+over < c.at.Y+c.at.H {
							t.Errorf("%s %s %v: %s lies over %s", st.name, lang, size, c.id, b.id)
						}
					}
				}
			}
		}
	}
}
