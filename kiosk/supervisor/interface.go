package supervisor

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"matchbooth/kiosk/session"
)

// What the interface is told through its environment.
const (
	envSupervised = "MATCHBOOTH_SUPERVISED"
	envOut        = "MATCHBOOTH_OUT"
)

// Supervised tells whether this process is the interface of a supervisor.
func Supervised() bool { return os.Getenv(envSupervised) == "1" }

// OutCode is the fault code with which the supervisor holds the booth out of service, "" when it
// does not.
func OutCode() session.Code {
	if !Supervised() {
		return ""
	}
	return session.Code(os.Getenv(envOut))
}

// Pulse tells the supervisor that the interface is alive.
type Pulse struct{ beats chan string }

// NewPulse writes the beats to w, which is the interface's standard output.
func NewPulse(w io.Writer) *Pulse {
	p := &Pulse{beats: make(chan string, 1)}
	go func() {
		for screen := range p.beats {
			fmt.Fprintf(w, "%s%s\n", beat, screen)
		}
	}()
	return p
}

const beat = "beat "

// Beat says that the goroutine that draws is alive, and which screen stands: its name, never a
// value. It never waits: while the last beat has not been taken yet, this one is dropped.
func (p *Pulse) Beat(screen string) {
	select {
	case p.beats <- screenName(screen):
	default:
	}
}

// screenName keeps what the name of a screen can be made of: at most 32 small letters, digits, "+"
// and "-".
func screenName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '-' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 32)]
}

// Follow calls end when the supervisor has gone: when standard input ends. An interface that is
// still there three seconds later is ended outright, with all that it started.
func Follow(end func()) { follow(os.Stdin, end) }

func follow(line io.Reader, end func()) {
	// A beat or a line of the log into the pipe of a supervisor that has gone is an error, not the
	// end before the end.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go func() {
		io.Copy(io.Discard, line)
		time.AfterFunc(farewell, func() {
			endGroup()
			os.Exit(ExitFailed)
		})
		end()
	}()
}
