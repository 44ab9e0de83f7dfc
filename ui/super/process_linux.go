package super

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// apart gives the interface a process group of its own: a ctrl+C in a terminal is the supervisor's,
// and what the interface starts can be ended with it.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// reap ends what is left of the interface's group.
func reap(cmd *exec.Cmd) { unix.Kill(-cmd.Process.Pid, unix.SIGKILL) }

// askTrace asks a Go program that hangs to say where.
func askTrace(cmd *exec.Cmd) { cmd.Process.Signal(unix.SIGQUIT) }

func askEnd(cmd *exec.Cmd) { cmd.Process.Signal(unix.SIGTERM) }

// noCores keeps the memory of this process, and of those it starts, from being written to a file
// when it breaks down.
func noCores() { unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }

// Harden keeps other programs of the same person from reading the interface's memory, where a
// visitor's answers stand, and the system from writing it to a file.
func Harden() {
	noCores()
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
