package art

import (
	"image"
	"image/draw"
	"testing"
)

// snow is the brightest picture there is.
func snow(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	return img
}

// Words on a picture are read on snow as well, and where there are none the picture is seen.
func TestWordsOnPicturesCanBeRead(t *testing.T) {
	for _, pal := range []Palette{Normal(), HighContrast()} {
		img := PhotoSky(snow(200, 200), 200, 200, pal, LeftEdge, true)
		for about, at := range map[string]image.Point{"the first words": {0, 100}, "the last words": {30, 120}, "the controls": {190, 20}, "the credit": {190, 185}} {
			if got := ContrastOf(img.At(at.X, at.Y), pal.OnWineQuiet); got < 4.5 {
				t.Errorf("%s: %.1f", about, got)
			}
		}
		if got := img.RGBAAt(150, 100); got.R < 220 {
			t.Errorf("the picture is dark where nothing stands: %v", got)
		}
		if got := PhotoSky(snow(200, 200), 200, 200, pal, BottomEdge, false).At(100, 199); ContrastOf(got, pal.Wine) > 1.1 {
			t.Errorf("the picture ends with an edge: %v", got)
		}
	}
	pal := Normal()
	if got := PhotoSky(nil, 10, 10, pal, LeftEdge, true).At(5, 5); ContrastOf(got, pal.Wine) > 1.01 {
		t.Errorf("no sky yet: %v", got)
	}
}
