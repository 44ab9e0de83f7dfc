package field

import "time"

// burst tells keys that somebody presses from those of a device that goes on by itself: a scanner with
// a code lying before it, which types the same again and again, or a key whose contact chatters. Of
// what was typed it keeps a sum, from which nobody can read it.
type burst struct {
	last   time.Time // when a key was last pressed
	keys   int       // pressed in this burst
	sum    uint64    // of which
	first  int       // the first of them, by its scan code
	alike  bool      // all of them were that one
	before uint64    // the sum of the burst before
	again  int       // how many bursts in a row were the same
}

const (
	breath    = 500 * time.Millisecond // without a key: the next begins a new burst
	leastCode = 4                      // keys of a scanned code; people do press one key again and again
	mostAgain = 3                      // bursts that somebody may type again
	mostAlike = 40                     // presses of one key without a breath
)

// live records that a key was pressed and reports whether that is a sign of life.
func (b *burst) live(code int) bool {
	t := now()
	if t.Sub(b.last) >= breath || t.Before(b.last) {
		if b.again++; b.keys < leastCode || b.sum != b.before {
			b.again = 0
		}
		b.before, b.sum, b.keys, b.first, b.alike = b.sum, 0, 0, code, true
	}
	b.last = t
	b.keys++
	b.sum = (b.sum ^ uint64(uint32(code))) * 1099511628211
	b.alike = b.alike && code == b.first
	return b.again < mostAgain && (!b.alike || b.keys <= mostAlike)
}
