//go:build !windows

package click

import (
	"fmt"
	"io"
	"os/exec"
	"time"
)

// players are tried in this order; each reads raw samples from its standard input for as long as it
// runs.
var players = [][]string{
	{"pw-cat", "--playback", "--raw", "--format=s16", "--rate=44100", "--channels=1", "--latency=20ms", "-"},
	{"pacat", "--playback", "--raw", "--format=s16le", "--rate=44100", "--channels=1", "--latency-msec=20"},
	{"aplay", "-q", "-t", "raw", "-f", "S16_LE", "-r", "44100", "-c", "1", "--buffer-time=20000", "-"},
}

// piped writes the click to a player process that runs as long as the booth does.
type piped struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	press chan struct{}
	done  chan struct{}
}

func open() (Player, error) {
	for _, p := range players {
		path, err := exec.LookPath(p[0])
		if err != nil {
			continue
		}
		cmd := exec.Command(path, p[1:]...) //nolint:gosec // G204: a player from the list above, found on the path
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, fmt.Errorf("opening a pipe to %s: %w", p[0], err)
		}
		if err := cmd.Start(); err != nil {
			return nil, fmt.Errorf("starting %s: %w", p[0], err)
		}
		out := &piped{cmd: cmd, in: in, press: make(chan struct{}, 1), done: make(chan struct{})}
		go out.play()
		return out, nil
	}
	return nil, errNone
}

// play passes clicks on one at a time; if the player has died it stops, silently.
func (p *piped) play() {
	defer close(p.done)
	click := sample()
	for range p.press {
		if _, err := p.in.Write(click); err != nil {
			for range p.press { // nobody hears them any more
			}
			return
		}
	}
}

// Press implements Player.
func (p *piped) Press() {
	select {
	case p.press <- struct{}{}:
	default:
	}
}

// Close implements Player. A player that does not exit once its input ends is killed.
func (p *piped) Close() error {
	close(p.press)
	<-p.done
	p.in.Close()
	late := time.AfterFunc(time.Second, func() { p.cmd.Process.Kill() })
	defer late.Stop()
	p.cmd.Wait() // its exit status does not matter
	return nil
}
