package host

import (
	"os"
	"path/filepath"
	"time"
)

// Clock is what can be said of a clock without a network.
type Clock int

// What is wrong with a clock.
const (
	clockGood   Clock = iota
	ClockPast         // before this program was made: an empty buffer battery, 1970
	ClockFuture       // decades ahead
	ClockBack         // before something in the data folder was written: it was set back
)

const (
	// clockSlack is how far behind a file's time the clock may be: a data folder copied from
	// another computer, a zone that was mended.
	clockSlack = 26 * time.Hour
	// clockLife is how long after its making a program is still believed to be in use.
	clockLife = 20 * 365 * 24 * time.Hour
)

// made is when this was written: no clock that is right shows an earlier time.
var made = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// Clock judges the clock by the time of the program's making and by the newest of the files
// that a booth writes. It is a warning and nothing else: order in the store never comes from
// the clock.
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

// newest is the latest time of the files that a booth writes, zero when there is none.
func newest(dir string) time.Time {
	var last time.Time
	for _, name := range []string{"booth.db", "booth.db-wal", "journal", "lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	return last
}
