package art

import (
	"image"
	"image/color"
	"math"
)

// Pair is two dots of a field that match, and the way from one to the other; in the field's units.
type Pair struct {
	A, B Point // the lower one first

	way trace
	pal Palette
}

// Pair returns a pair of dots. The same number gives the same pair; two numbers give, but for a rare chance, different ones.
func (f *Field) Pair(n int64) Pair {
	least := 0.30 * math.Hypot(float64(f.W), float64(f.H))
	most := 0.56 * math.Hypot(float64(f.W), float64(f.H))
	seed := int(uint64(n) % (1 << 31))
	p := Pair{A: Point{float64(f.W) * 0.30, float64(f.H) * 0.68}, B: Point{float64(f.W) * 0.74, float64(f.H) * 0.31}, pal: f.pal}
	for try := range 256 {
		if len(f.lit) < 2 {
			break
		}
		pick := func(k int) Point {
			return f.dots[f.lit[int(hash(seed, 2*try+k)*float64(len(f.lit)))]].Point
		}
		p.A, p.B = pick(0), pick(1)
		// Neither so near that there is hardly a way, nor from end to end; and not along a row, where dots would hide it.
		if d := p.A.dist(p.B); d > least && d < most && math.Abs(p.A.Y-p.B.Y) > 0.3*least && math.Abs(p.A.X-p.B.X) > 0.2*least {
			break
		}
	}
	if p.A.Y < p.B.Y {
		p.A, p.B = p.B, p.A
	}
	// An S that bends as much as chance has it, to one side first or to the other.
	bend := 0.16 + 0.20*hash(seed, 7001)
	if hash(seed, 7002) < 0.5 {
		bend = -bend
	}
	w, h := p.B.X-p.A.X, p.B.Y-p.A.Y
	c1 := p.A.towards(p.B, 0.30).add(-h*bend, w*bend)
	c2 := p.A.towards(p.B, 0.70).add(h*bend, -w*bend)
	p.way = newTrace(new(path).move(p.A.X, p.A.Y).cubic(c1.X, c1.Y, c2.X, c2.Y, p.B.X, p.B.Y))
	return p
}

// At returns the point at the fraction t of the way's length, 0 to 1.
func (p Pair) At(t float64) Point { return p.way.at(t) }

// Thread is the way between a pair as it remains in the field.
type Thread struct {
	Pair     Pair
	Strength float64 // opacity, 0 to 1
	Width    float64 // in units
}

// thread draws a thread, with the dots at its ends a little stronger.
func (f *Field) thread(c *canvas, t Thread, room *[]nearest) {
	n := t.Pair.segments()
	x0, y0, x1, y1 := c.bounds(&path{subs: [][]Point{t.Pair.way.pts}}, t.Width*c.scale+1)
	r := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))).Intersect(c.img.Rect)
	t.Pair.stroke(c, r, t.Width, t.Strength, 0, n, n, room)
	for _, end := range []struct {
		at  Point
		col color.NRGBA
	}{{t.Pair.A, f.pal.Gold}, {t.Pair.B, f.pal.OnWine}} {
		c.spot(end.at.X, end.at.Y, f.Pitch*depths[2].r, alpha(end.col, min(1, 2.5*t.Strength)))
	}
}

// Span is a rectangle of whole units.
type Span struct{ X, Y, W, H int }

// Line is the way between a pair, to be shown in pieces, one after the other.
type Line struct {
	Pair   Pair
	Width  float64 // in units
	Pieces int
}

// segmentsToAPiece is how many straight segments a piece of a line has.
const segmentsToAPiece = 4

// segments is how many straight segments a way is drawn with in one go: each about four units long.
func (p Pair) segments() int { return max(8, int(p.way.length()/4)) }

// Span returns where a piece is, with a margin; piece −1 is the whole line.
func (l Line) Span(piece int) Span {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	n := l.Pieces * segmentsToAPiece
	from, to := 0, n
	if piece >= 0 {
		from, to = piece*segmentsToAPiece, (piece+1)*segmentsToAPiece
	}
	for i := from; i <= to; i++ {
		q := l.Pair.At(float64(i) / float64(n))
		x0, y0, x1, y1 = min(x0, q.X), min(y0, q.Y), max(x1, q.X), max(y1, q.Y)
	}
	edge := l.Width/2 + 2
	x, y := int(math.Floor(x0-edge)), int(math.Floor(y0-edge))
	return Span{x, y, int(math.Ceil(x1+edge)) - x, int(math.Ceil(y1+edge)) - y}
}

// Image draws a piece, or with −1 the whole line, on the w × h pixels of its span. Every pixel belongs to one piece only, so
// that together they look like the whole: there is no seam where two of them meet.
func (l Line) Image(piece, w, h int) *image.RGBA {
	s := l.Span(piece)
	c := newCanvas(w, h)
	c.scale = float64(c.img.Rect.Dx()) / float64(s.W)
	c.ox, c.oy = -float64(s.X)*c.scale, -float64(s.Y)*c.scale
	n := l.Pieces * segmentsToAPiece
	from, to := 0, n
	if piece >= 0 {
		from, to = piece*segmentsToAPiece, (piece+1)*segmentsToAPiece
	}
	l.Pair.stroke(c, c.img.Rect, l.Width, 1, from, to, n, new([]nearest))
	return c.img
}

// nearest is the segment of a way that is nearest to a pixel, and the square of its distance.
type nearest struct {
	d2  float32
	seg int32
}

// stroke draws the segments from … to−1 of a way cut into n, within a rectangle, from gold to white. Each pixel takes the
// nearest segment of the whole way, and is drawn only if that is one of them. room is kept from one way to the next: a net would
// take a hundred megabytes otherwise, a little at a time.
func (p Pair) stroke(c *canvas, r image.Rectangle, width, strength float64, from, to, n int, room *[]nearest) {
	if r.Empty() {
		return
	}
	half := max(width*c.scale/2, 0.5)
	thin := min(1, width*c.scale)
	if need := r.Dx() * r.Dy(); cap(*room) < need {
		*room = make([]nearest, need+need/2)
	}
	best := (*room)[:r.Dx()*r.Dy()]
	for i := range best {
		best[i] = nearest{float32(math.Inf(1)), -1}
	}
	reach := segmentsToAPiece // farther segments are nowhere nearer, as no way turns sharply
	for i := max(0, from-reach); i < min(n, to+reach); i++ {
		a, b := c.px(p.way.at(float64(i)/float64(n))), c.px(p.way.at(float64(i+1)/float64(n)))
		dx, dy := b.X-a.X, b.Y-a.Y
		long := dx*dx + dy*dy
		box := image.Rect(int(math.Floor(min(a.X, b.X)-half-1)), int(math.Floor(min(a.Y, b.Y)-half-1)),
			int(math.Ceil(max(a.X, b.X)+half+1)), int(math.Ceil(max(a.Y, b.Y)+half+1))).Intersect(r)
		for y := box.Min.Y; y < box.Max.Y; y++ {
			for x := box.Min.X; x < box.Max.X; x++ {
				px, py := float64(x)+0.5-a.X, float64(y)+0.5-a.Y
				t := 0.0
				if long > 0 {
					t = clamp((px*dx+py*dy)/long, 0, 1)
				}
				ex, ey := px-t*dx, py-t*dy
				q := &best[(y-r.Min.Y)*r.Dx()+x-r.Min.X]
				if d2 := float32(ex*ex + ey*ey); d2 < q.d2 {
					*q = nearest{d2, int32(i)}
				}
			}
		}
	}
	gold, white := light(alpha(p.pal.Gold, strength*thin)), light(alpha(p.pal.OnWine, strength*thin))
	for i, q := range best {
		if int(q.seg) < from || int(q.seg) >= to {
			continue
		}
		if cover := min(1, half+0.5-math.Sqrt(float64(q.d2))); cover > 0 {
			blend(c.img, r.Min.X+i%r.Dx(), r.Min.Y+i/r.Dx(), between(gold, white, float32(q.seg)/float32(n)), float32(cover))
		}
	}
}

// Lamp draws a dot that is lit, in a glow of its colour. The dot is a fifth of the drawing's width.
func Lamp(w, h int, col color.NRGBA) *image.RGBA {
	c := fitted(w, h, 100, 100)
	c.glow(50, 50, 50, alpha(col, 0.55))
	c.disc(50, 50, 10, solid(col))
	return c.img
}
