//go:build !linux

package lockout

func systemUptime() Uptime { return ProcessUptime() }
