package host

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"matchbooth/kiosk/session"
)

// Thresholds at which volunteers are warned, and at which the booth stops taking sign-ups. A full
// day's store stays far below diskCritical; what fills a disk is something else, and it must
// not take the space of the last sign-up.
const (
	diskWarn        = 500 << 20 // bytes free
	diskCritical    = 64 << 20  // bytes free
	batteryWarn     = 20        // percent, while the battery drains
	batteryCritical = 5         // percent, while the battery drains
)

// The possible values in [State.Warn].
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

// Battery is the combined charge of all batteries that power the computer.
type Battery struct {
	There    bool
	Charging bool // on mains, whether charging, full or held; false while it drains
	Percent  int  // 0 to 100; 0 when there is none
}

// Level rates the battery. One that does not drain is always OK.
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
	DiskTotal uint64       // bytes; 0 if unknown
	Warn      []string     // what volunteers should see to, in this order: battery, disk, clock, blanking
	Fault     string       // session.FaultDisk or session.FaultBattery when sign-ups must stop, else ""
	Code      session.Code // of Fault
}

// DiskLevel rates the space that is left on the disk. If that is unknown, it is OK.
func (s State) DiskLevel() Level {
	switch {
	case s.DiskTotal == 0 || s.DiskFree >= diskWarn:
		return OK
	case s.DiskFree >= diskCritical:
		return Warn
	}
	return Fault
}

// Probe says where to get the facts from. The zero Probe inspects this computer; tests set other
// sources.
type Probe struct {
	Root  string                                           // of /sys; "" is "/"
	Now   func() time.Time                                 // nil is time.Now
	Built time.Time                                        // when this program was built; zero asks the program itself
	Space func(dir string) (free, total uint64, err error) // nil asks the system
	Power func() Battery                                   // nil asks the system
	Dark  func() bool                                      // whether the screen may go dark; nil uses what Hold found
}

// Inspect inspects this computer and the disk that the data folder is on. It opens nothing of
// the booth, writes nothing, and takes well under a millisecond.
func Inspect(dataDir string) State { return Probe{}.Inspect(dataDir) }

// Inspect is [Inspect] with the sources of p.
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
	// evening. So the disk takes precedence.
	switch {
	case disk == Fault:
		s.Fault, s.Code = session.FaultDisk, session.CodeDisk
	case battery == Fault:
		s.Fault, s.Code = session.FaultBattery, session.CodeBattery
	}
	return s
}

// Existing returns dir, or its nearest parent folder that exists: the booth may not have been
// created yet, and its disk is the one on which it would be.
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

// buildTime is when this program's source was committed, or zero if the build does not say.
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
