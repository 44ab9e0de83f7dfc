package art

import "image"

// StoryArt draws the panel beside a donor's story: a card that shades from red to deep red, with two
// rings that come closer with every station and meet at the last. The corners are rounded; the lower
// 40 % is left calm for the name. Stations are counted from 0 to stations-1.
//
// The names are those of the pack's stories: "rings" (zhang-ke) is one way from a sign-up to a match;
// "twice" (wu-junxiang) has a first pair that nearly meets and fades, and a second that meets. Any
// other name is drawn as "rings". The pictures represent the course of events and show no person.
func StoryArt(name string, w, h int, pal Palette, station, stations int) *image.RGBA {
	p := 1.0
	if stations > 1 {
		p = clamp(float64(station)/float64(stations-1), 0, 1)
	}
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/15)
	c.fill(panel, c.linear(Point{0, 0}, Point{width * 0.7, height}, pal.Red, pal.Deep))
	s := stage{canvas: c, pal: pal, u: min(width, height) / 100, w: width, h: height}
	switch name {
	case "twice", "wu-junxiang":
		s.twice(p)
	default:
		s.once(p)
	}
	c.keep(panel)
	return c.img
}

// stage is a panel on which rings move; u is a hundredth of its width.
type stage struct {
	*canvas
	pal     Palette
	u, w, h float64
}

const (
	storyRing  = 20.0 // radius, in hundredths
	storyWidth = 4.2
)

// at returns the point at the given fractions of the panel's width and height.
func (s stage) at(x, y float64) Point { return Point{x * s.w, y * s.h} }

// once draws two rings on their way to each other, from 0 to 1.
func (s stage) once(p float64) {
	a := s.at(0.24, 0.36).towards(s.at(0.39, 0.345), p)
	b := s.at(0.86, 0.15).towards(s.meeting(a), p)
	s.way(a, b, p)
	s.pair(a, b, p)
	s.person(a, 1, false)
	s.person(b, p, true)
}

// twice draws a first ring that comes near and fades, and a second that meets.
func (s stage) twice(p float64) {
	near, faded, again := clamp(p/0.25, 0, 1), clamp((p-0.27)/0.2, 0, 1), clamp((p-0.5)/0.5, 0, 1)
	a := s.at(0.46, 0.36)
	first := s.at(0.05, 0.04).towards(s.at(0.19, 0.16), near-0.5*faded)
	second := s.at(0.98, 0.08).towards(s.meeting(a), again)
	s.ring(first.X, first.Y, storyRing*s.u, storyWidth*s.u*(1-0.72*faded), solid(alpha(s.pal.OnRed, 0.24-0.06*faded)))
	s.disc(first.X, first.Y, 4*s.u, solid(alpha(mix(s.pal.OnRed, s.pal.Gold, near*(1-faded)), 0.22+0.6*near*(1-faded))))
	if faded < 0.5 {
		s.way(a, first, near)
	} else if again > 0 {
		s.way(a, second, again)
	}
	if again > 0 {
		s.pair(a, second, again)
		s.person(second, again, true)
	} else {
		s.ring(a.X, a.Y, storyRing*s.u, storyWidth*s.u, solid(alpha(s.pal.OnRed, 0.26)))
	}
	s.person(a, 1, false)
}

// meeting returns the position of a second ring that has met the one at a.
func (s stage) meeting(a Point) Point { return a.add(25.6*s.u, -9.4*s.u) }

// pair draws two rings of light, linked as soon as they cross; the second turns gold on its way.
func (s stage) pair(a, b Point, p float64) {
	r, width, done := storyRing*s.u, storyWidth*s.u, p*p*p
	mid := a.towards(b, 0.5)
	s.glow(mid.X, mid.Y, 46*s.u, alpha(s.pal.Gold, 0.3*done))
	s.linkPaint(a.X, a.Y, r, b.X, b.Y, r, width,
		solid(alpha(s.pal.OnRed, 0.26+0.16*done)),
		solid(alpha(mix(s.pal.OnRed, s.pal.Gold, p), 0.24+0.66*done)))
}

// person draws the dot in the middle of a ring, lit from 0 to 1: white for the donor, else gold.
func (s stage) person(at Point, lit float64, gold bool) {
	col := s.pal.OnWine
	if gold {
		col = mix(s.pal.OnRed, s.pal.Gold, min(1, 2*lit))
	}
	if lit > 0 {
		s.glow(at.X, at.Y, 15*s.u, alpha(col, 0.4*lit))
	}
	s.disc(at.X, at.Y, 4*s.u, solid(alpha(col, 0.3+0.7*lit)))
}

// way draws the distance between two people as a row of small dots; the part already covered, p from
// 0 to 1, shines.
func (s stage) way(a, b Point, p float64) {
	n := int(a.dist(b) / (4.6 * s.u))
	apart := clamp((a.dist(b)/s.u-29)/8, 0, 1) // people who have met need no way between them
	for i := 2; i < n-1; i++ {
		f := float64(i) / float64(n)
		q := a.towards(b, f)
		bright := 0.28
		if f <= 0.5*p+0.08 || f >= 1-0.5*p {
			bright = 0.85
		}
		s.disc(q.X, q.Y, 0.75*s.u, solid(alpha(s.pal.OnWine, bright*apart)))
	}
}

// keep erases what lies outside a path that fills the canvas except for its corners, so that drawings
// that extend beyond the edge of a card are clipped to it.
func (c *canvas) keep(p *path) {
	out := c.area(p)
	for i, v := range out.a {
		out.a[i] = 1 - v
	}
	c.erase(out)
}
