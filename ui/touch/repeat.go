package touch

import (
	"time"

	"fyne.io/fyne/v2"
)

// How a held key repeats: it waits, then acts again and again, and faster for who is patient.
const (
	repeatAfter = 400 * time.Millisecond
	repeatEvery = 120 * time.Millisecond
	fasterAfter = 2 * time.Second
	fasterEvery = 50 * time.Millisecond
)

// later is Later; tests put their own clock in its place.
var later = Later

// heed is how long what was held must still be held after its time, counted from when the
// interface was free to hear that it is let go.
const heed = 40 * time.Millisecond

// Later calls f on the toolkit's goroutine after d, unless stop is called before, on that goroutine.
//
// While a slow computer paints, what a finger does waits, and so does a timer; the toolkit then
// takes either first, as it happens. A finger that came and went while a frame was painted would count
// as one that was held. So the time is looked at twice: when it is up, and again a moment later, by
// which what was waiting has been heard.
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

// repeater acts again and again while something is held.
type repeater struct {
	begun time.Time
	times int    // how often it has acted
	stop  func() // nil: nothing is held
	turn  int    // counts what was begun: a call that was under way when it ended does nothing
}

// start calls act until it tells that there is no more, or until end.
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
		if !act() || r.turn != turn {
			return
		}
		// The next is asked for only now: what comes late, on a busy machine, never comes twice.
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

// end stops it. How often it acted can be asked until the next start.
func (r *repeater) end() {
	r.turn++
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}
