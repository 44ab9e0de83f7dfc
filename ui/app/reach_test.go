package app

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"matchbooth/ui/page"
	"matchbooth/ui/theme"
)

// touchable visits everything below o that takes a finger, down through the renderers of widgets,
// so that nothing escapes by being drawn inside something else.
func touchable(o fyne.CanvasObject, visit func(o fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	_, taps := o.(fyne.Tappable)
	_, presses := o.(desktop.Mouseable)
	if taps || presses {
		visit(o)
	}
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			touchable(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			touchable(c, visit)
		}
	}
}

// Every screen, size, language and mode: nothing that takes a finger is smaller than 56 dp, also
// where it lies in a scroller or in another widget.
func TestEverythingThatCanBeTouchedTakesAFinger(t *testing.T) {
	found := 0
	eachPage(t, func(t *testing.T, name string, _ fyne.Size, page *page.Page) {
		touchable(page.Root, func(o fyne.CanvasObject) {
			found++
			if s := o.Size(); s.Width < theme.MinTarget-0.01 || s.Height < theme.MinTarget-0.01 {
				t.Errorf("%s: a %T is %.1f×%.1f dp %s", name, o, s.Width, s.Height, label(o))
			}
		})
	})
	if found < 1000 {
		t.Errorf("only %d things can be touched", found)
	}
}

func label(o fyne.CanvasObject) string {
	if v, ok := o.(fmt.Stringer); ok {
		return v.String()
	}
	return ""
}
