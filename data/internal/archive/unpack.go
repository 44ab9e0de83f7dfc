package archive

import (
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data/internal/folder"
)

// Unpack writes one part to its place in dir. The advice and the manifest stay in the backup.
func (b *Opened) Unpack(p Part, dir string) error {
	if p.Name == AdviceName {
		return nil
	}
	path := filepath.Join(dir, filepath.FromSlash(p.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = b.copyPart(p, f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close(), folder.SyncDir(filepath.Dir(path)))
}
