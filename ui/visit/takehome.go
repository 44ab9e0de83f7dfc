package visit

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// TakeHome is the one screen worth photographing: a ticket in three parts, to scan, to keep and to ask, and beside it what
// comes next.
func TakeHome(b *B) {
	m := b.M
	f := b.Frame(page.Framing{})
	if b.State.PersonID != "" {
		b.volunteerCheck(f)
	}
	body := f.Body
	_, body = body.Top(m.S(4))
	var ticket, side page.Box
	if m.Portrait {
		// The steps below are in the photograph too.
		gap := m.S(28)
		head, steps := b.setNextSteps(body.W, 0.9)
		high := min(b.uprightTicket(body.W), body.H-gap-head.Height-m.S(20)-page.HighOf(steps))
		ticket, side = body.Top(max(high, body.H*0.55))
		_, side = side.Top(gap)
		side = b.savedPill(side, true)
		b.ticketUpright(ticket)
	} else {
		ticket, side = body.Left(body.W * (0.672 - (m.Text-1)*0.2))
		_, side = side.Left(m.S(40))
		side = b.savedPill(side, false)
		b.ticketAcross(ticket)
	}
	b.fitNextSteps(side)
	b.takeHomeFoot(f.Foot)
}

// savedPill says that the sign-up is saved, above the headline or at the right end of its row, and returns the rest of the box.
func (b *B) savedPill(side page.Box, right bool) page.Box {
	m := b.M
	pill := b.Tx("takehome.saved")
	pt := b.Type(b.pillType(), b.P.Green, true)
	pw := min(side.W, b.pillWidth())
	p := page.Box{X: side.X, Y: side.Y, W: pw, H: m.S(44) * m.Text}
	if right {
		p.X = side.X + side.W - pw
		p.Y += m.S(4)
	}
	r := b.Rect(p, b.P.Mint, p.H/2)
	if b.State.Contrast {
		r.StrokeColor, r.StrokeWidth = b.P.Green, 2
	}
	b.Picture(page.Box{X: p.X + m.S(20), Y: p.Y + (p.H-m.S(22))/2, W: m.S(22), H: m.S(22)}, page.Icon(art.Check, b.P.Green))
	b.TextFit(page.Box{X: p.X + m.S(50), Y: p.Y, W: pw - m.S(64), H: p.H}, pill, pt, 1, 0.5)
	if !right {
		_, side = side.Top(p.H + m.S(16))
	}
	return side
}

// pillWidth is how wide the pill is that says that the sign-up is saved, in dp.
func (b *B) pillWidth() float32 {
	return touch.Measure(b.Tx("takehome.saved"), b.pillType(), true) + b.M.S(74)
}

// pillType is its type size, in dp: beside the headline it does not grow, so that the headline need not shrink.
func (b *B) pillType() float32 {
	if b.M.Portrait {
		return b.M.Label() / b.M.Text
	}
	return b.M.Label()
}

// volunteerCheck is the volunteers' entry in the header while the visitor is still here, far from the end; once they have
// checked it says so.
func (b *B) volunteerCheck(f page.Frame) {
	m := b.M
	row := f.Tools
	end := row.X + row.W
	for _, x := range b.Page.Buttons {
		if x.ID == string(b.State.Screen)+".large" {
			end = x.Position().X - m.S(20)
		}
	}
	from := row.X
	if !m.Portrait {
		from = f.Brand.X + f.Brand.W + m.S(24)
	}
	if b.State.Checked {
		d := m.S(22)
		t := b.Type(m.Label(), b.P.Green, true)
		p := touch.Fit([]touch.Span{{Text: b.Tx("takehome.checked")}}, t, end-from-d-m.S(10), row.H, 2)
		x := end - widest(p) - d - m.S(10)
		if m.Portrait {
			x = from
		}
		b.Picture(page.Box{X: x, Y: row.Y + (row.H-d)/2, W: d, H: d}, page.Icon(art.Check, b.P.Green))
		b.Lay(p, x+d+m.S(10), row.Y+(row.H-p.Height)/2)
		return
	}
	st := b.StyleQuiet()
	st.Icon, st.IconSize = page.Icon(art.Lock, b.P.Ink), m.S(22)
	st.Pad = m.S(20)
	label := b.Tx("takehome.check")
	w := min(b.Width(label, st), end-from)
	at := page.Box{X: end - w, Y: row.Y, W: w, H: row.H}
	if m.Portrait {
		at.X = from
	}
	b.Button(at, "takehome.check", label, st, b.Do(session.AskPIN))
}

// fitNextSteps shrinks the headline and the steps until the last step is visible: all of it must be in the photograph.
func (b *B) fitNextSteps(side page.Box) {
	m := b.M
	var lines touch.Paragraph
	var steps []page.Flow
	for fall := float32(1); ; fall -= 0.02 {
		lines, steps = b.setNextSteps(side.W, fall)
		if fall < 0.6 || lines.Height+m.S(20)+page.HighOf(steps) <= side.H {
			break
		}
	}
	b.Lay(lines, side.X, side.Y)
	_, side = side.Top(lines.Height + m.S(20))
	// What is left goes between the steps.
	if spare := side.H - page.HighOf(steps); spare > 0 && len(steps) > 1 {
		for i := range steps[1:] {
			steps[i+1].Gap += min(spare/float32(len(steps)-1)*0.7, m.S(22))
		}
	}
	b.Stack(side, b.P.Paper, steps...)
}

// setNextSteps sets the headline and the steps, smaller by a factor; the steps are never smaller than 0.88 of normal print. In
// large print the headline is first as small as in normal print, and not smaller.
func (b *B) setNextSteps(width, fall float32) (touch.Paragraph, []page.Flow) {
	m := b.M
	head := width
	if m.Portrait {
		head -= b.pillWidth() + m.S(24) // beside the pill
	}
	headline := fall
	if m.Text > 1 {
		headline, fall = max(1/m.Text, fall), min(1, max(1.02/m.Text, fall+1-1/m.Text))
	}
	title := b.Type(m.Title()*1.08*headline, b.P.Ink, true)
	lines := b.Heading(b.Tx("takehome.title"), title, head, title.Size*2.8, 2)
	b.M.Text = m.Text * max(0.88/m.Text, fall)
	steps := b.nextSteps(width)
	b.M.Text = m.Text
	return lines, steps
}

// takeHomeFoot is the countdown, the parents' page, more codes, and the end, which is not red: nobody is hurried out.
func (b *B) takeHomeFoot(row page.Box) {
	m := b.M
	bh := m.ButtonH()
	b.countdown(page.Box{X: row.X, Y: row.Y + (row.H-bh)/2, W: bh, H: bh}, m.S(18)*m.Text, b.Tx("takehome.seconds"))
	rest := page.Box{X: row.X + bh + m.S(16), Y: row.Y, W: row.W - bh - m.S(16), H: row.H}
	quiet := b.StyleQuiet()
	quiet.Pad = m.S(22)
	end := b.StyleEqual()
	end.Pad = m.S(34)
	buttons := []struct {
		id, label string
		st        touch.Style
		do        func()
	}{
		{"parents", b.Tx("takehome.parents"), quiet, b.Do(session.Go, string(session.Parents))},
		{"more", b.Tx("takehome.more"), quiet, b.Do(session.Go, string(session.MoreCodes))},
		{"finish", b.Tx("takehome.finish"), end, b.Do(session.AskEnd)},
	}
	gap := m.S(14)
	var want float32
	for _, l := range buttons {
		want += b.Width(l.label, l.st)
	}
	shrink := min(1, (rest.W-2*gap)/want)
	x := rest.X + rest.W
	for i := len(buttons) - 1; i >= 0; i-- {
		l := buttons[i]
		w, h := b.Width(l.label, l.st)*shrink, bh
		if l.id == "finish" {
			h = row.H
		}
		x -= w
		b.Button(page.Box{X: x, Y: row.Y + (row.H-h)/2, W: w, H: h}, "takehome."+l.id, l.label, l.st, l.do)
		x -= gap
	}
	// How to stay longer, where there is room to say it.
	t := b.Type(m.S(20)*m.Text, b.P.Soft, false)
	if line := b.Tx("takehome.stay"); touch.Measure(line, t.Size, false) < x-rest.X {
		b.TextFit(page.Box{X: rest.X, Y: row.Y, W: x - rest.X, H: row.H}, line, t, 1, 0.5)
	}
}

func mainItem(items []event.TakeItem) (event.TakeItem, bool) {
	for _, i := range items {
		if i.Main {
			return i, true
		}
	}
	return event.TakeItem{}, false
}

// nextSteps are numbered lines.
func (b *B) nextSteps(w float32) []page.Flow {
	m := b.M
	var out []page.Flow
	for i, s := range b.Pack.NextSteps {
		d := m.S(42) * max(1, m.Text)
		title := b.Type(m.S(23)*m.Text, b.P.Ink, true)
		line := b.Type(m.S(20)*m.Text, b.P.Soft, false)
		line.Lead, line.Even = 1.4, true
		x := d + m.S(16)
		head := touch.SetText(b.In(s.Title), title, w-x)
		below := touch.SetText(b.In(s.Line), line, w-x)
		gap := m.S(18)
		if i == 0 {
			gap = 0
		}
		out = append(out, page.Flow{Gap: gap, Height: max(d, head.Height+below.Height), Draw: func(at page.Box) {
			c := canvas.NewCircle(b.P.Rose)
			if b.State.Contrast {
				c.StrokeColor, c.StrokeWidth = b.P.Red, 2
			}
			b.Put(c, page.Box{X: at.X, Y: at.Y, W: d, H: d})
			b.TextFit(page.Box{X: at.X, Y: at.Y, W: d, H: d}, fmt.Sprint(i+1), page.Centred(b.Type(d/2, b.P.Red, true)), 1, 0.5)
			b.Lay(head, at.X+x, at.Y)
			b.Lay(below, at.X+x, at.Y+head.Height)
		}})
	}
	return out
}

// countdown is a ring with the seconds left in that type size; any touch restarts it. Where nothing near it says what the number
// is, a unit stands below it: 120 alone is whom one calls for an ambulance.
func (b *B) countdown(at page.Box, size float32, unit string) {
	m := b.M
	track := canvas.NewCircle(b.P.Paper)
	track.StrokeColor, track.StrokeWidth = b.P.Line, at.W*0.09
	b.Put(track, at.Inset(at.W*0.06))
	arc := canvas.NewArc(0, 360, 0.82, b.P.Ink)
	b.Put(arc, at.Inset(m.S(1)))
	num := touch.NewText("", b.P.Ink, fyne.TextStyle{Bold: true})
	num.TextSize, num.Alignment = size, fyne.TextAlignCenter
	place := at
	if unit != "" {
		place.Y -= size * 0.46
		t := page.Centred(b.Type(max(theme.MinText, size*0.72), b.P.Ink, false))
		b.TextFit(page.Box{X: at.X, Y: at.Y + at.H/2 - size*0.14, W: at.W, H: t.Size * t.Lead}, unit, t, 1, 0)
	}
	b.Put(num, place)
	s, p := b.State, b.Pack
	whole := session.Remaining(s, p, s.Since)
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		st := s
		if b.Current != nil {
			st = b.Current()
		}
		left := max(0, session.Remaining(st, p, now))
		num.Text = fmt.Sprint(int(left.Round(time.Second).Seconds()))
		if whole > 0 {
			arc.EndAngle = float32(360 * min(1, left.Seconds()/whole.Seconds()))
		}
		arc.Refresh()
		num.Refresh()
	})
}
