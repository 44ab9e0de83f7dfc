package touch

import (
	"time"

	"fyne.io/fyne/v2"
)

var still bool

// SetStill turns all motion of the kit off, or on again: scrollers stop with the finger and have
// firm ends, a Hold fills in steps. Durations stay the same. An app sets it from its "reduce
// motion" setting.
func SetStill(s bool) { still = s }

// start starts an animation; tests advance it by hand instead.
var start = (*fyne.Animation).Start

// motion returns an animation that slows down towards its end; step is called with 0 to 1. No
// animation in the kit is endless.
func motion(d time.Duration, step func(p float32)) *fyne.Animation {
	a := fyne.NewAnimation(d, step)
	a.Curve = fyne.AnimationEaseOut
	return a
}
