//go:build !linux

package lockout

// SystemUptime returns the time on a clock that nobody can set: here that of this process.
func SystemUptime() Uptime { return ProcessUptime() }
