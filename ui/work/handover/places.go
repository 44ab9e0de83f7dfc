package handover

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"matchbooth/data/disk"
	"matchbooth/data/export"
)

// Place is where a file can be written to.
type Place struct {
	Dir   string
	Name  string // of a stick, as its maker or owner called it; "" for a folder of this computer
	Free  uint64 // bytes that this user may still write
	Known bool   // whether Free is known
}

// Sticks lists the disks that somebody has plugged in, by name. It asks the system and may take a moment where a stick is
// slow to answer.
func Sticks() (out []Place) {
	for _, p := range mounted() {
		p.Free, p.Known = disk.Free(p.Dir)
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Place) int { return strings.Compare(a.Name+"\x00"+a.Dir, b.Name+"\x00"+b.Dir) })
	return out
}

// Here is a folder of this computer, which need not be there yet.
func Here(dir string) Place {
	p := Place{Dir: dir}
	for at := dir; ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && info.IsDir() {
			p.Free, p.Known = disk.Free(at)
			return p
		}
		if at == filepath.Dir(at) {
			return p
		}
	}
}

// How the names of files begin that are no exports. They do not say whose they are.
const (
	CallsName = "matchbooth-calls-" // a list of whom to call
	CopyName  = "matchbooth-copy-"  // a copy for a person
)

// Left lists the files in a folder of exports that anybody can read who gets at the disk: those that are neither encrypted
// nor hidden, lists to print too, and of other files those that are still there. A folder that is not there has none.
func Left(dir string, others ...string) (paths []string, err error) {
	for _, path := range others {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && filepath.Dir(path) != filepath.Clean(dir) {
			paths = append(paths, path)
		}
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return paths, nil
	}
	for _, f := range list {
		name := f.Name()
		format := strings.TrimPrefix(filepath.Ext(name), ".")
		ours := strings.HasPrefix(name, "matchbooth-") && slices.Contains(export.Formats, format) ||
			format == "pdf" && (strings.HasPrefix(name, CopyName) || strings.HasPrefix(name, CallsName))
		if f.Type().IsRegular() && ours && !closed(filepath.Join(dir, name)) {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	return paths, err
}

// closed says whether a file is a workbook with a passphrase: that is no zip file but a compound one.
func closed(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [8]byte
	n, _ := f.Read(head[:])
	return string(head[:n]) == "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
}

// Shred overwrites files of exports and removes them, as far as the disk lets it: one that moves what is written, as
// flash memory does, may keep the old text where no program gets at it. It goes on after an error and returns the first.
func Shred(paths []string) (err error) {
	for _, path := range paths {
		if e := shred(path); e != nil && err == nil {
			err = e
		}
	}
	return err
}

func shred(path string) error {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	zero := make([]byte, 64<<10)
	for left := info.Size(); left > 0 && err == nil; left -= int64(len(zero)) {
		_, err = f.Write(zero[:min(left, int64(len(zero)))])
	}
	err = errors.Join(err, f.Sync(), f.Close(), os.Remove(path))
	return errors.Join(err, disk.SyncDir(filepath.Dir(path)))
}
