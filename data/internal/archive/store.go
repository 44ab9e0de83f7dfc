package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/packs"
	"matchbooth/data/outside"
)

// storeAround returns what stands before booth.db in a zip that somebody packed again: the folder around everything.
func storeAround(files []*zip.File) string {
	around, found := "", false
	for _, p := range files {
		dir, base := path.Split(slashed(p))
		if base == folder.DB && !litter(slashed(p)) && (!found || strings.Count(dir, "/") < strings.Count(around, "/")) {
			around, found = dir, true
		}
	}
	return around
}

// openNamed opens the first part of this name.
func openNamed(files []*zip.File, name string) (io.ReadCloser, error) {
	for _, p := range files {
		if slashed(p) == name && p.Mode().IsRegular() {
			return p.Open()
		}
	}
	return nil, fs.ErrNotExist
}

// The limits of a backup that somebody has packed again, with compression: sealed parts cannot be compressed much, and an
// empty booth.db is small. Anything larger was made to fill the disk.
const (
	packedMost  = 16       // times the size of the zip file
	PackedLeast = 64 << 20 // bytes, however small the zip file is
)

// CopyStore copies the store and the journal out of a backup, for a merge, and the packs that our folder lacks. Unlike [Open], which a restore uses, it
// accepts one that somebody has unpacked and packed again: it needs no manifest, because each line is signed by itself,
// and it unpacks compressed parts within limits. look sees the first 100 bytes of the store before it is unpacked; its error,
// and that of the context, end it. [folder.ErrNotBooth] and [folder.ErrDamaged] for what it cannot read.
func CopyStore(ctx context.Context, path, ours, to string, look func(head []byte) error) error {
	f, err := outside.OpenFile(path, MaxBackup)
	if err != nil {
		return folder.NotOurs(filepath.Base(path), err)
	}
	defer f.Close()
	z, err := outside.Zip(f, MaxParts)
	if err != nil {
		return fmt.Errorf("%w: it is not a whole backup", folder.ErrDamaged)
	}
	info, err := f.Stat()
	if err != nil {
		return folder.Explain(err)
	}
	room := min(max(packedMost*info.Size(), PackedLeast), folder.MaxSource)
	around := storeAround(z.File)
	for _, name := range []string{folder.DB, folder.Journal} {
		f, err := openNamed(z.File, around+name)
		if errors.Is(err, fs.ErrNotExist) && name == folder.DB {
			return fmt.Errorf("%w: there is no %s in it", folder.ErrNotBooth, folder.DB)
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			in := bufio.NewReader(f)
			if head, short := in.Peek(100); name == folder.DB && short == nil {
				err = look(head)
			}
			limited := &io.LimitedReader{R: in, N: room}
			if err == nil {
				err = folder.WriteAll(ctx, limited, filepath.Join(to, name))
			}
			err = errors.Join(err, f.Close())
			if limited.N <= 0 {
				return fmt.Errorf("%w: unpacked, %s in the backup is larger than any that was packed honestly", folder.ErrDamaged, name)
			}
		}
		if err != nil {
			if errors.Is(err, zip.ErrChecksum) || errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
				return fmt.Errorf("%w: %s in the backup is damaged", folder.ErrDamaged, name)
			}
			return folder.Explain(err)
		}
	}
	for _, p := range z.File {
		name, inside := strings.CutPrefix(slashed(p), around)
		if !inside || !packs.IsName(name) || p.UncompressedSize64 > packs.MaxZip {
			continue
		}
		if err := packs.Unpack(ctx, p.Open, name, ours, to); err != nil {
			return folder.Explain(err)
		}
	}
	return nil
}
