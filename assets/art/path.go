package art

import "math"

// Point is a point in a drawing; in exported functions it is in pixels from the top left corner.
type Point struct{ X, Y float64 }

func (p Point) add(x, y float64) Point { return Point{p.X + x, p.Y + y} }

// towards returns the point at the fraction t of the way from p to q.
func (p Point) towards(q Point, t float64) Point {
	return Point{p.X + (q.X-p.X)*t, p.Y + (q.Y-p.Y)*t}
}

func (p Point) dist(q Point) float64 { return math.Hypot(p.X-q.X, p.Y-q.Y) }

// polar returns the point at an angle, in radians clockwise from three o'clock, on a circle around a
// centre.
func polar(cx, cy, r, angle float64) Point {
	sin, cos := math.Sincos(angle)
	return Point{cx + r*cos, cy + r*sin}
}

// curveSteps is the number of straight segments that approximate a curve: at a radius of 500 pixels a
// quarter circle of this many is nowhere more than a sixth of a pixel from the true one.
const curveSteps = 32

// path is a set of polylines; curves are flattened as they are added.
type path struct{ subs [][]Point }

func (p *path) move(x, y float64) *path {
	p.subs = append(p.subs, []Point{{x, y}})
	return p
}

func (p *path) line(x, y float64) *path {
	last := len(p.subs) - 1
	p.subs[last] = append(p.subs[last], Point{x, y})
	return p
}

func (p *path) at() Point {
	sub := p.subs[len(p.subs)-1]
	return sub[len(sub)-1]
}

func (p *path) quad(cx, cy, x, y float64) *path {
	a, c, b := p.at(), Point{cx, cy}, Point{x, y}
	for i := 1; i <= curveSteps; i++ {
		t := float64(i) / curveSteps
		q := a.towards(c, t).towards(c.towards(b, t), t)
		p.line(q.X, q.Y)
	}
	return p
}

func (p *path) cubic(c1x, c1y, c2x, c2y, x, y float64) *path {
	a, c1, c2, b := p.at(), Point{c1x, c1y}, Point{c2x, c2y}, Point{x, y}
	for i := 1; i <= curveSteps; i++ {
		q := bezier(a, c1, c2, b, float64(i)/curveSteps)
		p.line(q.X, q.Y)
	}
	return p
}

// arc adds an arc of a circle, from one angle to another, connected to the path by a straight line
// unless the path is empty.
func (p *path) arc(cx, cy, r, from, to float64) *path {
	steps := max(2, int(math.Ceil(math.Abs(to-from)/(math.Pi/2)*curveSteps)))
	for i := 0; i <= steps; i++ {
		q := polar(cx, cy, r, from+(to-from)*float64(i)/float64(steps))
		if len(p.subs) == 0 {
			p.move(q.X, q.Y)
		} else {
			p.line(q.X, q.Y)
		}
	}
	return p
}

// close adds a line back to the start.
func (p *path) close() *path {
	start := p.subs[len(p.subs)-1][0]
	return p.line(start.X, start.Y)
}

func bezier(a, c1, c2, b Point, t float64) Point {
	ab, bc, cd := a.towards(c1, t), c1.towards(c2, t), c2.towards(b, t)
	return ab.towards(bc, t).towards(bc.towards(cd, t), t)
}

// lines returns a path of straight lines through x, y, x, y, …
func lines(xy ...float64) *path {
	p := new(path).move(xy[0], xy[1])
	for i := 2; i+1 < len(xy); i += 2 {
		p.line(xy[i], xy[i+1])
	}
	return p
}

func circle(cx, cy, r float64) *path {
	return new(path).arc(cx, cy, r, 0, 2*math.Pi).close()
}

// roundRect returns a rectangle with rounded corners.
func roundRect(x, y, w, h, r float64) *path {
	r = min(r, w/2, h/2)
	q := math.Pi / 2
	return new(path).
		arc(x+w-r, y+r, r, -q, 0).
		arc(x+w-r, y+h-r, r, 0, q).
		arc(x+r, y+h-r, r, q, 2*q).
		arc(x+r, y+r, r, 2*q, 3*q).
		close()
}

// rounded returns a closed polygon with the given corners, each of them rounded.
func rounded(r float64, xy ...float64) *path {
	n := len(xy) / 2
	corner := func(i int) Point { i = (i + n) % n; return Point{xy[2*i], xy[2*i+1]} }
	p := new(path)
	for i := range n {
		c, before, after := corner(i), corner(i-1), corner(i+1)
		in := c.towards(before, min(0.5, r/c.dist(before)))
		out := c.towards(after, min(0.5, r/c.dist(after)))
		if i == 0 {
			p.move(in.X, in.Y)
		} else {
			p.line(in.X, in.Y)
		}
		p.quad(c.X, c.Y, out.X, out.Y)
	}
	return p.close()
}

// spline returns a smooth line through all the given points (Catmull–Rom).
func spline(pts ...Point) *path {
	p := new(path).move(pts[0].X, pts[0].Y)
	at := func(i int) Point { return pts[min(max(i, 0), len(pts)-1)] }
	for i := 0; i+1 < len(pts); i++ {
		a, b := at(i), at(i+1)
		before, after := at(i-1), at(i+2)
		p.cubic(a.X+(b.X-before.X)/6, a.Y+(b.Y-before.Y)/6,
			b.X-(after.X-a.X)/6, b.Y-(after.Y-a.Y)/6, b.X, b.Y)
	}
	return p
}

// trace finds points on the first polyline of a path by their distance along it.
type trace struct {
	pts  []Point
	sums []float64 // length of the line up to each point
}

func newTrace(p *path) trace {
	t := trace{pts: p.subs[0], sums: make([]float64, len(p.subs[0]))}
	for i := 1; i < len(t.pts); i++ {
		t.sums[i] = t.sums[i-1] + t.pts[i].dist(t.pts[i-1])
	}
	return t
}

func (t trace) length() float64 { return t.sums[len(t.sums)-1] }

// at returns the point at the fraction f of the length, 0 to 1.
func (t trace) at(f float64) Point {
	p, _ := t.find(f)
	return p
}

// find returns the point at the fraction f of the length and the index of the vertex after it.
func (t trace) find(f float64) (Point, int) {
	want := clamp(f, 0, 1) * t.length()
	for i := 1; i < len(t.pts); i++ {
		if t.sums[i] >= want && t.sums[i] > t.sums[i-1] {
			return t.pts[i-1].towards(t.pts[i], (want-t.sums[i-1])/(t.sums[i]-t.sums[i-1])), i
		}
	}
	return t.pts[len(t.pts)-1], len(t.pts) - 1
}
