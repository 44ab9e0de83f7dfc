package desk

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/changes"
	"matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// chip is a word about a person, with a sign: what it says is never said by its colour alone.
type chip struct {
	text string
	look chipLook
}

type chipLook int

const (
	chipPlain chipLook = iota
	chipTodo           // gold: something is still to do
	chipAlert          // two people may be one
	chipDone
)

// chipOrder is the order of the chips of one person: what cannot wait before what the rest of the row says too.
var chipOrder = []people.State{people.Unchecked, people.Doubled, people.Due, people.Talk, people.NoHandover, people.Weak, people.Paper}

// chipsOf returns what the list says of a person, what has been checked first.
func (b *B) chipsOf(o *work.Opened, at int) (chips []chip) {
	r := o.List.Record(at)
	if n := len(r.Checks); n > 0 {
		chips = append(chips, chip{b.Tx("desk.checked", "Who", r.Checks[n-1].Initials), chipDone})
	}
	for _, s := range chipOrder {
		if !o.List.In(at, s) {
			continue
		}
		look := chipPlain
		switch s {
		case people.Unchecked, people.Due:
			look = chipTodo
		case people.Doubled:
			look = chipAlert
		}
		chips = append(chips, chip{b.Tx("desk.state." + string(s)), look})
	}
	return chips
}

// goldTint is the ground of what wants attention; in high contrast there are no tints.
func (b *B) goldTint() color.NRGBA {
	if b.State.Contrast {
		return b.P.Card
	}
	return color.NRGBA{0xFB, 0xEF, 0xD6, 0xFF}
}

// chips draws chips from the left, in the middle of the box, and as the last a number of those that found no room. It
// returns how wide they are.
func (b *B) chips(at page.Box, list []chip) (objects []fyne.CanvasObject, width float32) {
	gap := b.M.S(8)
	x := at.X
	for i, c := range list {
		drawn, w := b.chip(page.Box{X: x, Y: at.Y, W: at.W, H: at.H}, c)
		room := at.X + at.W
		if i < len(list)-1 {
			room -= b.M.S(52) * b.M.Text
		}
		if x+w > room {
			if i == 0 { // shrunk rather than left out
				c.text = strings.TrimSpace(c.text)
				drawn, w = b.chip(page.Box{X: x, Y: at.Y, W: room - x, H: at.H}, c)
				objects, x = append(objects, drawn...), x+w+gap
				continue
			}
			more := touch.Fit([]touch.Span{{Text: fmt.Sprint("+", len(list)-i)}}, b.Type(b.M.Small(), b.P.Soft, true), b.M.S(48)*b.M.Text, at.H, 1)
			objects = append(objects, more.Objects(x, at.Y+(at.H-more.Height)/2)...)
			return objects, x + widthOf(more) - at.X
		}
		objects, x = append(objects, drawn...), x+w+gap
	}
	return objects, max(0, x-gap-at.X)
}

// chip draws one, at most as wide as the box.
func (b *B) chip(at page.Box, c chip) (objects []fyne.CanvasObject, width float32) {
	m := b.M
	h := min(at.H, m.S(32)*m.Text)
	fill, ink, border := b.P.Card, b.P.Ink, b.P.Edge
	var sign func(w, h int) image.Image
	switch c.look {
	case chipTodo:
		fill, border = b.goldTint(), color.NRGBA{}
	case chipAlert:
		fill, border, sign = b.P.Rose, color.NRGBA{}, page.Icon(art.Warning, b.P.Red)
	case chipDone:
		fill, ink, border, sign = b.P.Mint, b.P.Green, color.NRGBA{}, page.Icon(art.Check, b.P.Green)
	}
	if b.State.Contrast {
		border = b.P.Ink
	}
	pad, d := m.S(14), m.S(17)*m.Text
	if sign != nil || c.look == chipTodo {
		pad += d + m.S(7)
	}
	p := touch.Fit([]touch.Span{{Text: c.text}}, b.Type(m.Small(), ink, true), max(m.S(24), at.W-pad-m.S(14)), h, 1)
	width = pad + widthOf(p) + m.S(14)
	r := canvas.NewRectangle(fill)
	r.CornerRadius = h / 2
	if border.A > 0 {
		r.StrokeColor, r.StrokeWidth = border, 1.5
	}
	y := at.Y + (at.H-h)/2
	page.Place(r, page.Box{X: at.X, Y: y, W: width, H: h})
	objects = append(objects, r)
	switch {
	case sign != nil:
		pic := touch.NewPicture(sign)
		page.Place(pic, page.Box{X: at.X + m.S(14), Y: y + (h-d)/2, W: d, H: d})
		objects = append(objects, pic)
	case c.look == chipTodo:
		dot := canvas.NewCircle(b.P.Gold)
		dot.StrokeColor, dot.StrokeWidth = b.P.Ink, 1.2
		d := m.S(10)
		page.Place(dot, page.Box{X: at.X + m.S(16), Y: y + (h-d)/2, W: d, H: d})
		objects = append(objects, dot)
	}
	return append(objects, p.Objects(at.X+pad, y+(h-p.Height)/2)...), width
}

// mostWays is how many ways to reach a person are drawn: more are as good.
const mostWays = 4

// ways draws how many ways are left to reach a person, as dots that are filled or empty.
func (b *B) ways(at page.Box, n int) (objects []fyne.CanvasObject) {
	d := b.M.S(13)
	step := min(b.M.S(19), at.W/mostWays)
	for i := range mostWays {
		dot := canvas.NewCircle(color.Transparent)
		dot.StrokeColor, dot.StrokeWidth = b.P.Edge, 2
		if i < n {
			dot.FillColor, dot.StrokeColor = b.P.Ink, b.P.Ink
		}
		page.Place(dot, page.Box{X: at.X + float32(i)*step, Y: at.Y + (at.H-d)/2, W: d, H: d})
		objects = append(objects, dot)
	}
	return objects
}

// masked is a value of which others see only as much as its owner needs to know it again.
func masked(kind, value string) string {
	return form.Mask(kind, value)
}

// leastRow is the smallest type in a row, in dp.
const leastRow = 13

// fall is how far the text of a row may shrink before it is cut up: down to what can still be read.
func fall(t touch.Type) float32 { return min(1, max(0.45, leastRow/t.Size)) }

// hidden draws a value in one line; what a mask hides as everywhere.
func (b *B) hidden(at page.Box, value string, t touch.Type) []fyne.CanvasObject {
	t.MaxFall = fall(t)
	return b.Words(at, value, t)
}

// initialsOf is how a name is typed, by its first letters, with what was found of it marked for a line below.
func initialsOf(name []people.Syllable) (text record.Text, found [][2]int) {
	var s strings.Builder
	for _, syl := range name {
		t := string(syl.Text)
		n := max(syl.Found, 1)
		for n < len(t) && !utf8.RuneStart(t[n]) {
			n++
		}
		n = min(n, len(t))
		if syl.Found > 0 {
			found = append(found, [2]int{s.Len(), s.Len() + n})
		}
		s.WriteString(t[:n])
	}
	return record.Text(s.String()), found
}

// reply is one of a few answers in a row.
type reply struct {
	id, label string
	on        bool // it is the one in force: an answer that was given, or what is listed
	do        func()
}

// choices draws answers in a row; the one given has a tick and a green ground.
func (b *B) choices(row page.Box, id string, list []reply) {
	on := b.StyleSmall()
	on.Icon, on.IconSize = page.Icon(art.Check, b.P.Green), b.M.S(20)
	on.Fill, on.Border, on.Text = b.P.Mint, b.P.Green, b.P.Green
	b.inRow(row, id, list, on)
}

// pills draws what can be listed, or how something is done, in a row; the one in force has an ink ground.
func (b *B) pills(row page.Box, id string, list []reply) {
	on := b.StyleSmall()
	on.Fill, on.Pressed, on.Border, on.Text = b.P.Ink, b.P.Soft, b.P.Ink, b.P.Card
	b.inRow(row, id, list, on)
}

// inRow draws buttons from the left, as wide as their words, or a little closer where that is too wide.
func (b *B) inRow(row page.Box, id string, list []reply, on touch.Style) {
	gap := max(b.M.S(12), page.TouchGap)
	var widths []float32
	total := -gap
	style := b.StyleSmall()
	for _, c := range list {
		st := style
		if c.on {
			st = on
		}
		w := b.Width(c.label, st)
		widths = append(widths, w)
		total += w + gap
	}
	x := row.X
	for i, c := range list {
		st := style
		if c.on {
			st = on
		}
		w := widths[i]
		if total > row.W {
			w *= (row.W - gap*float32(len(list)-1)) / (total - gap*float32(len(list)-1))
			w, st.Pad = max(w, 56), b.M.S(8)
		}
		b.Button(page.Box{X: x, Y: row.Y, W: w, H: row.H}, id+c.id, c.label, st, c.do)
		x += w + gap
	}
}

// has reports whether a change was refused for a reason.
func has(err error, key string) bool {
	var r changes.Refused
	return errors.As(err, &r) && r.Has(key)
}

// sentence says why a change was not made, and what to do. Nothing that was typed is in it.
func (b *B) sentence(err error) string {
	var r changes.Refused
	switch {
	case errors.As(err, &r) && len(r) > 0:
		return r.Sentences(string(b.Lang), b.Tx)[0]
	case errors.Is(err, data.ErrNobody):
		return b.Tx("desk.gone")
	case errors.Is(err, work.ErrLeft):
		return b.Tx("desk.left")
	case errors.Is(err, work.ErrStale):
		return b.Tx("desk.stale")
	}
	return b.Tx("desk.unsaved")
}

// wide is how wide buttons in a row are.
func (b *B) wide(list []reply) float32 {
	gap := max(b.M.S(12), page.TouchGap)
	w := -gap
	for _, c := range list {
		w += b.Width(c.label, b.StyleSmall()) + gap
	}
	return w
}

// toRight is the part of a row's right end that buttons need, or all of it.
func (b *B) toRight(row page.Box, list []reply) page.Box {
	at, _ := row.Right(min(b.wide(list), row.W))
	return at
}

// toLeft is the same of its left end.
func (b *B) toLeft(row page.Box, list []reply) page.Box {
	at, _ := row.Left(min(b.wide(list), row.W))
	return at
}

// middle draws buttons in the middle of a row.
func (b *B) middle(row page.Box, list []reply) {
	w := min(b.wide(list), row.W)
	b.pills(page.Box{X: row.X + (row.W-w)/2, Y: row.Y, W: w, H: row.H}, "desk.on.", list)
}

// near moves a choice in a list of n by a step, and stays within it.
func near(at, step, n int) int { return max(0, min(at+step, n-1)) }

// around moves a choice in a list of n by a step, from its end to its beginning and back.
func around(at, step, n int) int { return (at + step + n) % n }

// byArrow is the step that an arrow key makes in a list or between choices: back by up and left, on by the others.
func byArrow(name fyne.KeyName) int {
	if name == fyne.KeyUp || name == fyne.KeyLeft {
		return -1
	}
	return 1
}
