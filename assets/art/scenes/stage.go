package scenes

import (
	"image/color"
	"math"

	"matchbooth/assets/art"
)

// The stage of a scene is 560 units wide and 324 high above the edge of the table; what stands on it is drawn between 200
// and 430 from the left. Of a flat or narrow picture the outer parts are cut off, of a high one more wall is seen.
const (
	middle = 280.0
	edge   = 324.0
	foot   = 328.0 // where things stand, a little in front of the edge
)

// view is the part of the stage that is seen: how many pixels a unit has, where the origin is, and the size in pixels.
type view struct{ unit, x, y, w, h float64 }

// newView returns the view of a picture whose table begins at a height in pixels; at is where its middle is, as a fraction
// of the width.
func newView(w, table, h, at float64) view {
	// Of a flat picture the top is cut off, rather than to leave the sides empty.
	high := 300 - 50*smooth((w/table-1.8)/0.8)
	unit := min(w/500, table/high)
	return view{unit: unit, x: w*at - middle*unit, y: table - edge*unit, w: w, h: h}
}

// The edges of what is seen, in units.
func (v view) left() float64   { return -v.x / v.unit }
func (v view) right() float64  { return (v.w - v.x) / v.unit }
func (v view) top() float64    { return -v.y / v.unit }
func (v view) bottom() float64 { return (v.h - v.y) / v.unit }

// tones are the colours of things: red and wine in three, paper, brass.
type tones struct {
	paper, shade, rule color.NRGBA // paper in the light, in the shade, and a line of writing on it
	brass, brassDark   color.NRGBA
	dark, black        color.NRGBA // a dark thing, and its deepest parts
	wood               color.NRGBA // the table at its edge
}

func tonesOf(p art.Palette) tones {
	return tones{
		paper: p.OnWine, shade: art.Mix(p.OnWine, p.Deep, 0.26), rule: art.Mix(p.OnWine, p.Deep, 0.24),
		brass: p.Gold, brassDark: art.Mix(p.Gold, p.Deep, 0.45),
		dark: art.Mix(p.Deep, p.Wine, 0.62), black: art.Mix(p.Wine, color.NRGBA{A: 255}, 0.35),
		wood: art.Mix(p.Wine, p.Deep, 0.32),
	}
}

// stage is a scene being drawn.
type stage struct {
	*art.Canvas
	Scene
	view
	tones
	pal art.Palette
}

func (s *stage) fill(p *art.Path, c color.NRGBA) { s.Fill(p, art.Solid(c)) }

func (s *stage) line(width float64, c color.NRGBA, p *art.Path) { s.Stroke(p, width, art.Solid(c)) }

// wall is the red behind everything, lighter where the light is.
func (s *stage) wall() {
	l, t, r, b := s.left(), s.top(), s.right(), s.bottom()
	ground := s.Linear(art.Point{X: middle - 60, Y: t}, art.Point{X: middle + 90, Y: edge}, s.pal.Red, s.pal.Deep)
	s.Fill(art.Lines(l-2, t-2, r+2, t-2, r+2, b+2, l-2, b+2).Close(), ground)
}

// table is what everything stands on, dark and calm down to the lower edge.
func (s *stage) table() {
	l, r, b := s.left(), s.right(), s.bottom()
	if b <= edge {
		return
	}
	top := s.Linear(art.Point{X: 0, Y: edge}, art.Point{X: 0, Y: max(b, edge+60)}, s.wood, s.pal.Wine)
	s.Fill(art.Lines(l-2, edge, r+2, edge, r+2, b+2, l-2, b+2).Close(), top)
	s.line(2.4, art.Mix(s.wood, s.pal.RoseOnWine, 0.22), art.Lines(l-2, edge, r+2, edge))
}

// shadow lies on the table under a thing.
func (s *stage) shadow(x, half float64) {
	s.fill(art.Ellipse(x, foot+4, half, 5.5), art.Alpha(s.black, 0.4))
	s.fill(art.Ellipse(x, foot+3, half*0.86, 3.6), art.Alpha(s.black, 0.5))
}

// Light says how far the rings have come: the donor's of cream, the other of gold.
type Light struct {
	Near  float64 // 0: far apart, 1: they have met
	Stops bool    // the other one cannot come: it fades, and the way to it ends half-way
	Gone  bool    // of one that could not come an outline is left, far off
}

// Way returns the light at a station of a story, counted from 0, with so many stations. stops is the station at which a
// first match cannot go ahead, or less than 0; meets says whether the story's last station is the collection.
func Way(station, stations, stops int, meets bool) Light {
	last := stations - 1
	l := Light{Stops: station == stops, Gone: stops >= 0 && station > stops}
	switch {
	case station <= 0 && stations == 1 && !meets:
	case stops < 0 || stops >= last:
		l.Near = part(station, last)
	case station <= stops:
		l.Near = 0.5 * part(station, stops)
	default:
		l.Near = 0.5 + 0.5*part(station-stops, last-stops)
	}
	if !meets {
		l.Near *= 0.8
	}
	return l
}

func part(i, n int) float64 {
	if n <= 0 {
		return 1
	}
	return clamp(float64(i)/float64(n), 0, 1)
}

// rings returns the middles of both rings and their radius.
func (s *stage) rings() (a, b art.Point, r float64) {
	if s.Light.Stops {
		return art.Point{X: 122, Y: 146}, art.Point{X: 452, Y: 128}, 66
	}
	p := clamp(s.Light.Near, 0, 1)
	a = art.Point{X: 118, Y: 190}.Towards(art.Point{X: 198, Y: 164}, p)
	b = art.Point{X: 506, Y: 70}.Towards(art.Point{X: 362, Y: 164}, p)
	return a, b, 54 + 56*math.Pow(p, 1.2)
}

// light draws the two rings, what they shed on the wall, and the way between them.
func (s *stage) light() {
	a, b, r := s.rings()
	p := clamp(s.Light.Near, 0, 1)
	rose := art.Mix(s.pal.RoseOnWine, s.pal.OnWine, 0.35)
	s.Glow(middle, 190, 240, art.Alpha(rose, 0.16+0.12*p))
	s.Glow(a.X, a.Y, 2.3*r, art.Alpha(rose, 0.34))
	width := 7 + 6*p
	if s.Light.Gone {
		s.dotted(art.Point{X: 500, Y: 52}, 26, 2.6, art.Alpha(s.pal.OnWine, 0.24))
	}
	if s.Light.Stops {
		s.Glow(a.X, a.Y, 3*r, art.Alpha(s.pal.OnWine, 0.2))
		s.broken(a, b, r)
		s.dotted(b, r, 3.6, art.Alpha(s.pal.Gold, 0.62))
		s.Disc(b.X, b.Y, 10, art.Solid(art.Alpha(s.pal.Gold, 0.4)))
		s.Ring(a.X, a.Y, r, width, art.Solid(s.pal.OnWine))
		s.Disc(a.X, a.Y, 13, art.Solid(s.pal.OnWine))
		return
	}
	s.Glow(b.X, b.Y, 2.1*r, art.Alpha(s.pal.Gold, 0.12+0.34*p))
	s.dots(a, b, r)
	bright := 0.42 + 0.5*math.Pow(p, 0.6)
	s.Link(a, b, r, width, art.Solid(art.Alpha(s.pal.OnWine, 0.62+0.36*p)), art.Solid(art.Alpha(s.pal.Gold, bright)))
	// The nearer they come, the more each leaves the middle free.
	out := 40 * math.Pow(p, 1.5)
	s.Disc(a.X-out, a.Y, 12+3*p, art.Solid(art.Alpha(s.pal.OnWine, 0.8+0.2*p)))
	s.Disc(b.X+out, b.Y, 9+6*p, art.Solid(art.Alpha(s.pal.Gold, 0.6+0.4*p)))
}

// between returns the ends of the way between two rings and how many dots it has.
func between(a, b art.Point, r float64) (from, to art.Point, n int) {
	gap := a.Dist(b) - 2*r
	if gap < 18 {
		return a, b, 0
	}
	d := a.Dist(b)
	from, to = a.Towards(b, (r+16)/d), a.Towards(b, 1-(r+16)/d)
	return from, to, int(from.Dist(to)/15) + 1
}

// dots draws the way between the rings; it is lit from the other's side as far as word has come.
func (s *stage) dots(a, b art.Point, r float64) {
	from, to, n := between(a, b, r)
	for i := range n {
		f := float64(i) / float64(max(1, n-1))
		q := to.Towards(from, f)
		lit := 1 - smooth((f-1.5*s.Light.Near+0.3)/0.3)
		s.Disc(q.X, q.Y, 2.2+1.3*lit, art.Solid(art.Alpha(art.Mix(s.pal.OnWine, s.pal.Gold, lit), 0.16+0.74*lit)))
	}
}

// broken draws a way that sets out from the donor and ends half-way.
func (s *stage) broken(a, b art.Point, r float64) {
	from, to, n := between(a, b, r)
	for i := range n {
		f := float64(i) / float64(max(1, n-1))
		if f > 0.56 {
			break
		}
		q := from.Towards(to, f)
		s.Disc(q.X, q.Y, 5.4-3.8*f, art.Solid(art.Alpha(s.pal.OnWine, 1-0.9*f)))
	}
}

// dotted draws a ring of dots: the outline of one that is not there.
func (s *stage) dotted(at art.Point, r, dot float64, c color.NRGBA) {
	n := int(2 * math.Pi * r / (3.6 * dot))
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		s.Disc(at.X+r*cos, at.Y+r*sin, dot, art.Solid(c))
	}
}

// family draws people close to the donor, without a face: dots in rings of their own, as far beside the donor's.
func (s *stage) family(beside ...float64) {
	a, _, r := s.rings()
	for _, x := range beside {
		q := art.Point{X: a.X + x, Y: edge - 30}
		d := q.Dist(a)
		from, to := q.Towards(a, 26/d), q.Towards(a, 1-(r+9)/d)
		for i := range 3 {
			p := from.Towards(to, float64(i)/2)
			s.Disc(p.X, p.Y, 2.8, art.Solid(art.Alpha(s.pal.RoseOnWine, 0.9)))
		}
		s.Glow(q.X, q.Y, 46, art.Alpha(s.pal.RoseOnWine, 0.28))
		s.Ring(q.X, q.Y, 19, 3.4, art.Solid(art.Alpha(s.pal.RoseOnWine, 0.75)))
		s.Disc(q.X, q.Y, 9.5, art.Solid(s.pal.RoseOnWine))
	}
}

// span marks the years that have gone by along the edge of the table, one knot a year, up to the telephone.
func (s *stage) span() {
	if s.Years < 1 || s.Years > 12 {
		return
	}
	const from, to = 58.0, 246.0
	s.line(2.6, art.Alpha(s.pal.OnWine, 0.55), art.Lines(from, edge, to, edge))
	for i := range s.Years + 1 {
		x := from + (to-from)*float64(i)/float64(s.Years)
		if i == s.Years {
			s.Glow(x, edge, 26, art.Alpha(s.pal.Gold, 0.6))
			s.Disc(x, edge, 7.4, art.Solid(s.pal.Gold))
			break
		}
		s.Disc(x, edge, 5, art.Solid(s.pal.OnWine))
	}
}

// smooth is 0 up to 0, 1 from 1 on, and rises without a corner between.
func smooth(t float64) float64 {
	t = clamp(t, 0, 1)
	return t * t * (3 - 2*t)
}
