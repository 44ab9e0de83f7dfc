package host

import (
	"os"
	"path/filepath"
	"time"
)

// Clock is what can be said about the computer's clock without a network.
type Clock int

// What may be wrong with the clock.
const (
	clockGood   Clock = iota
	ClockPast         // before this program was built: an empty CMOS battery, 1970
	ClockFuture       // decades ahead
	ClockBack         // before something in the data folder was written: it was set back
)

const (
	// clockSlack is how far the clock may lag behind a file's time: the data folder may have been
	// copied from another computer, or the time zone corrected.
	clockSlack = 26 * time.Hour
	// clockLife is how long after its build a program is assumed to be in use.
	clockLife = 20 * 365 * 24 * time.Hour
)

// made is when this code was written: no correct clock shows an earlier time.
var made = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Clock checks the clock against the program's build time and the newest of the files that a
// booth writes. The result is only a warning: order in the store never depends on the clock.
func (p Probe) Clock(dataDir string) Clock {
	now := time.Now
	if p.Now != nil {
		now = p.Now
	}
	built := p.Built
	if built.IsZero() {
		built = buildTime()
	}
	if built.Before(made) {
		built = made
	}
	t := now()
	switch {
	case t.Before(built.Add(-clockSlack)):
		return ClockPast
	case t.After(built.Add(clockLife)):
		return ClockFuture
	case t.Before(newest(dataDir).Add(-clockSlack)):
		return ClockBack
	}
	return clockGood
}

// newest returns the latest modification time of the files that a booth writes, zero if there
// are none.
func newest(dir string) time.Time {
	var last time.Time
	for _, name := range []string{"booth.db", "booth.db-wal", "journal", "lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	return last
}
