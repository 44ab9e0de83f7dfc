package preview

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
	"matchbooth/kiosk/scene"
)

// reading is what the files of a pack say at one moment.
type reading struct {
	pack   *event.Pack // nil where too little could be read
	scenes []scene.Scene
	faults []event.Fault
	advice []event.Fault
	holes  []string // placeholder texts, as file:line: text
	err    error    // the pack is not there, or cannot be read
}

// Format implements fmt.Formatter: scenes hold answers, which print nowhere.
func (r reading) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "preview.reading{%d scenes}", len(r.scenes))
}

// read reads the pack at path, as far as it can be read.
func read(path string) (r reading) {
	var src *event.Source
	src, r.faults, r.err = event.ReadPartly(path)
	if src == nil {
		return r
	}
	r.pack = src.Pack
	defer func() {
		if p := recover(); p != nil { // of a pack with faults anything may be missing
			r.pack, r.scenes = nil, nil
		}
	}()
	r.scenes = scene.All(r.pack)
	if r.faults, r.advice, r.err = compare.Examine(src, r.faults, time.Now()); r.err != nil {
		return r
	}
	r.holes = r.pack.Placeholders()
	return r
}

// mostWatched is how many files and folders are looked at for changes: far more than a pack may have.
const mostWatched = 2000

// stamp tells one state of a pack's files from another: names, sizes and times of change. It reads no contents. What cannot
// be looked at has a stamp as well.
func stamp(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return "not there"
	}
	if !info.IsDir() {
		return fmt.Sprint(info.Size(), info.ModTime())
	}
	var out []byte
	n := 0
	filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		if n++; n > mostWatched {
			return fs.SkipAll
		}
		if err != nil {
			out = fmt.Append(out, name, " unreadable\n")
			return nil
		}
		if info, err := e.Info(); err == nil {
			out = fmt.Appendln(out, name, info.Size(), info.ModTime(), info.Mode())
		}
		return nil
	})
	return string(out)
}
