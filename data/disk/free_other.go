//go:build !linux && !windows

package disk

// Free says nothing here.
func Free(string) (bytes uint64, ok bool) { return 0, false }
