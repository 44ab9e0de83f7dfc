package cli

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

// folder is the flag of every command that works on a booth.
type folder struct {
	Data string `placeholder:"DIR" help:"${help_data}"`

	mirror string // a folder for the second copy, noMirror, or "" for the one of the last time
	alone  bool   // open nothing that lies outside the data folder
}

// noMirror in place of a folder: no second copy any more.
const noMirror = "off"

// options are what the booth is opened with.
func (f folder) options() data.Options {
	switch {
	case f.alone, f.mirror == noMirror:
		return data.Options{}
	case f.mirror == "":
		return data.Options{ReuseMirror: true}
	}
	return data.Options{Mirror: f.mirror}
}

// dir is the data folder: the flag, or the place for a program's data.
func (f folder) dir() (string, error) {
	if f.Data != "" {
		return f.Data, nil
	}
	if runtime.GOOS == "windows" {
		local := os.Getenv("LocalAppData")
		if local == "" {
			return "", fmt.Errorf("finding the place for data: LocalAppData is not set")
		}
		return filepath.Join(local, "Matchbooth"), nil
	}
	if x := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(x) { // others are to be ignored, says the specification
		return filepath.Join(x, "matchbooth"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the place for data: %w", err)
	}
	return filepath.Join(home, ".local", "share", "matchbooth"), nil
}

// open opens the booth in the folder and says what had to be restored.
func (c *call) open(f folder) (*data.Store, string, error) {
	dir, err := f.dir()
	if err != nil {
		return nil, "", err
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return nil, "", err
	}
	switch state {
	case data.Missing, data.Empty:
		return nil, "", c.fail(data.ErrNotBooth, "nobooth", "Dir", dir)
	case data.Foreign:
		return nil, "", c.fail(data.ErrNotBooth, "foreign", "Dir", dir)
	}
	patience := time.Duration(0)
	if supervisor.Supervised() {
		patience = lastWords
	}
	opt := f.options()
	opt.By = c.by
	s, err := openWithin(dir, patience, opt)
	if err != nil {
		return nil, "", err
	}
	if !f.alone {
		export.SweepAnnounced(dir)
	}
	for _, what := range s.Repaired() {
		c.note("repaired", "What", c.retold(what))
	}
	return s, dir, nil
}

// lastWords is how long an interface that a killed supervisor left behind, or one that was killed
// itself and is still being cleared away, may hold the folder before another booth is refused.
const lastWords = 4 * time.Second

// openWithin opens the folder of a booth, and waits for somebody else to leave it.
func openWithin(dir string, patience time.Duration, opt data.Options) (*data.Store, error) {
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		s, err := data.Open(dir, opt)
		if !errors.Is(err, data.ErrLocked) || time.Since(begun) >= patience {
			return s, err
		}
	}
}

// openOrPractice is open for the commands that turn a missing or empty folder into
// a practice booth. packPath is the event pack asked for, "" for the booth's own; question
// is the key of what is asked at a terminal before one is made, "" for nothing.
func (c *call) openOrPractice(f folder, packPath, question string) (*data.Store, string, error) {
	dir, err := f.dir()
	if err != nil {
		return nil, "", err
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return nil, "", err
	}
	if state == data.Booth || state == data.Foreign {
		return c.open(f)
	}
	// Nobody means such a folder: it was written where no shell reads it, or with the line ends of another system. A practice
	// booth there would take real people under a passphrase that everybody knows.
	if strings.ContainsAny(dir, "\r\n") || strings.HasPrefix(dir, "~") || strings.HasPrefix(dir, "$") {
		return nil, "", c.fail(data.ErrNotBooth, "nobooth.unread", "Dir", dir)
	}
	if _, ok := c.terminal(); ok && question != "" && !c.confirm(question, "Dir", dir) {
		return nil, "", c.fail(data.ErrNotBooth, "nobooth", "Dir", dir)
	}
	pack, err := c.loadPack(packPath)
	if err != nil {
		return nil, "", err
	}
	if err := data.CreatePractice(dir, pack.ID, data.Options{By: c.by}); err != nil {
		return nil, "", err
	}
	s, dir, err := c.open(f)
	if err != nil {
		return nil, "", err
	}
	if packPath != "" {
		if err := c.keepPack(s, dir, packPath, pack); err != nil {
			s.Close()
			return nil, "", err
		}
	}
	c.note("practice", "Dir", dir)
	return s, dir, nil
}
