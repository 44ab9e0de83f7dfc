package art

import (
	"image"
	"math"
)

// StageCount is the number of stage pictures; [StageIcon] lists them.
const StageCount = 7

// StageIcon draws the small picture of a stage of a donation, counted from 0: form and pen (sign up),
// tube with a label (typing), telephone (the call), double helix under a lens (high-resolution
// typing), clipboard with a tick (examination), calendar with a drop (injections), bag and line
// (collection). Each is a line drawing in red and gold on a tinted circle, in a box of 96 × 96 units.
// For any other number it draws the circle with a dot.
func StageIcon(i, w, h int, pal Palette) *image.RGBA {
	c := fitted(w, h, 96, 96)
	if pal.tinted() {
		c.disc(48, 48, 48, solid(pal.Rose))
	} else {
		c.ring(48, 48, 46, 3, solid(pal.Edge))
	}
	if i < 0 || i >= len(stages) {
		c.disc(48, 48, 8, solid(pal.Red))
		return c.img
	}
	stages[i](pen{canvas: c, pal: pal, width: 4})
	return c.img
}

var stages = [StageCount]func(pen){stageForm, stageTube, stagePhone, stageHelix, stageExam, stageDrops, stageBag}

// pen is a canvas with the colours and line width of one set of drawings.
type pen struct {
	*canvas
	pal   Palette
	width float64
}

func (p pen) red(q *path)  { p.stroke(q, p.width, solid(p.pal.Red)) }
func (p pen) gold(q *path) { p.stroke(q, p.width, solid(p.pal.GoldOnLight())) }
func (p pen) card(q *path) { p.fill(q, solid(p.pal.Card)); p.red(q) }

func stageForm(p pen) {
	p.card(roundRect(27, 22, 36, 50, 6))
	p.gold(lines(36, 36, 54, 36))
	p.gold(lines(36, 46, 50, 46))
	pen := rounded(2, 66.5, 38.5, 73.5, 43, 55, 70, 47, 74.5, 48.5, 65)
	p.stroke(pen, 9, solid(p.pal.Rose))
	p.card(pen)
}

func stageTube(p pen) {
	tube := new(path).move(37, 24).line(37, 62).arc(48, 62, 11, math.Pi, 0).line(59, 24).close()
	p.fill(tube, solid(p.pal.Card))
	level := new(path).move(37, 52).line(37, 62).arc(48, 62, 11, math.Pi, 0).line(59, 52).close()
	p.fill(level, solid(p.pal.RoseOnWine))
	p.red(tube)
	p.red(lines(32, 24, 64, 24))
	p.gold(lines(44, 34, 52, 34))
	p.gold(lines(44, 42, 52, 42))
}

func stagePhone(p pen) {
	p.red(handset(48, 50, 25))
	p.gold(new(path).arc(52, 44, 12, -math.Pi/2, 0))
	p.gold(new(path).arc(52, 44, 21, -math.Pi/2, 0))
}

// handset returns the outline of a telephone handset around a centre, about 2r wide, leaning left.
func handset(cx, cy, r float64) *path {
	at := func(x, y float64) (float64, float64) { return cx + x*r, cy + y*r }
	p := new(path).move(at(-0.85, -0.62))
	cubic := func(a, b, c, d, e, f float64) {
		x1, y1 := at(a, b)
		x2, y2 := at(c, d)
		x3, y3 := at(e, f)
		p.cubic(x1, y1, x2, y2, x3, y3)
	}
	cubic(-0.75, -0.95, -0.42, -1.0, -0.30, -0.72)
	cubic(-0.20, -0.48, -0.10, -0.36, -0.26, -0.18)
	cubic(-0.42, 0.0, -0.36, 0.06, -0.12, 0.32)
	cubic(0.12, 0.54, 0.16, 0.58, 0.32, 0.44)
	cubic(0.48, 0.30, 0.62, 0.40, 0.84, 0.52)
	cubic(1.08, 0.66, 0.98, 0.94, 0.70, 1.02)
	cubic(0.10, 1.16, -1.12, 0.10, -0.85, -0.62)
	return p
}

func stageHelix(p pen) {
	const cx, cy, r = 43.0, 43.0, 24.0
	p.stroke(lines(61, 61, 74, 74), 7, solid(p.pal.Red))
	p.card(circle(cx, cy, r))
	// Two strands, half a turn apart, with rungs between them; where they cross the red one is in front.
	wave := func(y float64) float64 { return 9.5 * math.Cos((y-cy)/29*2*math.Pi) }
	for _, y := range []float64{cy - 14.5, cy - 2.5, cy + 2.5, cy + 14.5} {
		p.stroke(lines(cx-wave(y), y, cx+wave(y), y), 2.4, solid(p.pal.Edge))
	}
	strand := func(side float64) *path {
		q := new(path).move(cx+side*wave(cy-17), cy-17)
		for y := cy - 16; y <= cy+17; y++ {
			q.line(cx+side*wave(y), y)
		}
		return q
	}
	p.gold(strand(-1))
	p.stroke(strand(1), p.width+2.4, solid(p.pal.Card))
	p.red(strand(1))
}

func stageExam(p pen) {
	p.card(roundRect(28, 26, 40, 50, 6))
	p.fill(roundRect(38, 19, 20, 13, 5), solid(p.pal.GoldOnLight()))
	p.stroke(lines(38, 52, 45, 59, 59, 44), 5, solid(p.pal.Green))
}

func stageDrops(p pen) {
	p.card(roundRect(24, 27, 48, 46, 7))
	p.red(lines(24, 41, 72, 41))
	p.red(lines(36, 21, 36, 30))
	p.red(lines(60, 21, 60, 30))
	p.fill(drop(48, 47, 8.5), solid(p.pal.GoldOnLight()))
}

// drop returns a falling drop with its tip at x, y and a belly of radius r below.
func drop(x, y, r float64) *path {
	cy := y + 1.55*r
	return new(path).move(x, y).
		cubic(x+0.35*r, y+0.55*r, x+r, y+0.95*r, x+r, cy).
		arc(x, cy, r, 0, math.Pi).
		cubic(x-r, y+0.95*r, x-0.35*r, y+0.55*r, x, y)
}

func stageBag(p pen) {
	bag := rounded(8, 34, 24, 62, 24, 62, 56, 55, 63, 41, 63, 34, 56)
	p.fill(bag, solid(p.pal.Card))
	p.fill(new(path).move(34, 42).quad(41, 38, 48, 42).quad(55, 46, 62, 42).line(62, 54).line(55, 63).line(41, 63).line(34, 54).close(),
		solid(p.pal.GoldOnLight()))
	p.red(bag)
	p.red(lines(44, 19, 52, 19))
	p.red(new(path).move(48, 63).cubic(48, 80, 66, 68, 70, 76))
}
