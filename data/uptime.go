package data

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"
)

// uptime is a moment in one run of the computer: the time since it was started, which no setting of the clock
// changes, and a name for the run.
type uptime struct {
	boot  string
	since time.Duration
}

// thisProcess stands for the run of the computer where that has no name: a restart of the program then counts as one
// of the computer.
var thisProcess = sync.OnceValue(func() uptime {
	name := make([]byte, 16)
	rand.Read(name)
	return uptime{boot: hex.EncodeToString(name)}
})

var processStart = time.Now()

// processUptime is the time since this process began, by the monotonic clock.
func processUptime() uptime {
	u := thisProcess()
	u.since = time.Since(processStart)
	return u
}
