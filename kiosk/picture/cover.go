package picture

import (
	"image"

	"golang.org/x/image/draw"
)

// Point is a place in a picture, as fractions of its width and height from the left and the top.
type Point struct{ X, Y float64 }

// Middling is the focus of a picture for which none is given: a little above its middle, since most are of people, and in
// an upright one about the face.
func Middling(w, h int) Point {
	if h > w {
		return Point{0.5, 0.36}
	}
	return Point{0.5, 0.42}
}

// Cover returns a picture of exactly w × h pixels that the source fills, as much of it as fits. What cannot be shown is cut
// off at the sides that are farther from the focus; as far as the source allows, the focus comes to lie at the point at.
func Cover(src *image.RGBA, w, h int, focus, at Point) *image.RGBA {
	return resize(src, crop(src.Rect, w, h, focus, at), w, h)
}

// crop returns the part of a picture that fills w × h pixels.
func crop(of image.Rectangle, w, h int, focus, at Point) image.Rectangle {
	w, h = max(w, 1), max(h, 1)
	cw, ch := of.Dx(), of.Dy()
	if cw*h > ch*w {
		cw = max(1, ch*w/h)
	} else {
		ch = max(1, cw*h/w)
	}
	place := func(whole, part int, focus, at float64) int {
		return min(max(int(focus*float64(whole)-at*float64(part)+0.5), 0), whole-part)
	}
	p := of.Min.Add(image.Pt(place(of.Dx(), cw, focus.X, at.X), place(of.Dy(), ch, focus.Y, at.Y)))
	return image.Rectangle{Min: p, Max: p.Add(image.Pt(cw, ch))}
}

// Contain returns the whole source as large as fits into w × h pixels, but never larger than it is.
func Contain(src *image.RGBA, w, h int) *image.RGBA {
	sw, sh := src.Rect.Dx(), src.Rect.Dy()
	scale := min(1, float64(w)/float64(sw), float64(h)/float64(sh))
	return resize(src, src.Rect, max(1, int(float64(sw)*scale+0.5)), max(1, int(float64(sh)*scale+0.5)))
}

// resize scales a part of a picture. Shrinking goes over a whole multiple of the size that is wanted, so that every pixel
// of the source has its share, without the buffer of 32 bytes a pixel that a filter kernel takes.
func resize(src *image.RGBA, part image.Rectangle, w, h int) *image.RGBA {
	w, h = max(w, 1), max(h, 1)
	n := max(1, (part.Dx()+w-1)/w)
	out := image.NewRGBA(image.Rect(0, 0, w*n, h*n))
	draw.ApproxBiLinear.Scale(out, out.Rect, src, part, draw.Src, nil)
	return shrink(out, n)
}
