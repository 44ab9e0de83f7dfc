package box

import "golang.org/x/sys/windows"

// Tell shows a message box and returns when it is closed. Where a console shows what the program
// prints there is none.
func Tell(title, say string) {
	if terminal() {
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
