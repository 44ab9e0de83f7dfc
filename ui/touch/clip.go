package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newClip holds objects that may not paint outside it.
func newClip(objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(container.NewClip(container.NewWithoutLayout(objects...)))
}
