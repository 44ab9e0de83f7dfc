package app

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// frame is a dot that nobody sees. The toolkit asks for its picture as it paints the window for the
// first time: its loop turns, and says that it has started, where nothing can be drawn, too.
type frame struct {
	dot   *canvas.Raster
	drawn bool
}

func newFrame() *frame {
	f := &frame{}
	f.dot = canvas.NewRaster(func(w, h int) image.Image {
		f.drawn = true
		return image.NewNRGBA(image.Rect(0, 0, w, h))
	})
	f.dot.Resize(fyne.NewSize(1, 1))
	return f
}
