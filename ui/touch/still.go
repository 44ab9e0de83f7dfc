package touch

import (
	"time"

	"fyne.io/fyne/v2"
)

var still bool

// SetStill turns all motion of the kit off, or on again: scrollers stop with the finger and have
// clear edges, a Hold fills in steps. What takes time takes the same time. An app sets it from
// its "reduce motion".
func SetStill(s bool) { still = s }

// start sets a motion going; tests count the time by hand instead.
var start = (*fyne.Animation).Start

// motion makes a motion that slows down towards its end: step is called with 0 to 1. Nothing in
// the kit moves without end.
func motion(d time.Duration, step func(p float32)) *fyne.Animation {
	a := fyne.NewAnimation(d, step)
	a.Curve = fyne.AnimationEaseOut
	return a
}
