//go:build x11 && !wayland && linux && !ci

package display

// #cgo LDFLAGS: -lX11
// #include <X11/Xlib.h>
//
// static int grab(void *display, unsigned long window) {
// 	return XGrabKeyboard((Display *)display, (Window)window, True, GrabModeAsync, GrabModeAsync, CurrentTime);
// }
// static void release(void *display) {
// 	XUngrabKeyboard((Display *)display, CurrentTime);
// 	XFlush((Display *)display);
// }
import "C"

import (
	"unsafe"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// grabKeyboard grabs the keyboard for the window. The grab must be on the toolkit's own connection,
// because the keys go to the connection that holds it. Call it only on the interface's goroutine.
// False means that another program has grabbed it (an open menu, a screen lock).
func grabKeyboard(window uintptr) bool {
	d := glfw.GetX11Display()
	if d == nil || window == 0 {
		return false
	}
	return C.grab(unsafe.Pointer(d), C.ulong(window)) == C.GrabSuccess
}

// releaseKeyboard ungrabs the keyboard.
func releaseKeyboard() {
	if d := glfw.GetX11Display(); d != nil {
		C.release(unsafe.Pointer(d))
	}
}

const canGrab = true
