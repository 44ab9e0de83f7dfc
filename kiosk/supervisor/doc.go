// Package supervisor keeps a booth in kiosk mode going, and ends programs with a window ([Shutdown]).
//
// `matchbooth run --kiosk` is the supervisor ([Run]). It opens no window and no store. It starts
// the same program again as the interface and watches it:
//
//   - The interface writes a line to its standard output once a second, from the goroutine that
//     draws (see [Pulse]). No line for patience means that it hangs: it is asked where (SIGQUIT),
//     ended and started again.
//   - The interface's standard input is a pipe from the supervisor. When that ends, so does the
//     interface (see [Follow]): nothing is left behind by a supervisor that was killed.
//   - The interface's standard error is read. Sentences of the command line and lines of the log are
//     passed on; of everything else only the grammar of a Go trace is kept, and of its names only
//     those that stand in the program's own file, for a crash report in DATA/crash/ (trace.go,
//     names.go, report.go). What a program says while it crashes may hold what a visitor typed.
//   - No memory is written to a file when one of them crashes (see [Harden]).
//
// # Faults
//
// An interface that fails is started again at once, then after growing delays. After more than
// faultsAllowed faults within faultsWithin, or when the store cannot be opened, it is started
// out of service ([OutCode]): it shows a screen that tells volunteers what to do, and a short fault
// code (see [session.Codes]). When that fails outAllowed times, or there is no display for a minute, the
// supervisor gives up. The rules are data and a function without side effects, in policy.go.
//
// # Exit codes
//
// Those of the interface are for the supervisor alone ([ExitDone] and the others). The supervisor's
// are the program's: 0 left on purpose or ended by a signal of its own, 1 failed, 2 misuse. A Go program that
// crashes ends with 2 as well: it counts as misuse only before the first beat and with no trace.
//
// Under systemd the supervisor says when the booth is ready and how it does (notify.go).
package supervisor
