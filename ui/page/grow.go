package page

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/ui/theme"
)

// Grows says that the page can grow out of a picture of its, which was placed last.
func (b *B) Grows(pic *canvas.Raster) { b.Page.grows, b.Page.within = pic, b.into }

// CanGrow reports whether the page has a picture that it can grow out of.
func (p *Page) CanGrow() bool { return p.grows != nil }

// Grow lets the picture grow to its place out of a card that was touched, in the window; scale is the number of pixels to
// the dp. tick shows how far it is, 0 to 1, and end, which may be called at any time, puts everything in its place. The
// picture is drawn once, as large as it will be, and shrunk by the painter.
func (p *Page) Grow(card Box, scale float32) (tick func(done float32), end func()) {
	pic, in := p.grows, p.within
	to := Box{pic.Position().X, pic.Position().Y, pic.Size().Width, pic.Size().Height}
	from := card.Shaped(to.W / max(1, to.H))
	w, h := int(to.W*scale+0.5), int(to.H*scale+0.5)
	ghost := canvas.NewRaster(func(int, int) image.Image { return pic.Generator(w, h) })
	// What is written on the picture waits for it.
	rest := []fyne.CanvasObject{pic}
	for _, o := range in.Objects {
		at, size := o.Position(), o.Size()
		if _, words := o.(*canvas.Text); words && o.Visible() && at.X >= to.X && at.Y >= to.Y && at.X+size.Width <= to.X+to.W && at.Y+size.Height <= to.Y+to.H {
			rest = append(rest, o)
		}
	}
	for _, o := range rest {
		o.Hide()
	}
	in.Objects = append(in.Objects, ghost)
	at := func(t float32) {
		ghost.Move(fyne.NewPos(from.X+(to.X-from.X)*t, from.Y+(to.Y-from.Y)*t))
		ghost.Resize(fyne.NewSize(from.W+(to.W-from.W)*t, from.H+(to.H-from.H)*t))
	}
	at(0)
	in.Refresh()
	return at, func() {
		for i, o := range in.Objects {
			if o == fyne.CanvasObject(ghost) {
				in.Objects = append(in.Objects[:i:i], in.Objects[i+1:]...)
				break
			}
		}
		for _, o := range rest {
			o.Show()
		}
		in.Refresh()
	}
}

// Shaped returns the largest box of that shape, width by height, in the middle of the box.
func (b Box) Shaped(ratio float32) Box {
	w := min(b.W, b.H*ratio)
	return b.Middle(w, w/ratio)
}

// OnGround leaves the painting of the page's ground to the window, which is to show the page now.
func (p *Page) OnGround() {
	theme.SetGround(p.ground)
	if p.floor != nil {
		p.floor.Hidden = true
	}
}
