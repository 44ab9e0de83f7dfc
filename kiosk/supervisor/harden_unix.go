//go:build unix && !linux

package supervisor

import "golang.org/x/sys/unix"

// Harden keeps the system from writing this process's memory to a core file. On these systems
// nothing keeps other programs of the same user from reading it.
func Harden() { unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
