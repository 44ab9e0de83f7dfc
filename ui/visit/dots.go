package visit

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"matchbooth/assets/art"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// dots is the picture of ten thousand people; a finger drawn across it lights the dot it is on.
// With Share set it lights that many of the ten thousand instead, from the middle outwards, so that
// the lit part of the disc shows the share as an area.
type dots struct {
	widget.BaseWidget
	OnLit func(i int) // called with the dot that a finger lit, within touch.Alone if nobody's did; may be nil
	roam  touch.Roam

	pal   art.Palette
	lit   int // -1: none
	share int // of ten thousand; 0: none
	pw    int // width of the picture as drawn, in device pixels
	ph    int
	base  *canvas.Raster
	part  *canvas.Raster
	lamp  *canvas.Raster
}

// newDots returns the picture with no dot lit.
func newDots(pal art.Palette) *dots {
	d := &dots{pal: pal, lit: -1}
	d.base = touch.NewPicture(func(w, h int) image.Image {
		d.pw, d.ph = w, h
		return art.TenThousand(w, h, pal, -1)
	})
	d.part = canvas.NewRaster(func(w, h int) image.Image { return sharePicture(w, h, pal, d.share) })
	d.part.Hidden = true
	d.lamp = canvas.NewRaster(func(w, h int) image.Image {
		if d.pw == 0 {
			return image.NewRGBA(image.Rect(0, 0, 1, 1))
		}
		return art.LitDot(d.pw, d.ph, pal)
	})
	d.lamp.Hidden = true
	d.ExtendBaseWidget(d)
	return d
}

// Share lights n of the ten thousand and turns the single light off; 0 lights none.
func (d *dots) Share(n int) {
	d.share = min(max(n, 0), art.TenThousandDots)
	d.lit = -1
	d.lamp.Hidden = true
	d.part.Hidden = d.share == 0
	canvas.Refresh(d.part)
	canvas.Refresh(d.lamp)
}

// Light lights one dot.
func (d *dots) Light(i int) {
	if i < 0 || i == d.lit || d.share > 0 {
		return
	}
	d.lit = i
	d.place()
	d.lamp.Hidden = false
	canvas.Refresh(d.lamp)
}

// place puts the light over its dot.
func (d *dots) place() {
	s := d.Size()
	if d.lit < 0 || s.Width < 1 || s.Height < 1 {
		return
	}
	// The light's size is the drawing's, in dp: the crowd scales with the picture.
	w, h := int(math.Round(float64(s.Width))), int(math.Round(float64(s.Height)))
	side := float32(art.LitDot(w, h, d.pal).Bounds().Dx())
	x, y := art.DotPos(w, h, d.lit)
	page.Place(d.lamp, page.Box{X: float32(x) - side/2, Y: float32(y) - side/2, W: side, H: side})
}

func (d *dots) touchAt(p fyne.Position) {
	s := d.Size()
	if i := art.DotAt(int(math.Round(float64(s.Width))), int(math.Round(float64(s.Height))), float64(p.X), float64(p.Y)); i >= 0 && i != d.lit && d.share == 0 {
		d.Light(i)
		if d.OnLit != nil {
			d.OnLit(i)
		}
	}
}

// moved follows a pointer: a mouse that lies on a table that trembles is nobody.
func (d *dots) moved(p fyne.Position) {
	if d.roam.Live(p) {
		d.touchAt(p)
		return
	}
	touch.Alone(func() { d.touchAt(p) })
}

// MouseDown implements desktop.Mouseable.
func (d *dots) MouseDown(e *desktop.MouseEvent) { d.touchAt(e.Position) }

// MouseUp implements desktop.Mouseable.
func (d *dots) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable: a resting pointer is nobody's finger.
func (d *dots) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (d *dots) MouseMoved(e *desktop.MouseEvent) { d.moved(e.Position) }

// MouseOut implements desktop.Hoverable: the dot stays lit, as it does when a finger leaves.
func (d *dots) MouseOut() {}

// Dragged implements fyne.Draggable.
func (d *dots) Dragged(e *fyne.DragEvent) { d.moved(e.Position) }

// DragEnd implements fyne.Draggable.
func (d *dots) DragEnd() {}

// MinSize implements fyne.CanvasObject.
func (d *dots) MinSize() fyne.Size { return fyne.NewSize(200, 200) }

// CreateRenderer implements fyne.Widget.
func (d *dots) CreateRenderer() fyne.WidgetRenderer { return &dotsRenderer{d} }

type dotsRenderer struct{ d *dots }

func (r *dotsRenderer) Destroy()           {}
func (r *dotsRenderer) MinSize() fyne.Size { return r.d.MinSize() }
func (r *dotsRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.d.base, r.d.part, r.d.lamp}
}
func (r *dotsRenderer) Layout(size fyne.Size) {
	for _, o := range []fyne.CanvasObject{r.d.base, r.d.part} {
		page.Place(o, page.Box{X: 0, Y: 0, W: size.Width, H: size.Height})
	}
	r.d.place()
}
func (r *dotsRenderer) Refresh() { r.Layout(r.d.Size()) }

// sharePicture draws the first n of the ten thousand in gold on a transparent background.
func sharePicture(w, h int, pal art.Palette, n int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	if n == 0 {
		return img
	}
	// Neighbours in a sunflower pattern are about as far apart as the first dots are from the
	// middle, so the size follows from the number of dots per area.
	r := 0.46 * math.Sqrt(math.Pi*0.95*0.95/4*math.Min(float64(w*h), math.Min(float64(w), float64(h))*math.Min(float64(w), float64(h)))/art.TenThousandDots)
	for i := range n {
		x, y := art.DotPos(w, h, i)
		spot(img, x, y, r, pal)
	}
	return img
}

// spot draws a small gold disc with a soft edge.
func spot(img *image.RGBA, cx, cy, r float64, pal art.Palette) {
	for y := int(cy - r - 1); y <= int(cy+r+1); y++ {
		for x := int(cx - r - 1); x <= int(cx+r+1); x++ {
			if !(image.Point{x, y}).In(img.Rect) {
				continue
			}
			cover := r + 0.5 - math.Hypot(float64(x)+0.5-cx, float64(y)+0.5-cy)
			cover = math.Max(0, math.Min(1, cover))
			i := img.PixOffset(x, y)
			if a := uint8(cover * 255); a > img.Pix[i+3] {
				img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = uint8(cover*float64(pal.Gold.R)), uint8(cover*float64(pal.Gold.G)), uint8(cover*float64(pal.Gold.B)), a
			}
		}
	}
}
