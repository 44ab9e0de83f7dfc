package supervisor

import "golang.org/x/sys/unix"

// Harden keeps other programs of the same user from reading this process's memory, which holds keys
// and visitors' answers, and keeps the system from dumping core to a file or piping it to a crash
// collector; a core size limit of 0 alone does not prevent the latter (core(5)). Child processes
// inherit the limit but must protect their own memory.
func Harden() {
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
