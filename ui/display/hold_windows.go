//go:build !ci

package display

import (
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

// What Windows' tablet service leaves out over a window (TABLET_DISABLE_…, tpcshrd.h).
const (
	noPressAndHold = 0x00000001
	noTapFeedback  = 0x00000008
	noFlicks       = 0x00010000
)

var (
	user32  = windows.NewLazySystemDLL("user32.dll")
	setProp = user32.NewProc("SetPropW")
)

// HoldIsAPress has Windows hand over a finger's press at once, and however long it is held. Unasked it waits whether
// the finger stays, and makes a right click of it, with a ring around the finger; nothing could be held then. Call it on
// the interface's goroutine once the window is open. Where the system does not do such things, neither does this.
func HoldIsAPress(win fyne.Window) {
	w := view(win)
	if w == nil || setProp.Find() != nil {
		return
	}
	name, err := windows.UTF16PtrFromString("MicrosoftTabletPenServiceProperty")
	if err != nil {
		return
	}
	setProp.Call(uintptr(unsafe.Pointer(w.GetWin32Window())), uintptr(unsafe.Pointer(name)), noPressAndHold|noTapFeedback|noFlicks)
}
