package visit

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// stop is one place on a timeline.
type stop struct{ Head, Line string }

// timeline is a sequence of equal steps that can be touched; the line is filled as far as one has
// read. It runs to the right from edge to edge, the first stop flush left and the last flush right, or down in as many columns
// as Columns says.
type timeline struct {
	Stops    []stop
	At       int
	Vertical bool
	Columns  int // if vertical; 0 is 1
	HeadSize float32
	LineSize float32
	Mark     float32 // diameter of the dot, in dp
}

// label sets the words of a stop on a timeline that runs down, at the given width: head bold, line quiet.
func (b *B) label(tl timeline, s stop, width, height float32) (head, line touch.Paragraph) {
	t := b.Type(tl.HeadSize, b.P.Ink, true)
	t.MaxFall = 0.85
	head = b.Heading(s.Head, t, width, height, 2)
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
	return b.endsHeight(tl, width)
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
	b.timelineEnds(at, tl)
}

// stopsBetween are the places of stops on a line from edge to edge: where each touches the line, and the part of the line
// that answers for it. The first and the last have what is left of a half step.
func stopsBetween(x, width, mark float32, n int) (middles []float32, parts [][2]float32) {
	if n == 1 {
		return []float32{x + mark/2}, [][2]float32{{x, x + width}}
	}
	step := (width - mark) / float32(n-1)
	half := step * 0.4
	for i := range n {
		at := x + mark/2 + step*float32(i)
		middles = append(middles, at)
		from, to := at-half, at+half
		switch {
		case n == 2 && i == 0:
			from, to = x, x+width/2
		case n == 2:
			from, to = x+width/2, x+width
		case i == 0:
			from, to = x, at+step-half
		case i == n-1:
			from, to = at-step+half, x+width
		}
		parts = append(parts, [2]float32{from + page.TouchGap/2, to - page.TouchGap/2})
	}
	parts[0][0], parts[n-1][1] = x, x+width
	return middles, parts
}

// labels sets the words of all stops on a line from edge to edge, at one size each.
func (b *B) labels(tl timeline, parts [][2]float32) (heads, lines []touch.Paragraph) {
	set := func(size float32, bold bool, c color.Color, text func(stop) string) []touch.Paragraph {
		t := b.Type(size, c, bold)
		t.Lead, t.MaxFall = 1.28, max(0.84, theme.MinText/size)
		members := make([]touch.Member, len(tl.Stops))
		for i, s := range tl.Stops {
			members[i] = touch.Member{Spans: []touch.Span{{Text: text(s)}}, Width: parts[i][1] - parts[i][0], Height: b.M.H, MaxLines: 1}
		}
		out := touch.FitGroup(t, members...)
		for i, p := range out { // what does not fit on a line has two that are about as long
			t = p.Type
			t.Even = true
			switch i {
			case 0:
				t.Align = fyne.TextAlignLeading
			case len(out) - 1:
				t.Align = fyne.TextAlignTrailing
			default:
				t.Align = fyne.TextAlignCenter
			}
			out[i] = touch.Set(members[i].Spans, t, members[i].Width)
		}
		return out
	}
	heads = set(tl.HeadSize, true, b.P.Ink, func(s stop) string { return s.Head })
	lines = set(tl.LineSize, false, b.P.Soft, func(s stop) string { return s.Line })
	return heads, lines
}

func (b *B) endsHeight(tl timeline, width float32) float32 {
	_, parts := stopsBetween(0, width, tl.Mark, len(tl.Stops))
	heads, lines := b.labels(tl, parts)
	var head, line float32
	for i := range heads {
		head, line = max(head, heads[i].Height), max(line, lines[i].Height)
	}
	return tl.Mark + b.M.S(10+4) + head + line
}

// timelineEnds draws a line from edge to edge with equal steps.
func (b *B) timelineEnds(at page.Box, tl timeline) {
	m := b.M
	n := len(tl.Stops)
	middles, parts := stopsBetween(at.X, at.W, tl.Mark, n)
	heads, lines := b.labels(tl, parts)
	cy := at.Y + tl.Mark/2
	if n > 1 {
		b.Line(middles[0], cy, middles[n-1], cy, m.S(4), b.track())
		b.filled(middles[0], cy, middles[tl.At], cy, middles[max(0, tl.At-1)], cy)
	}
	var head float32
	for _, p := range heads {
		head = max(head, p.Height)
	}
	for i := range tl.Stops {
		x, w := parts[i][0], parts[i][1]-parts[i][0]
		objects := b.stopMark(tl, i, middles[i]-x, tl.Mark/2)
		y := tl.Mark + m.S(10)
		objects = append(objects, heads[i].Objects(0, y)...)
		objects = append(objects, lines[i].Objects(0, y+head)...)
		b.stopButton(page.Box{X: x, Y: at.Y, W: w, H: at.H}, i, objects)
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
		objects = append(objects, b.stopMark(tl, i, m.S(10)+ring/2, h/2)...)
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

// stopMark is the dot of a stop around (x, y): filled if read, ringed if being read, hollow if
// still to come. Shape says it, not colour alone.
func (b *B) stopMark(tl timeline, i int, x, y float32) []fyne.CanvasObject {
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
