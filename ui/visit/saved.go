package visit

import (
	"fmt"
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Saved closes the two rings, once.
func Saved(b *B) {
	m := b.M
	f := b.Frame(page.Framing{})
	body := f.Body
	d := min(m.S(260), body.H*0.45)
	y := body.Y + body.H*0.06
	if m.Portrait {
		d, y = m.S(320), body.Y+body.H*0.2
	}
	x := body.X + (body.W-d)/2
	at := page.Box{X: x - d*0.25, Y: y, W: d * 1.5, H: d}
	const frames = 14
	pics := make([]*canvas.Raster, frames)
	for i := range pics {
		t := float64(i) / (frames - 1)
		pics[i] = touch.NewPicture(func(w, h int) image.Image { return art.SavedArt(w, h, b.P, t) })
		pics[i].Hidden = i != frames-1
		b.Put(pics[i], at)
	}
	if !b.Still {
		nudge := b.Repaint()
		anim := fyne.NewAnimation(900*time.Millisecond, func(p float32) {
			k := int(p*(frames-1) + 0.5)
			for i, pic := range pics {
				page.SetVisible(pic, i == k)
			}
			nudge()
		})
		anim.Curve = fyne.AnimationEaseOut
		b.Page.Motion = append(b.Page.Motion, anim)
	}
	t := b.Type(m.Title()*1.1, b.P.Green, true)
	t.Align = fyne.TextAlignCenter
	y += d + m.S(26)
	h := b.TextFit(page.Box{X: body.X, Y: y, W: body.W, H: m.Title() * 1.6}, b.Tx("saved.title"), t, 1, 0)
	t = b.Type(m.Body(), b.P.Ink, false)
	t.Align = fyne.TextAlignCenter
	w := min(body.W, m.S(860))
	b.Text(page.Box{X: body.X + (body.W-w)/2, Y: y + h + m.S(8), W: w, H: 0}, b.Tx("saved.line"), t)
	b.Main(f.Foot, "next", b.Tx("saved.next"), b.Do(session.Go, string(session.TakeHome)))
}

// TakeHome is the one screen worth photographing.
func TakeHome(b *B) {
	m := b.M
	f := b.Frame(page.Framing{})
	body := f.Body
	var card, side page.Box
	if m.Portrait {
		card, side = body.Top(body.H * (0.51 - (m.Text-1)*0.12))
		_, side = side.Top(m.S(24))
	} else {
		card = page.Box{X: body.X, Y: body.Y, W: min(m.S(500), body.W*0.42), H: body.H + m.S(18) + f.Foot.H}
		side = page.Box{X: card.X + card.W + m.S(52), Y: body.Y, W: body.W - card.W - m.S(52), H: body.H}
	}
	b.takeHomeCard(card)
	foot := f.Foot
	if !m.Portrait {
		foot = page.Box{X: side.X, Y: f.Foot.Y, W: side.W, H: f.Foot.H}
	}
	// The side column: saved, the headline, three next steps.
	_, side = side.Top(m.S(4))
	_, side = side.Top(b.savedPill(side) + m.S(18))
	if b.State.PersonID != "" {
		side = b.checkStrip(side)
	}
	b.fitNextSteps(side)
	b.takeHomeFoot(foot)
}

// takeHomeCard is what people photograph: the first code, the receipt code, and whom to ask.
func (b *B) takeHomeCard(card page.Box) {
	m := b.M
	b.Card(card)
	in := card.Pad(m.S(14), m.S(14))
	center := func(size float32, bold bool, c color.NRGBA) touch.Type {
		t := b.Type(size, c, bold)
		t.Align = fyne.TextAlignCenter
		return t
	}
	main, ok := mainItem(b.Pack.TakeHome)
	reach := b.In(b.Pack.Handler.Erasure)
	if p := b.Pack.Handler.Phone; p != "" {
		reach += "\n" + b.Tx("takehome.phone", "Phone", p)
	}
	// The code comes first: the lines under it are set close.
	close := center(m.S(19)*m.Text, false, b.P.Ink)
	close.Lead = 1.3
	contact := touch.Fit([]touch.Span{{Text: reach}}, close, in.W-m.S(24), in.H*0.2, 4)
	foot, in := in.Bottom(contact.Height)
	foot.X += m.S(12)
	b.Lay(contact, foot.X, foot.Y)
	note, in := in.Bottom(m.Label() * 1.35)
	b.TextFit(note, b.Tx("takehome.code"), center(m.S(19)*m.Text, false, b.P.Soft), 1, 0.5)
	code, in := in.Bottom(m.S(42))
	b.spaced(code, b.State.Code, m.S(30))
	if ok {
		if payload, err := takehome.Payload(b.Pack, main, b.Lang, b.Now); err == nil {
			b.LabelledCode(in, payload, b.In(main.Label))
		}
	}
}

// savedPill says that the sign-up is saved, and returns its height.
func (b *B) savedPill(side page.Box) float32 {
	m := b.M
	pill := b.Tx("takehome.saved")
	pt := b.Type(m.Label(), b.P.Green, true)
	pw := fyne.MeasureText(pill, pt.Size, fyne.TextStyle{Bold: true}).Width + m.S(74)
	p := page.Box{X: side.X, Y: side.Y, W: pw, H: m.S(48) * m.Text}
	r := b.Rect(p, b.P.Mint, p.H/2)
	if b.State.Contrast {
		r.StrokeColor, r.StrokeWidth = b.P.Green, 2
	}
	b.Picture(page.Box{X: p.X + m.S(20), Y: p.Y + (p.H-m.S(22))/2, W: m.S(22), H: m.S(22)}, page.Icon(art.Check, b.P.Green))
	b.TextFit(page.Box{X: p.X + m.S(50), Y: p.Y, W: pw, H: p.H}, pill, pt, 1, 0.5)
	return p.H
}

// checkStrip is the volunteers' unobtrusive entry while the visitor is still here. It returns the rest of the box.
func (b *B) checkStrip(side page.Box) page.Box {
	m := b.M
	strip, side := side.Bottom(m.ButtonH())
	st := b.StyleText()
	st.Icon, st.IconSize = page.Icon(art.Lock, b.P.Soft), m.S(22)
	st.Text = b.P.Soft
	label := b.Tx("takehome.check")
	b.Button(page.Box{X: strip.X - m.S(12), Y: strip.Y, W: b.Width(label, st), H: strip.H}, "takehome.check", label, st, b.Do(session.AskPIN))
	_, side = side.Bottom(m.S(6))
	return side
}

// fitNextSteps shrinks the headline and the steps until the last step is visible: all of it must be in the photograph.
func (b *B) fitNextSteps(side page.Box) {
	m := b.M
	var lines touch.Paragraph
	var steps []page.Flow
	for fall := float32(1); ; fall -= 0.04 {
		title := b.Type(m.Title()*1.08*fall, b.P.Ink, true)
		lines = touch.Fit([]touch.Span{{Text: b.Tx("takehome.title")}}, title, side.W, title.Size*2.8, 2)
		b.M.Text = m.Text * max(0.85, fall)
		steps = b.nextSteps(side.W)
		if fall < 0.6 || lines.Height+m.S(20)+page.HighOf(steps) <= side.H {
			break
		}
	}
	b.M.Text = m.Text
	b.Lay(lines, side.X, side.Y)
	_, side = side.Top(lines.Height + m.S(20))
	b.Stack(side, b.P.Paper, steps...)
}

// takeHomeFoot is the countdown, the parents' page, more codes, and the end.
func (b *B) takeHomeFoot(row page.Box) {
	m := b.M
	bh := m.ButtonH()
	ring := page.Box{X: row.X, Y: row.Y + (row.H-bh)/2, W: bh, H: bh}
	b.countdown(ring)
	rest := page.Box{X: row.X + bh + m.S(16), Y: row.Y + (row.H-bh)/2, W: row.W - bh - m.S(16), H: bh}
	labels := []struct {
		id, label string
		do        func()
	}{
		{"parents", b.Tx("takehome.parents"), b.Do(session.Go, string(session.Parents))},
		{"more", b.Tx("takehome.more"), b.Do(session.Go, string(session.MoreCodes))},
		{"finish", b.Tx("takehome.finish"), b.Do(session.AskEnd)},
	}
	st := b.StyleQuiet()
	st.Pad = m.S(20)
	var want float32
	for _, l := range labels {
		want += b.Width(l.label, st)
	}
	gap := m.S(12)
	shrink := min(1, (rest.W-2*gap)/want)
	x := rest.X + rest.W
	for i := len(labels) - 1; i >= 0; i-- {
		l := labels[i]
		w := b.Width(l.label, st) * shrink
		x -= w
		s := st
		if l.id == "finish" {
			s.Border = b.P.Ink
		}
		b.Button(page.Box{X: x, Y: rest.Y, W: w, H: bh}, "takehome."+l.id, l.label, s, l.do)
		x -= gap
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
		d := m.S(44)
		title := touch.SetText(b.In(s.Title), b.Type(m.S(23)*m.Text, b.P.Ink, false), w-d-m.S(20))
		line := touch.SetText(b.In(s.Line), b.Type(m.S(20)*m.Text, b.P.Soft, false), w-d-m.S(20))
		gap := m.S(20)
		if i == 0 {
			gap = 0
		}
		out = append(out, page.Flow{Gap: gap, Height: title.Height + line.Height, Draw: func(at page.Box) {
			b.Put(canvas.NewCircle(b.P.Rose), page.Box{X: at.X, Y: at.Y + m.S(2), W: d, H: d})
			t := b.Type(m.S(21), b.P.Red, true)
			t.Align = fyne.TextAlignCenter
			b.TextFit(page.Box{X: at.X, Y: at.Y + m.S(2), W: d, H: d}, fmt.Sprint(i+1), t, 1, 0.5)
			b.Lay(title, at.X+d+m.S(20), at.Y)
			b.Lay(line, at.X+d+m.S(20), at.Y+title.Height)
		}})
	}
	return out
}

// countdown is a ring with the seconds left; any touch restarts it.
func (b *B) countdown(at page.Box) {
	m := b.M
	track := canvas.NewCircle(b.P.Paper)
	track.StrokeColor, track.StrokeWidth = b.P.Line, m.S(6)
	b.Put(track, at.Inset(m.S(4)))
	arc := canvas.NewArc(0, 360, 0.82, b.P.Ink)
	b.Put(arc, at.Inset(m.S(1)))
	num := canvas.NewText("", b.P.Ink)
	num.TextSize, num.TextStyle, num.Alignment = m.S(19), fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	b.Put(num, at)
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

// MoreCodes shows the further codes, each with a word that says what it is.
func MoreCodes(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	h := b.TextFit(page.Box{X: body.X, Y: body.Y, W: body.W, H: m.Title() * 1.4}, b.Tx("morecodes.title"), b.Type(m.Title(), b.P.Ink, true), 1, 0)
	_, body = body.Top(h + m.S(16))
	var items []event.TakeItem
	for _, i := range b.Pack.TakeHome {
		if !i.Main {
			items = append(items, i)
		}
	}
	if len(items) == 0 {
		return
	}
	boxes := body.Columns(len(items), m.Gap())
	if m.Portrait {
		boxes = body.Rows(len(items), m.Gap())
	}
	for i, item := range items {
		at := boxes[i]
		b.Card(at)
		in := at.Inset(m.S(26))
		payload, err := takehome.Payload(b.Pack, item, b.Lang, b.Now)
		if err != nil {
			continue
		}
		t := b.Type(m.Body(), b.P.Ink, true)
		if m.Portrait {
			qr, text := in.Left(in.H)
			b.Code(qr, payload)
			b.TextFit(page.Box{X: text.X + m.S(24), Y: text.Y, W: text.W - m.S(24), H: text.H}, b.In(item.Label), t, 3, 0.5)
			continue
		}
		t.Align = fyne.TextAlignCenter
		top, rest := in.Top(t.Size * 2.7)
		b.TextFit(top, b.In(item.Label), t, 2, 0.5)
		b.Code(rest, payload)
	}
}

// spaced sets a code in bold in the middle of the box with its letters slightly apart: in the bold
// face some touch (YA, K7), and a code is read letter by letter, also from a photograph.
func (b *B) spaced(at page.Box, code string, size float32) {
	const apart = 0.09 // as a fraction of the size
	style := fyne.TextStyle{Bold: true}
	var wide float32
	widths := make([]float32, 0, len(code))
	for _, r := range code {
		w := fyne.MeasureText(string(r), size, style).Width
		widths = append(widths, w)
		wide += w + size*apart
	}
	wide -= size * apart
	if wide > at.W && size > theme.MinText {
		b.spaced(at, code, size*at.W/wide*0.99)
		return
	}
	x := at.X + (at.W-wide)/2
	for i, r := range []rune(code) {
		t := canvas.NewText(string(r), b.P.Ink)
		t.TextSize, t.TextStyle = size, style
		h := t.MinSize().Height
		t.Resize(fyne.NewSize(widths[i], h))
		t.Move(fyne.NewPos(x, at.Y+(at.H-h)/2))
		b.Add(t)
		x += widths[i] + size*apart
	}
}
