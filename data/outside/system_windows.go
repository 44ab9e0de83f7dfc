package outside

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// noWait is nothing here: a named pipe has no name in a folder.
const noWait = 0

// otherNames cannot be asked cheaply here; whoever writes to an NTFS stick needs no link for harm on it, and links do
// not lead to other disks.
func otherNames(fs.FileInfo) bool { return false }

// ourDisk says whether a folder lies on the volume of the user's own folder or of the system.
func ourDisk(dir string) bool {
	home, _ := os.UserHomeDir()
	for _, ours := range []string{home, os.Getenv("SystemRoot")} {
		if ours != "" && strings.EqualFold(filepath.VolumeName(ours), filepath.VolumeName(dir)) {
			return true
		}
	}
	return false
}
