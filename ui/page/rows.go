package page

import (
	"fmt"
	"image"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// RowList is a list of which as many rows are drawn as there is room for, and two buttons for those before and after: it
// costs the same with ten people and with ten thousand, and no row is ever cut.
type RowList struct {
	ID     string // after desk.row.
	N      int
	Chosen int     // -1 for none
	High   float32 // of a row, in dp
	Opened float32 // what the chosen one is higher, 0 if it does not open
	Choose func(i int)
	Top    int          // of the rows that are shown, where turning chooses nobody
	Turn   func(to int) // turns to the rows with this one; nil: it is chosen
	Row    func(i int, in Box) []fyne.CanvasObject
	Inside func(in Box) // draws what the chosen row opens to

	beside bool // the buttons stand beside the one row that there is room for
}

// Rows draws the list on its card.
func (b *B) Rows(at Box, l RowList) {
	m := b.M
	b.Card(at)
	in := at.Pad(m.S(8), m.S(10))
	l.High = max(l.High, 56)
	fits := func(h float32) int { return max(1, int((h-l.Opened)/l.High)) }
	first, last := 0, l.N
	if low := in.H < l.High+l.Opened+m.ButtonH()+TouchGap; low && l.N > 1 && fits(in.H) == 1 && l.Opened == 0 {
		l.beside = true
		first = min(max(0, l.Chosen), l.N-1)
		if l.Turn != nil {
			first = min(max(0, l.Top), l.N-1)
		}
		last = first + 1
		l.High = in.H
		side := min(in.H, m.ButtonH())
		b.Turning(Box{X: in.X, Y: in.Y + (in.H-side)/2, W: in.W, H: side}, l, first, last)
		in = in.Pad(side+TouchGap, 0)
	} else if l.N > fits(in.H) {
		var turn Box
		turn, in = in.Bottom(m.ButtonH())
		_, in = in.Bottom(TouchGap)
		k := fits(in.H)
		at := l.Chosen
		if l.Turn != nil {
			at = l.Top
		}
		first = min(max(0, at)/k*k, l.N-k)
		last = min(first+k, l.N)
		l.High = max(l.High, min((in.H-l.Opened)/float32(k), l.High*1.3))
		l.High = max(56, min(l.High, in.H-l.Opened))
		b.Turning(turn.Pad(m.S(8), 0), l, first, last)
	}
	for i := first; i < last; i++ {
		var row Box
		row, in = in.Top(l.High)
		st := b.StyleText()
		st.Radius = m.S(18)
		objects := l.Row(i, Box{X: m.S(16), W: row.W - m.S(32), H: row.H})
		if i != l.Chosen {
			line := canvas.NewRectangle(b.P.Line)
			Place(line, Box{X: m.S(16), Y: row.H - 1, W: row.W - m.S(32), H: 1})
			objects = append(objects, line)
		} else if l.Inside != nil {
			var open Box
			open, in = in.Top(l.Opened)
			frame := b.Rect(Box{X: row.X, Y: row.Y, W: row.W, H: row.H + open.H}, b.P.Paper, m.S(18))
			frame.StrokeColor, frame.StrokeWidth = b.P.Ink, 3
			b.Put(b.still(objects), row)
			l.Inside(open.Pad(m.S(16), 0))
			continue
		} else {
			st.Fill, st.Border, st.BorderWidth = b.P.Paper, b.P.Ink, 3
		}
		b.Put(touch.NewCard("desk.row."+l.ID+fmt.Sprint(i), st, func() { l.Choose(i) }, nil, objects...), row)
	}
}

// Turning draws the buttons that lead to the rows before and after.
func (b *B) Turning(at Box, l RowList, first, last int) {
	m := b.M
	if l.Turn == nil {
		l.Turn = l.Choose
	}
	side := func(id string, icon func(w, h int) image.Image, x float32, to int) {
		if to < 0 || to >= l.N {
			return
		}
		st := b.StyleQuiet()
		st.Icon, st.IconSize, st.Pad = icon, m.S(20), 0
		b.Button(Box{X: x, Y: at.Y, W: at.H, H: at.H}, "desk.turn."+l.ID+id, "", st, func() { l.Turn(to) })
	}
	side("back", Icon(art.Back, b.P.Ink), at.X, first-1)
	side("on", Icon(art.Next, b.P.Ink), at.X+at.W-at.H, last)
	if l.beside {
		return
	}
	t := b.Type(m.Small(), b.P.Soft, false)
	t.Align = fyne.TextAlignCenter
	words := fmt.Sprintf("%d–%d / %d", first+1, last, l.N)
	if room := at.Pad(at.H+m.S(4), 0); touch.Measure(words, t.Size, false) <= room.W {
		b.TextFit(room, words, t, 1, 0.5)
	}
}

// Hiding draws what shows somebody, in a place that is emptied when the page goes: the toolkit keeps an old page a while.
func (b *B) Hiding(at Box, draw func(in Box)) {
	holder := touch.NewHolder()
	b.Put(holder, at)
	holder.Fill(b.Collect(func() { draw(Box{W: at.W, H: at.H}) })...)
	b.Page.Forget = append(b.Page.Forget, func() { holder.Fill() })
}

// Footnote is a quiet line in a foot: left out where there is no room for it at its size, such as on a totem, which has no
// keyboard.
func (b *B) Footnote(at Box, words string) {
	t := b.Type(b.M.Small(), b.P.Soft, false)
	if at.W < b.M.S(80) {
		return
	}
	if p := touch.SetText(words, t, at.W); p.Height <= at.H {
		b.Lay(p, at.X, at.Y+(at.H-p.Height)/2)
	}
}

// KeyHints lays what the keys of a keyboard do into a foot, in at most so many lines: a little smaller if need be, and left
// out where there is no room for it. What a key does stays on one line with it.
func (b *B) KeyHints(at Box, words string, lines int) {
	t := b.Type(b.M.Small(), b.P.Soft, false)
	for ; at.W >= b.M.S(80) && t.Size >= theme.MinText; t.Size *= 0.97 {
		p := touch.SetText(paired(words, t, at.W), t, at.W)
		if len(p.Lines) <= lines && p.Height <= at.H {
			b.Lay(p, at.X, at.Y+(at.H-p.Height)/2)
			return
		}
	}
}

// parts parts the hints of one key from those of the next.
var parts = regexp.MustCompile(`　| · |・`)

// paired breaks hints into lines between keys only.
func paired(words string, t touch.Type, w float32) string {
	var out strings.Builder
	line, sep, from := "", "", 0
	for _, next := range append(parts.FindAllStringIndex(words, -1), []int{len(words), len(words)}) {
		one := words[from:next[0]]
		if line != "" && touch.Measure(line+sep+one, t.Size, t.Bold) > w {
			out.WriteString(line + "\n")
			line, sep = "", ""
		}
		line += sep + one
		sep, from = words[next[0]:next[1]], next[1]
	}
	out.WriteString(line)
	return out.String()
}

// still is what a row shows that cannot be touched.
func (b *B) still(objects []fyne.CanvasObject) *touch.Holder {
	h := touch.NewHolder()
	h.Fill(objects...)
	return h
}
