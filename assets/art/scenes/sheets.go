package scenes

import (
	"image/color"
	"math"

	"matchbooth/assets/art"
)

// board draws a clipboard whose foot stands at x, leaning by an angle, and returns a function that turns a path on it.
func (s *stage) board(x, lean float64) func(*art.Path) *art.Path {
	const w, h = 128.0, 160.0
	turn := func(p *art.Path) *art.Path { return p.Turn(x, foot, lean) }
	l, t := x-w/2, foot-h
	s.shadow(x+4, w*0.66)
	s.fill(turn(art.RoundRect(l+5, t+3, w, h-2, 12)), art.Alpha(s.black, 0.3))
	s.fill(turn(art.RoundRect(l, t, w, h, 12)), s.dark)
	s.fill(turn(art.RoundRect(l+10, t+14, w-20, h-22, 5)), s.shade)
	s.fill(turn(art.RoundRect(l+10, t+14, w-23, h-25, 5)), s.paper)
	s.fill(turn(art.RoundRect(x-25, t-7, 50, 19, 6)), s.brassDark)
	s.fill(turn(art.RoundRect(x-25, t-7, 50, 15, 6)), s.brass)
	return turn
}

// form is a clipboard with a form, a pen beside it, and a card with the sign.
func (s *stage) form() {
	s.card(424)
	turn := s.board(214, -0.07)
	const l, t = 214.0 - 64, foot - 160
	for i, w := range []float64{56, 84, 84, 52} {
		c, width := s.rule, 5.4
		if i == 0 {
			c = art.Mix(s.rule, s.pal.Ink, 0.45)
		}
		s.line(width, c, turn(art.Lines(l+26, t+38+24*float64(i), l+26+w-12, t+38+24*float64(i))))
	}
	s.line(2.2, art.Alpha(s.pal.Red, 0.55), turn(art.Ellipse(l+72, t+131, 15, 15)))
	s.fill(turn(art.Ellipse(l+72, t+131, 8.4, 8.4)), s.pal.Red)
	s.pen(284, foot-2, 0.42, 142)
}

// pen draws a pen whose tip is at x, y, leaning right by an angle.
func (s *stage) pen(x, y, lean, long float64) {
	turn := func(p *art.Path) *art.Path { return p.Turn(x, y, lean) }
	s.fill(turn(art.Lines(x, y, x-6, y-18, x+6, y-18).Close()), s.paper)
	s.fill(turn(art.Lines(x, y, x-2.2, y-6.5, x+2.2, y-6.5).Close()), s.dark)
	s.fill(turn(art.Lines(x-6.4, y-17.5, x+6.4, y-17.5, x+6.4, y-long+16, x-6.4, y-long+16).Close()), s.brass)
	s.fill(turn(art.Lines(x+2, y-17.5, x+6.4, y-17.5, x+6.4, y-long+16, x+2, y-long+16).Close()), s.brassDark)
	s.fill(turn(art.RoundRect(x-6.4, y-long, 12.8, 22, 6)), s.paper)
	s.fill(turn(art.Lines(x-6.4, y-long+15, x+6.4, y-long+15, x+6.4, y-long+19, x-6.4, y-long+19).Close()), s.brassDark)
}

// card is a tent card with the sign, with its middle at x.
func (s *stage) card(x float64) {
	s.shadow(x+6, 84)
	side := art.Lines(x+50, foot-108, x+60, foot-100, x+78, foot, x+62, foot).Close()
	s.fill(side, s.shade)
	s.fill(art.Lines(x-54, foot-108, x+50, foot-108, x+63, foot, x-67, foot).Close(), s.paper)
	s.Link(art.Point{X: x - 13, Y: foot - 60}, art.Point{X: x + 12, Y: foot - 60}, 21, 6.6, art.Solid(s.pal.Red), art.Solid(s.brass))
	s.line(5, s.rule, art.Lines(x-32, foot-22, x+30, foot-22))
}

// way is a table with nothing on it but the card with the sign: of this station no thing is named.
func (s *stage) way() { s.card(278) }

// exam is a clipboard at x with what was examined, ticked.
func (s *stage) exam(x float64) {
	turn := s.board(x, 0.06)
	l, t := x-64, foot-160
	for i := range 3 {
		y := t + 44 + 34*float64(i)
		s.fill(turn(art.RoundRect(l+24, y-11, 22, 22, 5)), art.Mix(s.paper, s.pal.Green, 0.16))
		s.line(4.6, s.pal.Green, turn(art.Lines(l+29, y, l+34, y+5.5, l+43, y-8)))
		s.line(5.2, s.rule, turn(art.Lines(l+60, y, l+60+[]float64{42, 32, 42}[i], y)))
	}
}

// bands are the patterns of two people on a film, around x: they agree.
func (s *stage) bands(x float64) {
	const w, h = 156.0, 190.0
	l, t := x-w/2, foot-h
	turn := func(p *art.Path) *art.Path { return p.Turn(x, foot, -0.035) }
	s.shadow(x+3, w*0.6)
	s.fill(turn(art.RoundRect(l+5, t+3, w, h-2, 12)), art.Alpha(s.black, 0.3))
	s.fill(turn(art.RoundRect(l, t, w, h, 12)), s.shade)
	s.fill(turn(art.RoundRect(l, t, w-3, h-3, 12)), s.paper)
	s.fill(turn(art.RoundRect(l+11, t+11, w-25, h-25, 6)), s.black)
	places := []float64{16, 32, 39, 62, 86, 94, 118, 138}
	strong := []float64{7, 4, 4, 8, 4, 4, 7, 5}
	for lane, lx := range []float64{l + 24, l + 88} {
		s.fill(turn(art.Lines(lx-5, t+14, lx+45, t+14, lx+45, t+h-17, lx-5, t+h-17).Close()), art.Alpha(s.pal.OnWine, 0.07))
		for i, y := range places {
			c := s.pal.OnWine
			if lane == 1 {
				c = s.brass
			}
			s.line(strong[i], art.Alpha(c, 0.72+0.035*strong[i]), turn(art.Lines(lx+3, t+18+y, lx+37, t+18+y)))
		}
	}
	// Where both agree, from one to the other.
	for i, y := range places {
		if strong[i] < 7 {
			continue
		}
		for k := range 3 {
			p := turn(new(art.Path).Move(l+70.5+6*float64(k), t+18+y))
			s.line(2.6, art.Alpha(s.brass, 0.95), p)
		}
	}
}

// signing is a sheet with a signature, and the pen that wrote it.
func (s *stage) signing() {
	const x, w, h = 262.0, 168.0, 204.0
	l, t := x-w/2, foot-h
	turn := func(p *art.Path) *art.Path { return p.Turn(x, foot, -0.05) }
	s.shadow(x+4, w*0.6)
	s.fill(turn(art.RoundRect(l+6, t+3, w, h-2, 8)), art.Alpha(s.black, 0.3))
	s.fill(turn(art.RoundRect(l, t, w, h, 8)), s.shade)
	s.fill(turn(art.RoundRect(l, t, w-4, h-3, 8)), s.paper)
	s.line(7, art.Mix(s.rule, s.pal.Ink, 0.5), turn(art.Lines(l+46, t+28, l+w-50, t+28)))
	for i, end := range []float64{w - 26, w - 26, w - 40, w - 26, w - 62} {
		y := t + 54 + 17*float64(i)
		s.line(4.6, s.rule, turn(art.Lines(l+24, y, l+end, y)))
	}
	// The line to sign on, and a hand's stroke on it that spells nothing.
	s.line(2.2, art.Mix(s.rule, s.pal.Ink, 0.3), turn(art.Lines(l+24, t+h-32, l+w-26, t+h-32)))
	hand := art.Spline(
		art.Point{X: l + 34, Y: t + h - 42}, art.Point{X: l + 46, Y: t + h - 60}, art.Point{X: l + 50, Y: t + h - 36}, art.Point{X: l + 62, Y: t + h - 54},
		art.Point{X: l + 68, Y: t + h - 38}, art.Point{X: l + 82, Y: t + h - 52}, art.Point{X: l + 88, Y: t + h - 40}, art.Point{X: l + 104, Y: t + h - 46}, art.Point{X: l + 116, Y: t + h - 44})
	s.line(4, s.pal.Deep, turn(hand))
	end := turn(new(art.Path).Move(l+118, t+h-43))
	q := end.At()
	s.line(13, art.Alpha(s.black, 0.22), art.Lines(q.X+14, q.Y-2, q.X+96, q.Y-76))
	s.pen(q.X, q.Y, 0.62, 158)
}

// letter is an envelope that came by post, opened, with the sign on what it holds.
func (s *stage) letter() {
	const x, w, h = 280.0, 190.0, 124.0
	l, t := x-w/2, foot-h
	s.shadow(x+3, w*0.58)
	s.fill(art.Lines(l, t, x, t-64, l+w, t).Close(), s.shade)
	s.fill(art.RoundRect(l+20, t-52, w-40, 130, 6), s.paper)
	s.Link(art.Point{X: x - 13, Y: t - 12}, art.Point{X: x + 12, Y: t - 12}, 21, 6.6, art.Solid(s.pal.Red), art.Solid(s.brass))
	front := color.NRGBA(art.Mix(s.paper, s.brass, 0.22))
	s.fill(art.Rounded(6, l, t, x, t+62, l+w, t, l+w, foot, l, foot), front)
	s.line(2.4, art.Mix(front, s.pal.Deep, 0.28), art.Lines(l+3, foot-4, x-18, t+46))
	s.line(2.4, art.Mix(front, s.pal.Deep, 0.28), art.Lines(l+w-3, foot-4, x+18, t+46))
	s.line(2.4, art.Mix(front, s.pal.Deep, 0.34), art.Lines(l+2, t+3, x, t+62, l+w-2, t+3))
}

// swab is a tube in its stand and a swab beside it.
func (s *stage) swab() {
	const x = 250.0
	s.shadow(x+30, 112)
	tube := new(art.Path).Move(x-22, foot-176).Line(x-22, foot-38).Arc(x, foot-38, 22, math.Pi, 0).Line(x+22, foot-176).Close()
	s.fill(tube, art.Alpha(s.paper, 0.9))
	level := new(art.Path).Move(x-22, foot-84).Line(x-22, foot-38).Arc(x, foot-38, 22, math.Pi, 0).Line(x+22, foot-84).Close()
	s.fill(level, art.Mix(s.paper, s.pal.RoseOnWine, 0.7))
	s.fill(art.RoundRect(x-20, foot-158, 40, 46, 4), s.paper)
	s.line(4.4, s.rule, art.Lines(x-12, foot-146, x+12, foot-146))
	s.line(4.4, s.rule, art.Lines(x-12, foot-134, x+6, foot-134))
	s.fill(art.RoundRect(x-28, foot-200, 56, 28, 7), s.brass)
	s.fill(art.RoundRect(x-28, foot-181, 56, 9, 4), s.brassDark)
	s.fill(art.RoundRect(x-70, foot-34, 200, 34, 8), s.dark)
	s.fill(art.RoundRect(x-70, foot-34, 200, 9, 4), art.Mix(s.dark, s.pal.RoseOnWine, 0.28))
	lean := func(p *art.Path) *art.Path { return p.Turn(x+86, foot-34, 0.14) }
	s.line(7, s.paper, lean(art.Lines(x+86, foot-34, x+86, foot-196)))
	s.line(2, s.shade, lean(art.Lines(x+88.4, foot-34, x+88.4, foot-176)))
	s.line(17, s.paper, lean(art.Lines(x+86, foot-188, x+86, foot-206)))
}

// injections is a leaf of days with a drop for each of those on which somebody is given an injection.
func (s *stage) injections() {
	const x, w, h = 280.0, 196.0, 152.0
	l, t := x-w/2, foot-h
	turn := func(p *art.Path) *art.Path { return p.Turn(x, foot, -0.03) }
	s.shadow(x+3, w*0.56)
	s.fill(turn(art.RoundRect(l+5, t+3, w, h-2, 12)), art.Alpha(s.black, 0.3))
	s.fill(turn(art.RoundRect(l, t, w, h, 12)), s.shade)
	s.fill(turn(art.RoundRect(l, t, w-3, h-3, 12)), s.paper)
	s.fill(turn(art.Lines(l+6, t+6, l+w-9, t+6, l+w-9, t+36, l+6, t+36).Close()), s.dark)
	for i := range 2 {
		hx := l + 46 + 100*float64(i)
		s.line(7, s.brass, turn(art.Lines(hx, t-9, hx, t+16)))
	}
	for i := range 8 {
		cx, cy := l+32+43*float64(i%4), t+62+44*float64(i/4)
		if i < 4 {
			drop := new(art.Path).Move(cx, cy-16).Cubic(cx+5, cy-8, cx+12, cy-3, cx+12, cy+4).Arc(cx, cy+4, 12, 0, math.Pi).Cubic(cx-12, cy-3, cx-5, cy-8, cx, cy-16)
			s.fill(turn(drop), s.pal.Red)
			continue
		}
		s.fill(turn(art.RoundRect(cx-12, cy-10, 24, 22, 6)), art.Mix(s.paper, s.rule, 0.45))
	}
}
