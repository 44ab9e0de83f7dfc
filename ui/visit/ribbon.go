package visit

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// ribbon is the way of a donation in true time: marks of the stages, and between them what lasts days in solid
// pieces, what has no known length in small dots, and the wait for years as a long stretch of large ones. It runs across, or
// down a totem. What has been read and the current piece are gold; the mark that is read is filled.
type ribbon struct {
	stages []event.Stage
	at     int
	mark   float32 // diameter of a mark, in dp
	first  int     // the number of the first of the stages, where they are in columns
}

// longer is how much longer than others a stretch of years is drawn: across, the most and the least, where words need the room.
const (
	longerAcross = 3.1
	shorterYears = 2.2
	longerDown   = 1.7
)

func (b *B) newRibbon(at int) ribbon {
	mark := max(theme.MinTarget, b.M.S(58))
	if b.M.Portrait {
		mark = theme.MinTarget // one below the other, with a piece of the way between them
	}
	return ribbon{stages: b.Pack.Stages, at: at, mark: mark}
}

// places returns where the marks are along a length, from the middle of the first to that of the last.
func (r ribbon) places(length, longer float32) []float32 {
	at := make([]float32, len(r.stages))
	sum := float32(0)
	for i := 1; i < len(at); i++ {
		step := float32(1)
		if r.stages[i-1].Lasts == event.LastsYears {
			step = longer
		}
		sum += step
		at[i] = sum
	}
	for i := range at {
		if sum > 0 {
			at[i] *= length / sum
		}
	}
	return at
}

// ribbonType is the type of a stage's words.
func (b *B) ribbonType() touch.Type {
	t := b.Type(max(theme.MinText, b.M.S(18)*b.M.Text), b.P.Ink, false)
	t.Lead = 1.26
	return t
}

// ribbonSet is a ribbon's words as they are set across: below each mark what it is and how long, where the marks are, and how
// high the words are; all in dp.
type ribbonSet struct {
	words  [][2]touch.Paragraph
	places []float32
	high   float32
}

// setRibbon sets the words below the marks, or where there is room for one stage's only, those of the current one. All of them
// have one size. Where they are long the stretch of years gives way first, then the size.
func (b *B) setRibbon(r ribbon, width float32) (set ribbonSet) {
	t := b.ribbonType()
	for longer := float32(longerAcross); ; longer -= 0.3 {
		set.places = r.places(width-r.mark, longer)
		least := width
		for i := 1; i < len(set.places); i++ {
			least = min(least, set.places[i]-set.places[i-1])
		}
		if least-page.TouchGap < b.M.S(84)*b.M.Text {
			set.places = r.places(width-r.mark, longerAcross)
			set.words, set.high = b.ribbonAlone(r, width)
			return set
		}
		size, whole := b.ribbonSize(r, set.places, least, t)
		if last := longer-0.3 < shorterYears; whole && size >= t.Size*0.92 || last {
			t.Size = size
			set.words = b.ribbonWords(r, set.places, least, t)
			for _, w := range set.words {
				set.high = max(set.high, w[0].Height+w[1].Height)
			}
			return set
		}
	}
}

// ribbonApart is how far the words of two stages are from each other at least: clearly farther than two words of a line, which
// in Chinese have nothing between them.
func (b *B) ribbonApart() float32 {
	if b.Lang == event.ZH {
		return b.M.S(12)
	}
	return b.M.S(20)
}

// ribbonRoom is how wide the words of a stage may be: those at the ends run towards their neighbours', which are so wide.
func (b *B) ribbonRoom(r ribbon, places []float32, least float32, i int, neighbour float32) float32 {
	n := len(places)
	switch {
	case n > 2 && i == 0:
		return places[1] + r.mark/2 - b.ribbonApart() - neighbour/2
	case n > 2 && i == n-1:
		return places[i] - places[i-1] + r.mark/2 - b.ribbonApart() - neighbour/2
	}
	return least - b.ribbonApart()
}

// ribbonTexts are what a stage is called, and how long it is where that is known.
func (b *B) ribbonTexts(s event.Stage) [2]string {
	out := [2]string{b.In(s.Title)}
	if s.Lasts != event.LastsYears && s.Time != nil {
		out[1] = b.In(s.Time)
	}
	return out
}

// ribbonSize is the largest size in which no stage has more than two lines of each and three in all, and none of its words is parted; it
// reports false if the smallest is too large for that. The words of the current stage are bold, so all are measured so: the
// ribbon stays as it is while one goes along.
func (b *B) ribbonSize(r ribbon, places []float32, least float32, t touch.Type) (float32, bool) {
	t.Bold = true
	for floor := max(theme.MinText, t.Size*0.8); ; t.Size = max(floor, t.Size*0.97) {
		whole := true
		for _, w := range b.ribbonWords(r, places, least, t) {
			for _, p := range w {
				whole = whole && len(p.Lines) <= 2 && !p.Torn && !hyphenated(p)
			}
			whole = whole && len(w[0].Lines)+len(w[1].Lines) <= 3
		}
		if whole || t.Size <= floor {
			return t.Size, whole
		}
	}
}

// ribbonWords sets the words of all stages in a type: the current one's in bold, or all of them where the type is.
func (b *B) ribbonWords(r ribbon, places []float32, least float32, t touch.Type) [][2]touch.Paragraph {
	n := len(r.stages)
	words := make([][2]touch.Paragraph, n)
	wide := func(i int) float32 {
		if i <= 0 || i >= n-1 {
			return 0
		}
		bold := t
		bold.Bold = true // as wide as when it is read: the ends stay as they are while one goes along
		return max(widest(touch.SetText(b.In(r.stages[i].Title), bold, words[i][0].Width)), widest(words[i][1]))
	}
	set := func(i int) {
		w := b.ribbonRoom(r, places, least, i, max(wide(i-1), wide(i+1)))
		head, long := t, t
		head.Bold = t.Bold || i == r.at
		long.Color = b.P.Soft
		for k, s := range b.ribbonTexts(r.stages[i]) {
			if s != "" {
				words[i][k] = touch.SetText(s, []touch.Type{head, long}[k], w)
			}
		}
	}
	for i := 1; i+1 < n; i++ {
		set(i)
	}
	for _, i := range []int{0, n - 1} {
		if i >= 0 {
			set(i)
		}
	}
	return words
}

// ribbonAlone sets the words of the current stage only.
func (b *B) ribbonAlone(r ribbon, width float32) (words [][2]touch.Paragraph, high float32) {
	words = make([][2]touch.Paragraph, len(r.stages))
	if r.at < 0 || r.at >= len(r.stages) {
		return words, 0
	}
	w := min(width, b.M.S(260)*b.M.Text)
	for k, s := range b.ribbonTexts(r.stages[r.at]) {
		if s == "" {
			continue
		}
		t := b.ribbonType()
		t.MaxFall, t.Bold = 0.88, k == 0
		if k == 1 {
			t.Color = b.P.Soft
		}
		words[r.at][k] = touch.Fit([]touch.Span{{Text: s}}, t, w, b.M.H, 2)
		high += words[r.at][k].Height
	}
	return words, high
}

// hyphenated reports whether a line ends within a word such as sign-up.
func hyphenated(p touch.Paragraph) bool {
	return slices.ContainsFunc(p.Lines, func(l []touch.Span) bool { return len(l) > 0 && strings.HasSuffix(l[len(l)-1].Text, "-") })
}

// widest is how wide the widest line of a paragraph is, in dp.
func widest(p touch.Paragraph) (wide float32) {
	for _, l := range p.Lines {
		line := float32(0)
		for _, s := range l {
			line += s.Gap + touch.Measure(s.Text, p.Type.Size, s.Bold)
		}
		wide = max(wide, line)
	}
	return wide
}

// ribbonHeight is how high the ribbon is across a width, in dp.
func (b *B) ribbonHeight(r ribbon, width float32) float32 {
	return r.mark + b.M.S(6) + b.setRibbon(r, width).high
}

// across draws the ribbon from left to right.
func (b *B) across(at page.Box, r ribbon) {
	m := b.M
	n := len(r.stages)
	cy := at.Y + r.mark/2
	set := b.setRibbon(r, at.W)
	places, words := set.places, set.words
	// What can be touched of each: half-way to its neighbours, and over a stretch of years no further than its words.
	boxes := make([]page.Box, n)
	for i := range r.stages {
		x := at.X + places[i] + r.mark/2 // its middle
		half := max(r.mark, widest(words[i][0]), widest(words[i][1]))/2 + m.S(4)
		left, right := x-half, x+half
		if i > 0 && r.stages[i-1].Lasts != event.LastsYears {
			left = x - (places[i]-places[i-1])/2 + page.TouchGap/2
		}
		if i+1 < n && r.stages[i].Lasts != event.LastsYears {
			right = x + (places[i+1]-places[i])/2 - page.TouchGap/2
		}
		left, right = max(at.X, left), min(at.X+at.W, right)
		boxes[i] = page.Box{X: left, Y: at.Y, W: right - left, H: at.H}
	}
	for i := 0; i+1 < n; i++ {
		from, to := at.X+r.mark/2+places[i], at.X+r.mark/2+places[i+1]
		b.stretch(r, i, from+r.mark/2, to-r.mark/2, func(a, z, thick float32) page.Box {
			return page.Box{X: a, Y: cy - thick/2, W: z - a, H: thick}
		})
		s := r.stages[i]
		if s.Lasts != event.LastsYears || s.Time == nil {
			continue
		}
		// What the long stretch is stands below it, between the two.
		t := page.Centred(b.ribbonType())
		t.Bold, t.MaxFall = i == r.at, 0.88
		x := boxes[i].X + boxes[i].W + m.S(8)
		room := page.Box{X: x, Y: cy + m.S(10), W: boxes[i+1].X - m.S(8) - x, H: t.Size * 4}
		if p := touch.Fit([]touch.Span{{Text: b.In(s.Time)}}, t, room.W, room.H, 3); room.W > m.S(60) && !p.Torn {
			b.Lay(p, room.X, room.Y)
		}
	}
	for i := range r.stages {
		box := boxes[i]
		x := at.X + places[i] + r.mark/2
		objects := b.ribbonMark(r, i, x-box.X, r.mark/2)
		y := r.mark + m.S(6)
		for _, p := range words[i] {
			if p.Width == 0 {
				continue
			}
			p.Type.Align = fyne.TextAlignCenter
			px := x - p.Width/2
			switch {
			case px < at.X || i == 0:
				px, p.Type.Align = at.X, fyne.TextAlignLeading
			case px+p.Width > at.X+at.W || i == n-1:
				px, p.Type.Align = at.X+at.W-p.Width, fyne.TextAlignTrailing
			}
			objects = append(objects, p.Objects(px-box.X, y)...)
			y += p.Height
		}
		b.ribbonStop(box, i, objects)
	}
}

// down draws the ribbon from top to bottom, the words beside the marks.
func (b *B) down(at page.Box, r ribbon) {
	m := b.M
	n := len(r.stages)
	if cols := page.ColumnsFor(n, at.H, r.mark, 1); cols > 1 {
		per := (n + cols - 1) / cols
		for k, box := range at.Columns(cols, m.Gap()) {
			part := r
			part.first = k * per
			part.stages = r.stages[min(n, part.first):min(n, part.first+per)]
			part.at = r.at - part.first
			b.down(box, part)
		}
		return
	}
	longer := float32(longerDown)
	if at.H-r.mark < (float32(n)+longer)*(r.mark+page.TouchGap) {
		longer = 1
	}
	places := r.places(at.H-r.mark, longer)
	cx := at.X + r.mark/2
	for i := 0; i+1 < n; i++ {
		b.stretch(r, i, at.Y+places[i]+r.mark, at.Y+places[i+1], func(a, z, thick float32) page.Box {
			return page.Box{X: cx - thick/2, Y: a, W: thick, H: z - a}
		})
	}
	for i, s := range r.stages {
		box := page.Box{X: at.X, Y: at.Y + places[i], W: at.W, H: r.mark}
		objects := b.ribbonMark(r, i, r.mark/2, r.mark/2)
		x := r.mark + m.S(20)
		head := b.Type(m.Label(), b.P.Ink, i == r.at)
		head.MaxFall = 0.8
		p := touch.Fit([]touch.Span{{Text: b.In(s.Title)}}, head, at.W*0.52-x, box.H, 2)
		objects = append(objects, p.Objects(x, (box.H-p.Height)/2)...)
		if s.Time != nil {
			t := b.Type(m.Label(), b.P.Soft, false)
			t.MaxFall, t.Align = 0.8, fyne.TextAlignTrailing
			q := touch.Fit([]touch.Span{{Text: b.In(s.Time)}}, t, at.W*0.46, box.H, 2)
			objects = append(objects, q.Objects(at.W*0.54, (box.H-q.Height)/2)...)
		}
		b.ribbonStop(box, r.first+i, objects)
	}
}

// stretch draws what lies between the marks i and i+1, from a to z along the ribbon; box makes the box of a piece that is so
// thick.
func (b *B) stretch(r ribbon, i int, a, z float32, box func(a, z, thick float32) page.Box) {
	m := b.M
	gold, still := b.P.Gold, b.P.Edge
	if b.State.Contrast {
		gold = b.P.Ink
	}
	ink := func(lit bool) color.NRGBA {
		if lit {
			return gold
		}
		return still
	}
	dots := func(a, z, thick float32, col color.NRGBA) {
		if z-a > thick {
			b.Picture(box(a, z, thick), func(w, h int) image.Image { return art.Dotted(w, h, col) })
		}
	}
	if r.stages[i].Lasts == event.LastsYears {
		thick := m.S(8)
		dots(a+m.S(4), z-m.S(4), thick, ink(r.at >= i))
		return
	}
	// A piece for what lasts days, on both sides of its mark. Hours are no longer than the mark: a stub of them reads as a crumb.
	piece := func(s event.Stage) float32 {
		if s.Lasts == event.LastsDays {
			return (z - a) * 0.42
		}
		return 0
	}
	solid := func(a, z float32, lit bool) {
		if z-a < 1 {
			return
		}
		at := box(a, z, m.S(9))
		b.Rect(at, ink(lit), min(at.W, at.H)/2)
	}
	before, after := piece(r.stages[i]), piece(r.stages[i+1])
	under := m.S(6) // the pieces begin under their marks
	if before > 0 {
		solid(a-under, a+before, r.at >= i)
	}
	if after > 0 {
		solid(z-after, z+under, r.at >= i+1)
	}
	dots(a+before+m.S(5), z-after-m.S(5), max(2, m.S(3.5)), ink(r.at > i))
}

// ribbonMark is the mark of a stage around x, y: filled while it is read, with a gold border once it has been.
func (b *B) ribbonMark(r ribbon, i int, x, y float32) []fyne.CanvasObject {
	m := b.M
	fill, stroke, icon, width := b.P.Card, b.P.Edge, b.P.Ink, float32(2)
	switch {
	case i == r.at:
		fill, stroke, icon = b.P.Ink, b.P.Ink, b.P.Card
	case i < r.at:
		stroke, width = b.P.Gold, 3
		if b.State.Contrast {
			stroke, width = b.P.Ink, 4
		}
	}
	c := canvas.NewCircle(fill)
	c.StrokeColor, c.StrokeWidth = stroke, width
	page.Place(c, page.Box{X: x - r.mark/2, Y: y - r.mark/2, W: r.mark, H: r.mark})
	if i += r.first; i >= art.StageCount { // no picture of ours fits it
		t := page.Centred(b.Type(m.S(22), icon, true))
		p := touch.SetText(fmt.Sprint(i+1), t, r.mark)
		return append([]fyne.CanvasObject{c}, p.Objects(x-r.mark/2, y-p.Height/2)...)
	}
	d := r.mark * 0.48
	k := touch.NewPicture(func(w, h int) image.Image { return art.WayMark(i, w, h, icon) })
	page.Place(k, page.Box{X: x - d/2, Y: y - d/2, W: d, H: d})
	return []fyne.CanvasObject{c, k}
}

func (b *B) ribbonStop(at page.Box, i int, objects []fyne.CanvasObject) {
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.Line, Radius: b.M.FieldCorner()}
	id := string(b.State.Screen) + ".station." + strconv.Itoa(i)
	b.Put(touch.NewCard(id, st, func() { b.Send(session.Event{Kind: session.ToStation, N: i}) }, nil, objects...), at)
}
