package supervisor

import (
	"io"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// apart gives the interface a process group of its own: a ctrl+C in a terminal is the supervisor's,
// and what the interface starts can be ended with it. (PR_SET_PDEATHSIG would end it with the thread
// that started it, and Go ends threads as it likes: the life line is the means.)
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// reap ends what is left of the interface's group.
func reap(cmd *exec.Cmd) { unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }

// endGroup ends this process and all that it started, if the group is its own.
func endGroup() {
	if unix.Getpgrp() == unix.Getpid() {
		unix.Kill(0, unix.SIGKILL)
	}
}

// askTrace asks a Go program that hangs to say where.
func askTrace(cmd *exec.Cmd) { cmd.Process.Signal(unix.SIGQUIT) }

// askEnd asks an interface to end.
func askEnd(cmd *exec.Cmd, _ io.Closer) { cmd.Process.Signal(unix.SIGTERM) }
