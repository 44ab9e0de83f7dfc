package host

import "golang.org/x/sys/unix"

// space returns how much this user may still write to the disk of dir, without the blocks
// reserved for root, and the disk's size, both in bytes.
func space(dir string) (free, total uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	block := uint64(s.Frsize) // the unit of the counts; on FUSE Bsize differs
	if block == 0 {
		block = uint64(s.Bsize)
	}
	return s.Bavail * block, s.Blocks * block, nil
}
