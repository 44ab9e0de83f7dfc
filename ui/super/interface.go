package super

import (
	"fmt"
	"io"
	"os"
	"strings"
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
func OutCode() string {
	if !Supervised() {
		return ""
	}
	return os.Getenv(envOut)
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
	case p.beats <- strings.Map(word, screen):
	default:
	}
}

// word keeps the letters of a screen's name.
func word(r rune) rune {
	if r >= 'a' && r <= 'z' || r == '+' {
		return r
	}
	return -1
}

// Follow calls end when the supervisor has gone: when standard input ends.
func Follow(end func()) {
	go func() {
		io.Copy(io.Discard, os.Stdin)
		end()
	}()
}
