//go:build !linux && !windows

package supervisor

import (
	"io"
	"os/exec"
)

// Elsewhere the interface is only ended: by its life line, or outright.

func apart(*exec.Cmd)                    {}
func askEnd(_ *exec.Cmd, line io.Closer) { line.Close() }
func askTrace(cmd *exec.Cmd)             { cmd.Process.Kill() }
func reap(*exec.Cmd)                     {}
func endGroup()                          {}
