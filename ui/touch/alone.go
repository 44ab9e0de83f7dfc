package touch

import (
	"time"

	"fyne.io/fyne/v2"
)

// alone counts the calls of Alone under way.
var alone int

// Alone calls f, in which something happens that nobody has just done: a key that stays down
// repeats, a finger that stays down trembles, a wheel is stuck. What f leads to can ask [IsAlone].
// Call it on the toolkit's goroutine.
func Alone(f func()) {
	alone++
	defer func() { alone-- }()
	f()
}

// IsAlone reports whether what happens now is no sign of life: a book on the keyboard or a bag on
// the glass must not keep a visitor's answers on the screen.
func IsAlone() bool { return alone > 0 }

// How long a movement that never pauses is taken for somebody's: people stop to read.
const (
	pauseAfter = time.Second      // without a movement: the next one is a new one
	longest    = 30 * time.Second // of one that never pauses
)

// run tells somebody's movement from one that never ends, such as that of a stuck wheel.
type run struct{ begun, last time.Time }

// live records a movement and reports whether it still is a sign of life.
func (r *run) live() bool {
	t := now()
	if t.Sub(r.last) >= pauseAfter || t.Before(r.last) {
		r.begun = t
	}
	r.last = t
	return t.Sub(r.begun) < longest
}

// wheels is the run of the mouse wheel, of which there is one whatever it turns.
var wheels run

// wheeled calls f for a turn of the mouse wheel.
func wheeled(f func()) {
	if wheels.live() {
		f()
		return
	}
	Alone(f)
}

// Roam tells a pointer that goes somewhere from one that trembles where it lies, or swings for ever. The
// zero value has not seen the pointer.
type Roam struct {
	from fyne.Position
	run  run
}

// Live reports whether a pointer that is at p now is somebody's.
func (r *Roam) Live(p fyne.Position) bool {
	if !strayed(p.Subtract(r.from)) {
		return false
	}
	r.from = p
	return r.run.live()
}
