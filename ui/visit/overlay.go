package visit

import (
	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// NextPerson asks whether the next visitor is starting, before the current answers are wiped.
func NextPerson(b *B) {
	b.ask("next", b.StyleMain(), page.Choice{ID: "keep", Label: b.Tx("overlay.next.keep"), Do: b.Do(session.KeepOn)}, page.Choice{ID: "go", Label: b.Tx("overlay.next.go"), Do: b.Do(session.Finish)})
}

// NotToday asks whether to leave without signing up. Nobody is talked into staying: both answers look alike.
func NotToday(b *B) {
	b.ask("nottoday", b.StyleEqual(), page.Choice{ID: "keep", Label: b.Tx("overlay.nottoday.keep"), Do: b.Do(session.KeepOn)}, page.Choice{ID: "go", Label: b.Tx("overlay.nottoday.go"), Do: b.Do(session.Finish)})
}

// EndTakeHome asks whether the take-home page has been photographed.
func EndTakeHome(b *B) {
	b.ask("end", b.StyleMain(), page.Choice{ID: "keep", Label: b.Tx("overlay.end.keep"), Do: b.Do(session.KeepOn)}, page.Choice{ID: "go", Label: b.Tx("overlay.end.go"), Do: b.Do(session.Finish)})
}

// ask poses a question with two answers; the first is the safe one, drawn in the given style.
func (b *B) ask(key string, style touch.Style, safe, other page.Choice) {
	m := b.M
	at := b.Sheet(m.S(760), m.S(350)*(1+(m.Text-1)*0.8))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay."+key+".title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	b.TextFit(rest.Pad(0, m.S(8)), b.Tx("overlay."+key+".line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	cols := foot.Columns(2, m.Gap())
	b.Button(cols[0], "overlay."+other.ID, other.Label, b.StyleEqual(), other.Do)
	b.Button(cols[1], "overlay."+safe.ID, safe.Label, style, safe.Do)
}

// IdleWarning counts down in large figures; at zero nothing is saved. Space and Enter answer that more
// time is needed, and every other key begins the count again (WCAG 2.2.1).
func IdleWarning(b *B) {
	m := b.M
	at := b.Sheet(m.S(760), m.S(480)*(1+(m.Text-1)*0.6))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay.idle.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	h := b.TextFit(page.Box{X: rest.X, Y: rest.Y, W: rest.W, H: rest.H / 2}, b.Tx("overlay.idle.line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	_, rest = rest.Top(h)
	d := min(rest.H-m.S(32), m.S(170))
	b.countdown(rest.Middle(d, d), d*0.4, "")
	more := b.Do(session.MoreTime)
	b.Button(foot, "overlay.more", b.Tx("overlay.idle.more"), b.StyleMain(), more)
	b.Page.Keys = func(k fyne.KeyName, r rune) {
		// Space by its character, which comes last: else that would be typed into the field again.
		if r == ' ' || k == fyne.KeyReturn || k == fyne.KeyEnter {
			more()
		}
	}
}
