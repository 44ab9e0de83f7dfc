package art

import (
	"image"
	"math"
)

// StoryArt draws the panel beside a donor's story: a card from red to its deep end with two rings that
// come nearer with every station and meet at the last. The corners are round; the lower 40 % is left
// calm for the name. Stations count from 0 to stations-1.
//
// The names are those of the pack's stories: "rings" (zhang-ke) is one way from a sign-up to a match;
// "twice" (wu-junxiang) has a first pair that nearly meets and fades, and a second that meets. Any
// other name is drawn as "rings". The pictures stand for the course of events and show no person.
func StoryArt(name string, w, h int, pal Palette, station, stations int) *image.RGBA {
	p := 1.0
	if stations > 1 {
		p = clamp(float64(station)/float64(stations-1), 0, 1)
	}
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/15)
	c.fill(panel, c.linear(Point{0, 0}, Point{width * 0.7, height}, pal.Red, pal.Deep))
	s := stage{canvas: c, pal: pal, u: min(width, height*1.05) / 100, w: width, h: height}
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
	storyRing  = 21.0 // radius, in hundredths
	storyWidth = 4.4
)

// once shows two rings on their way to each other.
func (s stage) once(p float64) {
	meet := Point{s.w * 0.52, s.h * 0.335}
	apart := (62 - 37.5*p) * s.u
	tilt := -0.62 + 0.22*p
	a := polar(meet.X, meet.Y, apart/2, tilt+math.Pi)
	b := polar(meet.X, meet.Y, apart/2, tilt)
	s.between(a, b, p)
	s.pair(a, b, 0.20+0.16*p, p)
	s.person(a, 1, 0.55+0.45*p, false)
	s.person(b, p, 0.4+0.6*p, true)
}

// twice shows a first ring that comes near and fades, and a second that meets.
func (s stage) twice(p float64) {
	const turn = 0.5 // the share of the story at which the first way ends
	a := Point{s.w * 0.46, s.h * 0.36}
	first := clamp(p/turn, 0, 1)
	faded := clamp((p-turn)/0.25, 0, 1)
	second := clamp((p-turn)/(1-turn), 0, 1)
	b := polar(a.X, a.Y, (64-25*first+6*faded)*s.u, -2.45)
	s.ring(b.X, b.Y, storyRing*s.u, storyWidth*s.u*(1-0.75*faded), solid(alpha(s.pal.OnRed, 0.26-0.14*faded)))
	s.person(b, first*(1-faded), 0.8-0.65*faded, true)
	d := polar(a.X, a.Y, (74-49.5*second)*s.u, -0.5)
	if second > 0 {
		s.between(a, d, second)
		s.pair(a, d, 0.22+0.14*second, second)
		s.person(d, second, 0.4+0.6*second, true)
	} else {
		s.ring(a.X, a.Y, storyRing*s.u, storyWidth*s.u, solid(alpha(s.pal.OnRed, 0.26)))
	}
	s.person(a, 1, 1, false)
}

// pair draws two rings of light, linked where they already cross.
func (s stage) pair(a, b Point, strength, p float64) {
	r, width := storyRing*s.u, storyWidth*s.u
	white := solid(alpha(s.pal.OnRed, strength))
	gold := solid(alpha(mix(s.pal.OnRed, s.pal.Gold, p), strength+0.5*p*p*p))
	s.linkPaint(a.X, a.Y, r, b.X, b.Y, r, width, white, gold)
}

// person draws the dot in the middle of a ring: lit from 0 to 1.
func (s stage) person(at Point, lit, strength float64, gold bool) {
	col := s.pal.OnWine
	if gold {
		col = s.pal.Gold
	}
	if lit > 0 {
		s.glow(at.X, at.Y, 14*s.u, alpha(col, 0.35*lit))
	}
	s.disc(at.X, at.Y, 4.3*s.u, solid(alpha(col, strength)))
}

// between draws the way that has been covered, as a row of small dots.
func (s stage) between(a, b Point, p float64) {
	n := 9
	for i := 1; i < n; i++ {
		f := float64(i) / float64(n)
		q := a.towards(b, f)
		s.disc(q.X, q.Y, 0.7*s.u, solid(alpha(s.pal.OnRed, 0.35)))
	}
}

// keep clears what lies outside a path: drawings that run over the edge of a card end with it.
func (c *canvas) keep(p *path) {
	m := c.area(p)
	i := 0
	for y := m.r.Min.Y; y < m.r.Max.Y; y++ {
		for x := m.r.Min.X; x < m.r.Max.X; x++ {
			at := c.img.PixOffset(x, y)
			px := c.img.Pix[at : at+4]
			if a := uint8(m.a[i]*255 + 0.5); px[3] > a {
				for k := range px {
					px[k] = uint8(uint32(px[k]) * uint32(a) / uint32(px[3]|1))
				}
			}
			i++
		}
	}
}
