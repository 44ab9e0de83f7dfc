//go:build unix

package keys

import (
	"os"
	"syscall"
)

// OldFile is a file that is about to be replaced, held open so that its bytes can be overwritten once nobody can reach
// them by name.
type OldFile struct{ f *os.File }

// HoldFile opens the file at path. Without permission to write to it, it holds nothing.
func HoldFile(path string) OldFile {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return OldFile{}
	}
	return OldFile{f}
}

// Wipe overwrites the first n bytes once no name leads to the file: if it has another name, that is somebody's copy.
// Flash memory and copy-on-write file systems may keep the old blocks all the same.
func (o OldFile) Wipe(n int) {
	if o.f == nil {
		return
	}
	st, err := o.f.Stat()
	if err != nil {
		return
	}
	if sys, ok := st.Sys().(*syscall.Stat_t); !ok || sys.Nlink != 0 {
		return
	}
	if _, err := o.f.WriteAt(make([]byte, n), 0); err == nil {
		_ = o.f.Sync()
	}
}

// Release closes the file.
func (o OldFile) Release() {
	if o.f != nil {
		o.f.Close()
	}
}
