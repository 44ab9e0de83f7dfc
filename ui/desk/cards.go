package desk

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// keepingCards draws the two cards that lead to how the data is kept: how far the second copy is, and who has to be
// forgotten.
func (b *B) keepingCards(at page.Box) {
	cols := at.Columns(2, b.M.S(14))
	side := func(at page.Box, id string) func(k mark, s, line string) {
		holder := touch.NewHolder()
		page.Place(holder, page.Box{X: 0, Y: 0, W: at.W, H: at.H})
		b.keepingCard(at, id, holder)
		return func(k mark, s, line string) {
			holder.Fill(b.keepingLine(page.Box{X: 0, Y: 0, W: at.W, H: at.H}, k, s, line)...)
		}
	}
	sealed := b.SealedWords("keeping.sealed")
	second, due := side(cols[0], "desk.copy"), side(cols[1], "desk.due")
	b.keepingSays(func(k mark, s string) { second(k, s, sealed) }, func(k mark, s string) { due(k, s, "") })
}

// keepingSays calls second whenever what it says of the second copy changes, and due once it is known who has to be
// forgotten.
func (b *B) keepingSays(second, due func(k mark, s string)) {
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		s, k := b.copySays(b.Status.Mirror(), now)
		if s != last {
			last = s
			second(k, s)
		}
	})
	due(markPlain, b.Tx("due.looking"))
	b.later(func() func() {
		r, err := b.Status.Retention(context.Background())
		return func() {
			if err != nil {
				due(markWrong, b.Tx("due.unknown"))
				return
			}
			s, k := b.dueSays(r)
			due(k, s)
		}
	})
}

func (b *B) keepingCard(at page.Box, id string, holder *touch.Holder) {
	m := b.M
	st := b.StyleCard()
	st.Radius = m.FieldCorner()
	next := touch.NewPicture(page.Icon(art.Next, b.P.Soft))
	arrow := m.S(20)
	page.Place(next, page.Box{X: at.W - m.S(22) - arrow, Y: (at.H - arrow) / 2, W: arrow, H: arrow})
	b.Put(touch.NewCard(id, st, b.Do(session.OpenKeeping), nil, holder, next), at)
}

// keepingLine draws a sentence after its mark on a card, with line in quiet text below it unless that is "".
func (b *B) keepingLine(at page.Box, k mark, s, line string) []fyne.CanvasObject {
	m := b.M
	d, x := m.S(28), at.X+m.S(22)
	pic := touch.NewPicture(b.markIcon(k))
	page.Place(pic, page.Box{X: x, Y: at.Y + (at.H-d)/2, W: d, H: d})
	x += d + m.S(16)
	w := at.W - (x - at.X) - m.S(22+20+12)
	t := b.Type(m.Label(), b.P.Ink, k == markWrong || line != "")
	t.Lead = 1.3
	lines, high := 3, at.H-m.S(10)
	var below touch.Paragraph
	if line != "" {
		below = touch.Fit([]touch.Span{{Text: line}}, b.Type(m.Label()*0.92, b.P.Soft, false), w, at.H*0.34, 1)
		lines, high = 2, high-below.Height
	}
	p := b.Heading(s, t, w, high, lines)
	y := at.Y + (at.H-p.Height-below.Height)/2
	objects := append([]fyne.CanvasObject{pic}, p.Objects(x, y)...)
	if line != "" {
		objects = append(objects, below.Objects(x, y+p.Height)...)
	}
	return objects
}
