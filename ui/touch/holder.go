package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Holder is a place whose objects may change while the page around it stands. Giving a window a
// new content, as stock apps do, keeps what the old one was painted with; this does not.
type Holder struct {
	widget.BaseWidget
	box *fyne.Container
}

// NewHolder makes an empty one.
func NewHolder() *Holder {
	h := &Holder{box: container.NewWithoutLayout()}
	h.ExtendBaseWidget(h)
	return h
}

// Fill replaces what is shown; the objects are placed already.
func (h *Holder) Fill(objects ...fyne.CanvasObject) {
	h.box.Objects = objects
	h.box.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (h *Holder) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.box) }

// Inside gives what is shown.
func (h *Holder) Inside() []fyne.CanvasObject { return h.box.Objects }
