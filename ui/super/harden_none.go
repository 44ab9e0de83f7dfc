//go:build !unix && !windows

package super

// Harden does nothing here.
func Harden() {}
