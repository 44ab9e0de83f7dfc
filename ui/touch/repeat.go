package touch

import (
	"time"

	"fyne.io/fyne/v2"
)

// How a held key repeats: after a delay it acts repeatedly, and faster after a while.
const (
	repeatAfter = 400 * time.Millisecond
	repeatEvery = 120 * time.Millisecond
	fasterAfter = 2 * time.Second
	fasterEvery = 50 * time.Millisecond
)

// later is Later; tests replace it with their own clock.
var later = Later

// heed is how long what was held must still be held after its time is up, counted from when the
// interface was free to process the release.
const heed = 40 * time.Millisecond

// Later calls f on the toolkit's goroutine after d, unless stop is called before, on that goroutine.
//
// While a slow computer paints, both finger events and timers queue up; the toolkit then processes
// them in either order. A finger that came and went while a frame was painted would count as held.
// So it is checked twice: when the time is up, and again a moment later, by which time the queued
// events have been processed.
func Later(d time.Duration, f func()) (stop func()) { return laterBy(fyne.Do, d, f) }

func laterBy(do func(func()), d time.Duration, f func()) (stop func()) {
	stopped := false
	var t *time.Timer
	t = time.AfterFunc(max(0, d-heed), func() {
		do(func() {
			if stopped {
				return
			}
			t = time.AfterFunc(heed, func() {
				do(func() {
					if !stopped {
						f()
					}
				})
			})
		})
	})
	return func() {
		stopped = true
		t.Stop()
	}
}

// repeater calls a function repeatedly while something is held.
type repeater struct {
	begun time.Time
	times int    // how often it has acted
	stop  func() // nil: nothing is held
	turn  int    // counts the starts: a call still pending when its start has ended does nothing
}

// start calls act until act returns false, or until end.
func (r *repeater) start(act func() bool) {
	r.end()
	r.begun, r.times = now(), 0
	turn := r.turn
	var again func()
	again = func() {
		if r.turn != turn {
			return
		}
		r.stop = nil
		r.times++
		on := false
		Alone(func() { on = act() }) // the press was a sign of life; that it lasts is none
		if !on || r.turn != turn {
			return
		}
		// Schedule the next call only now: a call delayed on a busy machine never leads to two at
		// once.
		r.stop = later(r.every(), again)
	}
	r.stop = later(repeatAfter, again)
}

func (r *repeater) every() time.Duration {
	if now().Sub(r.begun) >= fasterAfter {
		return fasterEvery
	}
	return repeatEvery
}

// end stops it. The number of calls stays available until the next start.
func (r *repeater) end() {
	r.turn++
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}
