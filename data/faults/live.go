package faults

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// End is how a program run by [Live] ended.
type End struct {
	Killed bool // by us; otherwise it ended by itself
	Code   int  // its exit code if it did
	Stderr string
}

// Live runs a program, passes each line it prints to hear, and kills it (as kill -9 does) a while after it printed the
// line that starts with when, or after its start if when is empty. If that while is negative, it kills nobody. It
// returns when the program has ended.
func Live(cmd *exec.Cmd, when string, after time.Duration, hear func(line string)) (End, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return End{}, err
	}
	defer r.Close()
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = w, &stderr
	err = cmd.Start()
	w.Close()
	if err != nil {
		return End{}, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	var timer *time.Timer
	strike := func() {
		if timer == nil && after >= 0 {
			timer = time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	if when == "" {
		strike()
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if when != "" && bytes.HasPrefix(lines.Bytes(), []byte(when)) {
			strike()
		}
		hear(lines.Text())
	}
	err = cmd.Wait()
	if timer != nil {
		timer.Stop()
	}
	end := End{Code: cmd.ProcessState.ExitCode(), Stderr: stderr.String()}
	end.Killed = end.Code == -1
	var exit *exec.ExitError
	if err != nil && !asExit(err, &exit) {
		return end, err
	}
	return end, lines.Err()
}

func asExit(err error, to **exec.ExitError) bool { return errors.As(err, to) }
