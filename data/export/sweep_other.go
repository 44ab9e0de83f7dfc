//go:build !unix

package export

import (
	"os"
	"path/filepath"
)

func hold(*os.File) {}

// sweep removes the temporary files that a power cut or a kill left in a folder: they may hold people in plain text. A
// file that is open cannot be removed here, so what another export is writing stays.
func sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, temporary))
	for _, path := range left {
		_ = os.Remove(path)
	}
}
