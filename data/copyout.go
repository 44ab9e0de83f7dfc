package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"matchbooth/data/disk"
	"matchbooth/data/outside"
)

// Bounds of what is copied out of somebody else's folder.
const (
	roomLeft  = 64 << 20 // bytes that a large copy leaves free on our disk
	packFiles = 500      // files and folders of an event pack, as kiosk/event takes them
	packBytes = 64 << 20 // of all of them
	packDepth = 4        // folders in each other
)

// copyOut copies an ordinary file of at most most bytes out of a folder from outside into our own. A file that would
// fill our disk is refused before the first byte: it may be sparse where it stands.
func copyOut(from *outside.Folder, name, to string, most int64) error {
	in, err := from.Open(name, most)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	size := uint64(info.Size()) //nolint:gosec // G115: never negative
	if free, ok := disk.Free(filepath.Dir(to)); ok && size > roomLeft && size+roomLeft > free {
		return &fs.PathError{Op: "copy", Path: filepath.Base(to), Err: syscall.ENOSPC}
	}
	limited := &io.LimitedReader{R: in, N: info.Size() + 1} // it may go on growing
	if err := writeAll(limited, to); err != nil {
		return err
	}
	if limited.N == 0 {
		return &fs.PathError{Op: "copy", Path: filepath.Base(to), Err: outside.ErrLarge}
	}
	return nil
}

// copyPack copies an event pack, a folder of that name or a zip file, out of a folder from outside.
func copyPack(from *outside.Folder, name, to string) error {
	if name == packZipName {
		return copyOut(from, name, to, packBytes)
	}
	files, bytes := packFiles, int64(packBytes)
	return copyFolderOut(from, name, to, packDepth, &files, &bytes)
}

func copyFolderOut(from *outside.Folder, name, to string, depth int, files *int, bytes *int64) error {
	in, err := from.Sub(name)
	if err != nil {
		return err
	}
	defer in.Close()
	names, err := in.Names(*files)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	for _, n := range names {
		if *files--; *files < 0 || depth == 0 {
			return fmt.Errorf("copying %s: %w", name, outside.ErrLarge)
		}
		target := filepath.Join(to, n)
		info, err := in.Stat(n)
		switch {
		case errors.Is(err, outside.ErrKind):
			// A folder, or what no pack has.
			if err := copyFolderOut(in, n, target, depth-1, files, bytes); err != nil && !errors.Is(err, outside.ErrKind) {
				return err
			}
			continue
		case err != nil:
			return err
		}
		if *bytes -= info.Size(); *bytes < 0 {
			return fmt.Errorf("copying %s: %w", name, outside.ErrLarge)
		}
		if err := copyOut(in, n, target, info.Size()); err != nil {
			return err
		}
	}
	return nil
}
