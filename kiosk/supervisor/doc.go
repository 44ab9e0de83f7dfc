// Package supervisor keeps a booth running in kiosk mode, and ends programs that have a window ([Shutdown]).
//
// `matchbooth run --kiosk` is the supervisor ([Run]). It opens no window and no store. It starts
// the same program a second time as the interface and watches it:
//
//   - The interface writes a line to its standard output once a second, from the goroutine that
//     draws (see [Pulse]). If no line arrives within patience, the interface has hung: it is asked
//     for a stack trace (SIGQUIT), killed and restarted.
//   - The interface's standard input is a pipe from the supervisor. The interface exits when the
//     pipe closes (see [Follow]), so a supervisor that is killed leaves nothing behind.
//   - The interface's standard error is read. Messages of the command line and log lines are
//     passed on. From everything else only what has the syntax of a Go stack trace is kept, and
//     only names that occur in the program's own binary, for a crash report in DATA/crash/ (trace.go,
//     names.go, report.go): the output of a crashing program may contain what a visitor typed.
//   - Neither process leaves a core dump when it crashes (see [Harden]).
//
// # Faults
//
// An interface that fails is restarted at once, then after increasing delays. After more than
// faultsAllowed faults within faultsWithin, or when the store cannot be opened, it is started
// out of service ([OutCode]): it shows a screen that tells volunteers what to do, and a short fault
// code (see [session.Codes]). When that fails outAllowed times, or there is no display for a minute, the
// supervisor gives up. The rules are data and a function without side effects, in policy.go.
//
// # Exit codes
//
// The interface's exit codes are meant only for the supervisor ([ExitDone] and the others). The
// supervisor's are those of the program: 0 left on purpose or ended by a signal, 1 failed, 2 misuse.
// A Go program that crashes also exits with 2, so the interface's 2 counts as misuse only before
// the first beat and without a stack trace.
//
// Under systemd the supervisor reports readiness, status and watchdog pings (notify.go).
package supervisor
