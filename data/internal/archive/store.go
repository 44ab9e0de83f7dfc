package archive

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"matchbooth/data/internal/folder"
	"matchbooth/data/outside"
)

// What is believed of a backup that somebody has packed again, and smaller: what is sealed cannot be made much smaller, and
// an empty booth.db is small. More than that was made to fill the disk.
const (
	packedMost  = 16       // times the size of the zip file
	PackedLeast = 64 << 20 // bytes, however small the zip file is
)

// CopyStore takes the store and the journal out of a backup, for a merge. Unlike [Open], by which a restore goes, it
// takes one that somebody has unpacked and packed again: it asks for no manifest, for each line is signed by itself, and
// what is compressed is unpacked within bounds. [folder.ErrNotBooth] and [folder.ErrDamaged] for what cannot be taken.
func CopyStore(path, to string) error {
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
	for _, name := range []string{folder.DB, folder.Journal} {
		f, err := z.Open(name)
		if errors.Is(err, fs.ErrNotExist) && name == folder.DB {
			return fmt.Errorf("%w: there is no %s in it", folder.ErrNotBooth, folder.DB)
		}
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			limited := &io.LimitedReader{R: f, N: room}
			err = errors.Join(folder.WriteAll(limited, filepath.Join(to, name)), f.Close())
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
	return nil
}
