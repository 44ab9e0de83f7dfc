package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newClip returns a container that clips its objects to its own bounds.
func newClip(objects ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(container.NewClip(container.NewWithoutLayout(objects...)))
}
