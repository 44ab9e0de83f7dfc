package visit

import (
	"image"

	"fyne.io/fyne/v2"

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
	d, small := min(m.S(260), body.H*0.45), m.Body()
	if m.Portrait {
		d, small = m.S(400), m.Lead()
	}
	line := b.Type(small, b.P.Ink, false)
	line.Align = fyne.TextAlignCenter
	w := min(body.W, m.S(860))
	y := body.Y + b.Golden(body.H-d-m.S(34)-m.Title()*1.1*1.28-touch.SetText(b.Tx("saved.line"), line, w).Height)
	x := body.X + (body.W-d)/2
	at := page.Box{X: x - d*0.25, Y: y, W: d * 1.5, H: d}
	b.film(at, 0, func(w, h int, t float64) image.Image { return art.SavedArt(w, h, b.P, t) })
	t := b.Type(m.Title()*1.1, b.P.Green, true)
	t.Align = fyne.TextAlignCenter
	y += d + m.S(26)
	h := b.TextFit(page.Box{X: body.X, Y: y, W: body.W, H: m.Title() * 1.6}, b.Tx("saved.title"), t, 1, 0)
	b.Text(page.Box{X: body.X + (body.W-w)/2, Y: y + h + m.S(8), W: w, H: 0}, b.Tx("saved.line"), line)
	b.Main(f.Foot, "next", b.Tx("saved.next"), b.Do(session.Go, string(session.TakeHome)))
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
	b.Main(f.Foot, "done", b.Tx("morecodes.done"), b.Do(session.Back))
	if len(items) == 0 {
		return
	}
	boxes := body.Columns(len(items), m.Gap())
	if m.Portrait {
		boxes = body.Rows(len(items), m.Gap())
	}
	// What they are for is said in one size; on a totem a card has the room for a heading.
	t, lines := page.Centred(b.Type(m.Body(), b.P.Ink, true)), 2
	if m.Portrait {
		t, lines = b.Type(m.Lead(), b.P.Ink, true), 3
	}
	codes, texts := make([]page.Box, len(items)), make([]page.Box, len(items))
	labels := make([]touch.Member, len(items))
	for i, at := range boxes {
		b.Card(at)
		in := at.Inset(m.S(26))
		if m.Portrait {
			codes[i], texts[i] = in.Left(in.H)
			_, texts[i] = texts[i].Left(m.S(24))
		} else {
			texts[i], codes[i] = in.Top(t.Size * 2.7)
		}
		labels[i] = touch.Member{Spans: []touch.Span{{Text: b.In(items[i].Label)}}, Width: texts[i].W, Height: texts[i].H, MaxLines: lines}
	}
	for i, p := range touch.FitGroup(t, labels...) {
		payload, err := takehome.Payload(b.Pack, items[i], b.Lang, b.Now)
		if err != nil {
			continue
		}
		if !m.Portrait {
			b.Lay(p, texts[i].X, texts[i].Y+(texts[i].H-p.Height)/2)
			b.Code(codes[i], payload)
			continue
		}
		// The domain stands with the words, so that all codes are as large as the card is high.
		dom := touch.Fit([]touch.Span{{Text: takehome.Domain(payload)}}, b.Type(m.Label(), b.P.Soft, false), texts[i].W, texts[i].H, 1)
		if len(dom.Lines[0]) == 0 {
			dom.Height = 0
		}
		y := texts[i].Y + (texts[i].H-p.Height-dom.Height)/2
		b.Lay(p, texts[i].X, y)
		b.Lay(dom, texts[i].X, y+p.Height)
		if mat, err := takehome.Encode(payload); err == nil {
			pal := theme.Colours(false)
			b.Picture(codes[i], func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), pal.Ink, pal.Card) })
		}
	}
}
