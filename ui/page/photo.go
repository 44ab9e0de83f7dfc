package page

import (
	"fmt"
	"image"
	"path"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/picture"
)

// Photo is a picture of the pack on its way to a place on a screen.
type Photo struct {
	Name  string
	Focus []int                                       // as in the pack: percent from the left and the top; nil for the usual
	At    picture.Point                               // where in its place the focus belongs
	Whole bool                                        // shows all of it, not as much as fills the place
	Style string                                      // tells apart what Dress makes of the same picture
	Dress func(pic *image.RGBA, w, h int) image.Image // puts it on its ground; pic is nil as long as it is not there
	Else  func(w, h int) image.Image                  // is drawn if it cannot be read
}

// Photo places a picture of the pack. It is unpacked beside the interface, unless it was shown before: until it is there
// its ground is shown. A picture that the pack does not have is drawn by Else.
func (b *B) Photo(at Box, p Photo) *canvas.Raster {
	shelf, inline := b.shelf(), b.Inline
	data, ok := b.Pack.Asset(p.Name)
	make := func(w, h int) func() image.Image {
		return func() image.Image {
			if ok {
				if pic, err := p.fitted(shelf, data, w, h); err == nil {
					return p.Dress(pic, w, h)
				}
			}
			return p.Else(w, h)
		}
	}
	way := fmt.Sprint(p.Style, p.Focus, p.At, p.Whole)
	var r *canvas.Raster
	r = canvas.NewRaster(func(w, h int) image.Image {
		if w <= 0 || h <= 0 {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		k := picture.KeyOf(data, w, h, way)
		if img, ready := shelf.Ready(k); ready {
			return img
		}
		if inline {
			return shelf.Make(k, make(w, h))
		}
		shelf.Later(k, make(w, h), func(image.Image) { fyne.Do(r.Refresh) })
		return p.Dress(nil, w, h)
	})
	b.Put(r, at)
	return r
}

// fitted is the picture as it fits a place of w × h pixels.
func (p Photo) fitted(shelf *picture.Shelf, data []byte, w, h int) (*image.RGBA, error) {
	focus := func(w, h float64) picture.Point {
		if len(p.Focus) == 2 {
			return picture.Point{X: float64(p.Focus[0]) / 100, Y: float64(p.Focus[1]) / 100}
		}
		return picture.Middling(int(w), int(h))
	}
	if strings.EqualFold(path.Ext(p.Name), ".svg") {
		d, err := picture.ReadSVG(data)
		switch {
		case err != nil:
			return nil, err
		case p.Whole:
			return d.Contain(w, h)
		}
		return d.Cover(w, h, focus(d.W, d.H), p.At)
	}
	src, err := shelf.Load(data)
	switch {
	case err != nil:
		return nil, err
	case p.Whole:
		return picture.Contain(src, w, h), nil
	}
	return picture.Cover(src, w, h, focus(float64(src.Rect.Dx()), float64(src.Rect.Dy())), p.At), nil
}

// Shape returns the width of a picture of the pack divided by its height; ok is false if there is none that can be read.
func (b *B) Shape(name string) (ratio float32, ok bool) {
	data, ok := b.Pack.Asset(name)
	if !ok {
		return 0, false
	}
	shape := b.shelf().Shape(data, strings.EqualFold(path.Ext(name), ".svg"))
	return float32(shape), shape > 0
}

// shelf is where pictures are kept ready.
func (b *B) shelf() *picture.Shelf {
	if b.Pictures == nil {
		b.Pictures = &picture.Shelf{}
	}
	return b.Pictures
}

// plain leaves a picture as it is, and shows nothing before it is there.
func plain(pic *image.RGBA, w, h int) image.Image {
	if pic == nil {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	return pic
}

func nothing(int, int) image.Image { return plain(nil, 0, 0) }

// Logo places the pack's logo, which has the box's shape.
func (b *B) Logo(at Box) {
	b.Photo(at, Photo{Name: b.Pack.Look.Logo, Whole: true, Dress: plain, Else: nothing})
}
