package call

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/supervisor"
)

// Spoken is the flag of a command that only says things: in which language. It is looked for before there is a command, so
// that mistakes are said in it too.
type Spoken struct {
	Lang string `enum:",zh,en" default:"" placeholder:"zh|en" help:"${help_check_lang}"`
}

// Folder is the flag of every command that works on a booth.
type Folder struct {
	Data string `placeholder:"DIR" help:"${help_data}"`

	SecondCopy string `kong:"-"` // a folder for the second copy, NoMirror, or "" for the one used last
	Alone      bool   `kong:"-"` // open nothing outside the data folder
	Soon       bool   `kong:"-"` // return once the settings have been read; then the caller needs [Call.Opened]
}

// NoMirror, in place of a folder, ends the second copy.
const NoMirror = "off"

// options returns the options to open the booth with.
func (f Folder) options() data.Options {
	switch {
	case f.Alone, f.SecondCopy == NoMirror:
		return data.Options{}
	case f.SecondCopy == "":
		return data.Options{ReuseMirror: true}
	}
	return data.Options{Mirror: f.SecondCopy}
}

// errNoHome means that the system names no folder for a program's data.
var errNoHome = errors.New("finding the place for data")

// Dir returns the data folder: the flag's, or the system's default folder for a program's data.
func (f Folder) Dir() (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	if runtime.GOOS == "windows" {
		local := os.Getenv("LocalAppData")
		if local == "" {
			return "", fmt.Errorf("%w: LocalAppData is not set", errNoHome)
		}
		return filepath.Join(local, "Matchbooth"), nil
	}
	if x := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(x) { // the specification says to ignore relative paths
		return filepath.Join(x, "matchbooth"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoHome, err)
	}
	return filepath.Join(home, ".local", "share", "matchbooth"), nil
}

// Open opens the booth in the folder, which it also returns, and says what had to be restored.
func (c *Call) Open(f Folder) (*data.Store, string, error) {
	dir, err := f.Dir()
	if err != nil {
		return nil, "", err
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return nil, "", err
	}
	switch state {
	case data.Missing, data.Empty:
		return nil, "", c.Fail(data.ErrNotBooth, "nobooth", "Dir", dir)
	case data.Foreign:
		return nil, "", c.Fail(data.ErrNotBooth, "foreign", "Dir", dir)
	}
	patience := time.Duration(0)
	if supervisor.Supervised() {
		patience = lastWords
	}
	opt := f.options()
	opt.By = c.By
	open := data.Open
	if f.Soon {
		open = data.OpenSoon
	}
	s, err := openWithin(dir, patience, open, opt)
	if err != nil {
		return nil, "", err
	}
	if !f.Alone {
		export.SweepAnnounced(dir)
	}
	if !f.Soon {
		err = c.Opened(s)
	}
	return s, dir, err
}

// Opened waits until a booth has been read and compared, and says what was mended. Its error is why the booth cannot be used.
func (c *Call) Opened(s *data.Store) error {
	if err := s.Opened(); err != nil {
		return err
	}
	for _, what := range s.Repaired() {
		c.Note("repaired", "What", c.Retold(what))
	}
	return nil
}

// lastWords is how long to wait for the folder's lock before another booth is refused: an interface that a killed
// supervisor left behind, or one that was killed itself and is still exiting, may hold it that long.
const lastWords = 4 * time.Second

// openWithin opens the folder of a booth, and waits for another process to release it.
func openWithin(dir string, patience time.Duration, open func(string, data.Options) (*data.Store, error), opt data.Options) (*data.Store, error) {
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		s, err := open(dir, opt)
		if !errors.Is(err, data.ErrLocked) || time.Since(begun) >= patience {
			return s, err
		}
	}
}

// OpenOrPractice is [Call.Open] for the commands that turn a missing or empty folder into
// a practice booth. packPath is the event pack asked for, "" for the booth's own; question
// is the key of the question to ask at a terminal before one is made, "" for none.
func (c *Call) OpenOrPractice(f Folder, packPath, question string) (*data.Store, string, error) {
	dir, err := f.Dir()
	if err != nil {
		return nil, "", err
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return nil, "", err
	}
	if state == data.Booth || state == data.Foreign {
		return c.Open(f)
	}
	// Nobody means such a folder: it was written where no shell expands it, or with the line ends of another system. A
	// practice booth there would sign up real people under a passphrase that everybody knows.
	if strings.ContainsAny(dir, "\r\n") || strings.ContainsRune("~$%", rune(dir[0])) {
		return nil, "", c.Fail(data.ErrNotBooth, "nobooth.unread", "Dir", dir)
	}
	if _, ok := c.Terminal(); ok && question != "" && !c.Confirm(question, "Dir", dir) {
		return nil, "", c.Fail(data.ErrNotBooth, "nobooth", "Dir", dir)
	}
	pack, err := c.LoadPack(packPath)
	if err != nil {
		return nil, "", err
	}
	if err := data.CreatePractice(dir, pack.ID, data.Options{By: c.By}); err != nil {
		return nil, "", err
	}
	s, dir, err := c.Open(f)
	if err != nil {
		return nil, "", err
	}
	if packPath != "" {
		if err := c.KeepPack(s, dir, packPath, pack); err != nil {
			s.Close()
			return nil, "", err
		}
	}
	c.Note("practice", "Dir", dir)
	return s, dir, nil
}
