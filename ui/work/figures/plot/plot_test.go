package plot

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/assets/art"
)

// all are the plots to look at, each with what is hardest for it.
func all() map[string]Plot {
	day := func(n ...int) (out []Bar) {
		for i, k := range n {
			out = append(out, Bar{fmt.Sprint(9 + i), k, i == len(n)-1})
		}
		return out
	}
	var whole []Bar
	for i := range 24 {
		whole = append(whole, Bar{fmt.Sprint(i), 10000 + (i*7919)%9000, i == 17})
	}
	return map[string]Plot{
		"bars-day":     Bars{Bars: day(5, 9, 15, 24, 11, 12, 7, 3)},
		"bars-24":      Bars{Bars: whole},
		"bars-one":     Bars{Bars: day(1)},
		"bars-now-0":   Bars{Bars: day(5, 0, 2, 0)},
		"bars-empty":   Bars{Bars: day(0, 0), Empty: "今天还没有人登记"},
		"funnel":       Funnel{Steps: []Bar{{"轻触开始", 312, false}, {"走到条件", 168, false}, {"开始填写", 109, false}, {"已保存", 86, false}}},
		"funnel-en":    Funnel{Steps: []Bar{{"Touched to begin", 31200, false}, {"Came to the conditions", 168, false}, {"Began the form", 9, false}, {"Saved", 0, false}}},
		"funnel-empty": Funnel{Steps: []Bar{{"轻触开始", 0, false}}, Empty: "Nobody has been counted yet: visitors are counted five at a time"},
		"rows":         Rows{Rows: []Row{{"Lin Yu", 0, 34}, {"陈一帆", 0, 27}, {"没看故事", 0, 25}}},
		"rows-long":    Rows{Rows: []Row{{"A second-year student who gave bone marrow", 0, 12345}, {"没看故事", 0, 25}, {"Donaudampfschifffahrtsgesellschaft", 0, 1}}},
		"rows-empty":   Rows{Empty: "No sign-ups yet"},
		"reach":        Rows{Rows: []Row{{"", 4, 31}, {"", 3, 28}, {"", 2, 18}, {"", 1, 9}, {"", 0, 0}}, Dots: 4, Gold: true},
		"stairs":       Stairs{Stairs: []Stair{{"登记", 86, false, "", 0}, {"已核对", 79, false, "", 0}, {"已采样", 41, false, "", 0}, {"7 天后联系到", 33, false, "共 60 位到期", 0}, {"30 天后联系到", 20, false, "共 45 位到期", 0}, {"一年后联系到", 0, true, "", 0}}},
		"stairs-en":    Stairs{Stairs: []Stair{{"Signed up", 12345, false, "", 0}, {"Checked", 11000, false, "", 0}, {"Sampled", 410, false, "", 0}, {"Reached after 7 days", 8000, false, "of 12000", 0}, {"Reached after 30 days", 7000, false, "of 10000", 0}, {"Reached after a year", 0, true, "", 0}}},
		"stairs-of":    Stairs{Stairs: []Stair{{"登记", 86, false, "", 0}, {"已核对", 79, false, "", 0}, {"已采样", 41, false, "", 0}, {"7 天后联系到", 33, false, "60 位里", 60}, {"30 天后联系到", 5, false, "5 位里", 5}, {"一年后联系到", 0, true, "", 0}}},
		"stairs-empty": Stairs{Stairs: []Stair{{"登记", 0, false, "", 0}}, Empty: "还没有登记"},
		"ring":         Ring{79, 86},
		"ring-closed":  Ring{7, 7},
		"ring-empty":   Ring{},
	}
}

// golden are those that are kept as pictures.
var golden = map[string]bool{"bars-day": true, "bars-24": true, "funnel": true, "reach": true, "rows-long": true, "stairs-en": true, "bars-empty": true}

func on(ground color.Color, img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, image.NewUniform(ground), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, image.Point{}, draw.Over)
	return out
}

// TestPlots compares plots with the pictures in testdata/golden. With PLOTS=FOLDER every plot is written there in several
// sizes, to look at; after a change that is meant, MATCHBOOTH_GOLDEN=update writes the kept ones anew.
func TestPlots(t *testing.T) {
	for name, p := range all() {
		t.Run(name, func(t *testing.T) {
			for _, c := range []struct {
				at   string
				w, h int
				unit float64
				pal  art.Palette
			}{{"", 545, 240, 1, art.Normal()}, {"-small", 290, 150, 1, art.Normal()}, {"-contrast", 545, 240, 1, art.HighContrast()}, {"-large", 1090, 480, 2, art.Normal()}} {
				img, err := Image(p, c.w, c.h, c.unit, c.pal)
				if err != nil {
					t.Fatal(err)
				}
				if dir := os.Getenv("PLOTS"); dir != "" {
					write(t, filepath.Join(dir, name+c.at+".png"), on(c.pal.Card, img))
				}
				if c.at == "" && golden[name] {
					compare(t, filepath.Join("testdata", "golden", name+".png"), on(c.pal.Card, img))
				}
			}
		})
	}
}

// No text is cut at an edge, and none lies on another, whatever the labels, the numbers and the size.
func TestNoTextIsCutOrOverlaps(t *testing.T) {
	labels := rapid.SampledFrom([]string{"9", "登记", "一年后联系到", "Lin Yu", "A second-year student who gave bone marrow", "Donaudampfschifffahrtsgesellschaft", "没看故事"})
	number := rapid.OneOf(rapid.IntRange(0, 30), rapid.IntRange(0, 99999))
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 24).Draw(t, "bars")
		var bars, steps []Bar
		var rows []Row
		var stairs []Stair
		for i := range n {
			bars = append(bars, Bar{fmt.Sprint(i), number.Draw(t, "n"), i == n-1 || i == n/2})
		}
		for range rapid.IntRange(1, 6).Draw(t, "others") {
			l, k := labels.Draw(t, "label"), number.Draw(t, "n")
			steps, rows = append(steps, Bar{Label: l, N: k}), append(rows, Row{l, 1, k})
			stairs = append(stairs, Stair{l, k, rapid.Bool().Draw(t, "open"), rapid.SampledFrom([]string{"", "of 12000", "共 45 位到期"}).Draw(t, "note"), rapid.SampledFrom([]int{0, k, 2*k + 1}).Draw(t, "of")})
		}
		p := rapid.SampledFrom([]Plot{Bars{Bars: bars}, Funnel{Steps: steps}, Rows{Rows: rows}, Rows{Rows: rows, Dots: 4}, Stairs{Stairs: stairs}}).Draw(t, "plot")
		w, h := rapid.IntRange(300, 900).Draw(t, "width"), rapid.IntRange(150, 400).Draw(t, "height")
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		k, err := drawn(img, img.Rect, p, rapid.SampledFrom([]float64{0.8, 1, 1.5}).Draw(t, "unit"), art.Normal())
		if err != nil {
			t.Fatal(err)
		}
		wide, high := float64(w)/k.unit, float64(h)/k.unit
		for i, a := range k.texts {
			if a.x0 < -0.5 || a.y0 < -0.5 || a.x1 > wide+0.5 || a.y1 > high+0.5 {
				t.Errorf("%q is cut: %+v of %v × %v", a.s, a, wide, high)
			}
			for _, b := range k.texts[:i] {
				if a.x0 < b.x1-0.5 && b.x0 < a.x1-0.5 && a.y0 < b.y1-0.5 && b.y0 < a.y1-0.5 {
					t.Errorf("%+v and %+v", a, b)
				}
			}
		}
	})
}

// A column is filled as high as its share: all of five as high as all of everybody, however few five are.
func TestAStepIsAsHighAsItsShare(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 600, 300))
	pal := art.Normal()
	if _, err := drawn(img, img.Rect, Stairs{Stairs: []Stair{{Label: "a", N: 86}, {Label: "b", N: 43}, {Label: "c", N: 5, Of: 5}, {Label: "d", N: 4, Of: 8}}}, 1, pal); err != nil {
		t.Fatal(err)
	}
	filled := func(i int) (high int) { // in the middle of a column
		for y := range 300 {
			if c := color.NRGBAModel.Convert(img.At(i*150+75, y)); c == color.Color(pal.Wine) || c == color.Color(pal.Gold) {
				high++
			}
		}
		return high
	}
	a, b, c, d := filled(0), filled(1), filled(2), filled(3)
	if a < 100 || a != c || b != d || 2*b < a-2 || 2*b > a+2 {
		t.Errorf("filled %d, %d, %d and %d pixels high", a, b, c, d)
	}
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, path string, got *image.RGBA) {
	t.Helper()
	if os.Getenv("MATCHBOOTH_GOLDEN") == "update" {
		write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v: run with MATCHBOOTH_GOLDEN=update, and look at it", err)
	}
	defer f.Close()
	kept, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if kept.Bounds() != got.Bounds() {
		t.Fatalf("%v, not %v", got.Bounds(), kept.Bounds())
	}
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a, b := color.RGBAModel.Convert(kept.At(x, y)), got.RGBAAt(x, y)
			if a != b {
				t.Fatalf("another picture than %s, first at %d, %d", path, x, y)
			}
		}
	}
}
