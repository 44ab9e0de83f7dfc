package faults

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Tmpfs mounts an empty disk of a size in bytes on an existing folder, and returns the function that unmounts it. It
// needs root.
func Tmpfs(dir string, size int64) (unmount func() error, err error) {
	if err := unix.Mount("matchbooth-test", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, fmt.Sprintf("size=%d,mode=0700", size)); err != nil {
		return nil, fmt.Errorf("mounting a small disk: %w", err)
	}
	return func() error { return unix.Unmount(dir, unix.MNT_DETACH) }, nil
}
