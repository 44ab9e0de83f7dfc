package art

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// HowWay is the picture of the card "how it goes": the stages of a donation on their way, with a long dotted wait between
// joining and the call. Lengths are in the units of the box it was laid out for.
type HowWay struct {
	W, H  float64
	D     float64 // diameter of a stage's mark
	Marks []Point // their centres
	Wait  Point   // the middle of the wait, where a word may stand
	Gap   float64 // the width that the word needs; the dots leave it
	turn  *path   // the dotted wait; nil if there is none
}

// waitsAfter is the number of stages before the wait: joining, and coming on the list.
const waitsAfter = 2

// NewHowWay lays out n stages in a box: foot is kept free under the last row for words, gap in the middle of the wait.
func NewHowWay(w, h float64, n int, foot, gap float64) HowWay {
	way := HowWay{W: w, H: h, Gap: gap}
	first, rest := n, 0
	if n > waitsAfter {
		first, rest = waitsAfter, n-waitsAfter
	}
	rows := 1.0
	if rest > 0 {
		rows = 2.72 // with the row of the wait between them
	}
	way.D = max(0, min((h-foot)/rows, w/(float64(max(first, rest))*1.32)))
	r := way.D / 2
	if rest == 0 {
		for i := range first {
			way.Marks = append(way.Marks, Point{spread(w, way.D, first, i), (h - foot) / 2})
		}
		return way
	}
	top, low := r, h-foot-r
	// All rows have the same steps, so that the first marks stand over the first of the second row.
	for i := range first {
		way.Marks = append(way.Marks, Point{spread(w, way.D, max(rest, first, 4), i), top})
	}
	for i := range rest {
		way.Marks = append(way.Marks, Point{spread(w, way.D, max(rest, 2), i), low})
	}
	from, to := way.Marks[first-1], way.Marks[first]
	mid := (top + low) / 2
	bend := (mid - top) / 2
	edge := w - bend - way.D*0.06
	way.turn = new(path).move(from.X+r*1.3, top).line(edge, top).
		arc(edge, top+bend, bend, -math.Pi/2, math.Pi/2).
		line(to.X+bend, mid).
		arc(to.X+bend, mid+bend, bend, -math.Pi/2, -math.Pi)
	way.Wait = Point{(to.X + edge) / 2, mid}
	return way
}

// spread is the place of the mark i of n along a row.
func spread(w, d float64, n, i int) float64 {
	if n < 2 {
		return d / 2
	}
	return d/2 + (w-d)*float64(i)/float64(n-1)
}

// Image draws the way, in pixels: lay it out for the picture's own size.
func (way HowWay) Image(pal Palette) *image.RGBA {
	c := newCanvas(int(way.W), int(way.H))
	d := way.D
	if d < 2 {
		return c.img
	}
	gold := solid(pal.GoldOnLight())
	for i := 1; i < len(way.Marks); i++ {
		if i != waitsAfter || way.turn == nil {
			a, b := way.Marks[i-1], way.Marks[i]
			c.stroke(lines(a.X, a.Y, b.X, b.Y), d*0.1, gold)
		}
	}
	if way.turn != nil {
		t := newTrace(way.turn)
		n := max(2, int(t.length()/(d*0.28)))
		low := way.Marks[waitsAfter].Y - d*0.62
		for i := range n {
			p := t.at(float64(i) / float64(n-1))
			if p.Y > low || math.Abs(p.Y-way.Wait.Y) < d*0.1 && math.Abs(p.X-way.Wait.X) < way.Gap/2 {
				continue
			}
			c.disc(p.X, p.Y, d*0.058, gold)
		}
	}
	size := int(math.Round(d))
	for i, p := range way.Marks {
		c.hole(p.X, p.Y, d/2+d*0.05)
		mark := StageIcon(i, size, size, pal)
		at := image.Pt(int(math.Round(p.X-d/2)), int(math.Round(p.Y-d/2)))
		draw.Draw(c.img, mark.Rect.Add(at), mark, image.Point{}, draw.Over)
		if i == len(way.Marks)-1 && i > 0 {
			c.ring(p.X, p.Y, d*0.475, d*0.05, solid(pal.Red))
		}
	}
	return c.img
}

// Bubble draws a speech bubble of one colour that fills the picture, with its tail at the lower left, or at the lower right;
// tail is the height of the tail and line the width of a border in the other colour, 0 for none, in pixels.
func Bubble(w, h int, fill, border color.NRGBA, line, tail float64, right bool) *image.RGBA {
	c := newCanvas(w, h)
	in := line / 2
	width, height := float64(c.img.Rect.Dx())-in, float64(c.img.Rect.Dy())-tail-in
	r := max(1, (height-in)/2)
	q := math.Pi / 2
	from, to, tip := in+r+tail*1.3, in+r, in+r*0.9 // the tail: its right and left end, and where it points
	if right {
		from, to, tip = width-r, width-r-tail*1.3, width-r*0.9
	}
	p := new(path).
		arc(width-r, in+r, r, -q, 0).
		arc(width-r, height-r, r, 0, q).
		line(from, height).line(tip, height+tail).line(to, height).
		arc(in+r, height-r, r, q, 2*q).
		arc(in+r, in+r, r, 2*q, 3*q).
		close()
	c.fill(p, solid(fill))
	if line > 0 {
		c.stroke(p, line, solid(border))
	}
	return c.img
}
