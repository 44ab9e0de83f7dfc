//go:build !windows

package disk

import "os"

// Rename gives a file its name, over an older file.
func Rename(old, path string) error { return os.Rename(old, path) }
