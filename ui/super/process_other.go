//go:build !linux

package super

import "os/exec"

// Elsewhere an interface is ended outright: it loses nothing by it, and Windows has no signal that
// would ask it to.

func apart(*exec.Cmd)        {}
func reap(*exec.Cmd)         {}
func askTrace(cmd *exec.Cmd) { cmd.Process.Kill() }
func askEnd(cmd *exec.Cmd)   { cmd.Process.Kill() }
func noCores()               {}

// Harden does nothing here; docs/kiosk.md says how the system is told not to keep memory in files.
func Harden() {}
