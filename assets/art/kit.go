package art

import (
	"image"
	"image/color"
	"math"
)

// What the rooms below draw with: the canvas, paths and paints of this package, by exported names.

// Canvas is an image that is drawn on in units of its own.
type Canvas = canvas

// Path is a set of lines and curves.
type Path = path

// Paint returns the colour of each pixel of a canvas.
type Paint = paint

// NewCanvas returns an empty canvas of w × h pixels, whose unit is the pixel until [Canvas.Unit] says otherwise.
func NewCanvas(w, h int) *Canvas { return newCanvas(w, h) }

// Image returns what has been drawn.
func (c *canvas) Image() *image.RGBA { return c.img }

// Size returns the width and height in pixels.
func (c *canvas) Size() (w, h float64) {
	return float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
}

// Unit sets the coordinate system: how many pixels a unit has, and where its origin lies, in pixels.
func (c *canvas) Unit(pixels, x, y float64) { c.scale, c.ox, c.oy = pixels, x, y }

// Fill paints the inside of a path.
func (c *canvas) Fill(p *path, with paint) { c.fill(p, with) }

// Stroke paints a line along a path, width units thick, with round ends.
func (c *canvas) Stroke(p *path, width float64, with paint) { c.stroke(p, width, with) }

// Disc paints a filled circle.
func (c *canvas) Disc(x, y, r float64, with paint) { c.disc(x, y, r, with) }

// Ring paints a circle drawn with a line of the given width.
func (c *canvas) Ring(x, y, r, width float64, with paint) { c.ring(x, y, r, width, with) }

// Glow paints light that fades to nothing at the radius r.
func (c *canvas) Glow(x, y, r float64, col color.NRGBA) { c.glow(x, y, r, col) }

// Link draws two rings of one size, linked where they cross.
func (c *canvas) Link(a, b Point, r, width float64, first, second paint) {
	c.linkPaint(a.X, a.Y, r, b.X, b.Y, r, width, first, second)
}

// Linear returns a gradient from one colour at a to another at b.
func (c *canvas) Linear(a, b Point, from, to color.NRGBA) Paint { return c.linear(a, b, from, to) }

// Clip erases what lies outside a path.
func (c *canvas) Clip(p *path) { c.clip(p) }

// Solid is a paint of one colour.
func Solid(c color.NRGBA) Paint { return solid(c) }

// Alpha returns c with its opacity multiplied by a, 0 to 1.
func Alpha(c color.NRGBA, a float64) color.NRGBA { return alpha(c, a) }

// Mix returns the colour at the fraction t, 0 to 1, of the way from a to b.
func Mix(a, b color.NRGBA, t float64) color.NRGBA { return mix(a, b, t) }

// Towards returns the point at the fraction t of the way from p to q.
func (p Point) Towards(q Point, t float64) Point { return p.towards(q, t) }

// Dist returns the distance of two points.
func (p Point) Dist(q Point) float64 { return p.dist(q) }

// Move begins a line.
func (p *path) Move(x, y float64) *Path { return p.move(x, y) }

// Line draws on to a point.
func (p *path) Line(x, y float64) *Path { return p.line(x, y) }

// Quad draws a curve with one control point.
func (p *path) Quad(cx, cy, x, y float64) *Path { return p.quad(cx, cy, x, y) }

// Cubic draws a curve with two control points.
func (p *path) Cubic(c1x, c1y, c2x, c2y, x, y float64) *Path {
	return p.cubic(c1x, c1y, c2x, c2y, x, y)
}

// Arc draws an arc of a circle from one angle to another, in radians clockwise from three o'clock.
func (p *path) Arc(cx, cy, r, from, to float64) *Path { return p.arc(cx, cy, r, from, to) }

// Close draws back to the start.
func (p *path) Close() *Path { return p.close() }

// Turn turns the whole path around a point by an angle, in radians clockwise, and returns it.
func (p *path) Turn(x, y, angle float64) *Path {
	sin, cos := math.Sincos(angle)
	for _, sub := range p.subs {
		for i, q := range sub {
			dx, dy := q.X-x, q.Y-y
			sub[i] = Point{x + dx*cos - dy*sin, y + dx*sin + dy*cos}
		}
	}
	return p
}

// Lines returns a path of straight lines through x, y, x, y, …
func Lines(xy ...float64) *Path { return lines(xy...) }

// RoundRect returns a rectangle with rounded corners.
func RoundRect(x, y, w, h, r float64) *Path { return roundRect(x, y, w, h, r) }

// Rounded returns a closed polygon with rounded corners.
func Rounded(r float64, xy ...float64) *Path { return rounded(r, xy...) }

// Spline returns a smooth line through all the given points.
func Spline(pts ...Point) *Path { return spline(pts...) }

// Ellipse returns an ellipse around a centre.
func Ellipse(cx, cy, rx, ry float64) *Path {
	p := new(path)
	for i := range 2*curveSteps + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / (2 * curveSteps))
		if i == 0 {
			p.move(cx+rx, cy)
		} else {
			p.line(cx+rx*cos, cy+ry*sin)
		}
	}
	return p.close()
}

// Handset returns the outline of a telephone handset around a centre, about 2r wide, leaning left.
func Handset(cx, cy, r float64) *Path { return handset(cx, cy, r) }

// clip erases what lies outside a path that fills the canvas except for its corners, so that drawings
// that extend beyond the edge of a card are clipped to it.
func (c *canvas) clip(p *path) {
	out := c.area(p)
	for i, v := range out.a {
		out.a[i] = 1 - v
	}
	c.erase(out)
}

// At returns where the path ends.
func (p *path) At() Point { return p.at() }
