//go:build !ci

package display

import (
	"runtime"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Detects reports whether the toolkit scales by the size that a display states (Fyne 2.8.1,
// internal/driver/glfw: SystemScaleForWindow).
const Detects = runtime.GOOS != "darwin"

// Room returns how large the window's content can be, in pixels, in the work area of the screen: less
// what panels take and the window's own frame. It returns 0 where that is not known. Call it on the
// interface's goroutine with the window open.
func Room(win fyne.Window) (w, h int) {
	v := view(win)
	if v == nil {
		return 0, 0
	}
	_, _, w, h = area(v)
	left, top, right, bottom := v.GetFrameSize()
	return max(0, w-left-right), max(0, h-top-bottom)
}

// Inside moves a window into the work area that reaches beyond it.
func Inside(win fyne.Window) {
	v := view(win)
	if v == nil {
		return
	}
	ax, ay, aw, ah := area(v)
	if aw == 0 {
		return
	}
	left, top, right, bottom := v.GetFrameSize()
	x, y := v.GetPos()
	w, h := v.GetSize()
	tox := max(ax+left, min(x, ax+aw-right-w))
	toy := max(ay+top, min(y, ay+ah-bottom-h))
	if tox != x || toy != y {
		v.SetPos(tox, toy)
	}
}

// area returns the work area of the screen that the window's corner is on, else of the primary one.
func area(v *glfw.Window) (x, y, w, h int) {
	px, py := v.GetPos()
	on := glfw.GetPrimaryMonitor()
	for _, m := range glfw.GetMonitors() {
		mx, my := m.GetPos()
		if mode := m.GetVideoMode(); mode != nil && px >= mx && py >= my && px < mx+mode.Width && py < my+mode.Height {
			on = m
		}
	}
	if on == nil {
		return 0, 0, 0, 0
	}
	return on.GetWorkarea()
}
