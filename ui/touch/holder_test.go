package touch

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestHolderShowsWhatItWasFilledWithLast(t *testing.T) {
	test.NewTempApp(t)
	h := NewHolder()
	h.Fill(canvas.NewText("a", color.Black), canvas.NewText("b", color.Black))
	h.Fill(canvas.NewText("c", color.Black))
	if n := len(h.box.Objects); n != 1 || h.box.Objects[0].(*canvas.Text).Text != "c" {
		t.Errorf("it shows %d objects", n)
	}
}
