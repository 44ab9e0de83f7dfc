//go:build !windows

package disk

import "os"

// Rename renames a file, replacing an older one.
func Rename(old, path string) error { return os.Rename(old, path) }

// RenameIn is Rename inside an opened folder, which no name leads out of.
func RenameIn(root *os.Root, old, name string) error { return root.Rename(old, name) }
