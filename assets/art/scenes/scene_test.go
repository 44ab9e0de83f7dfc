package scenes

import (
	"bytes"
	"image"
	"image/color"
	imagedraw "image/draw"
	"math"
	"slices"
	"testing"

	"matchbooth/assets/art"
)

func at(name string, station, stations int) Scene {
	return Scene{Name: name, Light: Way(station, stations, -1, true), Day: [2]int{5, 21}, Years: 5, Edge: 0.74}
}

func TestEverySceneHasItsSizeAndIsTheSameEveryTime(t *testing.T) {
	for _, name := range append(Names(), "no such scene") {
		for _, size := range []image.Point{{140, 110}, {61, 97}, {1, 1}, {0, -4}, {200, 30}} {
			for _, pal := range []art.Palette{art.Normal(), art.HighContrast()} {
				a, b := Draw(at(name, 1, 4), size.X, size.Y, pal), Draw(at(name, 1, 4), size.X, size.Y, pal)
				if want := image.Rect(0, 0, max(size.X, 1), max(size.Y, 1)); a.Rect != want {
					t.Errorf("%s: %v, want %v", name, a.Rect, want)
				}
				if !bytes.Equal(a.Pix, b.Pix) {
					t.Errorf("%s at %v: two drawings differ", name, size)
				}
				Thumb(at(name, 1, 4), size.X, size.Y, pal)
			}
		}
	}
}

// What a scene shows is its own: no two are alike, but for those that differ in their light alone.
func TestNoTwoScenesLookAlike(t *testing.T) {
	names := Names()
	seen := make([]*image.RGBA, len(names))
	for i, name := range names {
		s := at(name, 1, 4)
		s.Light.Stops = name == "phone_stops"
		seen[i] = Draw(s, 280, 220, art.Normal())
		for k := range i {
			if n := differ(seen[i], seen[k]); n < 200 {
				t.Errorf("%s and %s differ in %d points", name, names[k], n)
			}
		}
	}
}

func TestTheTableIsCalmForTheName(t *testing.T) {
	for _, name := range Names() {
		img := Draw(at(name, 1, 4), 420, 330, art.Normal())
		for y := 330*74/100 + 14; y < 330; y++ {
			for x := 1; x < 420; x++ {
				a, b := img.RGBAAt(x-1, y), img.RGBAAt(x, y)
				if a.A == 255 && b.A == 255 && step(a, b) > 6 {
					t.Fatalf("%s: an edge at %d, %d", name, x, y)
				}
			}
		}
	}
}

func TestTheNameOnTheTableCanBeRead(t *testing.T) {
	snow := image.NewRGBA(image.Rect(0, 0, 120, 100))
	imagedraw.Draw(snow, snow.Rect, image.White, image.Point{}, imagedraw.Src)
	for _, pal := range []art.Palette{art.Normal(), art.HighContrast()} {
		for about, img := range map[string]*image.RGBA{
			"a scene": Draw(at("way", 0, 4), 120, 100, pal), "a picture of snow": Photo(snow, at("way", 0, 4), 120, 100, pal),
		} {
			for y := 77; y < 100; y++ {
				if got := art.ContrastOf(img.At(20, y), pal.OnWineQuiet); got < 4.5 {
					t.Errorf("%s: %.1f at %d", about, got, y)
					break
				}
			}
		}
		if got := Photo(snow, at("way", 0, 4), 120, 100, pal).RGBAAt(60, 60); got.R < 250 {
			t.Errorf("the picture is dark above the table: %v", got)
		}
	}
	clear := Photo(image.NewRGBA(image.Rect(0, 0, 60, 60)), at("way", 0, 4), 60, 60, art.Normal())
	ground := Photo(nil, at("way", 0, 4), 60, 60, art.Normal())
	if !bytes.Equal(clear.Pix, ground.Pix) || ground.RGBAAt(30, 20).R < 100 {
		t.Error("what is clear in a picture does not show the wall")
	}
}

func TestCornersAreRoundWhereTheFrameSaysSo(t *testing.T) {
	for side, round := range map[Side][4]bool{Around: {true, true, true, true}, Top: {true, true, false, false}, Left: {true, false, true, false}} {
		s := at("way", 0, 4)
		s.Frame = Frame{Corner: 0.1, Side: side}
		img := Draw(s, 100, 80, art.Normal())
		for i, p := range []image.Point{{0, 0}, {99, 0}, {0, 79}, {99, 79}} {
			if got := img.RGBAAt(p.X, p.Y).A == 0; got != round[i] {
				t.Errorf("side %d, corner %d: round is %v", side, i, got)
			}
		}
	}
}

// The rings come nearer with every station, and meet at the collection only.
func TestTheRingsComeNearerAndMeetAtTheCollection(t *testing.T) {
	gap := func(l Light) float64 {
		a, b, r := (&stage{Scene: Scene{Light: l}}).rings()
		return a.Dist(b) - 2*r
	}
	for stations := 2; stations < 9; stations++ {
		for _, stops := range []int{-1, 1} {
			for _, meets := range []bool{true, false} {
				last := math.Inf(1)
				for i := range stations {
					l := Way(i, stations, stops, meets)
					if l.Stops != (i == stops) || l.Gone != (stops >= 0 && i > stops) {
						t.Errorf("station %d of %d, stops at %d: %+v", i, stations, stops, l)
					}
					d := gap(l)
					if d >= last {
						t.Errorf("station %d of %d, stops at %d: %.0f apart after %.0f", i, stations, stops, d, last)
					}
					last = d
				}
				if met := last < 0; met != meets && stops < stations-1 {
					t.Errorf("%d stations, stops at %d, meets is %v: %.0f apart at the end", stations, stops, meets, last)
				}
			}
		}
	}
	if d := gap(Way(0, 1, -1, false)); d < 200 {
		t.Errorf("of a story with one station they are %.0f apart", d)
	}
}

func TestTheDayIsOnTheFlagsOnlyWhereThereIsOne(t *testing.T) {
	s := at("booth", 0, 4)
	with := Draw(s, 560, 440, art.Normal())
	s.Day = [2]int{}
	without := Draw(s, 560, 440, art.Normal())
	s.Day = [2]int{6, 21}
	other := Draw(s, 560, 440, art.Normal())
	if differ(with, without) < 100 || differ(with, other) < 20 {
		t.Errorf("%d and %d points differ", differ(with, without), differ(with, other))
	}
}

func TestNamesAreSorted(t *testing.T) {
	if n := Names(); len(n) != len(props) || !slices.IsSorted(n) {
		t.Errorf("%v", n)
	}
}

func differ(a, b *image.RGBA) (n int) {
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			if step(a.RGBAAt(x, y), b.RGBAAt(x, y)) > 24 {
				n++
			}
		}
	}
	return n
}

func step(a, b color.RGBA) int {
	d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

func BenchmarkScene760x600(b *testing.B) {
	for b.Loop() {
		Draw(at("phone_family", 1, 5), 760, 600, art.Normal())
	}
}
