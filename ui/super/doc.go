// Package super keeps a booth in kiosk mode going.
//
// `matchbooth run --kiosk` is the supervisor ([Run]). It opens no window and no store. It starts
// the same program again as the interface and watches it:
//
//   - The interface writes a line to its standard output once a second, from the goroutine that
//     draws (see [Pulse]). No line for [Patience] means that it hangs: it is stopped and started
//     again.
//   - The interface's standard input is a pipe from the supervisor. When that ends, so does the
//     interface (see [Follow]): nothing is left behind by a supervisor that was killed.
//   - The interface's standard error is read. Sentences of the command line and lines of the log are
//     passed on; of everything else only the grammar of a Go trace is kept, for a crash report in
//     DATA/crash/ (see report.go). What a program says while it falls may hold what a visitor typed.
//
// An interface that fails is started again at once, then after growing delays. After more than
// [FaultsAllowed] faults within [FaultsWithin] it is started out of service: it shows a screen that
// tells volunteers what to do, and a short fault code (see [Codes]).
//
// Under systemd the supervisor says when the booth is ready and that it is alive (sd_notify).
package super
