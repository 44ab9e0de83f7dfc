// Package lock is what keeps the volunteers' part of a booth to volunteers: the taps that open the
// staff gate and the order of the digits on its PIN pad. The PIN itself, and the delays after wrong
// ones, are kept where the data lies.
package lock

import (
	"math/rand/v2"
	"time"
)

// The staff gate: so many taps within so long, in a corner that nothing points to.
const (
	gateTaps   = 5
	gateWithin = 3 * time.Second
)

// Taps counts the taps in the corner. The zero value is ready.
type Taps struct{ at []time.Time }

// Tap notes a tap and tells whether it opens the gate: whether it is the fifth within three seconds.
// A tap that opens it counts for nothing more. A clock that was set back begins anew.
func (t *Taps) Tap(now time.Time) bool {
	if n := len(t.at); n > 0 && now.Before(t.at[n-1]) {
		t.at = nil
	}
	t.at = append(t.at, now)
	for now.Sub(t.at[0]) > gateWithin {
		t.at = t.at[1:]
	}
	if len(t.at) < gateTaps {
		return false
	}
	t.at = nil
	return true
}

// InOrder are the digits of a PIN pad as people know it: three rows, and nought below.
var InOrder = [10]byte{'1', '2', '3', '4', '5', '6', '7', '8', '9', '0'}

// Shuffled are the digits in another order, so that neither a smudge on the glass nor the movement
// of a hand seen from afar tells the PIN.
func Shuffled(r *rand.Rand) [10]byte {
	d := InOrder
	r.Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
	return d
}
