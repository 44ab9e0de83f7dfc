package lockout

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"
)

// Uptime is a moment in one run of the computer: the time since it was started, which setting the clock does not change,
// and an id of the run.
type Uptime struct {
	Boot  string
	Since time.Duration
}

// thisProcess stands for the run of the computer if that has no id: a restart of the program then counts as one of the
// computer.
var thisProcess = sync.OnceValue(func() Uptime {
	name := make([]byte, 16)
	rand.Read(name)
	return Uptime{Boot: hex.EncodeToString(name)}
})

var processStart = time.Now()

// ProcessUptime returns the time since this process began, by the monotonic clock.
func ProcessUptime() Uptime {
	u := thisProcess()
	u.Since = time.Since(processStart)
	return u
}
