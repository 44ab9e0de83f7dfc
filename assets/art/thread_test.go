package art

import (
	"image"
	"math"
	"runtime"
	"testing"
)

// attractField is the field of the attract screen, about.
func attractField() *Field {
	return NewField(661, 816, Normal(), FieldOptions{Fade: LeftEdge, Depth: 0.36, Bleed: true, Clear: true,
		Calm: []Calm{{X: 258, Y: 47, W: 356, H: 58, Around: 56}}})
}

func TestAMinuteHasItsPair(t *testing.T) {
	f, again := attractField(), attractField()
	for n := int64(30_000_000); n < 30_000_600; n++ {
		p, q, next := f.Pair(n), again.Pair(n), f.Pair(n+1)
		if p.A != q.A || p.B != q.B || p.At(0.4) != q.At(0.4) {
			t.Fatalf("minute %d has two pairs: %v–%v and %v–%v", n, p.A, p.B, q.A, q.B)
		}
		if p.A == next.A && p.B == next.B {
			t.Fatalf("minutes %d and %d have the same pair", n, n+1)
		}
		if p.A.Y < p.B.Y {
			t.Errorf("minute %d: the first dot is the upper one", n)
		}
		// Both are dots of the field, in sight, and apart.
		for _, end := range []Point{p.A, p.B} {
			if at, ok := f.Nearest(end.X, end.Y); !ok || at.dist(end) > 1e-9 {
				t.Errorf("minute %d: no dot at %v", n, end)
			}
			if f.fade(end) < 0.25 {
				t.Errorf("minute %d: %v is where the field fades out", n, end)
			}
		}
		if d := p.A.dist(p.B); d < 200 {
			t.Errorf("minute %d: only %.0f apart", n, d)
		}
		// The way stays in the field.
		for i := range 101 {
			if at := p.At(float64(i) / 100); at.X < 0 || at.Y < 0 || at.X > 661 || at.Y > 816 {
				t.Errorf("minute %d: the way leaves the field at %v", n, at)
				break
			}
		}
	}
}

func TestTheWayLeadsFromOneDotToTheOther(t *testing.T) {
	p := NewField(1280, 800, Normal(), FieldOptions{}).Pair(4711)
	if at := p.At(0); p.A.dist(at) > 1e-6 {
		t.Errorf("begins at %v, not at %v", at, p.A)
	}
	if at := p.At(1); p.B.dist(at) > 1e-6 {
		t.Errorf("ends at %v, not at %v", at, p.B)
	}
	step := p.way.length() / 100
	for i := range 100 {
		if d := p.At(float64(i) / 100).dist(p.At(float64(i+1) / 100)); d > step*1.001 || d < step*0.9 {
			t.Errorf("step %d is %.2f long, want about %.2f", i, d, step)
		}
	}
}

// The pieces together are the line as it is drawn in one go, without a seam or a kink, at any number of pixels to the unit.
func TestThePiecesOfALineAreTheLine(t *testing.T) {
	f := attractField()
	for _, scale := range []int{1, 2} {
		for n := range int64(5) {
			l := Line{Pair: f.Pair(n), Width: 3.2, Pieces: 30}
			s := l.Span(-1)
			whole := l.Image(-1, s.W*scale, s.H*scale)
			sum := image.NewRGBA(whole.Rect)
			for i := range l.Pieces {
				p := l.Span(i)
				img := l.Image(i, p.W*scale, p.H*scale)
				for y := range img.Rect.Dy() {
					for x := range img.Rect.Dx() {
						at := img.RGBAAt(x, y)
						sx, sy := x+(p.X-s.X)*scale, y+(p.Y-s.Y)*scale
						if at.A > 0 && sum.RGBAAt(sx, sy).A > 0 {
							t.Fatalf("line %d: the pixel at %d, %d is in two pieces", n, sx, sy)
						}
						if at.A > 0 {
							sum.SetRGBA(sx, sy, at)
						}
					}
				}
			}
			if d := apart(whole, sum); d > 2 { // the grain of the two lies elsewhere
				t.Errorf("line %d: the pieces differ from the whole by %d steps", n, d)
			}
		}
	}
}

// The net is faint, and the field shines through.
func TestANetIsFainterThanItsLine(t *testing.T) {
	f := attractField()
	var net []Thread
	for n := range int64(59) {
		net = append(net, Thread{Pair: f.Pair(n), Strength: 0.12, Width: 2.2})
	}
	light := func(img *image.RGBA) (sum float64) {
		for i := 3; i < len(img.Pix); i += 4 {
			sum += float64(img.Pix[i])
		}
		return sum / 255
	}
	bare, full := light(f.Net(661, 816)), light(f.Net(661, 816, net...))
	l := Line{Pair: f.Pair(0), Width: 3.2, Pieces: 30}
	s := l.Span(-1)
	one := light(l.Image(-1, s.W, s.H))
	if full <= bare {
		t.Error("the net cannot be seen")
	}
	if per := (full - bare) / 59; per > 0.3*one {
		t.Errorf("a line of the net has %.2f of the light of the line that finds its way", per/one)
	}
}

func TestAFieldBleedsWhereItDoesNotFade(t *testing.T) {
	f := attractField()
	img := f.Image()
	ink := func(r image.Rectangle) (n int) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if img.RGBAAt(x, y).A > 0 {
					n++
				}
			}
		}
		return n
	}
	for name, r := range map[string]image.Rectangle{
		"right": image.Rect(657, 200, 661, 800), "lower": image.Rect(300, 812, 661, 816), "upper": image.Rect(300, 0, 661, 6),
	} {
		if ink(r) == 0 {
			t.Errorf("nothing at the %s edge", name)
		}
	}
	if n := ink(image.Rect(0, 0, 20, 816)); n > 0 {
		t.Errorf("%d pixels where the words are", n)
	}
	if n := ink(image.Rect(260, 50, 610, 103)); n > 0 {
		t.Errorf("%d pixels behind the controls", n)
	}
	if at, ok := f.Nearest(-400, 100); ok {
		t.Errorf("a finger beside the field finds the dot at %v", at)
	}
	if d := math.Abs(f.fade(Point{400, 76})); d > 0 {
		t.Errorf("%.2f is left of a dot behind the controls", d)
	}
}

// Once a minute a net of up to sixty lines is drawn; that takes little more memory than its picture.
func TestANetTakesLittleMemory(t *testing.T) {
	f := attractField()
	var net []Thread
	for n := range int64(60) {
		net = append(net, Thread{Pair: f.Pair(n), Strength: 0.12, Width: 2.2})
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f.Net(661, 816, net...)
	runtime.ReadMemStats(&after)
	if took, picture := after.TotalAlloc-before.TotalAlloc, uint64(661*816*4); took > 4*picture {
		t.Errorf("it takes %d bytes, %.1f times its picture", took, float64(took)/float64(picture))
	}
}
