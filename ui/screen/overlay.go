package screen

import (
	"fmt"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// nextPerson asks whether the next visitor begins, before what was entered is wiped.
func nextPerson(b *B) {
	b.ask("next", b.styleMain(), Choice{"keep", b.Tx("overlay.next.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.next.go"), b.Do(session.Finish)})
}

// leaveToday asks whether to leave without signing up. Whoever would rather go is not asked to stay: both answers are alike.
func leaveToday(b *B) {
	b.ask("nottoday", b.styleEqual(), Choice{"keep", b.Tx("overlay.nottoday.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.nottoday.go"), b.Do(session.Finish)})
}

// endTakeHome asks whether the take-home page has been photographed.
func endTakeHome(b *B) {
	b.ask("end", b.styleMain(), Choice{"keep", b.Tx("overlay.end.keep"), b.Do(session.KeepOn)}, Choice{"go", b.Tx("overlay.end.go"), b.Do(session.Finish)})
}

// sheet dims the screen and gives the box of a white card in its middle; in portrait the card
// stands in the lower part, within reach. Nothing under it can be touched.
func (b *B) sheet(w, h float32) Box {
	m := b.M
	veil := touch.NewButton("", "", touch.Style{Fill: color.NRGBA{0x2A, 0x1A, 0x1F, 0xB0}}, b.Do(session.Touch))
	veil.Repeat = true
	place(veil, Box{0, 0, m.W, m.H})
	b.Add(veil)
	w, h = min(w, m.W-2*m.Margin()), min(h, m.H-2*m.Margin())
	at := Box{0, 0, m.W, m.H}.Middle(w, h)
	if m.Portrait {
		at.Y = min(m.H*0.52, m.H-h-m.Margin())
	}
	b.Rect(at, b.P.Paper, m.Corner())
	return at.Inset(m.S(40))
}

// ask is a question with two answers; the first is the safe one, set in the style.
func (b *B) ask(key string, style touch.Style, safe, other Choice) {
	m := b.M
	at := b.sheet(m.S(760), m.S(350)*(1+(m.Text-1)*0.8))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay."+key+".title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	b.TextFit(rest.Pad(0, m.S(8)), b.Tx("overlay."+key+".line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	cols := foot.Columns(2, m.Gap())
	b.Button(cols[0], "overlay."+other.ID, other.Label, b.styleEqual(), other.Do)
	b.Button(cols[1], "overlay."+safe.ID, safe.Label, style, safe.Do)
}

// idleWarning counts down in large figures; nothing is saved when it reaches nought.
func idleWarning(b *B) {
	m := b.M
	at := b.sheet(m.S(760), m.S(480)*(1+(m.Text-1)*0.6))
	head, rest := at.Top(m.Title() * 1.35)
	b.TextFit(head, b.Tx("overlay.idle.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	foot, rest := rest.Bottom(m.MainH())
	h := b.TextFit(Box{rest.X, rest.Y, rest.W, rest.H / 2}, b.Tx("overlay.idle.line"), b.Type(m.Body(), b.P.Ink, false), 0, 0)
	_, rest = rest.Top(h)
	count := canvas.NewText("", b.P.Red)
	count.TextSize, count.TextStyle, count.Alignment = m.S(96), fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	b.Put(count, rest)
	st := b.State
	pack := b.Pack
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		count.Text = fmt.Sprint(int(max(0, session.Remaining(st, pack, now).Round(time.Second).Seconds())))
		count.Refresh()
	})
	b.Button(foot, "overlay.more", b.Tx("overlay.idle.more"), b.styleMain(), b.Do(session.MoreTime))
}
