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

// How long an interface may take for its last words (the trace, when it hangs) and its farewell
// (when it was asked to end), and the system to end a process that was killed.
const (
	lastWords = 2 * time.Second
	farewell  = 3 * time.Second
	lastCall  = 10 * time.Second
)

// life is how an interface lived and ended.
type life struct {
	begun, ended time.Time
	beat         bool   // it was up
	screen       string // of its last beat
	hung         bool
	stuck        bool    // it was killed and did not end
	code         int     // exit code, -1 for a signal
	how          string  // such as "exit status 2" or "signal: killed"
	trace        []entry // what may be kept of its standard error
	quiet        bool    // nothing of a trace was there, and all of it has been read
}

func (l life) up() time.Duration { return l.ended.Sub(l.begun) }

// live starts one interface, watches it and says how it ended. The error is that none could be
// started; the life then is one that ended at once.
func (s *supervisor) live(ctx context.Context) (l life, err error) {
	now := time.Now()
	l = life{begun: now, ended: now, code: -1, how: "not started"}
	cmd := exec.Command(s.Program, s.Args...) //nolint:gosec // G204: the booth's own program and arguments
	cmd.Env = s.environment()
	apart(cmd)

	// Pipes of our own: those of exec are closed as soon as the process has ended, whatever is
	// still to be read from them.
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
	reap(cmd)    // what it started itself must not outlive it, nor hold its pipes open
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

// watch is over one living interface.
type watch struct {
	*supervisor
	cmd   *exec.Cmd
	line  io.Closer // its life line
	life  *life
	beats <-chan string
	over  <-chan error
}

// run waits for the end of the interface, and brings it about when no beat comes any more or the
// context ends.
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
			if !more { // its output has ended, and soon it: if not, it is late
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
			// A supervisor that was itself held up (the computer slept, ctrl+Z) finds its own clock
			// run out with the beats still in the pipe.
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

// lastBeat takes the beats that the interface sent before it ended.
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

// errStuck says that a process was killed and is still there: it waits inside the system, for a
// graphics driver or a disk.
var errStuck = errors.New("killed, but not ended")

// kill gives an interface a moment to end by itself and then ends it.
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

// hear hands the beats over until there are no more, and then closes the channel.
func hear(r io.Reader, beats chan<- string, gone <-chan struct{}) {
	defer close(beats)
	in := bufio.NewReaderSize(r, 256)
	rest := false // of an overlong line, which is no beat
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
