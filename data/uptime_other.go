//go:build !linux

package data

func systemUptime() uptime { return processUptime() }
