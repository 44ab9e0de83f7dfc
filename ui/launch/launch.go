// Package launch defines what the command line passes to the window. It depends on neither of them,
// so that the command line needs no window toolkit.
package launch

import (
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
)

// Window opens the window of a booth and returns when it is closed. The caller opens the store and
// closes it after Window returns; the store is nil if it could not be opened, and [Options.Out]
// says why.
type Window func(*data.Store, Options) error

// Options configures the window.
type Options struct {
	Pack  *event.Pack
	Data  string // the data folder
	Lang  string // the language that every visitor starts with: zh or en
	Kiosk bool
	Desk  bool // the volunteers' desk alone, where nobody signs up
	Touch bool // hide the pointer; kiosk mode hides it too
	Still bool // no motion: pages change by cuts
	Fuzzy bool // fuzzy Pinyin, for regions that do not distinguish zh from z, n from l, ng from n
	Click bool // keys of the on-screen keyboard click, if the system can play a sound
	// Width and Height of the window in device-independent pixels; 0 means the
	// window's own default.
	Width, Height int
	// Scale is how many pixels one device-independent pixel has; 0 leaves it to the system. The booth
	// lowers either until its screens fit.
	Scale float64

	// Probe only asks whether a window could be drawn, without opening one: the error is
	// supervisor.ErrNoWindow or supervisor.ErrNoGraphics. The store is nil and the rest unused.
	Probe bool

	// In kiosk mode:
	Display string            // which display to fill: a number from 1, or a name; "" for the first
	Pulse   *supervisor.Pulse // tells the supervisor that the interface is alive; nil without a supervisor
	Out     session.Code      // the fault code for which the supervisor keeps the booth out of service, or ""
}
