//go:build ci

package display

import "fyne.io/fyne/v2"

// List lists the displays, in order. This build opens no real window and knows only the displays of
// an X server.
func List() ([]Display, error) {
	if underX() {
		return listX("")
	}
	return nil, nil
}

// Fill does nothing: in this build there is no display to fill.
func Fill(win fyne.Window, _ string) (stop func(), err error) {
	win.SetFullScreen(true)
	return func() {}, nil
}

// Probe reports that a window can be drawn: this build draws into memory.
func Probe() error { return nil }

// Opened reports that the window is open.
func Opened(fyne.Window) bool { return true }

// Detects reports whether the toolkit scales by the size that a display states.
const Detects = false

// Room returns 0: in this build there is no screen.
func Room(fyne.Window) (w, h int) { return 0, 0 }

// Inside does nothing: in this build there is no screen.
func Inside(fyne.Window) {}

// Windowless prepares drawing pictures where no window is ever opened. The driver of this build wants to know of one.
func Windowless() { fyne.CurrentApp().NewWindow("") }
