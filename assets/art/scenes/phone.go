package scenes

import (
	"math"

	"matchbooth/assets/art"
)

// phone is a telephone that rings: its screen is lit, and it hums on both sides.
func (s *stage) phone() {
	const x = 336.0
	s.Glow(x-12, foot-120, 190, art.Alpha(s.pal.RoseOnWine, 0.5))
	s.hum(x-12, foot-106, -0.11)
	q, turn := s.telephone(x, 1, -0.11)
	// Who is calling is nobody one knows yet: the ring and the dot of the other.
	s.Glow(q.X, q.Y, 62, art.Alpha(s.pal.Gold, 0.34))
	s.Ring(q.X, q.Y, 42, 1.8, art.Solid(art.Alpha(s.pal.Gold, 0.6)))
	s.Ring(q.X, q.Y, 30, 5.6, art.Solid(s.pal.Gold))
	s.Disc(q.X, q.Y, 8.6, art.Solid(s.pal.Gold))
	no := turn(new(art.Path).Move(x-25, foot-42)).At()
	yes := turn(new(art.Path).Move(x+25, foot-42)).At()
	s.Disc(no.X, no.Y, 15, art.Solid(art.Mix(s.pal.Wine, s.pal.OnWine, 0.28)))
	s.line(2.6, s.pal.OnWine, art.Handset(no.X, no.Y-0.5, 6.6).Turn(no.X, no.Y, 2.36))
	s.Disc(yes.X, yes.Y, 15, art.Solid(s.pal.OnWine))
	s.line(2.6, s.pal.Red, art.Handset(yes.X, yes.Y-0.5, 6.6))
}

// silent is a telephone that does not ring any more, and leaves the room to the way that ends.
func (s *stage) silent() {
	q, _ := s.telephone(300, 0.72, 0.07)
	s.dotted(q, 22, 2.2, art.Alpha(s.pal.Gold, 0.75))
	s.Disc(q.X, q.Y, 4, art.Solid(art.Alpha(s.pal.Gold, 0.6)))
}

// telephone draws one at x, of a size, leaning by an angle; it returns where its screen shows who calls, and a function
// that turns a path on it.
func (s *stage) telephone(x, size, lean float64) (caller art.Point, turn func(*art.Path) *art.Path) {
	w, h := 116*size, 212*size
	l, t := x-w/2, foot-h
	turn = func(p *art.Path) *art.Path { return p.Turn(x, foot, lean) }
	s.shadow(x+2, w*0.72)
	s.fill(turn(art.RoundRect(l+6*size, t+4*size, w, h-4*size, 24*size)), art.Alpha(s.black, 0.32))
	s.fill(turn(art.RoundRect(l, t, w, h, 24*size)), s.black)
	s.line(1.6, art.Alpha(s.pal.RoseOnWine, 0.4), turn(art.RoundRect(l+1.2, t+1.2, w-2.4, h-2.4, 23*size)))
	s.Fill(turn(art.RoundRect(l+7*size, t+7*size, w-14*size, h-14*size, 18*size)), s.Linear(art.Point{X: x, Y: t}, art.Point{X: x, Y: foot}, art.Mix(s.pal.Wine, s.pal.Deep, 0.45), s.pal.Wine))
	s.line(5*size, s.black, turn(art.Lines(x-13*size, t+18*size, x+13*size, t+18*size)))
	return turn(new(art.Path).Move(x, t+84*size)).At(), turn
}

// hum is what a ringing telephone does to the air beside it.
func (s *stage) hum(x, y, lean float64) {
	for i := range 3 {
		r := 82 + 17*float64(i)
		c := art.Alpha(s.pal.RoseOnWine, 0.78-0.22*float64(i))
		span := 0.34 + 0.05*float64(i)
		s.line(4.8, c, new(art.Path).Arc(x, y, r, lean-span, lean+span))
		s.line(4.8, c, new(art.Path).Arc(x, y, r, math.Pi+lean-span, math.Pi+lean+span))
	}
}
