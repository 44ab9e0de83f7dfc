package desk

import (
	"context"
	"fmt"
	"image/color"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/event"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/figures"
	work "matchbooth/ui/work/session"
)

// goldTint lies under what asks for attention, with ink on it.
var goldTint = color.NRGBA{0xFB, 0xEF, 0xD6, 0xFF}

// tint is goldTint, or nothing in high contrast.
func (b *B) tint() color.Color {
	if b.State.Contrast {
		return b.P.Card
	}
	return goldTint
}

// equations draws what should be equal: a green sign where it is, a gold one that is struck through where it is not.
func (b *B) equations(at page.Box, list []figures.Equation) {
	m := b.M
	rows := [][]figures.Equation{list}
	if twoRows(b, at.W, list) {
		half := (len(list) + 1) / 2
		rows = [][]figures.Equation{list[:half], list[half:]}
	}
	// The numbers of all rows are alike.
	most := 0
	for _, r := range rows {
		most = max(most, slotsOf(r))
	}
	if high := m.S(100) * m.Text; len(rows) == 1 && at.H > high {
		at = at.Middle(at.W, high)
	}
	for i, box := range at.Rows(len(rows), m.S(4)) {
		b.equationRow(box, rows[i], box.W/float32(max(1, most)), i == 0 && len(rows) == 1)
	}
}

// twoRows tells whether the equations need two rows in the width.
func twoRows(b *B, w float32, list []figures.Equation) bool {
	least := b.M.S(20.5) // of Chinese; words of other languages are longer
	if b.Lang != event.ZH {
		least = b.M.S(24)
	}
	return len(list) > 2 && w < float32(slotsOf(list))*least*b.M.Text
}

// slotsOf is how many numbers and signs a row has, in halves: a sign takes two thirds of a number.
func slotsOf(list []figures.Equation) (n int) {
	n = len(list) - 1 // around the lines between them
	for _, e := range list {
		n += 3*(1+len(e.Right)) + 2*len(e.Right)
	}
	return n
}

func (b *B) equationRow(at page.Box, list []figures.Equation, unit float32, wide bool) {
	m := b.M
	x := at.X
	if rest := at.W - unit*float32(slotsOf(list)); wide && rest > 0 {
		x += rest / 2
	}
	big := b.Type(min(m.S(46)*m.Text, at.H*0.5, unit*2.2), b.P.Ink, true)
	big.Lead, big.Align = 1.1, fyne.TextAlignCenter
	name := b.Type(m.Small(), b.P.Ink, false)
	name.Align = fyne.TextAlignCenter
	name.Lead = 1.2
	term := func(t figures.Term) {
		w := 3*unit - m.S(6)
		n := touch.Fit([]touch.Span{{Text: fmt.Sprint(t.N)}}, big, w, at.H*0.58, 1)
		b.Lay(n, x+m.S(3), at.Y)
		p := touch.Fit([]touch.Span{{Text: figures.TermName(b.T, t)}}, name, w, at.H-n.Height, 2)
		b.Lay(p, x+m.S(3), at.Y+n.Height)
		x += 3 * unit
	}
	for i, e := range list {
		if i > 0 {
			x += unit
			b.Rect(page.Box{X: x - unit/2, Y: at.Y + at.H*0.08, W: 1, H: at.H * 0.8}, b.P.Line, 0)
		}
		term(e.Left)
		d := min(2*unit*0.8, big.Size*0.95, m.S(44))
		b.sign(page.Box{X: x + (2*unit-d)/2, Y: at.Y + (big.Size*1.1-d)/2, W: d, H: d}, e.Agrees)
		x += 2 * unit
		for j, t := range e.Right {
			if j > 0 {
				plus := big
				plus.Bold, plus.Color, plus.Size = false, b.P.Soft, big.Size*0.8
				p := touch.Fit([]touch.Span{{Text: "+"}}, plus, 2*unit, at.H*0.58, 1)
				b.Lay(p, x, at.Y+(big.Size*1.1-p.Height)/2)
				x += 2 * unit
			}
			term(t)
		}
	}
}

// sign is the sign between two sides: two bars in a ring, struck through where they differ.
func (b *B) sign(at page.Box, agrees bool) {
	fill, ink := color.Color(b.P.Mint), b.P.Green
	if !agrees {
		fill, ink = b.tint(), b.P.Ink
	}
	ring := b.Rect(at, fill, at.W/2)
	ring.StrokeColor, ring.StrokeWidth = ink, 2
	thick := max(2, at.W*0.075)
	for _, y := range []float32{0.4, 0.6} {
		b.Rect(page.Box{X: at.X + at.W*0.28, Y: at.Y + at.H*y - thick/2, W: at.W * 0.44, H: thick}, ink, thick/2)
	}
	if !agrees {
		l := canvas.NewLine(ink)
		l.StrokeWidth = thick
		l.Position1, l.Position2 = fyne.NewPos(at.X+at.W*0.38, at.Y+at.H*0.76), fyne.NewPos(at.X+at.W*0.62, at.Y+at.H*0.24)
		b.Add(l)
	}
}

// rows is the day as a table: each booth, paper, and all; then what else agrees.
func (c *closer) rows(d figures.Day, w float32) []page.Flow {
	b, m := c.B, c.M
	quiet := b.Type(max(m.Small(), theme.MinText), b.P.Soft, false)
	heads := quiet
	heads.Lead = 1.1
	cols := []string{"created", "stored", "mirrored", "exported"}
	first := w * 0.29
	each := (w - first) / float32(len(cols))
	right := func(t touch.Type) touch.Type { t.Align = fyne.TextAlignTrailing; return t }
	table := d.Table()
	high := max(m.S(40)*m.Text, 30, min(m.S(54)*m.Text, (c.table.at.H-m.S(90)*m.Text)/float32(len(table)+2)))
	flows := []page.Flow{{Height: high, Draw: func(at page.Box) {
		for i, k := range cols {
			b.TextFit(page.Box{X: at.X + first + float32(i)*each, Y: at.Y, W: each - m.S(10), H: at.H}, figures.TermName(b.T, figures.Term{Name: k}), right(heads), 2, 0.5)
		}
		b.Rect(page.Box{X: at.X, Y: at.Y + at.H - 1, W: at.W, H: 1}, b.P.Line, 0)
	}}}
	row := func(name string, n figures.Numbers, bold bool) page.Flow {
		return page.Flow{Height: high, Draw: func(at page.Box) {
			t := b.Type(m.Label()*0.95, b.P.Ink, bold)
			b.TextFit(page.Box{X: at.X, Y: at.Y, W: first - m.S(8), H: at.H}, name, t, 1, 0.5)
			for i, v := range []int{n.Created, n.Stored, n.Mirrored, n.Exported} {
				box := page.Box{X: at.X + first + float32(i)*each, Y: at.Y, W: each - m.S(10), H: at.H}
				if i == 2 && n.Mirrored != n.Stored {
					p := touch.Fit([]touch.Span{{Text: fmt.Sprint(v)}}, b.Type(m.Label()*0.95, b.P.Ink, true), box.W, box.H, 1)
					wide := widthOf(p) + m.S(20)
					tall := min(box.H-m.S(6), m.S(36)*m.Text)
					chip := b.Rect(page.Box{X: box.X + box.W - wide + m.S(10), Y: box.Y + (box.H-tall)/2, W: wide, H: tall}, b.tint(), m.S(10))
					chip.StrokeColor, chip.StrokeWidth = b.P.Ink, 1.5
					b.TextFit(box, fmt.Sprint(v), right(b.Type(m.Label()*0.95, b.P.Ink, true)), 1, 0.5)
					continue
				}
				b.TextFit(box, fmt.Sprint(v), right(t), 1, 0.5)
			}
			line, thick := b.P.Line, float32(1)
			b.Rect(page.Box{X: at.X, Y: at.Y + at.H - thick, W: at.W, H: thick}, line, 0)
		}}
	}
	for _, p := range table {
		name := b.Tx("figures.source.paper")
		if p.Name != figures.Paper {
			name = c.names.Booth(b.T, p.Name)
		}
		flows = append(flows, row(name, p.Numbers, false))
	}
	flows = append(flows, row(b.Tx("desk.day.all"), d.Numbers, true))
	words := b.Type(m.Small(), b.P.Ink, false)
	if len(d.Gaps) == 0 {
		flows = append(flows, b.marked(m.S(14), markWell, b.Tx("desk.day.gapless"), words, w))
	}
	if len(d.MissingBooths) == 0 && len(d.Booths) > 1 {
		flows = append(flows, b.marked(m.S(8), markWell, b.Tx("desk.day.booths"), words, w))
	}
	if d.Joined > 0 {
		flows = append(flows, b.marked(m.S(8), markPlain, b.Tx("desk.day.joined", "N", d.Joined), words, w))
	}
	return flows
}

// openID begins the name of the button that says that a file which anybody can read was handed over.
const openID = "desk.open.given."

// openRow is a file that anybody can read and that lies on a stick: somebody deletes it, or says that it was handed over.
func (c *closer) openRow(i int, f work.OpenFile, w float32) []page.Flow {
	m := c.M
	bold, quiet := c.Type(m.Label()*0.95, c.P.Ink, true), c.Type(m.Small(), c.P.Soft, false)
	quiet.Lead = 1.35
	how := c.Tx("desk.day.open.how")
	if !f.There {
		how = c.Tx("desk.day.open.away", "Folder", filepath.Dir(f.Path))
	}
	what := c.Tx("desk.day.open", "Name", filepath.Base(f.Path), "N", f.People, "At", f.At.In(c.Now.Location()).Format("01-02 15:04"))
	flows := []page.Flow{c.Para(m.S(12), what, bold, w), c.Para(m.S(4), how, quiet, w)}
	return append(flows, page.Flow{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) {
		cells := at.Columns(2, m.S(14))
		id, label := fmt.Sprint(openID, i), c.Tx("desk.day.open.given")
		c.Button(cells[0], id, label, c.fitted(c.StyleQuiet(), label, cells[0].W), func() { c.onOpen(f, true) })
		c.here(id, cells[0])
		if f.There {
			c.Hold(cells[1], fmt.Sprint("desk.open.delete.", i), c.Tx("desk.day.open.delete"), func() { c.onOpen(f, false) })
		}
	}})
}

// onOpen settles a file that anybody can read, and counts again.
func (c *closer) onOpen(f work.OpenFile, handed bool) {
	c.later(func() func() {
		err := c.Desk.Settle(context.Background(), f.Path, handed)
		return func() {
			if c.Desk.Opened() == nil {
				return
			}
			if err != nil {
				c.fill(c.todo, func(w float32) []page.Flow {
					return []page.Flow{c.marked(0, markWrong, c.Tx("desk.day.open.failed"), c.Type(c.M.Label(), c.P.Ink, true), w)}
				})
				return
			}
			c.load()
		}
	})
}
