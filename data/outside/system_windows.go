package outside

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// noWait is not needed here: named pipes are not in folders.
const noWait = 0

// otherNames is not cheap to find out here; somebody who can write to an NTFS stick needs no link to do harm on it, and
// links do not lead to other disks.
func otherNames(fs.FileInfo) bool { return false }

// ourDisk says whether a folder is on the volume of the user's own folder or of the system.
func ourDisk(dir string) bool {
	home, _ := os.UserHomeDir()
	for _, ours := range []string{home, os.Getenv("SystemRoot")} {
		if ours != "" && strings.EqualFold(filepath.VolumeName(ours), filepath.VolumeName(dir)) {
			return true
		}
	}
	return false
}
