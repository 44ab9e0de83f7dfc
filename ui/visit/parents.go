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
		wide, apart := m.S(330), m.S(44)
		if m.Text > 1 { // the risks are to be in view when the page opens
			wide, apart = m.S(270), m.S(36)
		}
		side, text = f.Body.Right(wide)
		_, text = text.Right(apart)
		// Next to the main action there is room for text.
		text.H += f.Foot.H + m.S(18)
	}
	h := b.Title(text, b.In(b.Pack.Parents.Title), m.Title()/m.Text) // in large print the room is the text's
	_, text = text.Top(h + m.S(14)/m.Text)
	flows := func() []page.Flow { return b.inInk(b.In(b.Pack.Parents.Body), text.W-m.S(8)) }
	list := flows()
	for full := m.Text; full > 1 && page.HighOf(list) > text.H && b.M.Text > max(1.06, full*0.845); list = flows() {
		b.M.Text -= full * 0.02
	}
	b.M.Text = m.Text
	var further page.Box
	if m.Text > 1 && !m.Portrait && payload != "" { // at the foot of the side, so that it takes none of the text's lines
		further, side = side.Bottom(m.ButtonH())
		_, side = side.Bottom(m.S(18))
	}
	b.readOnFrom(text, further, b.P.Paper, list...)
	draw := func(w, h int) image.Image { return art.ParentsArt(w, h, b.P) }
	if m.Portrait {
		if payload == "" {
			b.Picture(side.Middle(min(side.W, side.H*1.6), side.H), draw)
		} else {
			b.codeCard(side, payload, b.Tx("parents.code"), line)
		}
	} else {
		pic, card := side.Top(min(side.H*0.34, side.W/1.6))
		if m.Text > 1 && payload != "" {
			b.codeCard(page.Box{X: side.X, Y: side.Y, W: side.W, H: min(side.H, side.W*1.5)}, payload, b.Tx("parents.code"), "")
			b.Main(f.Foot, "done", b.Tx("parents.done"), b.Do(session.Back))
			return
		}
		if payload == "" {
			pic.H = side.W
		}
		b.Picture(pic, draw)
		if payload != "" {
			_, card = card.Top(m.S(16))
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
