package desk

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// todayPage draws today's numbers, and how the data is kept. It opens no record.
func (b *B) todayPage() {
	m := b.M
	r := b.roomFor(b.Tx("desk.page.today"), b.Now.Local().Format("2006-01-02 15:04"), false)
	numbers, rest := r.Body.Top(m.S(150) * m.Text)
	_, rest = rest.Top(m.S(16))
	if m.Portrait {
		numbers, rest = r.High, r.Low
		numbers.H = min(numbers.H, m.S(330)*m.Text)
	}
	b.figures(numbers)
	if b.Status != nil {
		cards, _ := rest.Top(b.cardsHigh())
		b.keepingCards(cards)
	}
}

// figures draws the four numbers, each on a card.
func (b *B) figures(at page.Box) {
	m := b.M
	var boxes []page.Box
	if m.Portrait {
		for _, row := range at.Rows(2, m.S(16)) {
			boxes = append(boxes, row.Columns(2, m.S(16))...)
		}
	} else {
		boxes = at.Columns(4, m.S(16))
	}
	holders := make([]*touch.Holder, len(boxes))
	for i, c := range boxes {
		b.Card(c)
		holders[i] = touch.NewHolder()
		b.Put(holders[i], c.Pad(m.S(24), m.S(18)))
	}
	if b.Counts == nil {
		return
	}
	b.later(func() func() {
		n, err := b.Counts(context.Background())
		if err != nil {
			return nil
		}
		return func() {
			values := []int{n.Signups, n.Started, max(0, n.Started-n.Finished-n.Left), n.Left}
			for i, key := range []string{"staff.signups", "staff.started", "staff.looked", "staff.left"} {
				in := page.Box{W: boxes[i].W - 2*m.S(24), H: boxes[i].H - 2*m.S(18)}
				holders[i].Fill(b.figure(in, b.Tx(key), fmt.Sprint(values[i]))...)
			}
		}
	})
}

// figure draws a number under its name.
func (b *B) figure(in page.Box, name, value string) []fyne.CanvasObject {
	m := b.M
	p := touch.Fit([]touch.Span{{Text: name}}, b.Type(m.Label(), b.P.Ink, false), in.W, in.H*0.3, 1)
	big := b.Type(m.Title()*1.25, b.P.Ink, true)
	big.Lead = 1.1
	v := touch.Fit([]touch.Span{{Text: value}}, big, in.W, in.H*0.7, 1)
	return append(p.Objects(in.X, in.Y), v.Objects(in.X, in.Y+in.H-v.Height)...)
}
