package art

import (
	"image"
	"image/color"
	"math"
)

// WayMark draws the small picture of a stage of a donation on the ribbon of time, counted from 0, in one colour: form, tube,
// telephone, double helix, clipboard, syringe, bag. For any other number it draws a dot.
func WayMark(i, w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(k ink) {
		if i < 0 || i >= len(wayMarks) {
			k.dot(12, 12, 3)
			return
		}
		wayMarks[i](k)
	})
}

var wayMarks = [StageCount]func(ink){
	func(k ink) {
		k.box(5, 3, 14, 18, 2.6)
		k.poly(9, 9, 15, 9)
		k.poly(9, 13, 15, 13)
		k.poly(9, 17, 12, 17)
	},
	func(k ink) {
		k.poly(7.5, 3, 16.5, 3)
		k.draw(new(path).move(9, 3).line(9, 18).arc(12, 18, 3, math.Pi, 0).line(15, 3))
		k.poly(9, 12, 15, 12)
	},
	func(k ink) { k.draw(handset(12, 12.4, 8.2)) },
	func(k ink) {
		for _, side := range []float64{1, -1} {
			q := new(path).move(12+side*5, 2.5)
			for y := 3.0; y <= 21.5; y += 0.5 {
				q.line(12+side*5*math.Cos((y-2.5)/9.5*math.Pi), y)
			}
			k.draw(q)
		}
		k.poly(8, 4.6, 16, 4.6)
		k.poly(8, 19.4, 16, 19.4)
	},
	func(k ink) {
		k.box(4.5, 4.5, 15, 17, 2.6)
		k.poly(9, 2.8, 15, 2.8)
		k.poly(8.5, 13.2, 11.2, 16, 16, 10)
	},
	func(k ink) {
		// Lying from the lower left to the upper right: at is along and across it, from the middle.
		at := func(along, across float64) (x, y float64) {
			return 12 + 0.707*(along+across), 12 + 0.707*(across-along)
		}
		bar := func(a, b, c, d float64) {
			x, y := at(a, b)
			u, v := at(c, d)
			k.poly(x, y, u, v)
		}
		bar(-5, -3.4, 5, -3.4)
		bar(-5, 3.4, 5, 3.4)
		bar(-5, -3.4, -5, 3.4)
		bar(5, -5, 5, 5)
		bar(-5, 0, -11, 0)
		bar(5, 0, 9.5, 0)
		bar(9.5, -3, 9.5, 3)
		bar(-1, -3.4, -1, -0.5)
	},
	func(k ink) {
		k.draw(rounded(3, 6, 4.5, 18, 4.5, 18, 16, 15, 19, 9, 19, 6, 16))
		k.poly(6, 10.5, 18, 10.5)
		k.poly(10, 19, 10, 22)
		k.poly(14, 19, 14, 22)
	},
}

// WayArt draws the picture of a stage of a donation, counted from 0, of so many, in a box of 600 × 360 units. Yours is the red
// ring, the patient's the gold one, and they come nearer from stage to stage. wait is the stage in which one waits for years:
// it is night, as in [ThinkArt], one moon after another goes by, and one window is yours.
func WayArt(i, of int, wait bool, w, h int, pal Palette) *image.RGBA {
	if wait {
		return waitArt(w, h, pal)
	}
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	if pal.tinted() {
		c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, mix(pal.Paper, pal.Gold, 0.20), mix(pal.Paper, pal.Rose, 0.85)))
	}
	c.scale = min(width/600, height/360)
	c.ox, c.oy = (width-600*c.scale)/2, (height-360*c.scale)/2
	s := wayScene{pen{canvas: c, pal: pal, width: 6}, clamp(float64(i)/float64(max(of-1, 1)), 0, 1)}
	if i >= 0 && i < len(wayScenes) {
		wayScenes[i](s)
	} else {
		s.rings(170, 1)
	}
	c.scale, c.ox, c.oy = 1, 0, 0
	if pal.tinted() {
		c.clip(panel)
	}
	return c.img
}

// wayScene is what a scene is drawn with; near is how close the rings have come, from 0 to 1.
type wayScene struct {
	pen
	near float64
}

func (s wayScene) goldLine() color.NRGBA { return s.pal.GoldOnLight() }

// rings draws the two rings around the middle of the picture, high units over its lower edge.
func (s wayScene) rings(y, strong float64) {
	gap := 330 - 200*s.near
	s.link(300-gap/2, y, 92, 300+gap/2, y, 92, 13, alpha(s.pal.Red, strong), alpha(s.goldLine(), strong))
}

// thread is the dotted way between two points.
func (s wayScene) thread(a, b Point, sag float64) {
	way := newTrace(new(path).move(a.X, a.Y).quad((a.X+b.X)/2, (a.Y+b.Y)/2+sag, b.X, b.Y))
	n := int(way.length() / 17)
	for i := 1; i < n; i++ {
		p := way.at(float64(i) / float64(n))
		s.disc(p.X, p.Y, 3, solid(s.goldLine()))
	}
}

// table is what the things stand on.
func (s wayScene) table(y float64) {
	col := s.pal.Edge
	if s.pal.tinted() {
		col = alpha(s.pal.Edge, 0.45)
	}
	s.stroke(lines(60, y, 540, y), 3, solid(col))
}

// distant is the patient's ring, not yet known: dotted, far off.
func (s wayScene) distant(x, y, r float64) {
	n := int(2 * math.Pi * r / 15)
	for i := range n {
		p := polar(x, y, r, 2*math.Pi*float64(i)/float64(n))
		s.disc(p.X, p.Y, 3.4, solid(s.goldLine()))
	}
}

// sheet is a sheet of paper with lines written on it.
func (s wayScene) sheet(x, y, w, h float64, written int) {
	if s.pal.tinted() {
		s.fill(roundRect(x+7, y+9, w, h, 12), solid(alpha(s.pal.Ink, 0.08)))
	}
	s.fill(roundRect(x, y, w, h, 12), solid(s.pal.Card))
	s.stroke(roundRect(x, y, w, h, 12), 4, solid(s.pal.Ink))
	for i := range written {
		end := x + w - 24
		if i == written-1 {
			end = x + w*0.6
		}
		s.stroke(lines(x+24, y+38+28*float64(i), end, y+38+28*float64(i)), 5, solid(s.pal.Edge))
	}
}

var wayScenes = [StageCount]func(wayScene){
	// The form with your ring on it, a tube and a swab; the other ring is far off.
	func(s wayScene) {
		s.distant(505, 96, 44)
		s.table(300)
		s.sheet(120, 78, 170, 222, 4)
		s.ring(222, 252, 25, 8, solid(s.pal.Red))
		tube := new(path).move(352, 150).line(352, 272).arc(376, 272, 24, math.Pi, 0).line(400, 150).close()
		s.fill(tube, solid(s.pal.Card))
		s.fill(new(path).move(352, 222).line(352, 272).arc(376, 272, 24, math.Pi, 0).line(400, 222).close(), solid(s.pal.Red))
		s.stroke(tube, 4, solid(s.pal.Ink))
		s.fill(roundRect(344, 132, 64, 26, 7), solid(s.goldLine()))
		s.stroke(roundRect(344, 132, 64, 26, 7), 4, solid(s.pal.Ink))
		s.stroke(lines(446, 298, 486, 168), 7, solid(s.pal.Edge))
		s.stroke(lines(484, 176, 492, 150), 22, solid(s.pal.Ink))
		s.stroke(lines(484, 176, 492, 150), 15, solid(s.pal.Card))
	},
	// The list, where no wait is spoken of: rows of dots, one of them yours.
	func(s wayScene) {
		s.distant(520, 90, 40)
		for row := range 6 {
			for col := range 12 {
				x, y := 90+38*float64(col)+19*float64(row%2), 80+42*float64(row)
				if row == 3 && col == 4 {
					s.ring(x, y, 20, 7, solid(s.pal.Red))
					s.disc(x, y, 8, solid(s.pal.Red))
					continue
				}
				s.disc(x, y, 6, solid(alpha(s.pal.Edge, 0.35+0.4*hash(row, col))))
			}
		}
	},
	// The telephone rings between the two.
	func(s wayScene) {
		s.ring(128, 196, 62, 11, solid(s.pal.Red))
		s.disc(128, 196, 13, solid(s.pal.Red))
		s.ring(496, 150, 52, 11, solid(s.goldLine()))
		s.thread(Point{196, 186}, Point{252, 178}, -6)
		s.thread(Point{372, 160}, Point{440, 152}, -6)
		if s.pal.tinted() {
			s.fill(roundRect(257, 73, 112, 222, 24), solid(alpha(s.pal.Ink, 0.08)))
		}
		s.fill(roundRect(250, 64, 112, 222, 24), solid(s.pal.Ink))
		s.fill(roundRect(259, 80, 94, 178, 12), solid(s.pal.Wine))
		if s.pal.tinted() {
			s.glow(306, 150, 84, alpha(s.pal.Gold, 0.4))
		}
		s.link(294, 148, 21, 318, 148, 21, 6, s.pal.RoseOnWine, s.pal.Gold)
		s.disc(283, 226, 15, solid(s.pal.RoseOnWine))
		s.disc(329, 226, 15, solid(s.pal.Gold))
		s.disc(306, 271, 6, solid(s.pal.Card))
		for i := range 2 {
			r := 26 + 24*float64(i)
			s.stroke(new(path).arc(362, 66, r, -math.Pi*0.46, -math.Pi*0.04), 7, solid(s.goldLine()))
			s.stroke(new(path).arc(250, 66, r, -math.Pi*0.96, -math.Pi*0.54), 7, solid(s.goldLine()))
		}
	},
	// Two patterns of bands, one in each ring, compared where the rings overlap.
	func(s wayScene) {
		s.link(222, 180, 128, 378, 180, 128, 12, s.pal.Red, s.goldLine())
		bands := []float64{0.10, 0.22, 0.30, 0.46, 0.58, 0.72, 0.80, 0.93}
		for i, f := range bands {
			y := 92 + 176*f
			s.stroke(lines(150, y, 206, y), 9, solid(s.pal.Red))
			s.stroke(lines(394, y, 450, y), 9, solid(s.goldLine()))
			for x := 222.0; x < 384; x += 15 {
				s.disc(x, y, 2.4, solid(alpha(s.pal.Ink, 0.35+0.1*hash(i, 3))))
			}
		}
		if s.pal.tinted() {
			s.fill(roundRect(268, 148, 64, 64, 32), solid(s.pal.Card))
		} else {
			s.fill(circle(300, 180, 32), solid(s.pal.Card))
		}
		s.ring(300, 180, 32, 4, solid(s.pal.Ink))
		s.stroke(lines(287, 173, 313, 173), 6, solid(s.pal.Ink))
		s.stroke(lines(287, 187, 313, 187), 6, solid(s.pal.Ink))
	},
	// The examination: you in the middle, a sheet with ticks, what the heart says.
	func(s wayScene) {
		s.table(304)
		s.ring(418, 172, 92, 12, solid(s.pal.Red))
		s.distant(556, 172, 28)
		beat := lines(340, 178, 384, 178, 398, 150, 416, 216, 434, 136, 448, 178, 496, 178)
		s.stroke(beat, 7, solid(s.pal.Ink))
		s.sheet(112, 74, 176, 230, 0)
		s.fill(roundRect(162, 58, 76, 32, 10), solid(s.goldLine()))
		s.stroke(roundRect(162, 58, 76, 32, 10), 4, solid(s.pal.Ink))
		for i := range 4 {
			y := 128 + 44*float64(i)
			s.stroke(lines(140, y, 148, y+8, 162, y-9), 6, solid(s.pal.Green))
			s.stroke(lines(182, y, 258-float64(i%2)*22, y), 5, solid(s.pal.Edge))
		}
	},
	// Some days of injections: a drop a day, each bringing more into the ring.
	func(s wayScene) {
		s.table(304)
		if s.pal.tinted() {
			s.fill(roundRect(95, 97, 410, 140, 18), solid(alpha(s.pal.Ink, 0.08)))
		}
		s.fill(roundRect(88, 88, 410, 140, 18), solid(s.pal.Card))
		s.stroke(roundRect(88, 88, 410, 140, 18), 4, solid(s.pal.Ink))
		s.stroke(lines(88, 124, 498, 124), 4, solid(s.pal.Ink))
		for i := range 5 {
			x := 129 + 82*float64(i)
			if i > 0 {
				s.stroke(lines(x-41, 124, x-41, 228), 2.5, solid(s.pal.Edge))
			}
			s.stroke(lines(x, 76, x, 98), 7, solid(s.pal.Ink))
			if i == 4 { // four or five days
				s.stroke(drop(x, 142, 22), 4.5, solid(s.pal.Red))
				continue
			}
			s.fill(drop(x, 142, 22), solid(s.pal.Red))
			s.disc(x-7, 180, 4, solid(alpha(s.pal.Card, 0.8)))
		}
		for i := range 5 { // and what they bring
			x := 129 + 82*float64(i)
			for k := range i + 1 {
				a := float64(k) * golden
				r := 7 * math.Sqrt(float64(k))
				s.disc(x+r*math.Cos(a), 268+r*math.Sin(a), 4.6, solid(s.goldLine()))
			}
			s.ring(x, 268, 24, 5, solid(s.pal.Red))
		}
	},
	// The bag hangs where the rings meet.
	func(s wayScene) {
		s.link(214, 190, 116, 386, 190, 116, 13, s.pal.Red, s.goldLine())
		s.stroke(lines(300, 22, 300, 70), 6, solid(s.pal.Ink))
		s.stroke(new(path).arc(300, 22, 14, math.Pi, 2*math.Pi), 6, solid(s.pal.Ink))
		bag := rounded(22, 246, 70, 354, 70, 354, 226, 330, 258, 270, 258, 246, 226)
		if s.pal.tinted() {
			s.glow(300, 170, 150, alpha(s.pal.Gold, 0.35))
		}
		s.stroke(bag, 16, solid(s.pal.Card))
		s.fill(bag, solid(s.pal.Card))
		s.fill(new(path).move(248, 146).quad(274, 132, 300, 146).quad(326, 160, 352, 146).line(352, 224).line(329, 256).line(271, 256).line(248, 224).close(), solid(mix(s.pal.Card, s.goldLine(), 0.72)))
		s.stroke(bag, 5, solid(s.pal.Ink))
		s.fill(roundRect(268, 88, 64, 34, 6), solid(s.pal.Card))
		s.stroke(roundRect(268, 88, 64, 34, 6), 3.5, solid(s.pal.Ink))
		s.link(292, 105, 9, 307, 105, 9, 3.4, s.pal.Red, s.goldLine())
		s.stroke(new(path).move(284, 258).cubic(284, 322, 150, 300, 112, 340), 6, solid(s.pal.Red))
		s.stroke(new(path).move(316, 258).cubic(316, 322, 450, 300, 488, 340), 6, solid(s.goldLine()))
	},
}

// waitArt is the night in which one waits: a moon for every year that goes by, the last of them not yet there; a town, and one
// window with you in it.
func waitArt(w, h int, pal Palette) *image.RGBA {
	c := newCanvas(w, h)
	width, height := float64(c.img.Rect.Dx()), float64(c.img.Rect.Dy())
	panel := roundRect(0, 0, width, height, min(width, height)/12)
	c.fill(panel, c.linear(Point{0, 0}, Point{0, height}, pal.Wine, mix(pal.Wine, pal.Deep, 0.8)))
	c.scale = width / 320
	tall := height / c.scale
	u := min(1, tall/190)
	moonAt := func(k float64) Point { // from the left over the sky to the right
		return Point{34 + 252*k, tall*0.40 - tall*0.25*math.Sin(math.Pi*(0.12+0.76*k))}
	}
	full := moonAt(0.30)
	for i := range 34 {
		x, y := hash(i, 1)*320, hash(i, 2)*tall*0.6
		if full.dist(Point{x, y}) > 30*u {
			c.disc(x, y, (0.6+0.7*hash(i, 3))*u, solid(alpha(pal.OnWine, 0.2+0.5*hash(i, 4))))
		}
	}
	const moons = 7
	for k := range moons {
		p := moonAt(float64(k) / (moons - 1))
		switch {
		case k == 2:
			c.glow(p.X, p.Y, 52*u, alpha(pal.OnWine, 0.24))
			c.ring(p.X, p.Y, 16*u, 3.6*u, solid(pal.OnWine))
		case k == moons-1: // the call, which may also never come
			for d := range 16 {
				q := polar(p.X, p.Y, 10.5*u, 2*math.Pi*float64(d)/16)
				c.disc(q.X, q.Y, 1.15*u, solid(pal.Gold))
			}
		default:
			c.ring(p.X, p.Y, 8.5*u, 1.7*u, solid(alpha(pal.OnWine, 0.58-0.07*math.Abs(float64(k-2)))))
		}
	}
	c.roofs(tall, u, 62, 8, 101, solid(mix(pal.Wine, pal.Deep, 0.30)), alpha(pal.RoseOnWine, 0.5), pal.tinted())
	c.roofs(tall, u, 38, 6, 303, solid(pal.Wine), alpha(pal.Gold, 0.75), true)
	x, y := 134.0, tall-13*u
	c.glow(x, y, 34*u, alpha(pal.Gold, 0.6))
	c.fill(roundRect(x-6*u, y-7.5*u, 12*u, 15*u, 2.2*u), solid(mix(pal.Gold, pal.OnWine, 0.6)))
	c.disc(x, y+1.5*u, 3*u, solid(pal.Red))
	c.scale = 1
	c.clip(panel)
	return c.img
}
