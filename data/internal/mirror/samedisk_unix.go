//go:build unix

package mirror

import (
	"os"
	"syscall"
)

// sameDisk says whether two folders are on the same file system; false if one of them does not exist.
func sameDisk(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	if err1 != nil || err2 != nil {
		return false
	}
	p, ok1 := x.Sys().(*syscall.Stat_t)
	q, ok2 := y.Sys().(*syscall.Stat_t)
	return ok1 && ok2 && p.Dev == q.Dev
}
