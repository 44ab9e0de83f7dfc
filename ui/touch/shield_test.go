package touch

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

func TestShieldHidesThePointerAndLetsTouchesThrough(t *testing.T) {
	test.NewTempApp(t)
	b, acts := keyed("b")
	s := NewShield()
	// A stock entry has a cursor of its own.
	h := window(t, fyne.NewSize(600, 600), put(widget.NewEntry(), 0, 0, 600, 60), put(b, 100, 100, 200, 60), put(s, 0, 0, 600, 600))
	cursor := func(x, y float32) (c desktop.Cursor) {
		h.find(fyne.NewPos(x, y), func(o fyne.CanvasObject) bool {
			if k, ok := o.(desktop.Cursorable); ok {
				c = k.Cursor() // the last one asked decides, as in the driver
			}
			return false
		})
		return c
	}
	for _, y := range []float32{30, 130, 500} {
		if c := cursor(150, y); c != desktop.HiddenCursor {
			t.Errorf("at %.0f the pointer is %v", y, c)
		}
	}
	h.tap(150, 130)
	if *acts != 1 {
		t.Error("a touch does not go through")
	}
	s.Set(false)
	if s.On() || cursor(150, 30) == desktop.HiddenCursor {
		t.Error("the pointer cannot be shown again")
	}
	s.Set(true)
	if !s.On() || cursor(150, 30) != desktop.HiddenCursor {
		t.Error("the pointer cannot be hidden again")
	}
}
