//go:build ci

package display

import "fyne.io/fyne/v2"

// List lists the displays, in order. In this build, which opens no real window, only those of an
// X server are known.
func List() ([]Display, error) {
	if underX() {
		return listX("")
	}
	return nil, nil
}

// Fill fills the wanted display with the window; in this build there is nothing to fill.
func Fill(win fyne.Window, _ string) (stop func(), err error) {
	win.SetFullScreen(true)
	return func() {}, nil
}
