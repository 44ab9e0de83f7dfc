package visit

import (
	"image"
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// stop is one place on a timeline.
type stop struct {
	Head, Line string
	Icon       func(w, h int) image.Image // nil: a dot
}

// timeline is a sequence of equal steps that can be touched; the line is filled as far as one has
// read. It runs to the right, or down in as many columns as Columns says.
type timeline struct {
	Stops    []stop
	At       int
	Vertical bool
	Columns  int // if vertical; 0 is 1
	HeadSize float32
	LineSize float32
	Mark     float32 // side length of the dot or icon, in dp
}

// label sets the words of a stop at the given width: head bold, line quiet.
func (b *B) label(tl timeline, s stop, width, height float32) (head, line touch.Paragraph) {
	lines := 2
	if !tl.Vertical && s.Line != "" {
		lines = 1
	}
	t := b.Type(tl.HeadSize, b.P.Ink, s.Icon == nil || tl.Vertical)
	t.MaxFall = 0.85
	if s.Icon != nil && !tl.Vertical {
		t.Align = fyne.TextAlignCenter
		t.Lead = 1.3
	}
	head = b.Heading(s.Head, t, width, height, lines)
	if s.Line != "" {
		t := b.Type(tl.LineSize, b.P.Soft, false)
		t.Lead, t.MaxFall = 1.3, 0.85
		line = touch.Fit([]touch.Span{{Text: s.Line}}, t, width, max(t.Size*1.3, height-head.Height), 2)
	}
	return head, line
}

// timelineHeight returns the preferred height of the timeline at the given width.
func (b *B) timelineHeight(tl timeline, width float32) float32 {
	if tl.Vertical {
		cols := max(1, tl.Columns)
		per := (len(tl.Stops) + cols - 1) / cols
		w := (width-b.M.Gap()*float32(cols-1))/float32(cols) - tl.Mark - b.M.S(18+10+18+12)
		row := max(56, tl.Mark+b.M.S(18))
		for _, s := range tl.Stops {
			h, l := b.label(tl, s, w, b.M.H)
			row = max(row, h.Height+l.Height+b.M.S(6))
		}
		return (row+page.TouchGap)*float32(per) - page.TouchGap
	}
	w := width/float32(len(tl.Stops)) - page.TouchGap - b.M.S(8)
	var most float32
	for _, s := range tl.Stops {
		h, l := b.label(tl, s, w, b.M.H)
		most = max(most, h.Height+l.Height)
	}
	return tl.Mark + b.M.S(18) + b.M.S(8) + most + b.M.S(4)
}

// timeline draws it; each stop is a touch target of at least 56 dp.
func (b *B) timeline(at page.Box, tl timeline) {
	if tl.Vertical {
		cols := max(1, tl.Columns)
		per := (len(tl.Stops) + cols - 1) / cols
		for c, box := range at.Columns(cols, b.M.Gap()) {
			from := min(c*per, len(tl.Stops))
			to := min(from+per, len(tl.Stops))
			b.timelineDown(box, tl, from, to, per)
		}
		return
	}
	m := b.M
	n := len(tl.Stops)
	step := at.W / float32(n)
	w := step - page.TouchGap
	ring := tl.Mark + m.S(18)
	cy := at.Y + ring/2
	// A dot is above the beginning of its words, an icon above their middle.
	icons := tl.Stops[0].Icon != nil
	mid := ring / 2
	if icons {
		mid = w / 2
	}
	cx := func(i int) float32 { return at.X + float32(i)*step + mid }
	b.Line(cx(0), cy, cx(n-1), cy, m.S(4), b.track())
	b.filled(cx(0), cy, cx(tl.At), cy, cx(tl.At-min(tl.At, 1)), cy)
	for i, s := range tl.Stops {
		head, line := b.label(tl, s, w-m.S(8), at.H-ring-m.S(8))
		objects := b.mark(tl, i, mid, ring/2)
		x, y := m.S(9), ring+m.S(8)
		if icons {
			x = m.S(4)
		}
		objects = append(objects, head.Objects(x, y)...)
		objects = append(objects, line.Objects(x, y+head.Height)...)
		b.stopButton(page.Box{X: at.X + float32(i)*step, Y: at.Y, W: w, H: at.H}, i, objects)
	}
}

func (b *B) timelineDown(at page.Box, tl timeline, from, to, per int) {
	if from >= to {
		return
	}
	m := b.M
	step := (at.H + page.TouchGap) / float32(per)
	h := step - page.TouchGap
	ring := min(tl.Mark+m.S(18), h)
	cx := at.X + m.S(10) + ring/2
	cy := func(i int) float32 { return at.Y + float32(i-from)*step + h/2 }
	b.Line(cx, cy(from), cx, cy(to-1), m.S(4), b.track())
	if tl.At >= from {
		end := min(tl.At, to-1)
		b.filled(cx, cy(from), cx, cy(end), cx, cy(max(from, end-1)))
	}
	for i := from; i < to; i++ {
		s := tl.Stops[i]
		x := m.S(10) + ring + m.S(18)
		head, line := b.label(tl, s, at.W-x-m.S(12), h)
		var objects []fyne.CanvasObject
		objects = append(objects, b.mark(tl, i, m.S(10)+ring/2, h/2)...)
		y := (h - head.Height - line.Height) / 2
		objects = append(objects, head.Objects(x, y)...)
		objects = append(objects, line.Objects(x, y+head.Height)...)
		b.stopButton(page.Box{X: at.X, Y: at.Y + float32(i-from)*step, W: at.W, H: h}, i, objects)
	}
}

func (b *B) stopButton(at page.Box, i int, objects []fyne.CanvasObject) {
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.Rose, Radius: b.M.FieldCorner()}
	id := string(b.State.Screen) + ".station." + strconv.Itoa(i)
	b.Put(touch.NewCard(id, st, func() { b.Send(session.Event{Kind: session.ToStation, N: i}) }, nil, objects...), at)
}

// mark is the dot or icon of a stop around (x, y): filled if read, ringed if being read, hollow if
// still to come. Shape says it, not colour alone.
func (b *B) mark(tl timeline, i int, x, y float32) []fyne.CanvasObject {
	m := b.M
	put := func(o fyne.CanvasObject, d float32) fyne.CanvasObject {
		page.Place(o, page.Box{X: x - d/2, Y: y - d/2, W: d, H: d})
		return o
	}
	round := func(d, width float32, fill, stroke color.NRGBA) fyne.CanvasObject {
		c := canvas.NewCircle(fill)
		c.StrokeColor, c.StrokeWidth = stroke, width
		return put(c, d)
	}
	d := tl.Mark
	var out []fyne.CanvasObject
	if icon := tl.Stops[i].Icon; icon != nil {
		out = append(out, round(d+m.S(8), 0, b.P.Paper, b.P.Paper))
		if i == tl.At {
			out = append(out, round(d+m.S(14), m.S(4), b.P.Paper, b.P.Red))
		}
		return append(out, put(touch.NewPicture(icon), d))
	}
	switch {
	case i < tl.At:
		out = append(out, round(d, 0, b.P.Red, b.P.Red))
	case i == tl.At:
		out = append(out, round(d+m.S(18), 0, page.Blend(b.P.Paper, b.P.Red, 0.16), b.P.Paper), round(d, m.S(6), b.P.Card, b.P.Red))
	default:
		out = append(out, round(d, m.S(3.5), b.P.Paper, b.P.Edge))
	}
	return out
}

// track is the colour of the part of the line still ahead.
func (b *B) track() color.NRGBA {
	if b.State.Contrast {
		return b.P.Edge
	}
	return b.P.Line
}

// filled draws the part of the line already read; its last segment, from (lx, ly), is drawn as one
// arrives.
func (b *B) filled(x1, y1, x2, y2, lx, ly float32) {
	if x1 == x2 && y1 == y2 {
		return
	}
	l := canvas.NewLine(b.P.Red)
	l.StrokeWidth = b.M.S(5)
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	b.Add(l)
	if b.Still {
		return
	}
	anim := fyne.NewAnimation(240*time.Millisecond, func(p float32) {
		l.Position2 = fyne.NewPos(lx+(x2-lx)*p, ly+(y2-ly)*p)
		canvas.Refresh(l)
	})
	anim.Curve = fyne.AnimationEaseOut
	b.Page.Motion = append(b.Page.Motion, anim)
}
