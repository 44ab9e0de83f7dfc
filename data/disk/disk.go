// Package disk holds the few things that files need beside what Go's os package does, so that they are where they
// should be after a power cut: names that never replace another file, names brought to the disk, and reading from the
// medium rather than from memory.
package disk

import "os"

// claim takes a name that must be free with an empty file of our own, which the rename then replaces: the way where
// the system cannot rename without replacing (a link would do, but FAT sticks have none).
func claim(old, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	if err := Rename(old, path); err != nil {
		os.Remove(path)
		return err
	}
	return nil
}
