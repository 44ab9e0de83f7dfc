package art

import (
	"image"
	"image/color"
	"math"
)

// FieldOptions controls the layout of a field of dots.
type FieldOptions struct {
	Pitch float64 // units from dot to dot; 0 means about fifty to a side, at least 9
	Fade  Edge    // the edges towards the text, at which the dots fade out
	Depth float64 // how far the fading extends, as a fraction of the width or height; 0 means 0.28
	Bleed bool    // dots go on beyond the other edges and are cut off there; otherwise the edges have whole dots
	Calm  []Calm  // places without dots
	Clear bool    // leaves the background transparent instead of wine
}

// Calm is a rectangle of a field, in its units, that is free of dots, and how far around it they are faint.
type Calm struct{ X, Y, W, H, Around float64 }

// Edge is a set of sides of a drawing.
type Edge int

// The sides at which a field can fade out.
const (
	LeftEdge Edge = 1 << iota
	RightEdge
	TopEdge
	BottomEdge
	NoEdge Edge = 0
)

// Field is a laid-out field of dots: strangers side by side, of whom two will turn out to match. It is laid out in units
// of its own (dp, on a screen) and may be drawn at any number of pixels to the unit. It never changes, and may be used
// from any goroutine.
type Field struct {
	W, H  int // size in units
	Pitch float64

	dots []dot
	lit  []int // of dots, those bright enough and far enough inside to be one of a pair
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
	more := 0
	if opts.Bleed {
		more = 1
	}
	for row := -more; row < rows+more; row++ {
		for col := -more; col < cols+more; col++ {
			p := Point{(float64(col) + 0.5 + 0.5*float64(row&1)) * dx, (float64(row) + 0.5) * dy}
			d, strength := f.tone(p, col, row)
			if strength < 0.012 {
				continue // too faint to be drawn
			}
			f.dots = append(f.dots, d)
			if strength > 0.1 && p.X > 0.05*width && p.X < 0.92*width && p.Y > 0.07*height && p.Y < 0.9*height {
				f.lit = append(f.lit, len(f.dots)-1)
			}
		}
	}
	return f
}

// The three sizes of dots, far to near: the radius as a part of the pitch, and how strong they are.
var depths = [3]struct{ r, a float64 }{{0.13, 0.21}, {0.19, 0.40}, {0.275, 0.76}}

// tone returns a dot and how strong it is, 0 to 1. Dots are near or far, in three sizes: near ones are in the middle of the
// field and along a diagonal, brighter and larger; at the edges towards the text they are dark.
func (f *Field) tone(p Point, col, row int) (dot, float64) {
	u, v := p.X/float64(f.W), p.Y/float64(f.H)
	across := (u - 0.56) + (v-0.48)*0.95 // distance from the diagonal, as a fraction
	along := (u - 0.56) - (v - 0.48)
	near := math.Exp(-across*across/0.06) * math.Exp(-along*along/0.42)
	n := hash(col+31, row+57)
	slow := waves(p.X/f.Pitch*0.35, p.Y/f.Pitch*0.35)
	level := near*(0.55+0.45*slow) + 0.9*(hash(row+977, col+13)-0.5)
	size := depths[0]
	switch {
	case level > 0.78:
		size = depths[2]
	case level > 0.34:
		size = depths[1]
	}
	a := size.a * (0.66 + 0.18*n + 0.34*near) * (0.9 + 0.1*slow) * f.fade(p)
	c := mix(f.pal.RoseOnWine, f.pal.OnWineQuiet, 0.24*near)
	return dot{p, f.Pitch * size.r, alpha(c, a)}, a
}

// fade is how much of a dot's strength is left at a point, 0 to 1: nothing at the edges towards the text and in calm places.
func (f *Field) fade(p Point) float64 {
	u, v := p.X/float64(f.W), p.Y/float64(f.H)
	left := 1.0
	for i, d := range [4]float64{u, 1 - u, v, 1 - v} {
		if f.opts.Fade&(LeftEdge<<i) != 0 {
			left *= smooth(d / f.opts.Depth)
		}
	}
	for _, c := range f.opts.Calm {
		dx := max(c.X-p.X, 0, p.X-c.X-c.W)
		dy := max(c.Y-p.Y, 0, p.Y-c.Y-c.H)
		if d := math.Hypot(dx, dy) - f.Pitch*0.3; c.Around > 0 {
			left *= smooth(d / c.Around)
		} else if d < 0 {
			left = 0
		}
	}
	return left
}

// Nearest returns the dot nearest to a point, in units; ok is false if there is none within about two pitches.
func (f *Field) Nearest(x, y float64) (at Point, ok bool) {
	best := 2 * f.Pitch
	for _, d := range f.dots {
		if far := d.dist(Point{x, y}); far < best {
			at, best, ok = d.Point, far, true
		}
	}
	return at, ok
}

// Image draws the field with no dot lit, one pixel to the unit.
func (f *Field) Image() *image.RGBA { return f.Net(f.W, f.H) }

// Net draws the field on w × h pixels with the given threads from dot to dot.
func (f *Field) Net(w, h int, threads ...Thread) *image.RGBA {
	c := newCanvas(w, h)
	c.scale = float64(c.img.Rect.Dx()) / float64(f.W)
	if !f.opts.Clear {
		flood(c.img, f.pal.Wine)
	}
	for _, d := range f.dots {
		c.spot(d.X, d.Y, d.r, d.color)
	}
	var room []nearest
	for _, t := range threads {
		f.thread(c, t, &room)
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
