package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/ui/work/handover"
)

// OpenFile is a file with people in it that anybody can read, written to somewhere else than this computer's folder of exports:
// nobody finds it again by looking there. It is remembered until it was deleted or somebody says that it was handed over.
type OpenFile struct {
	Path   string    `json:"path"`
	People int       `json:"people"` // how many are in it; nothing else about them is kept
	At     time.Time `json:"at"`
	There  bool      `json:"-"` // it can be deleted now: what it lies on is plugged in
}

// metaOpen is the setting with the files that are remembered, as JSON; see [data.Store.Meta].
const metaOpen = "desk.openfiles"

// mostOpen is how many are remembered; beyond that the oldest are forgotten.
const mostOpen = 200

// remembered are the files of the setting. What cannot be read is none.
func (d *Session) remembered() (list []OpenFile) {
	if kept, ok := d.store.Meta(metaOpen); ok {
		_ = json.Unmarshal([]byte(kept), &list)
	}
	return list
}

func (d *Session) remember(list []OpenFile) error {
	text, err := json.Marshal(list[max(0, len(list)-mostOpen):])
	if err != nil {
		return err
	}
	return d.store.SetMeta(metaOpen, string(text))
}

// wroteOpen remembers a file that anybody can read, if it does not lie in this computer's folder of exports. That it was written
// is in the list of exports already: a reminder that cannot be kept is no reason to take it back.
func (d *Session) wroteOpen(path string, people int) {
	if filepath.Dir(path) == filepath.Clean(d.Folder()) {
		return
	}
	d.files.Lock()
	defer d.files.Unlock()
	_ = d.remember(append(d.remembered(), OpenFile{Path: path, People: people, At: d.clock()}))
}

// OpenFiles implements [Giving].
func (d *Session) OpenFiles() []OpenFile {
	d.files.Lock()
	defer d.files.Unlock()
	list := slices.DeleteFunc(d.remembered(), func(f OpenFile) bool { return gone(f.Path) })
	for i, f := range list {
		info, err := os.Lstat(f.Path)
		list[i].There = err == nil && info.Mode().IsRegular()
	}
	return list
}

// gone reports whether somebody has deleted a file: its folder is there without it. Where a stick was pulled out its folder is
// not there either.
func gone(path string) bool {
	_, err := os.Lstat(path)
	_, dir := os.Stat(filepath.Dir(path))
	return errors.Is(err, fs.ErrNotExist) && dir == nil
}

// Settle implements [Giving].
func (d *Session) Settle(ctx context.Context, path string, handed bool) error {
	if d.Opened() == nil {
		return fmt.Errorf("settling an open file: %w", ErrLeft)
	}
	d.files.Lock()
	defer d.files.Unlock()
	list := d.remembered()
	at := slices.IndexFunc(list, func(f OpenFile) bool { return f.Path == path })
	if at < 0 {
		return nil
	}
	what := "open file handed over"
	if !handed {
		if err := handover.Shred([]string{path}); err != nil {
			return err
		}
		what = "open file deleted"
	}
	if err := d.store.Audit(data.As(ctx, d.By()), what, list[at].People); err != nil {
		return err
	}
	return d.remember(slices.Delete(list, at, at+1))
}
