// Package launch is what the command line hands over to the window. It knows neither of them, so
// that the command line needs no window toolkit.
package launch

import (
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
)

// Window opens the window of a booth and returns when it is closed. The store is open, and closed
// by the caller when Window returns; nil where it cannot be opened, and [Options.Out] says why.
type Window func(*data.Store, Options) error

// Options is how the window is to be.
type Options struct {
	Pack  *event.Pack
	Data  string // the data folder
	Lang  string // the language that every visitor starts with: zh or en
	Kiosk bool
	Touch bool // no pointer is shown; kiosk mode shows none either
	Still bool // no motion: pages change by cuts
	Fuzzy bool // Pinyin of regions that do not tell zh from z, n from l, ng from n
	Click bool // keys of the on-screen keyboard click, where the system can play a sound
	// Width and Height of the window in device-independent pixels; 0 means the
	// window's own choice.
	Width, Height int

	// In kiosk mode:
	Display string            // which display to fill: a number from 1, or a name; "" for the first
	Pulse   *supervisor.Pulse // tells the supervisor that the interface is alive; nil without one
	Out     session.Code      // the fault code with which the supervisor holds the booth out of service, or ""
}
