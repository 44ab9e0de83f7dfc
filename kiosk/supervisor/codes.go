package supervisor

import (
	"errors"
	"time"
)

// Exit codes of the interface, for its supervisor alone.
const (
	ExitDone     = 0 // left by staff
	ExitFailed   = 1 // it could not start, or failed
	ExitMisuse   = 2 // an argument is wrong; also what a Go program that crashes ends with
	ExitLocked   = 3 // another booth has the data folder
	ExitNoStore  = 4 // the data folder cannot be opened
	ExitNoWindow = 5 // there is no display
	ExitAgain    = 6 // put back into service: a fresh start, the faults forgotten
	ExitTold     = 7 // ended in good order by a signal: only if the supervisor got one too does that end the booth
)

// ErrNoWindow says that there is no display to open a window on, or none that can be drawn on.
var ErrNoWindow = errors.New("no window can be opened")

// The supervisor's patience.
const (
	patience      = 15 * time.Second // without a beat
	firstPatience = 60 * time.Second // until the first one: a cold start on a slow disk
	faultsAllowed = 5                // within faultsWithin; one more and the booth goes out of service
	faultsWithin  = 10 * time.Minute
	outAllowed    = 5                // failures out of service, and the supervisor gives up
	mostWait      = 30 * time.Second // between two starts
	noDisplay     = time.Minute      // how long a display is waited for
)
