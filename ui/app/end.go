package app

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// endsWithin is how long the window has to close after a session manager asked for it.
const endsWithin = 2500 * time.Millisecond

// endAnyway ends the program some time after a signal told it to, should the window not have closed
// by then: the toolkit was seen to hang while it closes on a busy computer. Nothing is lost by it: what is
// called saved lies on the disk already, and the lock of the folder goes with the process.
func endAnyway(after time.Duration) {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-asked
		time.Sleep(after)
		os.Exit(0)
	}()
}
