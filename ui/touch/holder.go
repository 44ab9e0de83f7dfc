package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Holder is a container whose objects can change while the page around it stays. Replacing a
// window's content, as stock apps do, retains what the old one was painted with; this does not.
type Holder struct {
	widget.BaseWidget
	box *fyne.Container
}

// NewHolder returns an empty Holder.
func NewHolder() *Holder {
	h := &Holder{box: container.NewWithoutLayout()}
	h.ExtendBaseWidget(h)
	return h
}

// Fill replaces what is shown; the objects must already be laid out.
func (h *Holder) Fill(objects ...fyne.CanvasObject) {
	turns++
	h.box.Objects = objects
	h.box.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *Holder) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.box) }

// Inside returns what is shown.
func (h *Holder) Inside() []fyne.CanvasObject { return h.box.Objects }
