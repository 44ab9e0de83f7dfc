package folder

import (
	"context"
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

// Limits for what is copied out of somebody else's folder.
const (
	roomLeft  = 64 << 20 // bytes that a large copy leaves free on our disk
	packFiles = 500      // files and folders of an event pack, as kiosk/event accepts them
	PackBytes = 64 << 20 // of all of them together
	packDepth = 4        // levels of folders
)

// CopyOut copies a regular file of at most most bytes out of a folder from outside into our own. A file that would fill
// our disk is refused before the first byte: its source may be sparse. A context that is canceled stops it between two pieces,
// with the context's error.
func CopyOut(ctx context.Context, from *outside.Folder, name, to string, most int64) error {
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
	limited := &io.LimitedReader{R: in, N: info.Size() + 1} // it may keep growing
	if err := WriteAll(ctx, limited, to); err != nil {
		return err
	}
	if limited.N == 0 {
		return &fs.PathError{Op: "copy", Path: filepath.Base(to), Err: outside.ErrLarge}
	}
	return nil
}

// CopyPack copies an event pack, a folder or a zip file of that name, out of a folder from outside.
func CopyPack(from *outside.Folder, name, to string) error {
	if name == PackZip {
		return CopyOut(context.Background(), from, name, to, PackBytes)
	}
	files, bytes := packFiles, int64(PackBytes)
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
			// A folder, or something no pack has.
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
		if err := CopyOut(context.Background(), in, n, target, info.Size()); err != nil {
			return err
		}
	}
	return nil
}

// LockSource keeps another booth from opening the folder meanwhile. A folder that cannot be written to, or that has no
// lock, is open nowhere at the moment.
func LockSource(from *outside.Folder) (io.Closer, error) {
	f, err := from.OpenInPlace(LockName)
	if err != nil {
		return io.NopCloser(nil), nil
	}
	if err := LockFile(f); err != nil {
		f.Close()
		if errors.Is(err, ErrHeld) {
			return nil, ErrLocked
		}
		return io.NopCloser(nil), nil
	}
	return &Held{f}, nil
}

// CopyBooth copies a database with its -wal, and the journal if there is one. It refuses links, devices and pipes, and
// files larger than any booth's.
func CopyBooth(ctx context.Context, from *outside.Folder, db, to, journal string) error {
	if err := CopyOut(ctx, from, db, filepath.Join(to, DB), MaxSource); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: there is no %s", ErrNotBooth, DB)
		}
		return NotOurs(db, err)
	}
	for _, f := range []struct{ from, to string }{{db + "-wal", WAL}, {journal, Journal}} {
		if f.from == "" {
			continue
		}
		if err := CopyOut(ctx, from, f.from, filepath.Join(to, f.to), MaxSource); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return NotOurs(f.from, err)
		}
	}
	return nil
}

// NotOurs says why a file from outside is refused.
func NotOurs(name string, err error) error {
	switch {
	case errors.Is(err, outside.ErrKind), errors.Is(err, outside.ErrLink):
		return fmt.Errorf("%w: %s is not a file", ErrNotBooth, name)
	case errors.Is(err, outside.ErrLarge):
		return fmt.Errorf("%w: %s is larger than any booth's", ErrDamaged, name)
	}
	return Explain(err)
}

// WriteAll copies everything from in to the new file to, of mode 0600, until the context is canceled.
func WriteAll(ctx context.Context, in io.Reader, to string) error {
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	// Copied piece by piece, and not in one call of the system, which nothing would stop.
	_, err = io.CopyBuffer(struct{ io.Writer }{out}, heeding{ctx, in}, make([]byte, 1<<20))
	return errors.Join(err, out.Close())
}

// heeding reads until the context is canceled.
type heeding struct {
	ctx context.Context
	r   io.Reader
}

func (h heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}

// MaxSource limits an unpacked file of a backup, in bytes: enough for a million sign-ups.
const MaxSource = 8 << 30
