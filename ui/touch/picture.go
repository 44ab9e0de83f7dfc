package touch

import (
	"image"

	"fyne.io/fyne/v2/canvas"
)

type imageOf = image.Image

// NewPicture returns a drawing rendered at the device's own pixels, so that it is crisp at any
// scale. The rendered image is reused until another size is asked for.
func NewPicture(draw func(w, h int) image.Image) *canvas.Raster {
	var last image.Image
	return canvas.NewRaster(func(w, h int) image.Image {
		if w <= 0 || h <= 0 {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		if last == nil || last.Bounds().Dx() != w || last.Bounds().Dy() != h {
			last = draw(w, h)
		}
		return last
	})
}
