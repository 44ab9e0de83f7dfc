package supervisor

import (
	"errors"
	"time"
)

// Exit codes of the interface, read only by its supervisor.
const (
	ExitDone       = 0 // left by staff
	ExitFailed     = 1 // it could not start, or failed
	ExitMisuse     = 2 // wrong arguments; also the exit code of a Go program that crashes
	ExitLocked     = 3 // another booth holds the data folder
	ExitNoStore    = 4 // the data folder cannot be opened
	ExitNoWindow   = 5 // there is no display
	ExitAgain      = 6 // put back into service: start afresh and forget the faults
	ExitNoGraphics = 8 // the computer cannot draw the window; also the exit code of the whole program for that
	ExitTold       = 7 // shut down cleanly on a signal: this ends the booth only if the supervisor got a signal too
)

// ErrNoWindow means that there is no display to open a window on.
var ErrNoWindow = errors.New("no window can be opened")

// ErrNoGraphics means that there is a display, but no usable OpenGL to draw on it with.
var ErrNoGraphics = errors.New("no window can be drawn: there is no usable OpenGL")

// The supervisor's timeouts and limits.
const (
	patience      = 15 * time.Second // longest gap between beats
	firstPatience = 60 * time.Second // until the first beat: allows for a cold start on a slow disk
	faultsAllowed = 5                // within faultsWithin; one more and the booth goes out of service
	faultsWithin  = 10 * time.Minute
	outAllowed    = 5                // failures while out of service before the supervisor gives up
	mostWait      = 30 * time.Second // longest wait between two starts
	noDisplay     = time.Minute      // how long to wait for a display; a third of that for graphics
)
