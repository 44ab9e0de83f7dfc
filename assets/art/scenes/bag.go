package scenes

import (
	"image/color"
	"math"

	"matchbooth/assets/art"
)

// bag is the bag of a collection: it hangs where the rings meet, and its line runs down to the table.
func (s *stage) bag() {
	const x, w, t, b = 280.0, 128.0, 90.0, 270.0
	l := x - w/2
	// The stand: a pole from above, and a bar.
	s.line(9, art.Alpha(s.shade, 0.9), art.Lines(x, min(s.top(), 0)-8, x, t-14))
	s.line(8, art.Mix(s.shade, s.paper, 0.3), new(art.Path).Move(x-48, 52).Quad(x, 34, x+48, 52))
	// The line, behind the bag.
	tube := new(art.Path).Move(x-8, b-4).Cubic(x-8, b+40, x-40, b+42, x-96, b+44).Quad(x-140, b+46, x-152, foot+1)
	s.line(9, art.Mix(s.pal.RoseOnWine, s.pal.Deep, 0.2), tube)
	s.line(3.4, art.Mix(s.pal.RoseOnWine, s.pal.OnWine, 0.45), tube)
	s.fill(art.RoundRect(x-16, b-8, 17, 20, 4), s.paper)
	s.fill(art.RoundRect(x+10, b-8, 13, 17, 4), s.shade)

	whole := func(dx, dy float64) *art.Path {
		l, t, b, r := l+dx, t+dy, b+dy, l+w+dx
		return new(art.Path).Arc(r-16, t+16, 16, -math.Pi/2, 0).Arc(r-38, b-38, 38, 0, math.Pi/2).
			Arc(l+38, b-38, 38, math.Pi/2, math.Pi).Arc(l+16, t+16, 16, math.Pi, 1.5*math.Pi).Close()
	}
	s.fill(whole(7, 6), art.Alpha(s.black, 0.3))
	s.fill(whole(0, 0), s.paper)
	// What is in it reaches up to a gentle wave.
	const lv = t + 82.0
	in := new(art.Path).Move(l+5, lv+2).Cubic(l+34, lv-9, x-16, lv-7, x+4, lv+1).Cubic(x+26, lv+9, l+w-24, lv+7, l+w-5, lv-2).
		Arc(l+w-38, b-38, 33, 0, math.Pi/2).Arc(l+38, b-38, 33, math.Pi/2, math.Pi).Close()
	s.Fill(in, s.Linear(art.Point{X: x, Y: lv}, art.Point{X: x, Y: b}, art.Mix(s.pal.RoseOnWine, s.pal.Red, 0.28), art.Mix(s.pal.Red, s.pal.RoseOnWine, 0.18)))
	s.line(7, art.Alpha(s.paper, 0.42), art.Lines(l+17, t+30, l+17, b-52))
	s.line(5, art.Alpha(s.pal.Deep, 0.16), art.Lines(l+w-6, t+28, l+w-6, b-48))
	// Its label has the sign, and no name.
	s.fill(art.RoundRect(x-37, t+22, 80, 40, 7), art.Alpha(s.rule, 0.55))
	s.fill(art.RoundRect(x-38, t+20, 80, 40, 7), s.pal.OnRed)
	s.Link(art.Point{X: x - 20, Y: t + 40}, art.Point{X: x - 10, Y: t + 40}, 9, 3, art.Solid(s.pal.Red), art.Solid(s.brass))
	s.line(4, s.rule, art.Lines(x+8, t+34, x+32, t+34))
	s.line(4, s.rule, art.Lines(x+8, t+46, x+22, t+46))
	s.fill(art.RoundRect(x-25, t-17, 50, 22, 7), s.brassDark)
	s.fill(art.RoundRect(x-25, t-17, 50, 17, 7), s.brass)
}

// books is a row of children's books on the table around x, with two lying in front.
func (s *stage) books(x float64) {
	type book struct {
		w, h float64
		c    color.NRGBA
	}
	row := []book{
		{20, 84, s.brass}, {15, 96, s.paper}, {23, 76, s.pal.RoseOnWine}, {17, 90, s.dark}, {14, 70, s.shade},
	}
	wide := 26.0
	for _, b := range row {
		wide += b.w + 2
	}
	s.shadow(x+4, wide*0.62)
	at := x - wide/2
	for i, b := range row {
		top := foot - b.h
		s.fill(art.RoundRect(at, top, b.w, b.h, 3), b.c)
		s.fill(art.RoundRect(at+b.w-4, top, 4, b.h, 2), art.Mix(b.c, s.pal.Deep, 0.4))
		ink := art.Mix(b.c, s.pal.Deep, 0.6)
		if b.c == s.dark {
			ink = s.brass
		}
		s.line(2.6, ink, art.Lines(at+4, top+12, at+b.w-7, top+12))
		s.line(2.6, ink, art.Lines(at+4, foot-14, at+b.w-7, foot-14))
		if i%2 == 0 {
			s.Disc(at+b.w/2-1.5, top+30, 3.6, art.Solid(ink))
		}
		at += b.w + 2
	}
	// One leans against the others.
	const w, h = 18.0, 82.0
	lean := func(p *art.Path) *art.Path { return p.Turn(at+w, foot, -math.Pi/13) }
	at += 3
	s.fill(lean(art.RoundRect(at, foot-h, w, h, 3)), s.pal.Red)
	s.fill(lean(art.RoundRect(at+w-4, foot-h, 4, h, 2)), s.pal.Deep)
	s.line(2.6, s.brass, lean(art.Lines(at+4, foot-h+13, at+w-7, foot-h+13)))
	s.line(2.6, s.brass, lean(art.Lines(at+4, foot-14, at+w-7, foot-14)))
}
