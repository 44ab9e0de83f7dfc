package touch

import (
	"testing"
	"time"
)

// A frame that takes long to paint must not make a tap of a held finger: what the finger did
// meanwhile is heard before the time counts.
func TestATapThatWaitsForAFrameIsNotHeld(t *testing.T) {
	for _, letGo := range []bool{false, true} {
		queue := make(chan func(), 4)
		acted := false
		stop := laterBy(func(f func()) { queue <- f }, 60*time.Millisecond, func() { acted = true })
		time.Sleep(150 * time.Millisecond) // a frame is painted; the timer has run out and waits
		(<-queue)()                        // the toolkit takes the timer first …
		if acted {
			t.Fatal("it acts before what the finger did was heard")
		}
		if letGo { // … and then that the finger went up
			stop()
		}
		time.Sleep(2 * heed)
		select {
		case f := <-queue:
			f()
		default:
		}
		if acted == letGo {
			t.Errorf("let go %v: acted %v", letGo, acted)
		}
	}
}
