package box

import (
	"os"

	"golang.org/x/sys/windows"
)

// Tell shows a message box and returns when it is closed. Where somebody or something reads what the program prints
// there is none.
func Tell(title, say string) {
	if !Unread() {
		return
	}
	t, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	s, err := windows.UTF16PtrFromString(say)
	if err != nil {
		return
	}
	windows.MessageBox(0, s, t, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}

// Unread reports whether what the program prints goes nowhere, as that of a program with a window does that was started
// from the menu or by a double click.
func Unread() bool {
	kind, err := windows.GetFileType(windows.Handle(os.Stderr.Fd()))
	return err != nil || kind == windows.FILE_TYPE_UNKNOWN
}
