package picture

import (
	"bytes"
	"fmt"
	"image"
	"math"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

// Drawing is an SVG that was read. It is drawn by the library that the window draws its own with.
type Drawing struct {
	W, H float64 // of its view box, in units of its own

	icon *oksvg.SvgIcon
}

// ReadSVG reads an SVG drawing. What the library does not know, such as text, is left out. The error is ErrUnread, with
// the reason.
func ReadSVG(data []byte) (d *Drawing, err error) {
	defer recovered(&err)
	icon, err := oksvg.ReadReplacingCurrentColor(bytes.NewReader(data), "#000000")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnread, err)
	}
	b := icon.ViewBox
	if !(b.W > 0 && b.H > 0) || math.IsInf(b.W/b.H, 0) || math.IsInf(b.H/b.W, 0) {
		return nil, fmt.Errorf("%w: the drawing has no size", ErrUnread)
	}
	return &Drawing{b.W, b.H, icon}, nil
}

// Cover draws exactly w × h pixels, as [Cover] does with a photograph.
func (d *Drawing) Cover(w, h int, focus, at Point) (*image.RGBA, error) {
	scale := max(float64(w)/d.W, float64(h)/d.H)
	place := func(whole, part, focus, at float64) float64 { return -min(max(focus*whole-at*part, 0), whole-part) }
	return d.draw(w, h, scale, place(d.W*scale, float64(w), focus.X, at.X), place(d.H*scale, float64(h), focus.Y, at.Y))
}

// Contain draws the whole, as large as fits into w × h pixels.
func (d *Drawing) Contain(w, h int) (*image.RGBA, error) {
	scale := min(float64(w)/d.W, float64(h)/d.H)
	return d.draw(int(d.W*scale+0.5), int(d.H*scale+0.5), scale, 0, 0)
}

// draw draws at a scale, moved by x and y pixels.
func (d *Drawing) draw(w, h int, scale, x, y float64) (img *image.RGBA, err error) {
	defer recovered(&err)
	w, h = max(w, 1), max(h, 1)
	icon := *d.icon
	icon.Transform = rasterx.Identity.Translate(x-icon.ViewBox.X*scale, y-icon.ViewBox.Y*scale).Scale(scale, scale)
	img = image.NewRGBA(image.Rect(0, 0, w, h))
	icon.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, img, img.Rect)), 1)
	return img, nil
}

// recovered turns a panic of the library, which some drawings set off, into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: the drawing sets off %v", ErrUnread, r)
	}
}
