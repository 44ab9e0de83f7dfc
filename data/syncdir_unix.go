//go:build unix

package data

import "os"

// syncDir makes the names in a folder durable: a new file or a rename is safe only after this.
func syncDir(dir string) error {
	if weaken.NoDirSync {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
