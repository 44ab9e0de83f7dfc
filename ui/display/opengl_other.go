//go:build !ci && !windows

package display

// useGL does nothing: other systems choose what draws by their own means.
func useGL(string) error { return nil }
