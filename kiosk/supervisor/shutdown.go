package supervisor

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// shutdownWithin is how long the last work may take. What is called saved lies on the disk already, and
// the lock of a data folder goes with the process, so nothing is lost by not waiting longer.
const shutdownWithin = 2 * time.Second

var shutdown sync.Once

// Shutdown does the last work and ends the process with the exit code, after two seconds at most. It does
// not return; a second call waits for the first. last may be nil.
//
// It stands in for the toolkit's own way out: Fyne 2.8.1 ends by closing the queue of its main goroutine
// while other goroutines of its own may still send to it, and now and then that is a panic ("send on closed
// channel") or a wait for ever.
func Shutdown(code int, last func()) {
	shutdown.Do(func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			if last != nil {
				last()
			}
		}()
		select {
		case <-done:
		case <-time.After(shutdownWithin):
		}
		os.Exit(code)
	})
	select {}
}

// ShutdownOnSignal takes the signals by which a person or a session manager ends a program (interrupt,
// terminate) over from whoever listens to them, and answers them with [Shutdown] and the exit code. To be called when the
// window is open: the toolkit begins to listen as it opens, on a goroutine of its own, so its
// listening is undone once more a second later.
func ShutdownOnSignal(code int, last func()) {
	asked := make(chan os.Signal, 1)
	take := func() {
		signal.Notify(asked, os.Interrupt, syscall.SIGTERM)
	}
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	take()
	time.AfterFunc(time.Second, func() {
		signal.Reset(os.Interrupt, syscall.SIGTERM)
		take()
	})
	go func() {
		<-asked
		Shutdown(code, last)
	}()
}
