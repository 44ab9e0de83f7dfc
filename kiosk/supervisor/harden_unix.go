//go:build unix && !linux

package supervisor

import "golang.org/x/sys/unix"

// Harden keeps the system from writing this process's memory to a file. Here nothing keeps other
// programs of the same person from reading it.
func Harden() { unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
