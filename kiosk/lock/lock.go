// Package lock keeps visitors out of the volunteers' part of a booth: the taps that open the
// staff gate and the order of the digits on its PIN pad. The PIN itself and the delays after wrong
// ones are kept with the data.
package lock

import (
	"math/rand/v2"
	"time"
)

// The staff gate opens after gateTaps taps within gateWithin, in an unmarked corner.
const (
	gateTaps   = 5
	gateWithin = 3 * time.Second
)

// Taps counts the taps in the corner. The zero value is ready.
type Taps struct{ at []time.Time }

// Tap records a tap and reports whether it opens the gate, that is, whether it is the fifth within
// three seconds. Opening the gate resets the count, and so does a clock that was set back.
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

// InOrder are the digits of a PIN pad in the usual order: three rows, with zero below.
var InOrder = [10]byte{'1', '2', '3', '4', '5', '6', '7', '8', '9', '0'}

// Shuffled returns the digits in random order, so that neither smudges on the glass nor hand
// movements seen from a distance give the PIN away.
func Shuffled(r *rand.Rand) [10]byte {
	d := InOrder
	r.Shuffle(len(d), func(i, j int) { d[i], d[j] = d[j], d[i] })
	return d
}
