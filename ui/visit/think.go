package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Think is where "I'd like to think" leads: an evening, no hurry, the parents' page to take home.
func Think(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true})
	body := f.Body
	var pic, words page.Box
	if m.Portrait {
		pic, words = body.Top(body.H * 0.5)
		_, words = words.Top(m.S(30))
	} else {
		pic, words = body.Left(body.W * 0.47)
		_, words = words.Left(m.S(56))
	}
	b.Picture(pic, func(w, h int) image.Image { return art.ThinkArt(w, h, b.P) })
	h := b.Title(words, b.Tx("think.title"), m.Title()*1.05)
	_, words = words.Top(h + m.S(10))
	t := b.Type(m.Lead(), b.P.Ink, false)
	if b.IsHan() {
		t.Lead = 1.7
	}
	if p := touch.SetText(b.Tx("think.line"), t, words.W); p.Height > words.H*0.34 {
		t.Size = m.Body()
	}
	h = b.Text(words, b.Tx("think.line"), t)
	_, words = words.Top(h + m.S(24))
	if payload := b.parentsLink(); payload != "" {
		if !m.Portrait { // its lower edge is the picture's
			high := min(words.H, m.S(270)*(1+(m.Text-1)*0.3))
			words.Y += words.H - high
			words.H = high
		}
		words.H = min(words.H, m.S(340))
		b.codeCard(words, payload, b.Tx("think.code"), b.Tx("think.code.line"))
	}
	_, rest := b.Main(f.Foot, "finish", b.Tx("think.finish"), b.Do(session.Finish))
	b.SideLeft(rest, "parents", b.Tx("think.parents"), b.Do(session.Go, string(session.Parents)))
}

// codeCard is a code on a card with words that say what it is: beside it if the card is wide, else above it. Both are in the
// middle of the card; the code's own border is the gap around it.
func (b *B) codeCard(at page.Box, payload, title, line string) {
	m := b.M
	mat, err := takehome.Encode(payload)
	if err != nil {
		return
	}
	b.Card(at)
	pal := theme.Colours(false)
	code := func(box page.Box) {
		b.Picture(box, func(w, h int) image.Image { return takehome.Draw(mat, min(w, h), pal.Ink, pal.Card) })
	}
	dom := takehome.Domain(payload)
	if at.W <= at.H*1.25 {
		t := page.Centred(b.Type(m.Label(), b.P.Ink, true))
		t.Lead = 1.3
		small := page.Centred(b.Type(max(theme.MinText, m.S(19)*m.Text), b.P.Soft, false))
		in := at.Pad(m.S(16), m.S(16))
		head := touch.Fit([]touch.Span{{Text: title}}, t, in.W, t.Size*2.7, 2)
		foot := touch.Fit([]touch.Span{{Text: dom}}, small, in.W, small.Size*1.5, 1)
		if dom == "" {
			foot.Height = 0
		}
		tails := t.Size * 0.3 // of the words above reach below their lines
		side := min(in.W, in.H-head.Height-tails-foot.Height)
		y := in.Y + (in.H-head.Height-tails-foot.Height-side)/2
		b.Lay(head, in.X, y)
		code(page.Box{X: in.X + (in.W-side)/2, Y: y + head.Height + tails, W: side, H: side})
		if dom != "" {
			b.Lay(foot, in.X, y+head.Height+tails+side)
		}
		return
	}
	// The quiet zone around the code is a good part of the margin at its side.
	share := float32(0.5)
	if m.Text > 1 && !m.Portrait && line != "" { // the words need the room
		share = 0.37
	}
	side := min(at.H-m.S(20), at.W*share)
	margin := max(m.S(10), m.S(24)-side*quietZone/2)
	code(page.Box{X: at.X + margin, Y: at.Y + (at.H-side)/2, W: side, H: side})
	words := page.Box{X: at.X + margin + side + m.S(6), Y: at.Y + m.S(16), H: at.H - m.S(32)}
	words.W = at.X + at.W - m.S(26) - words.X
	var head, text, foot touch.Paragraph
	for scale := float32(1); scale > 0.6; scale -= 0.04 {
		head = b.Heading(title, b.Type(m.S(30)*m.Text*scale, b.P.Ink, true), words.W, words.H, 2)
		body := b.Type(m.S(22)*m.Text*scale, b.P.Ink, false)
		body.Lead, body.Even = 1.42, true
		text = touch.SetText(line, body, words.W)
		foot = touch.Fit([]touch.Span{{Text: dom}}, b.Type(max(theme.MinText, m.S(20)*m.Text*scale), b.P.Soft, false), words.W, words.H, 1)
		if head.Height+text.Height+foot.Height+m.S(16) <= words.H && !text.Torn {
			break
		}
	}
	if line == "" {
		text.Height = 0
	}
	if dom == "" {
		foot.Height = 0
	}
	y := words.Y + (words.H-head.Height-text.Height-foot.Height-m.S(16))/2
	b.Lay(head, words.X, y)
	y += head.Height + m.S(8)
	if line != "" {
		b.Lay(text, words.X, y)
		y += text.Height + m.S(8)
	}
	if dom != "" {
		b.Lay(foot, words.X, y)
	}
}
