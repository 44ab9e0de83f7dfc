//go:build !ci

package display

import (
	"reflect"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// view finds the window library's window behind the toolkit's. The toolkit gives access to it only
// while it paints, so the field is read by its name and type; if it is not found the window is not
// watched, which a test would show.
func view(win fyne.Window) *glfw.Window {
	v := reflect.ValueOf(win)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return nil
	}
	f := v.Elem().FieldByName("viewport")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*glfw.Window]() || f.IsNil() {
		return nil
	}
	return (*glfw.Window)(f.UnsafePointer())
}
