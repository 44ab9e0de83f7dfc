package super

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

// noCores keeps the memory of this process, and of those it starts, from being written to a file
// when it breaks down.
func noCores() { unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }

// Harden keeps other programs of the same person from reading the interface's memory, where a
// visitor's answers stand, and the system from writing it to a file or handing it to a program that
// collects crashes, which a limit of 0 for the file does not keep it from (core(5)).
func Harden() {
	noCores()
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
