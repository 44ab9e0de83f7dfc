package disk

import "golang.org/x/sys/unix"

// Free returns how many bytes may still be written to the disk of a folder; ok is false if the system does not say.
func Free(dir string) (bytes uint64, ok bool) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil || st.Bsize <= 0 {
		return 0, false
	}
	return st.Bavail * uint64(st.Bsize), true
}
