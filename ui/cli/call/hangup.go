package call

import (
	"os"
	"os/signal"
	"syscall"
)

// ToItsEnd lets a short piece of work finish even if the terminal is closed meanwhile (SIGHUP): an export that was cut
// off would leave people in plain text in a file without a name. After release, a closed terminal ends the program
// again.
func ToItsEnd() (release func()) {
	if signal.Ignored(syscall.SIGHUP) { // nohup
		return func() {}
	}
	hung := make(chan os.Signal, 1)
	signal.Notify(hung, syscall.SIGHUP)
	return func() { signal.Stop(hung) }
}
