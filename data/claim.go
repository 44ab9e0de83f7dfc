package data

import "os"

// claimName takes a name that must be free with an empty file of our own, which the rename then replaces: the way where
// the system cannot rename without replacing.
func claimName(old, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	f.Close()
	if err := os.Rename(old, path); err != nil {
		os.Remove(path)
		return err
	}
	return nil
}
