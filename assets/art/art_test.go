package art

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
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
		{"how-way", 652, 340, func(w, h int, p Palette) *image.RGBA {
			return NewHowWay(float64(w), float64(h), StageCount, float64(h)*0.12, float64(w)*0.2).Image(p)
		}},
		{"bubble", 360, 110, func(w, h int, p Palette) *image.RGBA { return Bubble(w, h, p.Card, p.Edge, 3, 20, true) }},
		{"search-door", 1200, 96, func(w, h int, p Palette) *image.RGBA { return SearchDoor(w, h, p, 28, 16, LeftEdge, 0.33) }},
		{"search-door-portrait", 1000, 780, func(w, h int, p Palette) *image.RGBA { return SearchDoor(w, h, p, 28, 20, BottomEdge, 0.16) }},
		{"found", 600, 560, func(w, h int, p Palette) *image.RGBA { return FoundGround(w, h, p, 20, float64(w)*0.6, float64(h)*0.6) }},
		{"met", 356, 216, func(w, h int, p Palette) *image.RGBA { return MetRings(w, h, p, false) }},
		{"decide", 640, 480, DecideArt},
		{"think", 640, 480, ThinkArt},
		{"parents", 640, 400, ParentsArt},
		{"locked", 640, 400, LockedArt},
		{"on-way", 800, 400, OnWayArt},
		{"not-met", 640, 400, NotMetArt},
		{"rest", 840, 360, func(w, h int, p Palette) *image.RGBA { return RestArt(w, h, p, false) }},
		{"rest-dark", 840, 360, func(w, h int, p Palette) *image.RGBA { return RestArt(w, h, p, true) }},
		{"yourself", 800, 240, YourselfArt},
		{"panel", 600, 520, func(w, h int, p Palette) *image.RGBA { return PanelArt(w, h, p, 2, YearsArt) }},
		{"numbers", 1000, 900, func(w, h int, p Palette) *image.RGBA { return TenThousand(w, h, p, 4711) }},
		{"numbers-small", 500, 500, func(w, h int, p Palette) *image.RGBA { return TenThousand(w, h, p, -1) }},
		{"share", 1000, 900, func(w, h int, p Palette) *image.RGBA { return Share(w, h, p, 3237) }},
	}
	for step := range SearchSteps + 1 {
		d = append(d, drawing{fmt.Sprintf("search-lamp-%d", step), 280, 280,
			func(w, h int, p Palette) *image.RGBA { return sized(SearchLamp(min(w, h), p, step), w, h) }})
	}
	for _, t := range []float64{0, 0.5, 1} {
		d = append(d, drawing{fmt.Sprintf("saved-%.0f", t*10), 640, 400,
			func(w, h int, p Palette) *image.RGBA { return SavedArt(w, h, p, t) }})
		d = append(d, drawing{fmt.Sprintf("let-go-%.0f", t*10), 640, 400,
			func(w, h int, p Palette) *image.RGBA { return LetGoArt(w, h, p, t) }})
	}
	field := func(fade Edge) func(w, h int, p Palette) *image.RGBA {
		return func(w, h int, p Palette) *image.RGBA { return NewField(w, h, p, FieldOptions{Fade: fade}).Image() }
	}
	d = append(d, drawing{"field", 1280, 800, field(LeftEdge)}, drawing{"field-portrait", 1080, 960, field(BottomEdge)})
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

// sized puts a square picture on one of another size.
func sized(img *image.RGBA, w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Over)
	return out
}

var icons = map[string]func(w, h int, col color.NRGBA) *image.RGBA{
	"back": Back, "next": Next, "check": Check, "close": Close, "text-size": TextSize,
	"contrast": Contrast, "lock": Lock, "warning": Warning, "info": Info,
	"plus":      Plus,
	"hourglass": Hourglass, "backspace": Backspace,
	"shift": Shift, "shift-on": ShiftOn, "caps-lock": CapsLock, "fold": Fold,
}

func TestEveryDrawingHasItsSizeAndShowsSomething(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	for _, d := range drawings() {
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

// In a wide picture and in a tall one the crowd fills what there is, as densely everywhere; a finger stays on it.
func TestTheCrowdFillsItsPicture(t *testing.T) {
	for _, size := range []image.Point{{972, 640}, {972, 300}, {400, 900}} {
		c := layCrowd(size.X, size.Y)
		const parts = 6 // no corner among them
		var in [parts]int
		for i := range TenThousandDots {
			p := c.at(i)
			x, y := (p.X-c.cx)/c.rx, (p.Y-c.cy)/c.ry
			if math.Abs(x) < 0.75 && math.Abs(y) < 0.5 {
				in[int((x+0.75)/1.5*parts)]++
			}
			if qx, qy := OnCrowd(size.X, size.Y, p.X, p.Y); math.Hypot(qx-p.X, qy-p.Y) > 1 {
				t.Fatalf("%v: dot %d is not on the crowd", size, i)
			}
		}
		for i, n := range in {
			if n < in[0]*9/10 || n > in[0]*11/10 {
				t.Errorf("%v: part %d has %d dots, the first %d", size, i, n, in[0])
			}
		}
		if 2*c.rx < float64(size.X)*0.9 || 2*c.ry < float64(size.Y)*0.9 {
			t.Errorf("%v: the crowd is %.0f x %.0f", size, 2*c.rx, 2*c.ry)
		}
		if x, y := OnCrowd(size.X, size.Y, 1e4, -1e4); x > float64(size.X) || y < 0 {
			t.Errorf("%v: a finger outside is led to %.0f, %.0f", size, x, y)
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
