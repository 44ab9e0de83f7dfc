package art

import (
	"image"
	"image/color"
	"math"
)

// FieldOptions controls the layout of a field of dots.
type FieldOptions struct {
	Pitch float64 // pixels from dot to dot; 0 means about fifty to a side, at least 9
	Fade  Edge    // the edge towards the text, at which the dots fade out; the others end with whole dots
	Depth float64 // how far the fading extends, as a fraction of the width or height; 0 means 0.28
	Clear bool    // leaves the background transparent instead of wine
}

// Edge is a side of a drawing.
type Edge int

// The sides at which a field can fade out.
const (
	NoEdge Edge = iota
	LeftEdge
	RightEdge
	TopEdge
	BottomEdge
)

// Field is a laid-out field of dots: strangers side by side, two of whom will turn out to match.
type Field struct {
	W, H  int   // size in pixels
	A, B  Point // the two dots that light up, the lower one first; in pixels
	Pitch float64

	way  trace
	dots []dot
	pal  Palette
	opts FieldOptions
}

type dot struct {
	Point
	r     float64
	color color.NRGBA
}

// NewField lays out a field without drawing it.
func NewField(w, h int, pal Palette, opts FieldOptions) *Field {
	w, h = max(w, 1), max(h, 1)
	f := &Field{W: w, H: h, Pitch: opts.Pitch, pal: pal, opts: opts}
	if f.Pitch <= 0 {
		f.Pitch = max(math.Sqrt(float64(w)*float64(h))/50, 9)
	}
	if f.opts.Depth <= 0 {
		f.opts.Depth = 0.28
	}
	width, height := float64(w), float64(h)
	// Rows are closer together than columns and every other one is shifted by half, like seats. The
	// steps are stretched a little so that the last dot of a row is as far from the edge as the first.
	cols := max(2, int(width/f.Pitch))
	rows := max(2, int(height/(f.Pitch*0.9)))
	dx, dy := width/(float64(cols)+0.5), height/float64(rows)
	wantA, wantB := Point{width * 0.30, height * 0.68}, Point{width * 0.74, height * 0.31}
	for row := range rows {
		for col := range cols {
			p := Point{(float64(col) + 0.5 + 0.5*float64(row%2)) * dx, (float64(row) + 0.5) * dy}
			if p.dist(wantA) < f.A.dist(wantA) {
				f.A = p
			}
			if p.dist(wantB) < f.B.dist(wantB) {
				f.B = p
			}
			if d, ok := f.tone(p, col, row); ok {
				f.dots = append(f.dots, d)
			}
		}
	}
	w2, h2 := f.B.X-f.A.X, f.B.Y-f.A.Y
	f.way = newTrace(new(path).move(f.A.X, f.A.Y).cubic(
		f.A.X+0.20*w2, f.A.Y+0.86*h2, f.A.X+0.70*w2, f.A.Y+0.30*h2, f.B.X, f.B.Y))
	return f
}

// tone returns a dot with its size and strength: a diagonal band is brighter, the edge towards the text
// is dark, and no dot is quite like the next. It returns false for a dot too faint to be drawn.
func (f *Field) tone(p Point, col, row int) (dot, bool) {
	u, v := p.X/float64(f.W), p.Y/float64(f.H)
	across := (u - 0.54) + (v-0.50)*0.95 // distance from the diagonal, as a fraction
	along := (u - 0.54) - (v - 0.50)
	band := math.Exp(-across*across/0.045) * math.Exp(-along*along/0.55)
	n := hash(col, row)
	slow := waves(p.X/f.Pitch*0.35, p.Y/f.Pitch*0.35)
	a := (0.15 + 0.62*band*(0.55+0.45*slow) + 0.06*slow) * (0.72 + 0.28*n) * f.fade(u, v)
	if a < 0.012 {
		return dot{}, false
	}
	size := 0.155 + 0.095*hash(row+977, col) + 0.03*band
	c := mix(f.pal.RoseOnWine, f.pal.OnWineQuiet, 0.18*band)
	return dot{p, f.Pitch * size, alpha(c, a)}, true
}

func (f *Field) fade(u, v float64) float64 {
	var d float64
	switch f.opts.Fade {
	case LeftEdge:
		d = u
	case RightEdge:
		d = 1 - u
	case TopEdge:
		d = v
	case BottomEdge:
		d = 1 - v
	default:
		return 1
	}
	s := clamp(d/f.opts.Depth, 0, 1)
	return s * s * (3 - 2*s)
}

// Path returns the point on the line from A to B at the fraction t of its length, 0 to 1, in pixels.
func (f *Field) Path(t float64) (x, y float64) {
	p := f.way.at(t)
	return p.X, p.Y
}

// Image draws the field with no dot lit.
func (f *Field) Image() *image.RGBA {
	c := newCanvas(f.W, f.H)
	if !f.opts.Clear {
		flood(c.img, f.pal.Wine)
	}
	for _, d := range f.dots {
		c.spot(d.X, d.Y, d.r, d.color)
	}
	return c.img
}

// flood sets every pixel of an image to one opaque colour.
func flood(img *image.RGBA, c color.NRGBA) {
	row := img.Pix[:img.Stride]
	for i := 0; i < len(row); i += 4 {
		row[i], row[i+1], row[i+2], row[i+3] = c.R, c.G, c.B, 255
	}
	for i := img.Stride; i < len(img.Pix); i += img.Stride {
		copy(img.Pix[i:], row)
	}
}

// spot paints a small filled circle directly, without a mask: fields have thousands of them.
func (c *canvas) spot(x, y, r float64, col color.NRGBA) {
	x, y, r = c.ox+x*c.scale, c.oy+y*c.scale, r*c.scale
	v := light(col)
	box := image.Rect(int(math.Floor(x-r-1)), int(math.Floor(y-r-1)),
		int(math.Ceil(x+r+1)), int(math.Ceil(y+r+1))).Intersect(c.img.Rect)
	for py := box.Min.Y; py < box.Max.Y; py++ {
		dy := float64(py) + 0.5 - y
		for px := box.Min.X; px < box.Max.X; px++ {
			dx := float64(px) + 0.5 - x
			if d2 := dx*dx + dy*dy; d2 < (r+0.5)*(r+0.5) {
				blend(c.img, px, py, v, float32(min(1, r+0.5-math.Sqrt(d2))))
			}
		}
	}
}
