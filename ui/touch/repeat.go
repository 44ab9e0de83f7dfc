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

// later calls f on the toolkit's goroutine after d, unless stop is called before; tests put their
// own clock in its place.
var later = func(d time.Duration, f func()) (stop func()) {
	t := time.AfterFunc(d, func() { fyne.Do(f) })
	return func() { t.Stop() }
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
