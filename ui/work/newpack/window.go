package newpack

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
	"matchbooth/kiosk/event/draft"
)

// Window is a new pack that a window asks for: what it starts from, and what it may do in the end.
type Window struct {
	Dir   string // the folder that was given; "" for none
	Home  string // the person's own folder
	Now   time.Time
	Texts *text.Catalogue

	// Preview opens the preview of a pack in a window of its own, in a language, and returns at once. nil: it cannot.
	Preview func(dir, lang string) error
}

// Written is a pack that was written, and what check says of it.
type Written struct {
	Dir      string   // absolute
	Open     []string // what is still to be written, as "file:line: [[…]]"
	Warnings []event.Fault
	Faults   []event.Fault
}

// documents are the names of the folder for documents in somebody's own folder, as desktops call it.
var documents = []string{"Documents", "文档", "文稿"}

// Proposed returns a folder that is free, for a pack with that id.
func (w *Window) Proposed(id string) string {
	if w.Dir != "" {
		return w.Dir
	}
	if id == "" {
		id = "event"
	}
	base := w.Home
	for _, name := range documents {
		if info, err := os.Stat(filepath.Join(w.Home, name)); err == nil && info.IsDir() {
			base = filepath.Join(w.Home, name)
			break
		}
	}
	dir := filepath.Join(base, id)
	for n := 2; n < 100 && Free(dir) != nil; n++ {
		dir = filepath.Join(base, fmt.Sprintf("%s-%d", id, n))
	}
	return dir
}

// TakeDir takes a folder as somebody has typed it, if it is free, and returns it absolute.
func (w *Window) TakeDir(dir string) (string, error) {
	dir = strings.TrimSpace(dir)
	if rest, own := strings.CutPrefix(dir, "~"+string(filepath.Separator)); own {
		dir = filepath.Join(w.Home, rest)
	}
	if dir == "" || strings.ContainsAny(dir, "\r\n") || strings.HasPrefix(dir, "~") || strings.HasPrefix(dir, "$") {
		return "", no(nil, "newpack.nodir")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", no(err, "cli.new.nofolder", "Dir", dir)
	}
	return dir, Free(dir)
}

// Write writes a pack into a folder as typed, with comments in l, and looks at it as check does.
func (w *Window) Write(dir string, a draft.Answers, l event.Lang) (Written, error) {
	dir, err := w.TakeDir(dir)
	if err != nil {
		return Written{}, err
	}
	if err := Make(dir, a, w.Texts, l); err != nil {
		return Written{}, err
	}
	src, faults, err := event.Read(dir)
	if err != nil {
		return Written{}, no(err, "cli.pack.unreadable", "Path", dir)
	}
	out := Written{Dir: dir}
	if out.Faults, out.Warnings, err = compare.Examine(src, faults, w.Now); err != nil {
		return Written{}, err
	}
	if src != nil {
		out.Open = src.Pack.Placeholders()
	}
	return out, nil
}
