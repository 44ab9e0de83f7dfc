//go:build !ci

package display

/*
#include <windows.h>

// The OpenGL binding calls this one function of opengl32.dll by its name; importing it would have Windows load its own
// opengl32.dll before the program's first line runs, and a process can have only one. Defined here, under the name that
// calls of imported functions go by, it is looked up at the first call, in what has been loaded by then.
static PROC WINAPI lookedUp(LPCSTR name)
{
	typedef PROC(WINAPI * lookup)(LPCSTR);
	static lookup there;
	if (there == NULL) {
		HMODULE gl = LoadLibraryA("opengl32.dll");
		if (gl != NULL)
			there = (lookup)(void *)GetProcAddress(gl, "wglGetProcAddress");
	}
	return there == NULL ? NULL : there(name);
}
PROC(WINAPI *__imp_wglGetProcAddress)(LPCSTR) = lookedUp;
*/
import "C"

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// useGL has the process draw with this library. Whoever asks for opengl32.dll afterwards, the window library and Windows
// itself, gets what is loaded under that name. Libraries that it needs lie beside it or are Windows' own.
func useGL(library string) error {
	const beside = windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | windows.LOAD_LIBRARY_SEARCH_SYSTEM32
	if _, err := windows.LoadLibraryEx(library, 0, beside); err != nil {
		return fmt.Errorf("loading %s: %w", library, err)
	}
	return nil
}
