package super

import (
	"errors"
	"time"
)

// Exit codes of the interface, for its supervisor alone. 2 is what a Go program that panics ends
// with, so misuse is found out before an interface is started.
const (
	ExitDone     = 0 // left by staff, or ended by a signal
	ExitLocked   = 3 // another booth has the data folder
	ExitNoStore  = 4 // the data folder cannot be opened
	ExitNoWindow = 5 // there is no display
	ExitAgain    = 6 // put back into service: a fresh start, the faults forgotten
)

// ErrNoWindow says that there is no display to open a window on, or none that can be drawn on.
var ErrNoWindow = errors.New("no window can be opened")

// The supervisor's patience.
const (
	Patience      = 15 * time.Second // without a beat
	FirstPatience = 60 * time.Second // until the first one: a cold start on a slow disk
	FaultsAllowed = 5                // within FaultsWithin; one more and the booth goes out of service
	FaultsWithin  = 10 * time.Minute
	lastWords     = 2 * time.Second // for the trace of an interface that hangs
	farewell      = 3 * time.Second // for an interface that was asked to end
)

// Code is a fault code: short enough to be read out over the telephone.
type Code string

// The codes of what a supervisor sees. MB-22, MB-31 and MB-32 are the interface's own.
const (
	CodeCrash   Code = "MB-11"
	CodeHang    Code = "MB-12"
	CodeStart   Code = "MB-13"
	CodeStore   Code = "MB-21"
	CodeWrite   Code = "MB-22"
	CodeDisk    Code = "MB-31"
	CodeBattery Code = "MB-32"
	CodeDisplay Code = "MB-41"
)

// Codes says what each code means, for the log; docs/kiosk.md has it for people.
var Codes = map[Code]string{
	CodeCrash:   "the interface broke down",
	CodeHang:    "the interface no longer answered",
	CodeStart:   "the interface did not start",
	CodeStore:   "the data folder cannot be opened",
	CodeWrite:   "writing to the data folder failed",
	CodeDisk:    "the disk is nearly full",
	CodeBattery: "the battery is nearly empty",
	CodeDisplay: "there is no display",
}

// backOff is the wait before the start that follows the nth fault in a row: none, then half a second,
// doubled each time, to most.
func backOff(n int, most time.Duration) time.Duration {
	if n <= 1 {
		return 0
	}
	if n > 12 {
		return most
	}
	return min(most, 500*time.Millisecond<<(n-2))
}
