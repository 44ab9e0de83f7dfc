//go:build !linux && !windows

package supervisor

import (
	"io"
	"os/exec"
)

// On other systems the interface can only be ended: by closing its lifeline, or by killing it.

func apart(*exec.Cmd)                    {}
func askEnd(_ *exec.Cmd, line io.Closer) { line.Close() }
func askTrace(cmd *exec.Cmd)             { cmd.Process.Kill() }
func reap(*exec.Cmd)                     {}
func endGroup()                          {}
