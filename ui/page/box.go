package page

import "fyne.io/fyne/v2"

// Box is a rectangle on the page, in dp.
type Box struct{ X, Y, W, H float32 }

// Inset shrinks the box by d on every side.
func (b Box) Inset(d float32) Box { return Box{b.X + d, b.Y + d, b.W - 2*d, b.H - 2*d} }

// Pad shrinks the box by dx at the left and right, by dy at the top and bottom.
func (b Box) Pad(dx, dy float32) Box { return Box{b.X + dx, b.Y + dy, b.W - 2*dx, b.H - 2*dy} }

// Top cuts h off the top and returns it and the rest; Bottom, Left and Right likewise.
func (b Box) Top(h float32) (cut, rest Box) {
	return Box{b.X, b.Y, b.W, h}, Box{b.X, b.Y + h, b.W, b.H - h}
}

// Bottom cuts h off the bottom.
func (b Box) Bottom(h float32) (cut, rest Box) {
	return Box{b.X, b.Y + b.H - h, b.W, h}, Box{b.X, b.Y, b.W, b.H - h}
}

// Left cuts w off the left.
func (b Box) Left(w float32) (cut, rest Box) {
	return Box{b.X, b.Y, w, b.H}, Box{b.X + w, b.Y, b.W - w, b.H}
}

// Right cuts w off the right.
func (b Box) Right(w float32) (cut, rest Box) {
	return Box{b.X + b.W - w, b.Y, w, b.H}, Box{b.X, b.Y, b.W - w, b.H}
}

// Columns splits the box into n equal columns with a gap between them.
func (b Box) Columns(n int, gap float32) []Box {
	w := (b.W - gap*float32(n-1)) / float32(n)
	out := make([]Box, n)
	for i := range out {
		out[i] = Box{b.X + float32(i)*(w+gap), b.Y, w, b.H}
	}
	return out
}

// Rows splits the box into n equal rows with a gap between them.
func (b Box) Rows(n int, gap float32) []Box {
	h := (b.H - gap*float32(n-1)) / float32(n)
	out := make([]Box, n)
	for i := range out {
		out[i] = Box{b.X, b.Y + float32(i)*(h+gap), b.W, h}
	}
	return out
}

// Middle returns a w×h box centred in the box.
func (b Box) Middle(w, h float32) Box { return Box{b.X + (b.W-w)/2, b.Y + (b.H-h)/2, w, h} }

// Place moves and resizes an object to the box, and hides it where a small window has left it no room: the toolkit would
// draw a box of less than nothing, or break down over it.
func Place(o fyne.CanvasObject, b Box) {
	if b.W < 0 || b.H < 0 {
		o.Hide()
	}
	o.Move(fyne.NewPos(b.X, b.Y))
	o.Resize(fyne.NewSize(max(0, b.W), max(0, b.H)))
}

// TouchGap is the minimum distance between two touch targets, in dp.
const TouchGap = 12
