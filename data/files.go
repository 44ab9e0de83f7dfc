package data

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"

	"matchbooth/data/disk"
	"matchbooth/data/outside"
)

// The names in a data folder.
const (
	dbName          = "booth.db"
	walName         = "booth.db-wal"
	shmName         = "booth.db-shm"
	rollbackName    = "booth.db-journal"
	journalName     = "journal"
	journalNewName  = "journal.new"
	boothKeyName    = "booth.key"
	eventKeyName    = "event-key.age"
	recoveryKeyName = "recovery-key.age" // practice only
	keysName        = "keys.toml"
	lockName        = "lock"
	makingName      = "making" // stands while a folder is being made; nobody can have signed up yet
)

// FolderState says what a folder is.
type FolderState int

// The states of a folder.
const (
	Missing FolderState = iota // no such folder
	Empty                      // nothing in it, or a booth that was never finished being made
	Booth                      // a booth's data folder, sound or not
	Foreign                    // something else is in it, or it is a file
)

// ownFile reads one of the folder's own small files. A pipe or a device that stands in its place, or a file of absurd
// size, is neither waited for nor read: see [strange].
func ownFile(path string, most int64) ([]byte, error) {
	b, err := outside.ReadOrdinary(path, most)
	return b, strangeFile(path, err)
}

// openOwn opens one of the folder's own files for reading, as ownFile does.
func openOwn(path string) (*os.File, error) {
	f, err := outside.OpenOrdinary(path, math.MaxInt64)
	return f, strangeFile(path, err)
}

func strangeFile(path string, err error) error {
	if strange(err) {
		return fmt.Errorf("%w: %s is no file that a booth has written (%w)", ErrDamaged, filepath.Base(path), err)
	}
	return err
}

// strange says that a file is none that the program has written, whatever stands in it.
func strange(err error) bool {
	return errors.Is(err, outside.ErrKind) || errors.Is(err, outside.ErrLarge)
}

// exportsName is the folder in a data folder into which the desk exports.
const exportsName = "exports"

// InBooth says whether a file would lie in a booth's data folder, at any depth and by whatever links, other than in its
// exports. It is no place for what people read: names that are free there may be ones that the booth will need, what lies
// beside the event pack goes along with every backup, and no erasure looks there.
func InBooth(path string) bool {
	// Not cleaned first: behind a link, ".." leads elsewhere than it looks.
	parent := "."
	if i := strings.LastIndexFunc(path, func(r rune) bool { return r == '/' || r == filepath.Separator }); i >= 0 {
		parent = path[:i+1]
	}
	if real, err := filepath.EvalSymlinks(parent); err == nil {
		parent = real
	}
	dir, err := filepath.Abs(parent)
	if err != nil {
		return false
	}
	for at := dir; ; at = filepath.Dir(at) { // what is not there yet lies where its folder will
		if real, err := filepath.EvalSymlinks(at); err == nil {
			rest, err := filepath.Rel(at, dir)
			if err == nil {
				dir = filepath.Join(real, rest)
			}
			break
		}
		if filepath.Dir(at) == at {
			break
		}
	}
	below := ""
	for {
		parts := 0 // one such file may have been copied somewhere, and be all that a damaged folder has lost
		for _, name := range []string{dbName, journalName, boothKeyName, keysName, settingsName} {
			if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
				parts++
			}
		}
		if parts > 1 {
			return below != exportsName
		}
		if filepath.Dir(dir) == dir {
			return false
		}
		dir, below = filepath.Dir(dir), filepath.Base(dir)
	}
}

// IsBooth looks at a folder without opening or changing anything.
func IsBooth(dir string) (FolderState, error) {
	// Asked first: Windows says of a file that is read as a folder that there is none.
	if st, err := os.Stat(dir); err == nil && !st.IsDir() {
		return Foreign, nil
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	}
	if err != nil {
		return Foreign, fmt.Errorf("reading the data folder: %w", explain(err))
	}
	state := Empty
	for _, e := range list {
		switch e.Name() {
		case makingName:
			if st, err := e.Info(); err == nil && st.Mode().IsRegular() && st.Size() == 0 {
				return Empty, nil
			}
			// Somebody else's file: what begins a folder again must never be begun by chance.
			if state == Empty {
				state = Foreign
			}
		case dbName, walName, journalName, boothKeyName, eventKeyName, keysName:
			if state != Foreign {
				state = Booth
			}
		case makingName + ".new", lockName, settingsName, shmName, rollbackName, journalNewName, recoveryKeyName, eventRecoveryName, "crash", exportsName, "lost+found":
		default:
			if state == Empty {
				state = Foreign
			}
		}
	}
	// A booth's folder stays one when somebody puts another file into it.
	if state == Foreign {
		for _, e := range list {
			if e.Name() == dbName || e.Name() == journalName {
				return Booth, nil
			}
		}
	}
	return state, nil
}

// writeFile writes a small file so that it is either absent or whole and durable: beside it, fsync, rename, fsync of
// the folder, and read back.
func writeFile(dir, name string, content []byte) error {
	path := filepath.Join(dir, name)
	tmp := path + ".new"
	if err := os.Remove(tmp); err != nil && !errors.Is(err, fs.ErrNotExist) { // whatever stands there is not written into
		return fmt.Errorf("writing %s: %w", name, explain(err))
	}
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, explain(err))
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = disk.Rename(tmp, path)
	}
	if err == nil {
		err = syncDir(dir)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("writing %s: %w", name, explain(err))
	}
	back, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading %s back: %w", name, explain(err))
	}
	if !bytes.Equal(back, content) {
		return fmt.Errorf("reading %s back: the disk returned something else: use another disk", name)
	}
	return nil
}

// makeFolder makes a folder, and those above it that are missing, and brings their names to the disk: a folder that
// nothing names is gone after a power cut, with everything in it. Where a folder above may not be read it cannot be
// brought to the disk either, and that is let pass.
func makeFolder(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	var above []string
	for p := dir; ; p = filepath.Dir(p) {
		if _, err := os.Stat(p); err == nil || p == filepath.Dir(p) {
			break
		}
		above = append(above, filepath.Dir(p))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, p := range above {
		if err := syncDir(p); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}
