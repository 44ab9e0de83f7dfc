//go:build unix

package outside

import (
	"io/fs"
	"os"
	"syscall"
)

// noWait keeps opening a pipe from waiting for somebody at its other end. It has no effect on regular files.
const noWait = syscall.O_NONBLOCK

// otherNames says whether a file has further names. File systems without links report 1, a few 0.
func otherNames(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Nlink > 1
}

// ourDisk says whether a folder is on the disk of the system or of the user's own folder, where links are ours.
func ourDisk(dir string) bool {
	device := func(path string) (uint64, bool) {
		info, err := os.Stat(path)
		if err != nil {
			return 0, false
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return uint64(st.Dev), true
	}
	here, ok := device(dir)
	if !ok {
		return false
	}
	home, _ := os.UserHomeDir()
	for _, ours := range []string{"/", "/var", "/run", home} {
		if d, ok := device(ours); ours != "" && ok && d == here {
			return true
		}
	}
	return false
}
