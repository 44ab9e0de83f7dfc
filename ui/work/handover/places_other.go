//go:build !linux && !windows

package handover

// mounted knows of nothing here.
func mounted() []Place { return nil }
