package supervisor

import "golang.org/x/sys/unix"

// Harden keeps other programs of the same person from reading this process's memory, where keys
// and a visitor's answers stand, and the system from writing it to a file or handing it to a program
// that collects crashes, which a limit of 0 for the file does not keep it from (core(5)). Programs
// that it starts inherit the limit; what they hold in memory is theirs to guard.
func Harden() {
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
