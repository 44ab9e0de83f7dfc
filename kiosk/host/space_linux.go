package host

import "golang.org/x/sys/unix"

// space asks for what this user may still write; the part kept for root is not counted.
func space(dir string) (free, total uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	block := uint64(s.Frsize) // what the counts are in; FUSE tells another Bsize
	if block == 0 {
		block = uint64(s.Bsize)
	}
	return s.Bavail * block, s.Blocks * block, nil
}
