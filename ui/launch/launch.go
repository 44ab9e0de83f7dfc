// Package launch defines what the command line passes to the window. It depends on neither of them,
// so that the command line needs no window toolkit.
package launch

import (
	"context"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/kiosk/supervisor"
	"matchbooth/ui/work/newpack"
	"matchbooth/ui/work/setup"
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
	Says  string // the language of what is written to the log for people; "" is English
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

	// Preview shows the screens of a pack instead of running a booth. The store and Pack are nil; of the options above
	// Lang, Width and Height, which are those of the screens shown, Still and Scale apply.
	Preview *Preview

	// Setup leads through making a booth, in place of running one; the store is nil.
	Setup *setup.Window

	// New asks for a new event pack, in place of running a booth; the store is nil.
	New *newpack.Window

	// ReadWhole waits until the store behind the window has been read whole, which the first screen does not wait for. It
	// returns 0, or the code to end the program with because the store cannot be used; why has been said. nil if there is
	// nothing to wait for.
	ReadWhole func() (code int)

	// Probe only asks whether a window could be drawn, without opening one: the error is
	// supervisor.ErrNoWindow or supervisor.ErrNoGraphics. The store is nil and the rest unused.
	Probe bool

	// Read returns the store, and completes the options with what is in it: the pack, the folder. It is called on a goroutine
	// of its own while it is asked whether a window can be drawn, as each takes tens of milliseconds. It returns false if
	// there is nothing to show; why, the caller keeps. nil if the store and all options are given.
	Read func(*Options) (*data.Store, bool)

	// In kiosk mode:
	Display string            // which display to fill: a number from 1, or a name; "" for the first
	Pulse   *supervisor.Pulse // tells the supervisor that the interface is alive; nil without a supervisor
	Out     session.Code      // the fault code for which the supervisor keeps the booth out of service, or ""
}

// Preview says which pack is looked at, and how.
type Preview struct {
	Ctx   context.Context // ends the preview
	Path  string          // a folder or a .zip file
	Speak string          // the language of the window itself: zh or en

	// Out is a folder for pictures of all screens; "" opens a window instead. Done hears how far they are.
	Out  string
	Done func(n, of int)

	Written int      // how many pictures there are now
	Without []string // the screens that could not be drawn
}
