package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// State says what a folder is.
type State int

// The states of a folder.
const (
	Missing State = iota // no such folder
	Empty                // nothing in it, or a booth that was never finished being made
	Booth                // a booth's data folder, sound or not
	Foreign              // something else is in it, or it is a file
)

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
		for _, name := range []string{DB, Journal, BoothKey, Keys, Settings} {
			if info, err := os.Lstat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
				parts++
			}
		}
		if parts > 1 {
			return below != Exports
		}
		if filepath.Dir(dir) == dir {
			return false
		}
		dir, below = filepath.Dir(dir), filepath.Base(dir)
	}
}

// IsBooth looks at a folder without opening or changing anything.
func IsBooth(dir string) (State, error) {
	// Asked first: Windows says of a file that is read as a folder that there is none.
	if st, err := os.Stat(dir); err == nil && !st.IsDir() {
		return Foreign, nil
	}
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	}
	if err != nil {
		return Foreign, fmt.Errorf("reading the data folder: %w", Explain(err))
	}
	state := Empty
	for _, e := range list {
		switch e.Name() {
		case Making:
			if st, err := e.Info(); err == nil && st.Mode().IsRegular() && st.Size() == 0 {
				return Empty, nil
			}
			// Somebody else's file: what begins a folder again must never be begun by chance.
			if state == Empty {
				state = Foreign
			}
		case DB, WAL, Journal, BoothKey, EventKey, Keys:
			if state != Foreign {
				state = Booth
			}
		case Making + ".new", LockName, Settings, SHM, Rollback, JournalNew, RecoveryKey, EventRecovery, "crash", Exports, "lost+found":
		default:
			if state == Empty {
				state = Foreign
			}
		}
	}
	// A booth's folder stays one when somebody puts another file into it.
	if state == Foreign {
		for _, e := range list {
			if e.Name() == DB || e.Name() == Journal {
				return Booth, nil
			}
		}
	}
	return state, nil
}
