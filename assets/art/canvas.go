package art

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// canvas is an image with a coordinate system: drawings use units of their own, which start at the
// offset (ox, oy), in pixels, and are scale pixels long.
type canvas struct {
	img    *image.RGBA
	scale  float64
	ox, oy float64
}

// newCanvas returns an empty, transparent canvas whose unit is the pixel. A size below one pixel is
// treated as one: a layout that has not settled yet must not stop the booth.
func newCanvas(w, h int) *canvas {
	return &canvas{img: image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1))), scale: 1}
}

// fitted returns an empty canvas scaled so that a drawing of uw × uh units is as large as fits, centred.
func fitted(w, h int, uw, uh float64) *canvas {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	c.scale = min(width/uw, height/uh)
	c.ox, c.oy = (width-uw*c.scale)/2, (height-uh*c.scale)/2
	return c
}

func (c *canvas) px(p Point) Point {
	return Point{c.ox + p.X*c.scale, c.oy + p.Y*c.scale}
}

// mask holds, for each pixel of a rectangle, how much of it a shape covers, 0 to 1.
type mask struct {
	r image.Rectangle
	a []float32
}

func (c *canvas) newMask(x0, y0, x1, y1 float64) mask {
	r := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
	r = r.Intersect(c.img.Rect)
	return mask{r: r, a: make([]float32, r.Dx()*r.Dy())}
}

// minus returns m without what o covers.
func (m mask) minus(o mask) mask {
	out := mask{r: m.r, a: append([]float32(nil), m.a...)}
	both := m.r.Intersect(o.r)
	for y := both.Min.Y; y < both.Max.Y; y++ {
		for x := both.Min.X; x < both.Max.X; x++ {
			out.a[(y-m.r.Min.Y)*m.r.Dx()+x-m.r.Min.X] *= 1 - o.a[(y-o.r.Min.Y)*o.r.Dx()+x-o.r.Min.X]
		}
	}
	return out
}

// where clears the pixels of m whose centre does not pass a test, and returns m.
func (m mask) where(keep func(x, y float64) bool) mask {
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			if !keep(float64(x)+0.5, float64(y)+0.5) {
				m.a[i] = 0
			}
			i++
		}
	}
	return m
}

// area returns the mask of the inside of a path.
func (c *canvas) area(p *path) mask {
	x0, y0, x1, y1 := c.bounds(p, 0)
	m := c.newMask(x0, y0, x1, y1)
	if m.r.Empty() {
		return m
	}
	dx, dy := float64(m.r.Min.X), float64(m.r.Min.Y)
	z := vector.NewRasterizer(m.r.Dx(), m.r.Dy())
	for _, sub := range p.subs {
		for i, q := range sub {
			q = c.px(q)
			x, y := float32(q.X-dx), float32(q.Y-dy)
			if i == 0 {
				z.MoveTo(x, y)
			} else {
				z.LineTo(x, y)
			}
		}
		z.ClosePath()
	}
	a := image.NewAlpha(image.Rect(0, 0, m.r.Dx(), m.r.Dy()))
	z.Draw(a, a.Rect, image.Opaque, image.Point{})
	for i, v := range a.Pix {
		m.a[i] = float32(v) / 255
	}
	return m
}

// outline returns the mask of a line along a path, width units thick, with round ends and corners. Each
// pixel uses the nearest segment of the line, so that there are no seams between segments.
func (c *canvas) outline(p *path, width float64) mask {
	half := width * c.scale / 2
	thin := 1.0 // a line thinner than a pixel is drawn one pixel wide but fainter
	if half < 0.5 {
		half, thin = 0.5, half*2
	}
	x0, y0, x1, y1 := c.bounds(p, half+1)
	m := c.newMask(x0, y0, x1, y1)
	for _, sub := range p.subs {
		for i := range sub {
			a, b := c.px(sub[max(i-1, 0)]), c.px(sub[i])
			if i == 0 && len(sub) > 1 {
				continue
			}
			m.capsule(a, b, half, float32(thin))
		}
	}
	return m
}

// capsule adds to the mask what lies within the distance half of the line from a to b.
func (m mask) capsule(a, b Point, half float64, full float32) {
	r := image.Rect(
		int(math.Floor(min(a.X, b.X)-half-1)), int(math.Floor(min(a.Y, b.Y)-half-1)),
		int(math.Ceil(max(a.X, b.X)+half+1)), int(math.Ceil(max(a.Y, b.Y)+half+1))).Intersect(m.r)
	dx, dy := b.X-a.X, b.Y-a.Y
	long := dx*dx + dy*dy
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := (y - m.r.Min.Y) * m.r.Dx()
		py := float64(y) + 0.5 - a.Y
		for x := r.Min.X; x < r.Max.X; x++ {
			px := float64(x) + 0.5 - a.X
			t := 0.0
			if long > 0 {
				t = clamp((px*dx+py*dy)/long, 0, 1)
			}
			ex, ey := px-t*dx, py-t*dy
			d2 := ex*ex + ey*ey
			if d2 >= (half+0.5)*(half+0.5) {
				continue
			}
			cover := float32(min(1, half+0.5-math.Sqrt(d2))) * full
			i := row + x - m.r.Min.X
			m.a[i] = max(m.a[i], cover)
		}
	}
}

// bounds returns the bounding box of a path in pixels, with a margin.
func (c *canvas) bounds(p *path, margin float64) (x0, y0, x1, y1 float64) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, sub := range p.subs {
		for _, q := range sub {
			q = c.px(q)
			x0, y0 = min(x0, q.X), min(y0, q.Y)
			x1, y1 = max(x1, q.X), max(y1, q.Y)
		}
	}
	return x0 - margin, y0 - margin, x1 + margin, y1 + margin
}

// put applies a paint to the canvas through a mask.
func (c *canvas) put(m mask, p paint) {
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			if cover := m.a[i]; cover > 0 {
				blend(c.img, x, y, p(x, y), cover)
			}
			i++
		}
	}
}

// erase makes what a mask covers transparent: a gap made this way is right on any ground.
func (c *canvas) erase(m mask) {
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			if cover := m.a[i]; cover > 0 {
				at := c.img.PixOffset(x, y)
				for k, v := range c.img.Pix[at : at+4] {
					c.img.Pix[at+k] = uint8(float32(v)*(1-cover) + 0.5)
				}
			}
			i++
		}
	}
}

// hole erases a circle.
func (c *canvas) hole(x, y, r float64) {
	c.erase(c.outline(new(path).move(x, y), 2*r))
}

// fill paints the inside of a path.
func (c *canvas) fill(p *path, with paint) { c.put(c.area(p), with) }

// stroke paints a line along a path, width units thick.
func (c *canvas) stroke(p *path, width float64, with paint) { c.put(c.outline(p, width), with) }

// disc paints a filled circle.
func (c *canvas) disc(x, y, r float64, with paint) {
	c.stroke(new(path).move(x, y), 2*r, with)
}

// ring paints a circle drawn with a line of the given thickness.
func (c *canvas) ring(x, y, r, width float64, with paint) { c.put(c.ringMask(x, y, r, width), with) }

func (c *canvas) ringMask(x, y, r, width float64) mask {
	o := c.px(Point{x, y})
	r *= c.scale
	half := max(width*c.scale/2, 0.5)
	m := c.newMask(o.X-r-half-1, o.Y-r-half-1, o.X+r+half+1, o.Y+r+half+1)
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			d := math.Abs(math.Hypot(float64(x)+0.5-o.X, float64(y)+0.5-o.Y) - r)
			m.a[i] = float32(clamp(half+0.5-d, 0, 1))
			i++
		}
	}
	return m
}

// glow paints light that is strongest in the centre and fades to nothing at the radius r.
func (c *canvas) glow(x, y, r float64, col color.NRGBA) {
	o := c.px(Point{x, y})
	r *= c.scale
	m := c.newMask(o.X-r, o.Y-r, o.X+r, o.Y+r)
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			d := math.Hypot(float64(x)+0.5-o.X, float64(y)+0.5-o.Y) / r
			if d < 1 {
				m.a[i] = float32((1 - d) * (1 - d) * (1 + 0.4*d))
			}
			i++
		}
	}
	c.put(m, solid(col))
}
