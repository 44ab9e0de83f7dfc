package hub

import (
	"time"

	"matchbooth/data/wire"
)

// The names under which the rest of the program knows what phones send: no other room imports the protocol.
type (
	Wish       = wire.Wish
	SealedWish = wire.SealedWish
)

// The kinds of wishes, and how large one may be, sealed, in bytes; see package wire.
const (
	WishSame      = wire.WishSame
	WishNumber    = wire.WishNumber
	WishContact   = wire.WishContact
	WishGraduate  = wire.WishGraduate
	WishSample    = wire.WishSample
	WishForget    = wire.WishForget
	MaxWishSealed = wire.MaxWishSealed
)

// WishZone is where the days of the promise are counted.
var WishZone = wire.WishZone

// UnpackWish reads what was inside a seal. Its error quotes nothing of it.
func UnpackWish(b []byte) (Wish, error) { return wire.UnpackWish(b) }

// Match is what a person is found by, of the 16 bytes in their take-home's code.
func Match(fragment []byte) []byte { return wire.Match(fragment) }

// WishDue is the last day on which a wish that came in an hour is to be read, as midnight UTC.
func WishDue(hour int64) time.Time { return wire.WishDue(hour) }

// WishLeft is how many weekdays are left until then; less than 0 once it is over.
func WishLeft(hour int64, now time.Time) int { return wire.WishLeft(hour, now) }
