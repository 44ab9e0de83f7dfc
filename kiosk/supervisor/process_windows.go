package supervisor

import (
	"io"
	"os/exec"
	"syscall"
)

// apart keeps a ctrl+C in a console the supervisor's alone.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// askEnd asks an interface to end: Windows has no signal for it, but the end of the life line says
// the same.
func askEnd(_ *exec.Cmd, line io.Closer) { line.Close() }

// askTrace does without the trace: Windows has no signal that asks for it.
func askTrace(cmd *exec.Cmd) { cmd.Process.Kill() }

func reap(*exec.Cmd) {}
func endGroup()      {}
