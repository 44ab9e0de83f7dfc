package scenes

import (
	"image/color"
	"math"
	"strconv"

	"matchbooth/assets/art"
)

// bunting hangs over the booth from one edge to the other, with the day on two of its flags.
func (s *stage) bunting() {
	l, r := s.left(), s.right()
	high, sag, long := max(4, s.top()*0.5+20), 46.0, 66.0
	if s.top() > 0 { // a flat picture: what hangs is shorter, and leaves room for what stands
		flat := smooth((s.top() - 24) / 50)
		high, sag, long = s.top()+18-12*flat, 46-18*flat, 66-10*flat
	}
	rope := func(x float64) float64 {
		f := (x - middle) / ((r - l) / 2)
		return high + sag*(1-f*f)
	}
	string := new(art.Path)
	for i := range 49 {
		x := l - 4 + (r-l+8)*float64(i)/48
		if i == 0 {
			string.Move(x, rope(x))
		} else {
			string.Line(x, rope(x))
		}
	}
	const apart = 72.0
	each := int((r-l)/2/apart) + 1
	for i := -each; i <= each; i++ {
		x := middle + apart*float64(i)
		a, b := art.Point{X: x - 29, Y: rope(x - 29)}, art.Point{X: x + 29, Y: rope(x + 29)}
		lean := math.Atan2(b.Y-a.Y, b.X-a.X)
		mid := a.Towards(b, 0.5)
		tip := art.Point{X: mid.X - long*math.Sin(lean), Y: mid.Y + long*math.Cos(lean)}
		deep := float64(max(i, -i))
		col := art.Alpha(s.pal.OnWine, 1-0.1*deep)
		if i%2 != 0 {
			col = art.Mix(s.pal.Gold, s.pal.Deep, 0.07*(deep-1))
		}
		s.fill(art.Lines(a.X+4, a.Y+5, b.X+4, b.Y+5, tip.X+4, tip.Y+5).Close(), art.Alpha(s.black, 0.16))
		s.fill(art.Lines(a.X, a.Y, b.X, b.Y, tip.X, tip.Y).Close(), col)
		mark := 0
		if i == -1 {
			mark = s.Day[0]
		} else if i == 1 {
			mark = s.Day[1]
		}
		switch {
		case mark > 0 && s.Day[0] > 0 && s.Day[1] > 0:
			s.figure(strconv.Itoa(mark), mid.X-22*math.Sin(lean), mid.Y+22*math.Cos(lean), 25, lean, s.pal.Deep)
		case i == 0:
			s.Disc(mid.X, mid.Y+23, 6.4, art.Solid(s.pal.Deep))
		}
	}
	s.line(3.2, s.dark, string)
}

// figure draws a number with its middle at x, y, so high, leaning by an angle.
func (s *stage) figure(digits string, x, y, high, lean float64, c color.NRGBA) {
	wide, gap := high*0.56, high*0.26
	at := x - (float64(len(digits))*(wide+gap)-gap)/2
	for _, d := range digits {
		p := digit(d, at, y-high/2, wide, high)
		s.line(high*0.165, c, p.Turn(x, y, lean))
		at += wide + gap
	}
}

// digit returns the strokes of a digit in a box.
func digit(d rune, x, y, w, h float64) *art.Path {
	px := func(u, v float64) (float64, float64) { return x + u*w, y + v*h }
	p := new(art.Path)
	move := func(u, v float64) { a, b := px(u, v); p.Move(a, b) }
	line := func(u, v float64) { a, b := px(u, v); p.Line(a, b) }
	curve := func(a, b, c, d, e, f float64) {
		ax, ay := px(a, b)
		cx, cy := px(c, d)
		ex, ey := px(e, f)
		p.Cubic(ax, ay, cx, cy, ex, ey)
	}
	switch d {
	case '1':
		move(0.14, 0.2)
		line(0.56, 0)
		line(0.56, 1)
	case '2':
		move(0, 0.26)
		curve(0.02, -0.1, 1, -0.1, 0.98, 0.28)
		curve(0.96, 0.5, 0.3, 0.74, 0.02, 1)
		line(1, 1)
	case '3':
		move(0.04, 0.12)
		curve(0.4, -0.1, 0.98, 0, 0.94, 0.26)
		curve(0.92, 0.44, 0.6, 0.48, 0.38, 0.48)
		curve(0.8, 0.48, 1, 0.58, 1, 0.74)
		curve(1, 1.06, 0.3, 1.08, 0, 0.88)
	case '4':
		move(0.76, 1)
		line(0.76, 0)
		line(0, 0.7)
		line(1, 0.7)
	case '5':
		move(0.92, 0)
		line(0.16, 0)
		line(0.08, 0.46)
		curve(0.4, 0.32, 1, 0.36, 1, 0.68)
		curve(1, 1.04, 0.3, 1.08, 0, 0.88)
	case '6', '9':
		move(0.86, 0.06)
		curve(0.3, -0.08, 0, 0.3, 0, 0.66)
		curve(0, 1.1, 1, 1.1, 1, 0.68)
		curve(1, 0.3, 0.1, 0.3, 0, 0.66)
		if d == '9' {
			p.Turn(x+w/2, y+h/2, math.Pi)
		}
	case '7':
		move(0, 0)
		line(1, 0)
		line(0.36, 1)
	case '8':
		move(0.5, 0.46)
		curve(-0.12, 0.4, -0.06, 0, 0.5, 0)
		curve(1.06, 0, 1.12, 0.4, 0.5, 0.46)
		curve(-0.2, 0.54, -0.14, 1, 0.5, 1)
		curve(1.14, 1, 1.2, 0.54, 0.5, 0.46)
	default:
		move(0.5, 0)
		curve(-0.16, 0, -0.16, 1, 0.5, 1)
		curve(1.16, 1, 1.16, 0, 0.5, 0)
	}
	return p
}
