package visit

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// quietZone is how much of a code's picture is the empty border that scanners need, on both sides together: eight modules
// of the thirty-seven of a code with a short address.
const quietZone = 8.0 / 37

// ticketAcross is the ticket in landscape: the code at the left, the rest beside it.
func (b *B) ticketAcross(at page.Box) {
	m := b.M
	b.Card(at)
	scan, rest := at.Left(max(at.W-m.S(316), at.W*0.6))
	b.perforation(page.Box{X: rest.X, Y: at.Y, W: 0, H: at.H})
	b.scanPart(scan.Pad(0, m.S(18)), m.S(36))
	in := rest.Pad(m.S(22), m.S(20))
	y := b.keepPart(in)
	y += m.S(20)
	b.Line(in.X, y, in.X+in.W, y, 1.5, b.P.Line)
	y += m.S(18)
	y = b.askPart(page.Box{X: in.X, Y: y, W: in.W, H: in.Y + in.H - y})
	corner := page.Box{X: rest.X, Y: y + m.S(20), W: rest.W, H: at.Y + at.H - y - m.S(20)}
	b.keepsake(corner, [4]float32{0, 0, m.Corner(), 0})
}

// upright is how much of a totem's ticket the code takes, as a fraction of the width.
const upright = 0.735

// uprightTicket is how high the ticket is on a totem of that width, in dp.
func (b *B) uprightTicket(w float32) float32 {
	m := b.M
	return m.S(12) + w*upright + b.scanHead() + m.S(44) + m.S(14) + m.S(178)*m.Text
}

// ticketUpright is the ticket on a totem: the code with the keepsake beside it, and below what to keep and whom to ask.
func (b *B) ticketUpright(at page.Box) {
	m := b.M
	b.Card(at)
	low, top := at.Bottom(m.S(178) * m.Text)
	scan, corner := top.Left(at.W * upright)
	b.scanPart(page.Box{X: scan.X, Y: scan.Y + m.S(18), W: scan.W, H: scan.H - m.S(18+16)}, m.S(36))
	b.keepsake(corner, [4]float32{0, m.Corner(), 0, 0})
	b.perforation(page.Box{X: low.X, Y: low.Y, W: low.W, H: 0})
	parts := low.Columns(2, 0)
	b.Line(parts[1].X, low.Y+m.S(20), parts[1].X, low.Y+low.H-m.S(20), 1.5, b.P.Line)
	b.keepPart(parts[0].Pad(m.S(36), m.S(18)))
	b.askPart(parts[1].Pad(m.S(28), m.S(18)))
}

// perforation is the dotted line between two parts of the ticket, along a box without width or without height.
func (b *B) perforation(at page.Box) {
	d := max(2, b.M.S(3.5))
	if at.W == 0 {
		at = page.Box{X: at.X - d/2, Y: at.Y + d, W: d, H: at.H - 2*d}
	} else {
		at = page.Box{X: at.X + d, Y: at.Y - d/2, W: at.W - 2*d, H: d}
	}
	b.Picture(at, func(w, h int) image.Image { return art.Dotted(w, h, b.P.Edge) })
}

// partHead is the heading of a part of the ticket: one word, and what it is about. It returns where the part goes on.
func (b *B) partHead(at page.Box, word, about string) float32 {
	m := b.M
	t := b.Type(m.S(28)*m.Text, b.P.Ink, true)
	p := touch.SetText(word, t, at.W)
	b.Lay(p, at.X, at.Y)
	x := at.X + touch.Measure(word, t.Size, true) + m.S(14)
	q := b.Type(m.S(20)*m.Text, b.P.Soft, false)
	q.Lead = t.Lead * t.Size / q.Size
	b.TextFit(page.Box{X: x, Y: at.Y, W: at.X + at.W - x, H: p.Height * 1.02}, about, q, 1, 0.7)
	return at.Y + p.Height
}

func (b *B) scanHead() float32 { return b.M.S(28) * b.M.Text * 1.28 }

// scanPart is the code of the registry's own page with its domain below. The quiet zone around it is the gap on all sides.
func (b *B) scanPart(at page.Box, inset float32) {
	m := b.M
	main, ok := mainItem(b.Pack.TakeHome)
	if !ok {
		return
	}
	payload, err := takehome.Payload(b.Pack, main, b.Lang, b.Now)
	if err != nil {
		return
	}
	mat, err := takehome.Encode(payload)
	if err != nil {
		return
	}
	y := b.partHead(at.Pad(inset, 0), b.Tx("takehome.scan"), b.In(main.Label))
	t := page.Centred(b.Type(m.S(22)*m.Text, b.P.Ink, false))
	t.Lead = 1.3
	line := t.Size * t.Lead
	dom := takehome.Domain(payload)
	if dom == "" {
		line = 0
	}
	// The quiet zone may lie on the ground of the card: only what is inside it is drawn.
	room := page.Box{X: at.X, Y: y, W: at.W, H: at.Y + at.H - y - line}
	side := min(room.W-m.S(6), room.H)
	code := room.Middle(side, side)
	p := theme.Colours(false)
	b.Picture(code, func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), p.Ink, p.Card) })
	if dom != "" {
		b.TextFit(page.Box{X: at.X + inset, Y: code.Y + side, W: at.W - 2*inset, H: line}, dom, t, 1, 0)
	}
}

// keepPart is the receipt code, and what it is good for. It returns where it ends.
func (b *B) keepPart(at page.Box) float32 {
	m := b.M
	y := b.partHead(at, b.Tx("takehome.keep"), b.Tx("takehome.receipt")) + m.S(4)
	b.spaced(page.Box{X: at.X, Y: y, W: at.W, H: m.S(42)}, b.State.Code, m.S(30)*m.Text)
	y += m.S(44)
	p := touch.SetText(b.Tx("takehome.code"), b.ticketType(20), at.W)
	b.Lay(p, at.X, y)
	return y + p.Height
}

// askPart is whom to ask, and whom to turn to after the event. It returns where it ends.
func (b *B) askPart(at page.Box) float32 {
	m := b.M
	y := b.partHead(at, b.Tx("takehome.ask"), b.Tx("takehome.questions")) + m.S(4)
	if phone := b.Pack.Handler.Phone; phone != "" {
		t := b.Type(m.S(26)*m.Text, b.P.Ink, true)
		p := touch.Fit([]touch.Span{{Text: phone}}, t, at.W, t.Size*1.4, 1)
		b.Lay(p, at.X, y)
		y += p.Height + m.S(4)
	}
	// A long address may be set smaller, and never loses its end.
	t := b.ticketType(20)
	p := touch.SetText(b.In(b.Pack.Handler.Erasure), t, at.W)
	for t.Size > theme.MinText && (p.Torn || y+p.Height > at.Y+at.H) {
		t.Size = max(theme.MinText, t.Size*0.96)
		p = touch.SetText(b.In(b.Pack.Handler.Erasure), t, at.W)
	}
	b.Lay(p, at.X, y)
	return y + p.Height
}

func (b *B) ticketType(size float32) touch.Type {
	t := b.Type(b.M.S(size)*b.M.Text, b.P.Ink, false)
	t.Lead, t.Even = 1.32, true
	return t
}

// keepsake is the corner worth keeping: the dots with the one that the code chose, the event and the day. Where words have
// taken its room it is left out.
func (b *B) keepsake(at page.Box, round [4]float32) {
	m := b.M
	if at.H < m.S(110) || at.W < m.S(150) {
		return
	}
	pad := m.S(24)
	yours := b.Type(m.S(24)*min(m.Text, 1.1), b.P.OnWine, true)
	small := b.Type(max(theme.MinText, m.S(17)), b.P.OnWineQuiet, false)
	small.Lead = 1.35
	w := at.W - 2*pad
	day := b.LongDate(b.Now.Format(time.DateOnly))
	line := b.In(b.Pack.Short) + "\n" + day
	if one := b.In(b.Pack.Short) + " · " + day; touch.Measure(one, small.Size, false) < w*0.9 {
		line = one
	}
	head := touch.Fit([]touch.Span{{Text: b.Tx("takehome.dot")}}, yours, w, at.H*0.4, 2)
	foot := touch.Fit([]touch.Span{{Text: line}}, small, w, at.H*0.4, 3)
	high := head.Height + foot.Height + m.S(20)
	calm := float64(high / at.H)
	code := b.State.Code
	b.Picture(at, func(w, h int) image.Image {
		px := float64(w) / float64(at.W)
		var r [4]float64
		for i := range r {
			r[i] = float64(round[i]) * px
		}
		return art.TicketField(w, h, b.P, code, calm, r)
	})
	y := at.Y + at.H - m.S(16) - foot.Height
	b.Lay(foot, at.X+pad, y)
	b.Lay(head, at.X+pad, y-head.Height)
}

// spaced sets a code in bold from the left edge of the box with its letters slightly apart: in the bold
// face some touch (YA, K7), and a code is read letter by letter, also from a photograph.
func (b *B) spaced(at page.Box, code string, size float32) {
	const apart = 0.07 // as a fraction of the size
	style := fyne.TextStyle{Bold: true}
	var wide float32
	widths := make([]float32, 0, len(code))
	for _, r := range code {
		w := touch.MeasureText(string(r), size, style).Width
		widths = append(widths, w)
		wide += w + size*apart
	}
	wide -= size * apart
	if wide > at.W && size > theme.MinText {
		b.spaced(at, code, size*at.W/wide*0.99)
		return
	}
	x := at.X
	for i, r := range []rune(code) {
		t := touch.NewText(string(r), b.P.Ink, style)
		t.TextSize = size
		h := t.MinSize().Height
		t.Resize(fyne.NewSize(widths[i], h))
		t.Move(fyne.NewPos(x, at.Y+(at.H-h)/2))
		b.Add(t)
		x += widths[i] + size*apart
	}
}
