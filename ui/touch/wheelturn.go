package touch

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
)

// How a Wheel moves by itself: to a row next to the one shown, and after a flick, which carries as
// far as a Scroller's does.
const (
	quick  = 200 * time.Millisecond
	coast  = 900 * time.Millisecond // after the quickest flick; slower ones are shorter
	beyond = 0.4                    // how many rows it gives way beyond an end
)

// pressed: a finger that comes down stops it.
func (w *Wheel) pressed(fyne.Position) {
	w.caught = w.moving != nil
	w.halt()
	w.by, w.live, w.trail = 0, false, nil
}

// released: where it was stopped between two rows, it goes to the nearer one.
func (w *Wheel) released() {
	if w.caught && !w.live {
		w.choose(math.Round(w.pos), quick)
	}
}

// acted: a tap on a row brings it to the middle; a tap that stopped the wheel does nothing else.
func (w *Wheel) acted(at fyne.Position) {
	if w.caught {
		w.caught = false
		return
	}
	to := math.Floor(w.pos + float64((at.Y-w.Size().Height/2)/w.high()) + 0.5)
	if !w.wraps() && (to < 0 || to > float64(w.n-1)) {
		return
	}
	w.choose(to, quick)
}

// dragged follows the finger once it has left the slop.
func (w *Wheel) dragged(e *fyne.DragEvent) {
	w.by += e.Dragged.DY
	if !w.live {
		if math.Abs(float64(w.by)) <= Slop {
			return
		}
		w.halt()
		w.live, w.from = true, w.pos
	}
	t := now()
	w.trail = append(w.trail, step{t, w.by})
	for len(w.trail) > 2 && t.Sub(w.trail[0].at) > recent {
		w.trail = w.trail[1:]
	}
	w.pos = w.give(w.from - float64(w.by/w.high()))
	w.show()
}

// dropped lets it go: it comes to rest on the row that its speed carries it to.
func (w *Wheel) dropped() {
	if !w.live {
		return
	}
	v := drag{trail: w.trail}.speed()
	w.live, w.caught, w.trail = false, false, nil
	far := float64(-v*tau) / float64(w.high())
	to := math.Round(w.pos + far)
	if far != 0 && to == math.Round(w.pos) {
		// A flick always moves at least one row.
		to = math.Round(w.pos + math.Copysign(0.5, far))
	}
	took := quick + time.Duration(float64(coast-quick)*math.Min(1, math.Abs(to-w.pos)/8))
	w.choose(to, took)
}

// give keeps a position between the ends, with a little give beyond them.
func (w *Wheel) give(to float64) float64 {
	if w.wraps() {
		return to
	}
	at := math.Min(math.Max(0, to), float64(w.n-1))
	if w.style.Still || still {
		return at
	}
	x := math.Abs(to - at)
	return at + math.Copysign(beyond*x/(beyond+x), to-at)
}

// choose takes the row at a position and moves there.
func (w *Wheel) choose(to float64, took time.Duration) {
	w.halt()
	if !w.wraps() {
		to = math.Min(math.Max(0, to), float64(w.n-1))
	}
	w.chosen = w.row(int(to))
	w.roll(to, took)
	if w.OnChoose != nil {
		w.OnChoose(w.chosen)
	}
}

// roll moves to a position. Whatever the motion does, it ends there.
func (w *Wheel) roll(to float64, took time.Duration) {
	from := w.pos
	if w.style.Still || still || from == to {
		w.pos = float64(w.chosen)
		w.show()
		return
	}
	var a *fyne.Animation
	a = motion(took, func(p float32) {
		if w.moving != a {
			return
		}
		w.pos = from + (to-from)*float64(p)
		if p == 1 {
			w.moving, w.pos = nil, float64(w.chosen)
		}
		w.show()
	})
	// Fast at first, then slowing, like a wheel stopped by friction.
	a.Curve = func(p float32) float32 { return 1 - (1-p)*(1-p)*(1-p) }
	w.moving = a
	start(a)
}

// halt stops its motion where it is.
func (w *Wheel) halt() {
	if a := w.moving; a != nil {
		w.moving = nil
		a.Stop()
	}
}
