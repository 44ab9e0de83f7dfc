//go:build !linux && !windows

package disk

// RenameNew renames a file and fails with fs.ErrExist if the new name is taken.
func RenameNew(old, path string) error { return claim(old, path) }
