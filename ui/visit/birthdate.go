package visit

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// BirthDate works out when somebody is old enough. The date of birth exists only in this page's
// wheels; the state machine turns it into the date to come back and forgets it.
func BirthDate(b *B) {
	m := b.M
	// Once it is known when, there is nothing left to decline.
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: b.State.ComeBack == ""})
	head := f.Body
	if b.State.ComeBack != "" {
		title, line := b.Tx("birth.back", "Date", b.LongDate(b.State.ComeBack)), b.Tx("birth.back.line")
		if b.State.ComeBack <= b.Now.Format(time.DateOnly) {
			title, line = b.Tx("birth.now"), b.Tx("birth.now.line")
		}
		// The picture: an evening in which nothing hurries. The date is there to be photographed.
		words, pic := head.Left(head.W * 0.5)
		_, pic = pic.Left(m.Gap())
		size := m.Body()
		if m.Portrait {
			words, size = head, m.Lead()
		}
		tp := touch.Fit([]touch.Span{{Text: title}}, b.Type(m.Title()*1.15, b.P.Ink, true), words.W, words.H*0.6, 4)
		lp := touch.SetText(line, b.Type(size, b.P.Ink, false), words.W)
		high := tp.Height + m.S(14) + lp.Height
		y := words.Y + max(0, words.H-high)*0.45
		if m.Portrait {
			pic, words = b.Poster(head, 1.25, high)
			y = words.Y
			b.Picture(pic, func(w, h int) image.Image { return art.ThinkArt(w, h, b.P) })
		} else {
			b.Drawing(pic, 4.0/3, art.ThinkArt)
		}
		b.Lay(tp, words.X, y)
		b.Lay(lp, words.X, y+tp.Height+m.S(14))
		b.Main(f.Foot, "end", b.Tx("birth.end"), b.Do(session.WayOn))
		return
	}
	h := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W, H: m.Title() * 1.4}, b.Tx("birth.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	h += b.Text(page.Box{X: head.X, Y: head.Y + h + m.S(6), W: min(head.W, m.S(900)), H: 0}, b.Tx("birth.line"), b.Type(m.Body(), b.P.Ink, false)) + m.S(6)
	body := f.Low
	if !m.Portrait {
		_, body = body.Top(h + m.S(30))
		b.Drawing(page.Box{X: body.X + m.S(688), Y: body.Y, W: body.W - m.S(688), H: min(body.H, 5*m.S(64))}, 2, art.YearsArt)
	}
	b.Drawing(b.Above(f, h), 2, art.YearsArt)
	// People who get here are about to turn eighteen.
	begin := time.Date(b.Now.Year()-17, time.January, 1, 0, 0, 0, 0, time.UTC)
	st := b.dateStyle()
	if room := body.H - m.S(44); 5*st.Wheel.Row > room {
		st.Wheel.Row = max(touch.Least, room/5)
	}
	rows := page.Box{X: body.X, Y: body.Y, W: min(body.W, m.S(640)), H: min(5*st.Wheel.Row, body.H)}
	if m.Portrait {
		rows.W = body.W
	}
	wheels := touch.NewDate("birthdate", begin.Format(time.DateOnly), b.Now.AddDate(-100, 0, 0), b.Now, begin, st, b.dateWords())
	wheels.OnChange = func(string) { b.Send(session.Event{Kind: session.Touch}) }
	// The wheels draw their frame a little inside, where nothing cuts it.
	b.Pick(wheels, page.Box{X: rows.X - touch.WheelInset, Y: rows.Y, W: rows.W + 2*touch.WheelInset, H: rows.H})
	b.Page.Keys = func(k fyne.KeyName, _ rune) { wheels.Key(k) }
	for _, p := range b.State.Problems {
		y := rows.Y + rows.H + m.S(14)
		b.Text(page.Box{X: rows.X, Y: y, W: body.W, H: 0}, b.T.With(p.Key, p.Args), b.Type(m.Label(), b.P.Red, true))
	}
	b.Main(f.Foot, "go", b.Tx("birth.go"), func() {
		b.Send(session.Event{Kind: session.BirthGiven, Arg: wheels.Value()})
	})
}
