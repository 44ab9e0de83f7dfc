//go:build !unix && !windows

package supervisor

// Harden does nothing on this system.
func Harden() {}
