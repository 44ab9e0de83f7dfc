package art

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

// drawing is one picture of the package at any size.
type drawing struct {
	name string
	w, h int // the size it is looked at
	draw func(w, h int, pal Palette) *image.RGBA
}

func drawings() []drawing {
	d := []drawing{
		{"sign", 380, 260, func(w, h int, p Palette) *image.RGBA { return SignIn(w, h, p, false) }},
		{"sign-dark", 380, 260, func(w, h int, p Palette) *image.RGBA { return SignIn(w, h, p, true) }},
		{"sign-small", 38, 26, func(w, h int, p Palette) *image.RGBA { return SignIn(w, h, p, false) }},
		{"how", 640, 400, HowDrawing},
		{"stories", 640, 400, StoriesDrawing},
		{"worries", 640, 400, WorriesDrawing},
		{"decide", 640, 480, DecideArt},
		{"think", 640, 480, ThinkArt},
		{"parents", 640, 480, ParentsArt},
		{"numbers", 1000, 900, func(w, h int, p Palette) *image.RGBA { return TenThousand(w, h, p, 4711) }},
		{"numbers-small", 500, 500, func(w, h int, p Palette) *image.RGBA { return TenThousand(w, h, p, -1) }},
		{"lit-dot", 80, 80, func(w, h int, p Palette) *image.RGBA { return LitDot(1000, 900, p) }},
	}
	for _, t := range []float64{0, 0.5, 1} {
		d = append(d, drawing{fmt.Sprintf("saved-%.0f", t*10), 640, 400,
			func(w, h int, p Palette) *image.RGBA { return SavedArt(w, h, p, t) }})
	}
	field := func(fade Edge) func(w, h int, p Palette) *image.RGBA {
		return func(w, h int, p Palette) *image.RGBA { return NewField(w, h, p, FieldOptions{Fade: fade}).Image() }
	}
	d = append(d, drawing{"field", 1280, 800, field(LeftEdge)}, drawing{"field-portrait", 1080, 960, field(BottomEdge)})
	for name, stations := range map[string]int{"rings": 5, "twice": 4} {
		for i := range stations {
			d = append(d, drawing{fmt.Sprintf("story-%s-%d", name, i), 420, 422,
				func(w, h int, p Palette) *image.RGBA { return StoryArt(name, w, h, p, i, stations) }})
		}
	}
	for i := range StageCount {
		d = append(d, drawing{fmt.Sprintf("stage-%d", i), 288, 288,
			func(w, h int, p Palette) *image.RGBA { return StageIcon(i, w, h, p) }})
	}
	for name, f := range icons {
		d = append(d, drawing{"icon-" + name, 144, 144,
			func(w, h int, p Palette) *image.RGBA { return f(w, h, p.Ink) }})
	}
	return d
}

var icons = map[string]func(w, h int, col color.NRGBA) *image.RGBA{
	"back": Back, "next": Next, "check": Check, "close": Close, "text-size": TextSize,
	"contrast": Contrast, "lock": Lock, "trash": Trash, "warning": Warning, "info": Info,
	"plus": Plus, "phone": Phone,
	"clock": Clock, "hourglass": Hourglass, "backspace": Backspace,
	"shift": Shift, "shift-on": ShiftOn, "caps-lock": CapsLock, "fold": Fold,
}

func TestEveryDrawingHasItsSizeAndShowsSomething(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, d := range drawings() {
		if d.name == "lit-dot" {
			continue // has a size of its own
		}
		for _, size := range []image.Point{{d.w, d.h}, {97, 61}, {24, 24}} {
			img := d.draw(size.X, size.Y, Normal())
			if got := img.Rect; got != (image.Rectangle{Max: size}) {
				t.Errorf("%s at %v: bounds %v", d.name, size, got)
			}
			if colours(img) < 2 {
				t.Errorf("%s at %v: one flat colour", d.name, size)
			}
		}
	}
}

func TestDrawingsAreTheSameEveryTime(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, d := range drawings() {
		for _, pal := range []Palette{Normal(), HighContrast()} {
			if !bytes.Equal(d.draw(d.w/2, d.h/2, pal).Pix, d.draw(d.w/2, d.h/2, pal).Pix) {
				t.Errorf("%s: two drawings differ", d.name)
			}
		}
	}
}

func TestDrawingsAreValidPremultipliedColours(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, d := range drawings() {
		pix := d.draw(d.w, d.h, Normal()).Pix
		for i := 0; i < len(pix); i += 4 {
			if a := pix[i+3]; pix[i] > a || pix[i+1] > a || pix[i+2] > a {
				t.Fatalf("%s: pixel %d has more colour than opacity: %v", d.name, i/4, pix[i:i+4])
			}
		}
	}
}

func TestNoSizeIsTooSmall(t *testing.T) {
	for _, d := range drawings() {
		for _, size := range []image.Point{{0, 0}, {-5, 20}, {1, 1}, {3, 200}} {
			d.draw(size.X, size.Y, Normal())
		}
	}
}

func TestTheNumbersHaveTenThousandDotsApart(t *testing.T) {
	for _, size := range []image.Point{{500, 500}, {1000, 900}, {1000, 400}, {400, 900}} {
		seen := map[[2]float64]bool{}
		for i := range TenThousandDots {
			x, y := DotPos(size.X, size.Y, i)
			if x < 1 || y < 1 || x > float64(size.X)-1 || y > float64(size.Y)-1 {
				t.Fatalf("%v: dot %d at %.1f, %.1f is outside", size, i, x, y)
			}
			seen[[2]float64{x, y}] = true
		}
		if len(seen) != 10_000 {
			t.Errorf("%v: %d places, want 10,000", size, len(seen))
		}
	}
}

func TestAFingerOnADotFindsThatDot(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, size := range []image.Point{{500, 500}, {1000, 900}, {900, 400}} {
		for i := range TenThousandDots {
			x, y := DotPos(size.X, size.Y, i)
			if got := DotAt(size.X, size.Y, x, y); got != i {
				t.Fatalf("%v: dot %d is found as %d", size, i, got)
			}
		}
	}
}

func TestAFingerAnywhereFindsTheNearestDot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(200, 1200).Draw(t, "w"), rapid.IntRange(200, 1200).Draw(t, "h")
		x := rapid.Float64Range(0, float64(w)).Draw(t, "x")
		y := rapid.Float64Range(0, float64(h)).Draw(t, "y")
		best, nearest := -1, math.Inf(1)
		for i := range TenThousandDots {
			dx, dy := DotPos(w, h, i)
			if d := math.Hypot(dx-x, dy-y); d < nearest {
				best, nearest = i, d
			}
		}
		got := DotAt(w, h, x, y)
		gx, gy := DotPos(w, h, got)
		if d := math.Hypot(gx-x, gy-y); d > nearest+1e-9 {
			t.Fatalf("found dot %d at %.3f, but %d is at %.3f", got, d, best, nearest)
		}
	})
	for _, p := range []Point{{-1, 5}, {5, -1}, {501, 5}, {5, 501}} {
		if got := DotAt(500, 500, p.X, p.Y); got != -1 {
			t.Errorf("a finger outside at %v finds %d", p, got)
		}
	}
}

func TestTheWayLeadsFromOneDotToTheOther(t *testing.T) {
	f := NewField(1280, 800, Normal(), FieldOptions{})
	if x, y := f.Path(0); f.A.dist(Point{x, y}) > 1e-6 {
		t.Errorf("begins at %.1f, %.1f, not at %v", x, y, f.A)
	}
	if x, y := f.Path(1); f.B.dist(Point{x, y}) > 1e-6 {
		t.Errorf("ends at %.1f, %.1f, not at %v", x, y, f.B)
	}
	step := f.way.length() / 100
	for i := range 100 {
		x0, y0 := f.Path(float64(i) / 100)
		x1, y1 := f.Path(float64(i+1) / 100)
		if d := math.Hypot(x1-x0, y1-y0); d > step*1.001 || d < step*0.9 {
			t.Errorf("step %d is %.2f long, want about %.2f", i, d, step)
		}
	}
}

func TestTheTwoWaysAreAlike(t *testing.T) {
	img := DecideArt(640, 480, Normal())
	mirrored := image.NewRGBA(img.Rect)
	for y := range 480 {
		copy(mirrored.Pix[y*img.Stride:(y+1)*img.Stride], img.Pix[(479-y)*img.Stride:])
	}
	if d := apart(img, mirrored); d > 2 {
		t.Errorf("the upper and the lower way differ by %d steps", d)
	}
}

func TestTheLowerPartOfAStoryPanelStaysCalm(t *testing.T) {
	for _, name := range []string{"rings", "twice", "no such drawing"} {
		for i := range 5 {
			img := StoryArt(name, 420, 422, Normal(), i, 5)
			for y := 422 * 61 / 100; y < 422; y++ {
				for x := 1; x < 420; x++ {
					a, b := img.RGBAAt(x-1, y), img.RGBAAt(x, y)
					if a.A == 255 && b.A == 255 && step(a, b) > 3 {
						t.Fatalf("%s, station %d: an edge at %d, %d", name, i, x, y)
					}
				}
			}
		}
	}
}

func TestEveryStationOfAStoryLooksItsOwn(t *testing.T) {
	for _, name := range []string{"rings", "twice"} {
		for _, stations := range []int{2, 4, 5, 7} {
			for i := 1; i < stations; i++ {
				if apart(StoryArt(name, 210, 211, Normal(), i-1, stations), StoryArt(name, 210, 211, Normal(), i, stations)) < 20 {
					t.Errorf("%s: stations %d and %d of %d look alike", name, i-1, i, stations)
				}
			}
		}
	}
}

func TestTheRingsOfTheSignPassOverAndUnder(t *testing.T) {
	pal := Normal()
	img := SignIn(760, 528, pal, false)
	count := func(c color.NRGBA, y0, y1 int) (n int) {
		for y := y0; y < y1; y++ {
			for x := range 760 {
				if p := img.RGBAAt(x, y); p.R == c.R && p.G == c.G && p.B == c.B {
					n++
				}
			}
		}
		return n
	}
	// Each ring is whole where it lies on top and broken where it lies below.
	if red, gold := count(pal.Red, 0, 264), count(pal.Gold, 0, 264); red <= gold {
		t.Errorf("above, red should lie over gold: %d and %d pixels", red, gold)
	}
	if red, gold := count(pal.Red, 264, 528), count(pal.Gold, 264, 528); gold <= red {
		t.Errorf("below, gold should lie over red: %d and %d pixels", gold, red)
	}
}

func TestNothingOnTheFieldIsCutOff(t *testing.T) {
	f := NewField(1280, 800, Normal(), FieldOptions{})
	for _, d := range f.dots {
		if d.X-d.r < 0 || d.Y-d.r < 0 || d.X+d.r > 1280 || d.Y+d.r > 800 {
			t.Fatalf("dot at %.1f, %.1f is cut by the edge", d.X, d.Y)
		}
	}
}

// TestDump draws everything into the folder named by OUT, for looking at.
func TestDump(t *testing.T) {
	out := os.Getenv("OUT")
	if out == "" {
		t.Skip("set OUT to a folder to get the pictures")
	}
	for prefix, pal := range map[string]Palette{"": Normal(), "contrast-": HighContrast()} {
		for _, d := range drawings() {
			f, err := os.Create(filepath.Join(out, prefix+d.name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, d.draw(d.w, d.h, pal)); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// apart gives the largest difference between two images, in steps of 256.
func apart(a, b *image.RGBA) (most int) {
	for i := range a.Pix {
		most = max(most, abs(int(a.Pix[i])-int(b.Pix[i])))
	}
	return most
}

func step(a, b color.RGBA) int {
	return max(abs(int(a.R)-int(b.R)), abs(int(a.G)-int(b.G)), abs(int(a.B)-int(b.B)))
}

func abs(v int) int { return max(v, -v) }

func colours(img *image.RGBA) int {
	seen := map[color.RGBA]bool{}
	for i := 0; i < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4]
		seen[color.RGBA{p[0], p[1], p[2], p[3]}] = true
	}
	return len(seen)
}

func BenchmarkField1920x1080(b *testing.B) {
	for b.Loop() {
		NewField(1920, 1080, Normal(), FieldOptions{Fade: LeftEdge}).Image()
	}
}

func BenchmarkTenThousand1000x900(b *testing.B) {
	for b.Loop() {
		TenThousand(1000, 900, Normal(), 4711)
	}
}
