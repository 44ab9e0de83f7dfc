package crowd

import (
	"image"
	"math"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets/art"
	"matchbooth/ui/touch"
)

// crowded is a crowd of that size in which a dot is searched for.
func crowded(t testing.TB, one int) *Dots {
	a := test.NewApp()
	t.Cleanup(a.Quit)
	d := New(art.Normal())
	d.Still = true
	d.Resize(fyne.NewSize(600, 500))
	test.WidgetRenderer(d).Layout(d.Size())
	d.Seek(one)
	return d
}

func drag(d *Dots, x, y float32) {
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
}

// A finger on its way to the one is told how near it is, by the lamp under it and in words; there, the search is over.
func TestAFingerWarmsTheGroundAsItNears(t *testing.T) {
	const one = 6789
	d := crowded(t, one)
	var steps []int
	found := 0
	d.OnNear = func(step int) { steps = append(steps, step) }
	d.OnFound = func() { found++ }
	at := d.place()
	mid, rx, _ := d.disc()
	for _, away := range []float32{1.3, 0.6, 0.3, 0.1} {
		p := fyne.NewPos(at.X+(mid.X-at.X)*away*rx/dist(at, mid), at.Y+(mid.Y-at.Y)*away*rx/dist(at, mid))
		drag(d, p.X, p.Y)
		lamp := d.lamps[d.step]
		if lamp.Hidden || dist(lamp.Position().AddXY(lamp.Size().Width/2, lamp.Size().Height/2), p) > 1 {
			t.Errorf("the lamp is not under the finger %.1f from the one", away)
		}
		for i, l := range d.lamps {
			if l.Hidden == (i == d.step) {
				t.Errorf("%.1f from the one, lamp %d is hidden: %t", away, i, l.Hidden)
			}
		}
	}
	if want := []int{0, 1, 2, 3}; !slices.Equal(steps, want) || found != 0 {
		t.Fatalf("the finger was told %v, found %d", steps, found)
	}
	drag(d, at.X+9, at.Y-6)
	if found != 1 || !d.found || d.met.Hidden || d.ground.Hidden || !d.lamps[3].Hidden {
		t.Fatalf("found %d times; rings hidden: %t", found, d.met.Hidden)
	}
	drag(d, 20, 20)
	drag(d, at.X, at.Y)
	if found != 1 || len(steps) != 4 {
		t.Errorf("the search goes on after its end: found %d, told %v", found, steps)
	}
	d.Share(3237)
	if !d.met.Hidden || !d.ground.Hidden || d.part.Hidden {
		t.Error("a share is shown instead of the search")
	}
	d.Seek(5)
	if d.found || d.lamps[0].Hidden || !d.part.Hidden {
		t.Error("and a new search instead of the share")
	}
}

func dist(a, b fyne.Position) float32 {
	return float32(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
}

// Whichever dot is the one, its rings stay on the panel, and a finger that comes to it by eye finds it.
func TestEveryDotCanBeFoundAndItsRingsStayOnThePicture(t *testing.T) {
	d := crowded(t, 0)
	for _, size := range []fyne.Size{{Width: 600, Height: 632}, {Width: 640, Height: 960}, {Width: 300, Height: 320}} {
		d.Foot = 72
		d.Resize(size)
		test.WidgetRenderer(d).Layout(size)
		for one := 0; one < art.TenThousandDots; one += 37 {
			d.Seek(one)
			at := d.place()
			drag(d, at.X+4, at.Y+4)
			if !d.found {
				t.Fatalf("%v: a finger on dot %d does not find it", size, one)
			}
			p, s := d.met.Position(), d.met.Size()
			if p.X < 0 || p.Y < 0 || p.X+s.Width > size.Width || p.Y+s.Height > size.Height {
				t.Fatalf("%v: the rings round dot %d lie at %v, %v", size, one, p, s)
			}
		}
	}
}

// On a tall screen the crowd goes up to where somebody seated does not reach; nobody has to be looked for there.
func TestTheOneIsWithinReach(t *testing.T) {
	d := crowded(t, 0)
	size := fyne.NewSize(972, 900)
	d.Foot, d.High = 72, 410
	d.Resize(size)
	test.WidgetRenderer(d).Layout(size)
	asked, moved := map[int]bool{}, 0
	for one := 0; one < art.TenThousandDots; one += 53 {
		d.Seek(one)
		if y := d.place().Y; y < d.High {
			t.Fatalf("dot %d, at a height of %.0f, is out of reach", d.one, y)
		}
		if d.one != one {
			moved++
		}
		asked[d.one] = true
	}
	if moved == 0 || len(asked) < 80 {
		t.Errorf("%d dots were out of reach; %d others are looked for", moved, len(asked))
	}
}

// The rings meet once, in under a quarter of a second; with motion off they have met at once.
func TestTheRingsMeetOnce(t *testing.T) {
	setOut = func(*fyne.Animation) {}
	t.Cleanup(func() { setOut = (*fyne.Animation).Start })
	d := crowded(t, 4321)
	d.Reveal(true)
	if !d.met.Hidden || d.rings[0].Hidden || d.rings[1].Hidden {
		t.Fatal("the rings do not set out")
	}
	if d.moving.Duration > 240*time.Millisecond || d.moving.RepeatCount != 0 {
		t.Errorf("they need %v, %d times more", d.moving.Duration, d.moving.RepeatCount)
	}
	far := d.rings[1].Position().X
	d.meet(0.5)
	if near := d.rings[1].Position().X; near == far {
		t.Error("they do not move")
	}
	d.meet(1)
	if d.met.Hidden || !d.rings[0].Hidden || d.moving != nil {
		t.Error("they do not meet")
	}
	d = crowded(t, 4321)
	d.Reveal(false)
	if d.met.Hidden || d.moving != nil {
		t.Error("without motion they have not met at once")
	}
}

// Who has no finger to spare moves the lamp by the arrow keys, all the way to the one.
func TestTheLampGoesByTheArrowKeys(t *testing.T) {
	for _, one := range []int{3, 720, 5000, 9990} {
		d := crowded(t, one)
		for range 60 {
			at := d.place()
			key := fyne.KeyLeft
			switch dx, dy := at.X-d.at.X, at.Y-d.at.Y; {
			case max(dx, -dx) < max(dy, -dy) && dy < 0:
				key = fyne.KeyUp
			case max(dx, -dx) < max(dy, -dy):
				key = fyne.KeyDown
			case dx > 0:
				key = fyne.KeyRight
			}
			if d.Key(key); d.found {
				break
			}
		}
		if !d.found {
			t.Errorf("dot %d cannot be found by the keys", one)
		}
	}
	if d := crowded(t, 1); d.Key(fyne.KeyTab) {
		t.Error("a key that is no arrow moves the lamp")
	}
}

// A mouse that trembles by a pixel searches for hours, and is nobody.
func TestAMouseThatTremblesIsNoSignOfLife(t *testing.T) {
	d := crowded(t, 9000)
	live, alone := 0, 0
	d.OnTouch = func() {
		if touch.IsAlone() {
			alone++
			return
		}
		live++
	}
	x, y := art.DotPos(600, 500, 720)
	for i := range 1000 {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(float32(x)+float32(3*(i%2)), float32(y)+float32(3*(i/2%2)))
		d.MouseMoved(e)
	}
	if live > 1 || alone == 0 {
		t.Errorf("%d signs of life, %d alone", live, alone)
	}
	for i := range 5 {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(float32(150+60*i), 250)
		d.MouseMoved(e)
	}
	if live < 4 {
		t.Errorf("a hand that moves it was seen %d times", live)
	}
}

// A finger that moves draws nothing anew: it moves a picture that is there, or shows another of four.
func TestAMovingFingerDrawsNothing(t *testing.T) {
	d := crowded(t, 9000)
	pictures := func() (out []image.Image) {
		for _, r := range []*canvas.Raster{d.base, d.lamps[0], d.lamps[1], d.lamps[2], d.lamps[3]} {
			out = append(out, r.Generator(200, 200))
		}
		return out
	}
	before := pictures()
	step := func(i int) { drag(d, float32(120+i*7%360), float32(120+i*5%260)) }
	r := testing.Benchmark(func(b *testing.B) {
		for i := range b.N {
			step(i)
		}
	})
	if d.found {
		t.Fatal("the finger was to search, not to find")
	}
	// The smallest of the pictures is a thousand times as much.
	if r.AllocedBytesPerOp() > 2048 {
		t.Errorf("a move takes %d bytes", r.AllocedBytesPerOp())
	}
	t.Logf("a move takes %v and %d bytes", time.Duration(r.NsPerOp()), r.AllocedBytesPerOp())
	for i, p := range pictures() {
		if p != before[i] {
			t.Errorf("picture %d was drawn anew", i)
		}
	}
}

func BenchmarkAFingerThatSearches(b *testing.B) {
	d := crowded(b, 9000)
	for i := 0; b.Loop(); i++ {
		drag(d, float32(120+i*7%360), float32(120+i*5%260))
	}
}
