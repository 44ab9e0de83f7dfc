package supervisor

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// shutdownWithin is how long the last work may take. What has been reported as saved is on disk already,
// and the lock on a data folder ends with the process, so nothing is lost by not waiting longer.
const shutdownWithin = 2 * time.Second

var shutdown sync.Once

// Shutdown calls last and exits the process with the given code, after two seconds at most. It does
// not return; a second call blocks until the first has exited. last may be nil.
//
// It replaces the toolkit's own exit: Fyne 2.8.1 closes the queue of its main goroutine
// while other goroutines of its own may still send to it, which now and then panics ("send on closed
// channel") or blocks for ever.
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

// ShutdownOnSignal takes over the signals by which a person or a session manager ends a program
// (interrupt, terminate), and calls [Shutdown] with code and last when one arrives. Call it once the
// window is open: the toolkit registers its own handler as the window opens, on a goroutine of its
// own, so that handler is removed once more a second later.
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
