package art

import (
	"hash/fnv"
	"image"
	"image/color"
	"math"
)

// TicketField draws the corner of the take-home that is worth keeping: a small part of the crowd of dots on wine, one of
// them gold. Which one follows from the code alone, so that the picture says nothing that the code does not. round is the
// radius in pixels of its corners, clockwise from the top left; the dot keeps off the lowest calm part of the height, from 0
// to 1, where words stand.
func TicketField(w, h int, pal Palette, code string, calm float64, round [4]float64) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	shape := cornered(0, 0, width, height, round)
	c.fill(shape, c.linear(Point{0, 0}, Point{0, height}, mix(pal.Wine, pal.Deep, 0.35), pal.Wine))
	// A sunflower head, larger than the picture; its middle lies above the middle.
	centre := Point{width * 0.47, height * (1 - calm) * 0.52}
	step := math.Sqrt(width*height) / 43
	dots := int(math.Pow(math.Hypot(width, height)*0.75/step, 2))
	at := func(i int) Point {
		sin, cos := math.Sincos(float64(i) * golden)
		r := math.Sqrt(float64(i)+0.5) * step
		return centre.add(r*cos, r*sin)
	}
	var places []int // where the gold one may be
	room := 5 * step
	for i := range dots {
		p := at(i)
		if p.X < -step || p.X > width+step || p.Y < -step || p.Y > height+step {
			continue
		}
		d := crowdDot(i, (p.X-width/2)/width*1.6, (p.Y-centre.Y)/height*1.6)
		strength := d.strength * (1 - 0.75*clamp((p.Y/height-(1-calm))/0.12, 0, 1))
		c.spot(p.X, p.Y, 1.7*step*d.size*0.9, alpha(mix(mix(pal.Red, pal.RoseOnWine, d.warm), pal.OnWine, d.pale), strength))
		if p.X > room && p.X < width-room && p.Y > room && p.Y < height*(1-calm)-room*0.4 {
			places = append(places, i)
		}
	}
	if len(places) > 0 && code != "" {
		f := fnv.New64a()
		_, _ = f.Write([]byte(code)) // a hash takes anything
		p := at(places[f.Sum64()%uint64(len(places))])
		c.glow(p.X, p.Y, 9*step, alpha(pal.Gold, 0.5))
		c.disc(p.X, p.Y, 2.6*step, solid(pal.Wine))
		c.ring(p.X, p.Y, 2.2*step, 0.42*step, solid(pal.Gold))
		c.disc(p.X, p.Y, 1.15*step, solid(pal.Gold))
	}
	c.clip(shape)
	return c.img
}

// cornered returns a rectangle with a radius for each corner, clockwise from the top left.
func cornered(x, y, w, h float64, r [4]float64) *path {
	q := math.Pi / 2
	return new(path).
		arc(x+w-r[1], y+r[1], r[1], -q, 0).
		arc(x+w-r[2], y+h-r[2], r[2], 0, q).
		arc(x+r[3], y+h-r[3], r[3], q, 2*q).
		arc(x+r[0], y+r[0], r[0], 2*q, 3*q).
		close()
}

// Dotted draws a line of round dots along the longer side of a picture, as far from each other as three times their size.
func Dotted(w, h int, col color.NRGBA) *image.RGBA {
	c := newCanvas(w, h)
	long, thick := float64(max(w, h)), float64(min(w, h))
	n := max(1, math.Round(long/(thick*3)))
	for i := range int(n) {
		at := (float64(i) + 0.5) * long / n
		if w >= h {
			c.spot(at, thick/2, thick/2, col)
		} else {
			c.spot(thick/2, at, thick/2, col)
		}
	}
	return c.img
}
