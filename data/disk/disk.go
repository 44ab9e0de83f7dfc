// Package disk has the few things that files need beyond Go's os package to be where they should be after a power cut:
// renames that never replace another file, names synced to the disk, and reading from the medium rather than from memory.
package disk

import "os"

// claim takes a name that must be free by creating an empty file, which the rename then replaces: for systems that cannot
// rename without replacing (a link would do, but FAT sticks have none).
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
