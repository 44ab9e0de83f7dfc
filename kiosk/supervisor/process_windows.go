package supervisor

import (
	"io"
	"os/exec"
	"syscall"
)

// apart makes ctrl+C in a console reach only the supervisor.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// askEnd asks the interface to exit by closing its lifeline: Windows has no signal for it.
func askEnd(_ *exec.Cmd, line io.Closer) { line.Close() }

// askTrace kills the interface without a stack trace: Windows has no signal that asks for one.
func askTrace(cmd *exec.Cmd) { cmd.Process.Kill() }

func reap(*exec.Cmd) {}
func endGroup()      {}
