//go:build ci || !windows

package display

import "fyne.io/fyne/v2"

// HoldIsAPress does nothing: only Windows makes something else of a press that is held.
func HoldIsAPress(fyne.Window) {}
