//go:build !ci

package display

import (
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"

	"matchbooth/kiosk/supervisor"
)

// Probe reports whether a window can be drawn, by opening one that is never shown, with what the
// toolkit asks for, and closing it. Call it before the toolkit opens its own, on the goroutine that
// will run it: the toolkit only logs that it could open none, and goes on without one. The error is
// [supervisor.ErrNoWindow] without a display, [supervisor.ErrNoGraphics] without usable OpenGL.
func Probe() (err error) {
	defer func() { // the window library panics on errors that it does not expect
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", supervisor.ErrNoGraphics, p)
		}
	}()
	if library := supervisor.SoftGL(); library != "" {
		if err := useGL(library); err != nil {
			return fmt.Errorf("%w: %w", supervisor.ErrNoGraphics, err)
		}
	}
	// The toolkit does it again, which does nothing. Built for X11 alone it asks for no platform before.
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("%w: %w", supervisor.ErrNoWindow, err)
	}
	defer glfw.DefaultWindowHints()
	glfw.WindowHint(glfw.Visible, glfw.False)
	askGL()
	w, err := glfw.CreateWindow(16, 16, "", nil, nil)
	if err == nil && w == nil {
		// It prints the reason itself, and returns neither window nor error.
		err = errors.New("OpenGL is not there")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", supervisor.ErrNoGraphics, err)
	}
	w.Destroy()
	return nil
}

// Opened reports whether the toolkit's window is open. Call it on the interface's goroutine.
func Opened(win fyne.Window) bool { return view(win) != nil }
