package visit

import (
	"image"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/takehome"
	"matchbooth/ui/page"
)

// parentsItem is the id of the take-home item that leads to the parents' page.
const parentsItem = "parents"

// Parents is the page written for parents, with a code to take it home.
func Parents(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: b.State.Code == ""})
	payload := b.parentsLink()
	line := b.Tx("parents.code.line")
	if item := b.Pack.Take(parentsItem); item != nil && item.Line != nil {
		line = b.In(item.Line)
	}
	var text, side page.Box
	if m.Portrait {
		side, text = f.Body.Bottom(m.S(210))
		_, text = text.Bottom(m.Gap())
	} else {
		side, text = f.Body.Right(m.S(330))
		_, text = text.Right(m.S(44))
		// Next to the main action there is room for text.
		text.H += f.Foot.H + m.S(18)
	}
	h := b.Title(text, b.In(b.Pack.Parents.Title), m.Title())
	_, text = text.Top(h + m.S(10))
	b.Stack(text, b.P.Paper, b.Markdown(b.In(b.Pack.Parents.Body), text.W-m.S(8))...)
	draw := func(w, h int) image.Image { return art.ParentsArt(w, h, b.P) }
	if m.Portrait {
		if payload == "" {
			b.Picture(side.Middle(side.H*4/3, side.H), draw)
		} else {
			b.codeCard(side, payload, b.Tx("parents.code"), line)
		}
	} else {
		pic, card := side.Top(side.H * 0.3)
		if payload == "" {
			pic = side
		}
		b.Picture(pic, draw)
		if payload != "" {
			_, card = card.Top(m.S(12))
			b.codeCard(card, payload, b.Tx("parents.code"), "")
		}
	}
	b.Main(f.Foot, "done", b.Tx("parents.done"), b.Do(session.Back))
}

// parentsLink is the content of the parents' page code, "" if the pack has none.
func (b *B) parentsLink() string {
	for _, item := range b.Pack.TakeHome {
		if item.ID != parentsItem || item.Kind != "link" {
			continue
		}
		if payload, err := takehome.Payload(b.Pack, item, b.Lang, b.Now); err == nil {
			return payload
		}
	}
	return ""
}

// codeCard is a code on a card with a word that says what it is: beside it if the card is wide,
// else above it.
func (b *B) codeCard(at page.Box, payload, title, line string) {
	m := b.M
	b.Card(at)
	in := at.Inset(m.S(22))
	if at.W > at.H*1.4 {
		in = at.Pad(m.S(22), m.S(14))
		code, words := in.Left(in.H * 1.08)
		b.Code(code, payload)
		_, words = words.Left(m.S(32))
		h := b.TextFit(page.Box{X: words.X, Y: words.Y, W: words.W, H: words.H * 0.5}, title, b.Type(m.Heading(), b.P.Ink, true), 2, 0)
		b.TextFit(page.Box{X: words.X, Y: words.Y + h + m.S(8), W: words.W, H: words.H - h - m.S(8)}, line, b.Type(m.Label(), b.P.Soft, false), 4, 0)
		return
	}
	t := page.Centred(b.Type(m.Label(), b.P.Ink, true))
	head, code := in.Top(t.Size * 2.7)
	b.TextFit(head, title, t, 2, 0.5)
	_, code = code.Top(m.S(6))
	b.Code(code, payload)
}
