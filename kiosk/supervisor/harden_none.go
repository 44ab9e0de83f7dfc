//go:build !unix && !windows

package supervisor

// Harden does nothing here.
func Harden() {}
