//go:build !ci

package display

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// listToolkit lists the displays known to the toolkit's window library (GLFW).
func listToolkit() ([]Display, error) {
	if err := glfw.Init(); err != nil { // does nothing if the toolkit has already done it
		return nil, errors.New("the window system could not be reached")
	}
	primary := glfw.GetPrimaryMonitor()
	var all []Display
	for _, m := range glfw.GetMonitors() {
		all = append(all, seen(m, primary))
	}
	return number(all), nil
}

func seen(m, primary *glfw.Monitor) Display {
	d := Display{Name: m.GetName(), Primary: primary != nil && *m == *primary}
	d.X, d.Y = m.GetPos()
	if mode := m.GetVideoMode(); mode != nil { // nil: it was just unplugged
		d.W, d.H = mode.Width, mode.Height
	}
	return d
}

// watchToolkit keeps the window over the wanted display by the toolkit's own means.
func watchToolkit(win fyne.Window, want string) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	away := false // only used on the interface's goroutine
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				fyne.Do(func() {
					if ctx.Err() == nil {
						away = refill(win, want, away)
					}
				})
			}
		}
	}()
	return cancel
}

// refill puts the window back over the wanted display if it is not there, and reports whether that
// display is away now; was is whether it was before. Call it on the interface's goroutine.
func refill(win fyne.Window, want string, was bool) (away bool) {
	w := view(win)
	if w == nil {
		return was
	}
	all, err := listToolkit()
	if err != nil || len(all) == 0 {
		return was
	}
	to, err := choose(all, want)
	away = tell(to, err, was)
	if away {
		to = fallback(all)
	}
	if w.GetAttrib(glfw.Iconified) == glfw.True {
		w.Restore()
	}
	x, y := w.GetPos()
	width, height := w.GetSize()
	if w.GetMonitor() == nil || x != to.X || y != to.Y || width != to.W || height != to.H {
		primary := glfw.GetPrimaryMonitor()
		for _, m := range glfw.GetMonitors() {
			d := seen(m, primary)
			if d.Name == to.Name && d.X == to.X && d.Y == to.Y && d.W > 0 {
				slog.Info("filling the display", "display", to.String())
				mode := m.GetVideoMode()
				if w.GetMonitor() != nil {
					// The library ignores a request for a window that it believes already fills a display.
					w.SetMonitor(nil, to.X, to.Y, to.W, to.H, 0)
				}
				w.SetMonitor(m, 0, 0, mode.Width, mode.Height, mode.RefreshRate)
				break
			}
		}
	}
	if w.GetAttrib(glfw.Focused) != glfw.True {
		w.Focus()
	}
	return away
}
