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
	words  [][]fyne.CanvasObject // on each card
	draw   func(i int)
}

// NewChooser returns a Chooser whose parts are drawn by draw, anywhere on the page.
func (b *B) NewChooser(draw func(i int)) *Chooser {
	c := &Chooser{b: b, holder: touch.NewHolder(), draw: draw}
	b.Put(c.holder, Box{0, 0, b.M.W, b.M.H})
	return c
}

// Card adds a card that selects the next part; words lie on it.
func (c *Chooser) Card(at Box, id string, words ...fyne.CanvasObject) {
	i := len(c.cards)
	btn := touch.NewCard(id, c.b.StyleCard(), func() {
		c.Show(i)
		c.b.Send(session.Event{Kind: session.Touch})
	}, nil, words...)
	c.words, c.cards = append(c.words, words), append(c.cards, btn)
	c.b.Put(btn, at)
}

// Show shows part i. Its card has the ground of ink and light words; red would mean that something is wrong.
func (c *Chooser) Show(i int) {
	b := c.b
	for k, card := range c.cards {
		st, ink := b.StyleCard(), b.P.Ink
		if k == i {
			st.Fill, st.Border, st.Pressed, ink = b.P.Ink, b.P.Ink, b.P.Ink, b.P.Paper
		}
		card.Style.Fill, card.Style.Border, card.Style.Pressed = st.Fill, st.Border, st.Pressed
		for _, o := range c.words[k] {
			if t, ok := o.(*canvas.Text); ok {
				t.Color = ink
				t.Refresh()
			}
		}
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
