package supervisor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// How long an interface may take to write its stack trace after a hang (lastWords) and to exit when
// asked to (farewell), and how long the system may take to end a killed process (lastCall).
const (
	lastWords = 2 * time.Second
	farewell  = 3 * time.Second
	lastCall  = 10 * time.Second
)

// life is one run of the interface, from start to exit.
type life struct {
	begun, ended time.Time
	beat         bool   // it came up: there was at least one beat
	screen       string // of its last beat
	hung         bool
	stuck        bool    // it was killed but did not end
	code         int     // exit code, -1 for a signal
	how          string  // such as "exit status 2" or "signal: killed"
	trace        []entry // what may be kept of its standard error
	quiet        bool    // standard error was read to its end and held no stack trace
}

func (l life) up() time.Duration { return l.ended.Sub(l.begun) }

// live starts an interface, watches it and returns how it ended. It returns an error if the interface
// could not be started, together with a life that ended at once.
func (s *supervisor) live(ctx context.Context) (l life, err error) {
	now := time.Now()
	l = life{begun: now, ended: now, code: -1, how: "not started"}
	cmd := exec.Command(s.Program, s.Args...) //nolint:gosec // G204: the booth's own program and arguments
	cmd.Env = s.environment()
	apart(cmd)

	// We make the pipes ourselves: exec closes its own as soon as the process has ended, even if
	// there is unread data in them.
	var ends [6]*os.File // read and write ends of in, out, err
	shut := func(which ...int) {
		for _, i := range which {
			if ends[i] != nil {
				ends[i].Close()
			}
		}
	}
	defer shut(1, 2, 4) // ours
	for i := 0; i < len(ends) && err == nil; i += 2 {
		ends[i], ends[i+1], err = os.Pipe() //nolint:gosec // G602: pairs, and the number of ends is even
	}
	if err != nil {
		shut(0, 3, 5)
		return l, fmt.Errorf("making pipes: %w", err)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = ends[0], ends[3], ends[5]
	err = cmd.Start()
	shut(0, 3, 5) // its own
	if err != nil {
		return l, err
	}

	said := &words{to: s.Stderr}
	heard := make(chan struct{})
	go func() { defer close(heard); said.read(ends[4]) }()
	beats := make(chan string)
	gone := make(chan struct{})
	defer close(gone)
	go hear(ends[2], beats, gone)
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()

	w := &watch{supervisor: s, cmd: cmd, line: ends[1], life: &l, beats: beats, over: over}
	ended := w.run(ctx)
	l.ended = time.Now()
	reap(cmd)    // its child processes must not outlive it, nor hold its pipes open
	w.lastBeat() // may still be in the pipe
	select {
	case <-heard:
		l.quiet = true
	case <-time.After(time.Second):
	}
	l.trace = said.kept()
	l.quiet = l.quiet && len(l.trace) == 0
	l.how, l.code = "exit status 0", 0
	if ended != nil {
		l.how, l.code = ended.Error(), -1
		if e := (*exec.ExitError)(nil); errors.As(ended, &e) {
			l.code = e.ExitCode()
		}
	}
	return l, nil
}

// watch watches over one running interface.
type watch struct {
	*supervisor
	cmd   *exec.Cmd
	line  io.Closer // its lifeline: the write end of its standard input
	life  *life
	beats <-chan string
	over  <-chan error
}

// run waits for the interface to end, and ends it when the beats stop or the context is done.
func (w *watch) run(ctx context.Context) error {
	late := time.NewTimer(w.FirstPatience)
	defer late.Stop()
	alive := time.NewTicker(w.alive)
	defer alive.Stop()
	beats := w.beats
	for {
		select {
		case err := <-w.over:
			return err
		case screen, more := <-beats:
			if !more { // its output has ended, so it should end soon; if not, the timer fires
				beats = nil
				continue
			}
			w.beat(screen)
			late.Reset(w.Patience)
		case <-alive.C:
			if !w.life.beat {
				w.trying()
			}
		case <-late.C:
			// If the supervisor itself was suspended (the computer slept, ctrl+Z), its timer has
			// expired while beats are still in the pipe.
			select {
			case screen, more := <-beats:
				if more {
					w.beat(screen)
					late.Reset(w.Patience)
					continue
				}
			case <-time.After(min(w.Patience/10, time.Second)):
			}
			w.life.hung = true
			askTrace(w.cmd)
			return w.kill(lastWords)
		case <-ctx.Done():
			w.stopping()
			askEnd(w.cmd, w.line)
			return w.kill(farewell)
		}
	}
}

func (w *watch) beat(screen string) {
	w.life.beat, w.life.screen = true, screen
	w.beating(screen, w.policy.out, time.Now(), w.alive)
}

// lastBeat reads the beats that the interface sent before it ended.
func (w *watch) lastBeat() {
	late := time.After(time.Second)
	for {
		select {
		case screen, more := <-w.beats:
			if !more {
				return
			}
			w.beat(screen)
		case <-late:
			return
		}
	}
}

// errStuck means that a process was killed but is still there: it is blocked in the kernel, waiting
// for a graphics driver or a disk.
var errStuck = errors.New("killed, but not ended")

// kill gives the interface the time after to end by itself and then kills it.
func (w *watch) kill(after time.Duration) error {
	select {
	case err := <-w.over:
		return err
	case <-time.After(after):
	}
	w.cmd.Process.Kill()
	select {
	case err := <-w.over:
		return err
	case <-time.After(lastCall):
		w.life.stuck = true
		return errStuck
	}
}

// hear sends the beats read from r to beats until there are no more, then closes the channel.
func hear(r io.Reader, beats chan<- string, gone <-chan struct{}) {
	defer close(beats)
	in := bufio.NewReaderSize(r, 256)
	rest := false // reading the rest of an overlong line, which is no beat
	for {
		line, more, err := in.ReadLine()
		if err != nil {
			return
		}
		screen, ok := strings.CutPrefix(string(line), beat)
		ok = ok && !more && !rest
		rest = more
		if !ok {
			continue
		}
		select {
		case beats <- screenName(screen):
		case <-gone:
			return
		}
	}
}
