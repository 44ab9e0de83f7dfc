package visit

import (
	"image"
	"math"
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
	var room float32 // for the second code
	gap, inset := m.S(20), m.S(22)
	if b.FollowUp != "" {
		room = leastCode + m.S(20)
		if scan, rest = at.Left(at.W - m.S(348)); m.Text > 1 { // the words need the room more than the code
			scan, rest = at.Left(at.W * 0.5)
			gap, inset = m.S(9), m.S(16)
		}
	}
	b.perforation(page.Box{X: rest.X, Y: at.Y, W: 0, H: at.H})
	b.scanPart(scan.Pad(0, m.S(18)), m.S(36))
	in := rest.Pad(inset, m.S(20))
	y := b.keepPart(in)
	y += gap
	b.Line(in.X, y, in.X+in.W, y, 1.5, b.P.Line)
	y += gap * 0.9
	end := in.Y + in.H
	if room > 0 {
		end = at.Y + at.H - room - gap
	}
	y = b.askPart(page.Box{X: in.X, Y: y, W: in.W, H: end - y})
	corner := page.Box{X: rest.X, Y: y + gap, W: rest.W, H: at.Y + at.H - y - gap}
	round := [4]float32{0, 0, m.Corner(), 0}
	if b.FollowUp != "" {
		b.registryCorner(page.Box{X: corner.X, Y: min(corner.Y, at.Y+at.H-room), W: corner.W, H: max(corner.H, room)}, round)
		return
	}
	b.keepsake(corner, round)
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
	if payload, label := b.registryCode(); b.FollowUp != "" && payload != "" {
		if corner = b.registryPart(corner, payload, label); corner.H > m.S(230) {
			b.keepsake(corner, [4]float32{})
		}
	} else {
		b.keepsake(corner, [4]float32{0, m.Corner(), 0, 0})
	}
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

// headFits says whether a heading of a part stands in one line without being set much smaller.
func (b *B) headFits(word, about string, w float32) bool {
	m := b.M
	return touch.Measure(word, m.S(28)*m.Text, true)+m.S(14)+touch.Measure(about, m.S(20)*m.Text, false)*0.85 <= w
}

func (b *B) scanHead() float32 { return b.M.S(28) * b.M.Text * 1.28 }

// registryCode is the code of the registry's own page, with what the pack calls it; "" if the pack has none.
func (b *B) registryCode() (payload, label string) {
	main, ok := mainItem(b.Pack.TakeHome)
	if !ok {
		return "", ""
	}
	payload, err := takehome.Payload(b.Pack, main, b.Lang, b.Now)
	if err != nil {
		return "", ""
	}
	return payload, b.In(main.Label)
}

// scanPart is the first code with its domain below: of the page on which the visitor says later what has changed, where the
// event has one, else of the registry's own. The quiet zone around it is the gap on all sides.
func (b *B) scanPart(at page.Box, inset float32) {
	m := b.M
	payload, label := b.registryCode()
	if b.FollowUp != "" {
		payload, label = string(b.FollowUp), b.Tx("takehome.followup")
	}
	mat, err := takehome.Encode(payload)
	if payload == "" || err != nil {
		return
	}
	head := at.Pad(inset, 0)
	var y float32
	if word := b.Tx("takehome.scan"); b.FollowUp == "" || b.headFits(word, label, head.W) {
		y = b.partHead(head, word, label)
	} else { // what it is for stands below, as large as elsewhere
		y = b.partHead(head, word, "")
		t := b.ticketType(20)
		p := touch.SetText(label, t, head.W)
		if at.Y+at.H-y-p.Height < 362+m.S(22)*m.Text*1.3 { // the code is to be 360 dp wide, with its domain below
			p = touch.Fit([]touch.Span{{Text: label}}, t, head.W, t.Size*t.Lead, 1)
		}
		b.Lay(p, head.X, y)
		y += p.Height
	}
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
	b.field(at, code, calm, round)
	y := at.Y + at.H - m.S(16) - foot.Height
	b.Lay(foot, at.X+pad, y)
	b.Lay(head, at.X+pad, y-head.Height)
}

// field is the ground of the keepsake: dots, of which the code has chosen one; "" chooses none.
func (b *B) field(at page.Box, code string, calm float64, round [4]float32) {
	b.Picture(at, func(w, h int) image.Image {
		px := float64(w) / float64(at.W)
		var r [4]float64
		for i := range r {
			r[i] = float64(round[i]) * px
		}
		return art.TicketField(w, h, b.P, code, calm, r)
	})
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

// registryCorner is the corner of a ticket in landscape whose first code is the follow-up page: the registry's own code, which
// holds when no hub does any more, on the ground of the keepsake, with its name beside it.
func (b *B) registryCorner(at page.Box, round [4]float32) {
	m := b.M
	payload, label := b.registryCode()
	if payload == "" {
		b.keepsake(at, round)
		return
	}
	b.field(at, "", 1, round)
	side := b.plate(page.Box{X: at.X + m.S(16), Y: at.Y, W: at.W * 0.5, H: at.H}, payload)
	x := side.X + side.W + m.S(14)
	w := at.X + at.W - m.S(12) - x
	foot := touch.Fit([]touch.Span{{Text: takehome.Domain(payload)}}, b.Type(max(theme.MinText, m.S(17)*min(m.Text, 1.1)), b.P.OnWineQuiet, false), w, m.S(40), 1)
	head := touch.Fit([]touch.Span{{Text: label}}, b.Type(m.S(21)*min(m.Text, 1.1), b.P.OnWine, true), w, at.H-foot.Height-m.S(16), 4)
	y := at.Y + (at.H-head.Height-m.S(6)-foot.Height)/2
	b.Lay(head, x, y)
	b.Lay(foot, x, y+head.Height+m.S(6))
}

// registryPart is the registry's own code beside the first one of a totem's ticket, above the keepsake. It returns the rest of
// the box.
func (b *B) registryPart(at page.Box, payload, label string) page.Box {
	m := b.M
	in := at.Pad(m.S(10), m.S(18))
	code := b.plate(page.Box{X: in.X, Y: in.Y, W: in.W, H: in.W}, payload)
	pad := m.S(12)
	head := touch.Fit([]touch.Span{{Text: label}}, b.Type(m.S(21)*m.Text, b.P.Ink, true), in.W-2*pad, m.S(150), 4)
	foot := touch.Fit([]touch.Span{{Text: takehome.Domain(payload)}}, b.Type(max(theme.MinText, m.S(18)), b.P.Soft, false), in.W-2*pad, m.S(40), 1)
	y := code.Y + code.H
	b.Lay(head, in.X+pad, y)
	y += head.Height + m.S(4)
	b.Lay(foot, in.X+pad, y)
	y += foot.Height + m.S(24)
	b.Line(at.X, at.Y+m.S(20), at.X, y-m.S(20), 1.5, b.P.Line)
	return page.Box{X: at.X, Y: y, W: at.W, H: at.Y + at.H - y}
}

// plate is a second code on a white plate, as large as its modules fit into the box as whole ones, in the middle of its height
// and at its left edge. It returns where the plate is.
func (b *B) plate(at page.Box, payload string) page.Box {
	m := b.M
	mat, err := takehome.Encode(payload)
	if err != nil {
		return page.Box{}
	}
	rim := m.S(4) // the plate's corners are round
	n := float32(mat.Size + 2*takehome.Quiet)
	side := max(leastCode, float32(math.Floor(float64((min(at.W, at.H-m.S(12))-2*rim)/n)))*n)
	out := page.Box{X: at.X, Y: at.Y + (at.H-side)/2 - rim, W: side + 2*rim, H: side + 2*rim}
	p := theme.Colours(false)
	b.Rect(out, p.Card, m.S(10))
	b.Picture(out.Inset(rim), func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), p.Ink, p.Card) })
	return out
}

// leastCode is how wide a second code is at the least, in dp, with its quiet zone.
const leastCode = 150
