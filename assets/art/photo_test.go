package art

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

// ratio is the contrast of two colours after WCAG 2.1, 1 to 21.
func ratio(a, b color.Color) float64 {
	lum := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		lin := func(v uint32) float64 {
			f := float64(v) / 65535
			if f <= 0.03928 {
				return f / 12.92
			}
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
	}
	x, y := lum(a), lum(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// snow is the brightest picture there is.
func snow(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	return img
}

// Words on a picture are read on snow as well, and where there are none the picture is seen.
func TestWordsOnPicturesCanBeRead(t *testing.T) {
	for _, pal := range []Palette{Normal(), HighContrast()} {
		for _, name := range []float64{0.3, 0.55, 0.8} {
			img := PhotoPanel(snow(120, 100), 120, 100, pal, name)
			for y := int(name*100) + 1; y < 100; y++ {
				if got := ratio(img.At(60, y), pal.OnWineQuiet); got < 4.5 {
					t.Errorf("name at %v: %.1f at %d", name, got, y)
					break
				}
			}
			if got := img.RGBAAt(60, int(name*100)-25); got.R < 240 {
				t.Errorf("name at %v: the picture is dark above it: %v", name, got)
			}
			if img.RGBAAt(0, 0).A != 0 {
				t.Error("the corners are not round")
			}
		}
		img := PhotoSky(snow(200, 200), 200, 200, pal, LeftEdge, true)
		for about, at := range map[string]image.Point{"the first words": {0, 100}, "the last words": {30, 120}, "the controls": {190, 20}, "the credit": {190, 185}} {
			if got := ratio(img.At(at.X, at.Y), pal.OnWineQuiet); got < 4.5 {
				t.Errorf("%s: %.1f", about, got)
			}
		}
		if got := img.RGBAAt(150, 100); got.R < 220 {
			t.Errorf("the picture is dark where nothing stands: %v", got)
		}
		if got := PhotoSky(snow(200, 200), 200, 200, pal, BottomEdge, false).At(100, 199); ratio(got, pal.Wine) > 1.1 {
			t.Errorf("the picture ends with an edge: %v", got)
		}
	}
	// What is clear shows the ground, and a picture that is not there yet is the ground.
	pal := Normal()
	clear := PhotoPanel(image.NewRGBA(image.Rect(0, 0, 60, 60)), 60, 60, pal, 0.9)
	ground := PhotoPanel(nil, 60, 60, pal, 0.9)
	if clear.At(30, 20) != ground.At(30, 20) || ground.RGBAAt(30, 20).R < 100 {
		t.Errorf("%v on %v", clear.At(30, 20), ground.At(30, 20))
	}
	if got := PhotoSky(nil, 10, 10, pal, LeftEdge, true).At(5, 5); ratio(got, pal.Wine) > 1.01 {
		t.Errorf("no sky yet: %v", got)
	}
}
