//go:build !linux

package export

import (
	"os"
	"runtime"
)

func renameNew(old, path string) error { return claim(old, path) }

func dropCache(*os.File) {}

// syncDir brings a folder's names to the disk; Windows does so by itself and has
// no call for it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
