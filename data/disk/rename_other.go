//go:build !linux && !windows

package disk

// RenameNew gives a file its name and fails with fs.ErrExist when the name is taken.
func RenameNew(old, path string) error { return claim(old, path) }
