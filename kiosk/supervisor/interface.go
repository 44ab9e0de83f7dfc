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

// Environment variables that the supervisor sets for the interface.
const (
	envSupervised = "MATCHBOOTH_SUPERVISED"
	envOut        = "MATCHBOOTH_OUT"
)

// Supervised reports whether this process is an interface started by a supervisor.
func Supervised() bool { return os.Getenv(envSupervised) == "1" }

// OutCode returns the fault code for which the supervisor keeps the booth out of service, or "" when
// the booth is in service.
func OutCode() session.Code {
	if !Supervised() {
		return ""
	}
	return session.Code(os.Getenv(envOut))
}

// Pulse tells the supervisor that the interface is alive.
type Pulse struct{ beats chan string }

// NewPulse returns a Pulse that writes its beats to w, the interface's standard output.
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

// Beat reports that the drawing goroutine is alive and which screen is shown: the screen's name,
// never a value. It never blocks: if the last beat is still waiting to be written, this one is dropped.
func (p *Pulse) Beat(screen string) {
	select {
	case p.beats <- screenName(screen):
	default:
	}
}

// screenName keeps only the characters that a screen name can consist of: at most 32 lower-case
// letters, digits, "+" and "-".
func screenName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '-' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 32)]
}

// Follow calls end when the supervisor is gone, that is, when standard input ends. An interface that
// is still running three seconds later is killed, together with all that it started.
func Follow(end func()) { follow(os.Stdin, end) }

func follow(line io.Reader, end func()) {
	// Writing a beat or a log line to the pipe of a supervisor that is gone should be an error, not
	// kill the interface before it has shut down.
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
