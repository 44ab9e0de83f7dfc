package supervisor

import (
	"io"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// apart gives the interface a process group of its own: ctrl+C in a terminal then reaches only the
// supervisor, and the interface's children can be killed with it. (PR_SET_PDEATHSIG would kill it
// when the thread that started it ends, and Go ends threads at will; hence the lifeline.)
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// reap kills what is left of the interface's process group.
func reap(cmd *exec.Cmd) { unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }

// endGroup kills this process and all that it started, if it leads its process group.
func endGroup() {
	if unix.Getpgrp() == unix.Getpid() {
		unix.Kill(0, unix.SIGKILL)
	}
}

// askTrace asks a Go program that hangs for a stack trace; that also ends it.
func askTrace(cmd *exec.Cmd) { cmd.Process.Signal(unix.SIGQUIT) }

// askEnd asks the interface to exit.
func askEnd(cmd *exec.Cmd, _ io.Closer) { cmd.Process.Signal(unix.SIGTERM) }
