//go:build !linux && !windows

package host

// ways: this system is not one that a booth runs on. Nothing is held, and Hold says so.
func ways() []way { return nil }
