package desk

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
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
	s := form.Mask(kind, value)
	for _, run := range []string{"····", "···"} {
		if before, after, is := strings.Cut(s, run); is {
			return strings.TrimSpace(before + " " + dots + " " + after)
		}
	}
	return s
}

// leastRow is the smallest type in a row, in dp.
const leastRow = 13

// fall is how far the text of a row may shrink before it is cut up: down to what can still be read.
func fall(t touch.Type) float32 { return min(1, max(0.45, leastRow/t.Size)) }

// dots stand for what is not shown.
const dots = "••••"

// hidden draws a value in one line; the dots of a masked one as small circles, closer than those of the typeface.
func (b *B) hidden(at page.Box, value string, t touch.Type) (objects []fyne.CanvasObject) {
	before, after, is := strings.Cut(value, dots)
	if !is {
		t.MaxFall = fall(t)
		p := touch.Fit([]touch.Span{{Text: value}}, t, at.W, at.H, 1)
		return p.Objects(at.X, at.Y+(at.H-p.Height)/2)
	}
	d, step := t.Size*0.22, t.Size*0.36
	room := at.W - step*5 // the dots and half a gap at each side
	whole := strings.TrimSpace(before) + strings.TrimSpace(after)
	t.MaxFall = fall(t)
	t.Size = touch.Fit([]touch.Span{{Text: whole}}, t, room, at.H, 1).Type.Size
	x := at.X
	for i, s := range []string{strings.TrimSpace(before), strings.TrimSpace(after)} {
		if s != "" {
			p := touch.SetText(s, t, room+1)
			objects = append(objects, p.Objects(x, at.Y+(at.H-p.Height)/2)...)
			x += widthOf(p)
		}
		if i == 0 {
			x += step * 0.5
			for range 4 {
				dot := canvas.NewCircle(t.Color)
				page.Place(dot, page.Box{X: x + (step-d)/2, Y: at.Y + (at.H-d)/2, W: d, H: d})
				objects, x = append(objects, dot), x+step
			}
			x += step * 0.5
		}
	}
	return objects
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
