package prints

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"matchbooth/data/disk"
)

// FolderName is what a folder of prints is called, of the event with this id.
func FolderName(event string) string { return "matchbooth-print-" + event }

// mostFolders is how many folders of prints may lie beside each other.
const mostFolders = 1000

// WriteFolder writes the files into a new folder in dir, which must be there. The folder is called name, or name-2 and so on
// where that is taken, so that nothing is ever overwritten. It returns the folder's path. After an error, and when the
// context is canceled, none of it is left. done, which may be nil, hears of each file.
func WriteFolder(ctx context.Context, dir, name string, files []File, done func(n, of int)) (where string, err error) {
	var folder string
	for n := 1; ; n++ {
		folder = filepath.Join(dir, name)
		if n > 1 {
			folder = filepath.Join(dir, fmt.Sprintf("%s-%d", name, n))
		}
		err := os.Mkdir(folder, 0o755) //nolint:gosec // G301: to be printed and given away; nobody's data is in it
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrExist) || n >= mostFolders {
			return "", err
		}
	}
	written := 0
	defer func() {
		if err == nil {
			return
		}
		for _, f := range files[:min(written+1, len(files))] {
			_ = os.Remove(filepath.Join(folder, f.Name))
		}
		_ = os.Remove(folder) // somebody else's files in it stay, and it with them
	}()
	for i, f := range files {
		written = i
		if done != nil {
			done(i, len(files))
		}
		if err := ctx.Err(); err != nil {
			return "", err
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			return "", err
		}
		if err := put(filepath.Join(folder, f.Name), b.Bytes(), f.Private); err != nil {
			return "", err
		}
	}
	if done != nil {
		done(len(files), len(files))
	}
	// The names too. Some disks cannot, and need not.
	_ = disk.SyncDir(folder)
	_ = disk.SyncDir(dir)
	return folder, nil
}

// put writes a new file, has it reach the disk, and reads it back.
func put(path string, content []byte, private bool) error {
	mode := os.FileMode(0o644)
	if private {
		mode = 0o600
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	back, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(back, content) {
		err = errors.New("the disk returned something else than was written")
	}
	return err
}
