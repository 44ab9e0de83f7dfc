package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// Some screens show one of several things at a time, chosen on the screen itself. The choice is not
// part of the visitor's state: it is forgotten with the page.

// Collect runs fn and returns the objects it put instead of placing them.
func (b *B) Collect(fn func()) []fyne.CanvasObject {
	outer := b.into
	inner := container.NewWithoutLayout()
	b.into = inner
	fn()
	b.into = outer
	return inner.Objects
}

// Chooser holds the cards to choose from and the parts they show.
type Chooser struct {
	b      *B
	holder *touch.Holder
	cards  []*touch.Button
	marks  []*canvas.Rectangle
	draw   func(i int)
}

// NewChooser returns a Chooser whose parts are drawn by draw, anywhere on the page.
func (b *B) NewChooser(draw func(i int)) *Chooser {
	c := &Chooser{b: b, holder: touch.NewHolder(), draw: draw}
	b.Put(c.holder, Box{0, 0, b.M.W, b.M.H})
	return c
}

// Card adds a card that selects the next part; objects lie on it.
func (c *Chooser) Card(at Box, id string, objects ...fyne.CanvasObject) {
	i := len(c.cards)
	// The chosen card is marked by a bar at the edge as well as by its colour.
	m := c.b.M
	mark := canvas.NewRectangle(c.b.P.Red)
	mark.CornerRadius = m.S(3)
	Place(mark, Box{m.S(9), at.H * 0.26, m.S(6), at.H * 0.48})
	c.marks = append(c.marks, mark)
	btn := touch.NewCard(id, c.b.StyleCard(), func() {
		c.Show(i)
		c.b.Send(session.Event{Kind: session.Touch})
	}, nil, append(objects, mark)...)
	c.cards = append(c.cards, btn)
	c.b.Put(btn, at)
}

// Show shows part i and marks its card by fill and border.
func (c *Chooser) Show(i int) {
	b := c.b
	for k, card := range c.cards {
		card.Style.Fill, card.Style.Border, card.Style.BorderWidth = b.P.Card, b.P.Line, 1.5
		if k == i {
			card.Style.Fill, card.Style.Border, card.Style.BorderWidth = b.P.Rose, b.P.Red, 3
		}
		c.marks[k].Hidden = k != i
		canvas.Refresh(c.marks[k])
		card.Refresh()
	}
	c.holder.Fill(b.Collect(func() { c.draw(i) })...)
}

// ColumnsFor returns in how many columns, from or more, n targets must be stacked to fit the height
// with each at least least high.
func ColumnsFor(n int, height, least float32, from int) int {
	cols := from
	for per := (n + cols - 1) / cols; cols < n && (height+TouchGap)/float32(per) < least+TouchGap; per = (n + cols - 1) / cols {
		cols++
	}
	return cols
}

// SideLeft places a quiet button at the left end of what Main left of the row.
func (b *B) SideLeft(foot Box, id, label string, do func()) {
	st := b.StyleQuiet()
	w, h := min(b.Width(label, st), foot.W), b.M.ButtonH()
	b.Button(Box{foot.X, foot.Y + (foot.H-h)/2, w, h}, string(b.State.Screen)+"."+id, label, st, do)
}
