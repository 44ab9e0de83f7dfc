//go:build !unix

package export

import "os"

func lock(*os.File) {}

// sweep removes the temporary files that a power cut or a kill left in a folder: they may contain people in plain text.
// An open file cannot be removed here, so what another export is writing stays.
func sweep(dir string) {
	for _, path := range unfinished(dir) {
		_ = os.Remove(path)
	}
}
