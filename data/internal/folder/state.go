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
	Empty                // nothing in it, or a booth whose making was never finished
	Booth                // a booth's data folder, sound or not
	Foreign              // something else is in it, or it is a file
)

// InBooth says whether a file would be in a booth's data folder, at any depth and through any links, except in its
// exports. That is no place for files for people: names that are free there may be ones that the booth will need, what
// is beside the event pack is copied into every backup, and no erasure looks there.
func InBooth(path string) bool {
	// Not cleaned first: after a link, ".." leads elsewhere than it seems.
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
	for at := dir; ; at = filepath.Dir(at) { // a file that does not exist yet is where its folder will be
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
		parts := 0 // a single one may be a copy, and all that a damaged folder has lost
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

// IsBooth inspects a folder without opening or changing anything.
func IsBooth(dir string) (State, error) {
	// Checked first: on Windows, reading a file as a folder says that there is none.
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
			// Somebody else's file: what starts a folder over must never do so by accident.
			if state == Empty {
				state = Foreign
			}
		case DB, WAL, Journal, BoothKey, EventKey, Keys:
			if state != Foreign {
				state = Booth
			}
		case Making + ".new", LockName, Settings, SHM, Rollback, JournalNew, RecoveryKey, EventRecovery, "crash", Exports, Packs, HubSaid, "lost+found":
		default:
			if state == Empty {
				state = Foreign
			}
		}
	}
	// A booth's folder stays one if somebody puts another file into it.
	if state == Foreign {
		for _, e := range list {
			if e.Name() == DB || e.Name() == Journal {
				return Booth, nil
			}
		}
	}
	return state, nil
}
