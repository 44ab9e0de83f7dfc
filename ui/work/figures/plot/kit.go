// Package plot draws figures: bars by the hour, a funnel, bars in rows, steps, a ring. Each plot is a description, drawn
// sharp at any size, on the page of the desk and in the printed report alike.
//
// The drawing is our own, over golang.org/x/image/vector, as in assets/art: gonum/plot draws axes, grids and legends for
// readers of papers, none of which these plots have, brings a dozen modules and a typeface without Chinese, and every
// plot here would have been a plotter of our own in it.
//
// Lengths of a description are in units, of which 1280 make the width of the window that the desk was designed for. Text
// is never cut: what does not fit in is set smaller, or, of many numbers, left out.
package plot

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"

	"golang.org/x/image/vector"

	"matchbooth/assets/art"
	"matchbooth/ui/work/typeset"
)

// Plot is a description that can be drawn.
type Plot interface {
	// height returns the least height in units at which everything fits in the width.
	height(k *kit, w float64) float64
	draw(k *kit, w, h float64)
}

// Image draws a plot w × h pixels large, on a transparent ground; unit is how many pixels a unit has. If the plot does
// not fit, its units are made smaller.
func Image(p Plot, w, h int, unit float64, pal art.Palette) (*image.RGBA, error) {
	img := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	return img, Draw(img, img.Rect, p, unit, pal)
}

// Height returns how high a plot is, in pixels, if it is w pixels wide.
func Height(p Plot, w int, unit float64) (int, error) {
	set, err := typeset.New()
	if err != nil {
		return 0, err
	}
	k := &kit{set: set, unit: unit}
	return int(math.Ceil(p.height(k, float64(w)/unit) * unit)), nil
}

// Draw draws a plot into a rectangle of a picture.
func Draw(dst *image.RGBA, r image.Rectangle, p Plot, unit float64, pal art.Palette) error {
	_, err := drawn(dst, r, p, unit, pal)
	return err
}

func drawn(dst *image.RGBA, r image.Rectangle, p Plot, unit float64, pal art.Palette) (*kit, error) {
	set, err := typeset.New()
	if err != nil {
		return nil, err
	}
	k := &kit{dst: dst, x: float64(r.Min.X), y: float64(r.Min.Y), set: set, pal: pal, unit: max(unit, 0.01)}
	if rows, is := p.(Rows); is {
		p = rows.narrow(k, float64(r.Dx())/k.unit, float64(r.Dy())/k.unit)
	}
	for range 40 {
		if p.height(k, float64(r.Dx())/k.unit) <= float64(r.Dy())/k.unit {
			break
		}
		k.unit *= 0.95
	}
	p.draw(k, float64(r.Dx())/k.unit, float64(r.Dy())/k.unit)
	return k, nil
}

// kit draws in units.
type kit struct {
	dst  *image.RGBA
	x, y float64 // of the origin, in pixels
	unit float64
	set  *typeset.Type
	pal  art.Palette

	texts []placed // what was set so far
}

// placed is where a text was set, in units.
type placed struct {
	s              string
	x0, y0, x1, y1 float64
}

// Sizes of text, in units: LOOK.md has small at 17 and labels at 20.
const (
	small = 17.0
	label = 18.0
	least = 11.0
)

func (k *kit) width(size float64, bold bool, s string) float64 {
	return k.set.Width(size*k.unit, bold, s) / k.unit
}

// fit returns the size at which a text is at most w wide, but not below the least.
func (k *kit) fit(w, size float64, bold bool, s string) float64 {
	for size > least && k.width(size, bold, s) > w {
		size -= 0.5
	}
	return size
}

func (k *kit) text(x, y, size float64, bold bool, ink color.Color, s string) {
	k.texts = append(k.texts, placed{s, x, y - 0.78*size, x + k.width(size, bold, s), y + 0.1*size})
	k.set.Draw(k.dst, k.x+x*k.unit, k.y+y*k.unit, size*k.unit, bold, ink, s)
}

func (k *kit) right(x, y, size float64, bold bool, ink color.Color, s string) {
	k.text(x-k.width(size, bold, s), y, size, bold, ink, s)
}

func (k *kit) middle(x, y, size float64, bold bool, ink color.Color, s string) {
	k.text(x-k.width(size, bold, s)/2, y, size, bold, ink, s)
}

// wordsWhole is the share of its size down to which a label becomes smaller rather than that a word is in two.
const wordsWhole = 0.85

// wrap breaks a label into lines, each drawn at size. Chinese words stay whole where they fit, if need be a little smaller. A word
// that is wider than w makes all of it smaller, and is broken anywhere if it is still wider at the least size.
func (k *kit) wrap(w, size float64, bold bool, s string) (lines []string, at float64) {
	wide := func(l string) bool { return k.width(size, bold, l) > w }
	full := size
	for ; size >= full*wordsWhole; size -= 0.5 {
		lines = k.set.WrapWords(w*k.unit, size*k.unit, bold, s)
		if !slices.ContainsFunc(lines, wide) {
			return lines, size
		}
		if size <= least {
			break
		}
	}
	for size = full; ; size -= 0.5 {
		lines = k.set.Wrap(w*k.unit, size*k.unit, bold, s)
		if !slices.ContainsFunc(lines, wide) {
			return lines, size
		}
		if size <= least {
			break
		}
	}
	var broken []string
	for _, l := range lines {
		from := []rune(l)
		for len(from) > 0 {
			n := 1
			for n < len(from) && !wide(string(from[:n+1])) {
				n++
			}
			broken, from = append(broken, string(from[:n])), from[n:]
		}
	}
	return broken, size
}

// fill rasterizes a shape that lies within a box.
func (k *kit) fill(x, y, w, h float64, ink color.Color, shape func(z *vector.Rasterizer, at func(x, y float64) (float32, float32))) {
	r := image.Rect(int(math.Floor(k.x+x*k.unit))-1, int(math.Floor(k.y+y*k.unit))-1, int(math.Ceil(k.x+(x+w)*k.unit))+1, int(math.Ceil(k.y+(y+h)*k.unit))+1)
	z := vector.NewRasterizer(r.Dx(), r.Dy())
	shape(z, func(x, y float64) (float32, float32) {
		return float32(k.x + x*k.unit - float64(r.Min.X)), float32(k.y + y*k.unit - float64(r.Min.Y))
	})
	m := image.NewAlpha(image.Rect(0, 0, r.Dx(), r.Dy()))
	z.Draw(m, m.Rect, image.Opaque, image.Point{})
	draw.DrawMask(k.dst, r, image.NewUniform(ink), image.Point{}, m, image.Point{}, draw.Over)
}

// box fills a rectangle with rounded corners; a radius above half its height makes the ends round.
func (k *kit) box(x, y, w, h, radius float64, ink color.Color) {
	k.corners(x, y, w, h, radius, radius, ink)
}

// corners fills a rectangle whose upper corners have another radius than its lower ones.
func (k *kit) corners(x, y, w, h, top, foot float64, ink color.Color) {
	if w <= 0 || h <= 0 {
		return
	}
	top, foot = max(0, min(top, w/2, h/2)), max(0, min(foot, w/2, h/2))
	k.fill(x, y, w, h, ink, func(z *vector.Rasterizer, at func(x, y float64) (float32, float32)) {
		to := func(x, y float64) { a, b := at(x, y); z.LineTo(a, b) }
		bend := func(x1, y1, x2, y2, x3, y3 float64) {
			a, b := at(x1, y1)
			c, d := at(x2, y2)
			e, f := at(x3, y3)
			z.CubeTo(a, b, c, d, e, f)
		}
		const c = 1 - circleBend
		a, b := at(x+top, y)
		z.MoveTo(a, b)
		to(x+w-top, y)
		bend(x+w-top*c, y, x+w, y+top*c, x+w, y+top)
		to(x+w, y+h-foot)
		bend(x+w, y+h-foot*c, x+w-foot*c, y+h, x+w-foot, y+h)
		to(x+foot, y+h)
		bend(x+foot*c, y+h, x, y+h-foot*c, x, y+h-foot)
		to(x, y+top)
		bend(x, y+top*c, x+top*c, y, x+top, y)
		z.ClosePath()
	})
}

// circleBend is how far the control points of a quarter circle are from its ends.
const circleBend = 0.5522847498

// disc fills a circle.
func (k *kit) disc(x, y, r float64, ink color.Color) { k.box(x-r, y-r, 2*r, 2*r, r, ink) }

// arc draws a part of a ring, clockwise from twelve o'clock; share is 0 to 1.
func (k *kit) arc(x, y, r, thick, share float64, ink color.Color) {
	if share <= 0 {
		return
	}
	share = min(share, 1)
	steps := max(8, int(math.Ceil(share*96)))
	k.fill(x-r-thick, y-r-thick, 2*(r+thick), 2*(r+thick), ink, func(z *vector.Rasterizer, at func(x, y float64) (float32, float32)) {
		point := func(i int, r float64) (float32, float32) {
			sin, cos := math.Sincos(2 * math.Pi * share * float64(i) / float64(steps))
			return at(x+r*sin, y-r*cos)
		}
		a, b := point(0, r+thick/2)
		z.MoveTo(a, b)
		for i := 1; i <= steps; i++ {
			a, b = point(i, r+thick/2)
			z.LineTo(a, b)
		}
		for i := steps; i >= 0; i-- {
			a, b = point(i, r-thick/2)
			z.LineTo(a, b)
		}
		z.ClosePath()
	})
}

// nothing says that there is nothing to draw.
func (k *kit) nothing(w, h float64, s string) {
	lines, size := k.wrap(w-8, small, false, s)
	y := h/2 - float64(len(lines))*size*0.7 + size
	for _, l := range lines {
		k.middle(w/2, y, size, false, k.pal.Soft, l)
		y += size * 1.4
	}
}
