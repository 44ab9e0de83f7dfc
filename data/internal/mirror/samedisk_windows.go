package mirror

import (
	"os"
	"path/filepath"
	"strings"
)

// sameDisk says whether two folders are on the same volume; false if one of them does not exist.
func sameDisk(a, b string) bool {
	var volume [2]string
	for i, p := range []string{a, b} {
		if _, err := os.Stat(p); err != nil {
			return false
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return false
		}
		volume[i] = filepath.VolumeName(abs)
	}
	return strings.EqualFold(volume[0], volume[1])
}
