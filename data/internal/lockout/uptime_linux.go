package lockout

import (
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// bootID is the kernel's id of this run of the computer, "" if it has none.
var bootID = sync.OnceValue(func() string {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil || len(id) > 64 || len(strings.Fields(string(id))) != 1 {
		return ""
	}
	return strings.TrimSpace(string(id))
})

// SystemUptime returns the time since the computer was started, sleep included.
func SystemUptime() Uptime {
	var ts unix.Timespec
	if id := bootID(); id != "" && unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) == nil {
		return Uptime{Boot: id, Since: time.Duration(ts.Nano())}
	}
	return ProcessUptime()
}
