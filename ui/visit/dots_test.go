package visit

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/ui/touch"
)

func TestAFingerLightsTheDotItIsOn(t *testing.T) {
	test.NewTempApp(t)
	d := newDots(art.Normal())
	d.Resize(fyne.NewSize(600, 500))
	var told []int
	d.OnLit = func(i int) { told = append(told, i) }
	for _, i := range []int{3, 720, 9000} {
		x, y := art.DotPos(600, 500, i)
		d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(float32(x), float32(y))}})
	}
	if want := []int{3, 720, 9000}; !slices.Equal(told, want) {
		t.Fatalf("lit %v, not %v", told, want)
	}
	at, size := d.lamp.Position(), d.lamp.Size()
	x, y := art.DotPos(600, 500, 9000)
	if dx, dy := at.X+size.Width/2-float32(x), at.Y+size.Height/2-float32(y); dx*dx+dy*dy > 1 {
		t.Fatalf("the light stands %v, %v away from its dot", dx, dy)
	}
	d.Share(3237)
	if !d.lamp.Hidden || d.part.Hidden {
		t.Fatal("a share is shown instead of the one light")
	}
	d.Share(0)
	d.Light(5)
	if d.lamp.Hidden || !d.part.Hidden {
		t.Fatal("and the one light again instead of the share")
	}
}

// A mouse that trembles by a pixel lights dots for hours, and is nobody.
func TestAMouseThatTremblesIsNoSignOfLife(t *testing.T) {
	test.NewTempApp(t)
	d := newDots(art.Normal())
	d.Resize(fyne.NewSize(600, 500))
	live, alone := 0, 0
	d.OnLit = func(int) {
		if touch.IsAlone() {
			alone++
			return
		}
		live++
	}
	x, y := art.DotPos(600, 500, 720)
	for i := range 1000 {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(float32(x)+float32(3*(i%2)), float32(y)+float32(3*(i/2%2)))
		d.MouseMoved(e)
	}
	if live > 1 || alone == 0 {
		t.Errorf("%d signs of life, %d lit alone", live, alone)
	}
	for i := range 5 {
		e := &desktop.MouseEvent{}
		e.Position = fyne.NewPos(float32(150+60*i), 250)
		d.MouseMoved(e)
	}
	if live < 4 {
		t.Errorf("a hand that moves it was seen %d times", live)
	}
}

func TestAFigureLightsItsShare(t *testing.T) {
	for value, want := range map[string]int{"97.55 %": 9755, "32.37%": 3237, "1 in 400 to 1 in 10,000": 0, "3.6 million and 20,000": 0, "120 %": 0, "0.6 % in a study": 0} {
		if got := lightOf(event.Figure{Value: event.Text{event.EN: value}}); got != want {
			t.Errorf("%q lights %d dots, not %d", value, got, want)
		}
	}
}
