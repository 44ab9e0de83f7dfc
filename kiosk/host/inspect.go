package host

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"matchbooth/kiosk/session"
)

// When volunteers are told, and when the booth stops taking sign-ups. The store of a full day
// stays far below diskCritical; what fills a disk is something else, and it must not take the
// last sign-up's place.
const (
	diskWarn        = 500 << 20 // bytes free
	diskCritical    = 64 << 20  // bytes free
	batteryWarn     = 20        // percent, while the battery drains
	batteryCritical = 5         // percent, while the battery drains
)

// The members of [State.Warn].
const (
	WarnBattery  = "battery"
	WarnDisk     = "disk"
	WarnClock    = "clock"
	WarnBlanking = "blanking" // the screen may go dark by itself (see Hold)
)

// Level is how bad something is.
type Level int

// The levels, from good to bad.
const (
	OK Level = iota
	Warn
	Fault // critical: the booth takes no sign-ups
)

// Battery is the charge of all batteries that feed the computer, taken together.
type Battery struct {
	There    bool
	Charging bool // on mains: charging, full or held; false while it drains
	Percent  int  // 0 to 100; 0 when there is none
}

// Level judges a battery. One that does not drain is never a worry.
func (b Battery) Level() Level {
	switch {
	case !b.There || b.Charging || b.Percent > batteryWarn:
		return OK
	case b.Percent > batteryCritical:
		return Warn
	}
	return Fault
}

// State is what Inspect found.
type State struct {
	Battery   Battery
	DiskFree  uint64       // bytes that this user may still write on the disk of the data folder
	DiskTotal uint64       // bytes; 0 when the disk did not say
	Warn      []string     // what volunteers should see to, in this order: battery, disk, clock, blanking
	Fault     string       // session.FaultDisk or session.FaultBattery when sign-ups must stop, else ""
	Code      session.Code // of Fault
}

// DiskLevel judges the space that is left. A disk that does not say is not judged.
func (s State) DiskLevel() Level {
	switch {
	case s.DiskTotal == 0 || s.DiskFree >= diskWarn:
		return OK
	case s.DiskFree >= diskCritical:
		return Warn
	}
	return Fault
}

// Probe is where to look. The zero Probe inspects this computer; tests give it another.
type Probe struct {
	Root  string                                           // of /sys; "" is "/"
	Now   func() time.Time                                 // nil is time.Now
	Built time.Time                                        // when this program was built; zero asks the program itself
	Space func(dir string) (free, total uint64, err error) // nil asks the system
	Power func() Battery                                   // nil asks the system
	Dark  func() bool                                      // may the screen go dark? nil asks what Hold found
}

// Inspect inspects this computer and the disk that the data folder is on. It opens nothing of
// the booth, writes nothing, and takes well under a millisecond.
func Inspect(dataDir string) State { return Probe{}.Inspect(dataDir) }

// Inspect is [Inspect] with the places of p.
func (p Probe) Inspect(dataDir string) State {
	var s State
	if p.Power != nil {
		s.Battery = p.Power()
	} else {
		s.Battery = p.battery()
	}
	measure := p.Space
	if measure == nil {
		measure = space
	}
	if free, total, err := measure(Existing(dataDir)); err == nil {
		s.DiskFree, s.DiskTotal = free, total
	}
	battery, disk := s.Battery.Level(), s.DiskLevel()
	if battery > OK {
		s.Warn = append(s.Warn, WarnBattery)
	}
	if disk > OK {
		s.Warn = append(s.Warn, WarnDisk)
	}
	if p.Clock(dataDir) != clockGood {
		s.Warn = append(s.Warn, WarnClock)
	}
	dark := p.Dark
	if dark == nil {
		dark = mayGoDark.Load
	}
	if dark() {
		s.Warn = append(s.Warn, WarnBlanking)
	}
	// A full disk loses the sign-up that is being typed; an empty battery only ends the
	// evening. So the disk is named first.
	switch {
	case disk == Fault:
		s.Fault, s.Code = session.FaultDisk, session.CodeDisk
	case battery == Fault:
		s.Fault, s.Code = session.FaultBattery, session.CodeBattery
	}
	return s
}

// Existing is the nearest folder above that is there: a booth may not have been made yet, and
// its disk is the one where it would be.
func Existing(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	for {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return dir
		}
		dir = up
	}
}

// buildTime is when this program's source was committed, zero when the build does not tell.
var buildTime = sync.OnceValue(func() time.Time {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.time" {
				if t, err := time.Parse(time.RFC3339, s.Value); err == nil {
					return t
				}
			}
		}
	}
	return time.Time{}
})
