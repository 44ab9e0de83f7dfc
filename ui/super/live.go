package super

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

	"github.com/coreos/go-systemd/v22/daemon"
)

// live starts one interface, watches it and says how it ended. The error is that none could be
// started.
func (s *supervisor) live(ctx context.Context) (l life, err error) {
	cmd := exec.Command(s.Program, s.Args...)
	cmd.Env = s.environment()
	apart(cmd)

	// Pipes of our own: those of exec are closed as soon as the process has ended, whatever is
	// still to be read from them.
	var ours, theirs []*os.File
	closeAll := func(files []*os.File) {
		for _, f := range files {
			f.Close()
		}
	}
	defer func() { closeAll(ours) }()
	pipe := func() (r, w *os.File) {
		if err == nil {
			r, w, err = os.Pipe()
		}
		return r, w
	}
	inR, inW := pipe()
	outR, outW := pipe()
	errR, errW := pipe()
	if err != nil {
		return life{}, fmt.Errorf("making pipes: %w", err)
	}
	ours, theirs = []*os.File{inW, outR, errR}, []*os.File{inR, outW, errW}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = inR, outW, errW
	err = cmd.Start()
	closeAll(theirs)
	if err != nil {
		return life{}, err
	}
	l.begun = time.Now()

	said := &words{to: s.Stderr}
	heard := make(chan struct{})
	go func() { defer close(heard); said.read(errR) }()
	beats := make(chan string)
	gone := make(chan struct{})
	defer close(gone)
	go hear(outR, beats, gone)
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()

	end := s.watch(ctx, cmd, &l, beats, over)
	l.ended = time.Now()
	reap(cmd) // what it started itself must not outlive it, nor hold its pipes open
	select {
	case <-heard:
	case <-time.After(time.Second):
	}
	l.trace = said.trace()
	l.how, l.code = "exit status 0", 0
	if end != nil {
		l.how, l.code = end.Error(), -1
		if e := (*exec.ExitError)(nil); errors.As(end, &e) {
			l.code = e.ExitCode()
		}
	}
	return l, nil
}

// watch waits for the end of an interface, and brings it about when no beat comes any more or the
// context ends.
func (s *supervisor) watch(ctx context.Context, cmd *exec.Cmd, l *life, beats <-chan string, over <-chan error) error {
	late := time.NewTimer(s.FirstPatience)
	defer late.Stop()
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		select {
		case err := <-over:
			return err
		case screen := <-beats:
			if !l.beat && !s.ready {
				s.ready = true
				s.tell(daemon.SdNotifyReady)
			}
			if screen != l.screen && s.ready {
				s.tell("STATUS=" + screen)
			}
			l.beat, l.screen = true, screen
			late.Reset(s.Patience)
		case <-alive.C:
			s.tell(daemon.SdNotifyWatchdog)
		case <-late.C:
			l.hung = true
			askTrace(cmd)
			return s.kill(cmd, over, lastWords)
		case <-ctx.Done():
			askEnd(cmd)
			return s.kill(cmd, over, farewell)
		}
	}
}

// kill gives an interface a moment to end by itself and then ends it.
func (s *supervisor) kill(cmd *exec.Cmd, over <-chan error, after time.Duration) error {
	select {
	case err := <-over:
		return err
	case <-time.After(after):
	}
	cmd.Process.Kill()
	return <-over
}

// hear hands the beats over until there are no more.
func hear(r io.Reader, beats chan<- string, gone <-chan struct{}) {
	in := bufio.NewReaderSize(r, 256)
	for {
		line, more, err := in.ReadLine()
		if err != nil {
			return
		}
		screen, ok := strings.CutPrefix(string(line), beat)
		if !ok || more {
			continue
		}
		select {
		case beats <- strings.Map(word, screen):
		case <-gone:
			return
		}
	}
}
