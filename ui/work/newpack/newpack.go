// Package newpack makes a new event pack of what somebody answers: what the terminal, the window and a file of answers do
// alike. The questions and their checks are kiosk/event/draft; here answers are brought into one form, what nobody has
// answered is proposed, and the pack is written into a folder of its own.
package newpack

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
)

// Refused says why a folder is not taken, or could not be written.
type Refused struct {
	Key   string // of the catalogue
	Args  []any
	Cause error
}

// Error returns the reason's key.
func (r *Refused) Error() string { return "a new pack was refused: " + r.Key }

// Unwrap returns the cause, nil if there is none.
func (r *Refused) Unwrap() error { return r.Cause }

// Say returns the sentence for an error of this package, "" for others.
func Say(say text.Printer, err error) string {
	if r, ok := errors.AsType[*Refused](err); ok {
		return say.S(r.Key, r.Args...)
	}
	return ""
}

func no(cause error, key string, args ...any) error { return &Refused{key, args, cause} }

// Free refuses a folder that has something in it, a file, and what lies in a booth's data folder.
func Free(dir string) error {
	if data.InBooth(dir) {
		return no(nil, "cli.out.inbooth", "What", dir)
	}
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return no(err, "cli.new.nofolder", "Dir", dir)
	case len(list) > 0:
		return no(nil, "cli.new.notempty", "Dir", dir)
	}
	return nil
}

// Make writes a pack of the answers into a free folder. Comments in it are in l.
func Make(dir string, a draft.Answers, texts *text.Catalogue, l event.Lang) error {
	if err := Free(dir); err != nil {
		return err
	}
	files, err := draft.Build(a, texts, l)
	if err != nil {
		return err
	}
	if err := write(dir, files); err != nil {
		return no(err, "cli.new.unwritten", "Dir", dir, "What", innermost(err))
	}
	return nil
}

// innermost returns what the system found, and where, without what the layers between have added.
func innermost(err error) string {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Path + ": " + pe.Err.Error()
	}
	return err.Error()
}

// write writes the files beside the folder and puts them in its place when they are all there: whatever ends it, there is
// a whole pack or none.
func write(dir string, files map[string][]byte) (err error) {
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o750); err != nil {
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ".new-pack-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made) // gone by then if all went well
	if err := fill(made, files); err != nil {
		return err
	}
	if err := os.Chmod(made, 0o750); err != nil { //nolint:gosec // G302: a folder, which others may look into
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty one: see Free
		return err
	}
	return os.Rename(made, dir)
}

// fill writes files into a folder. Nothing of it is open afterwards, as Windows renames no folder of which something is.
func fill(dir string, files map[string][]byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write(files[name])
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// Propose takes what is proposed for a question that nobody was asked, where the pack cannot wait for an answer or the
// answer follows from another.
func Propose(q draft.Question, a draft.Answers, now time.Time, own event.Lang) {
	if q.Kind != draft.ID && q.Kind != draft.Ref && q.Kind != draft.Choice && q.ID != "ends" && q.ID != "place" && q.ID != "registry_name" {
		return
	}
	t := event.Text{}
	for _, l := range event.Langs {
		of := l
		if !q.TwoLanguages() {
			of = own
		}
		if s := q.Propose(a, of, now); s != "" && q.Check(s, a) == "" {
			t[l] = s
		}
	}
	if len(t) > 0 {
		a[q.ID] = t
	}
}

// Normal brings an answer into the form that is checked and written: no blanks around it, and where it is not a text,
// full-width characters as the plain ones they mean, which is how Chinese keyboards type them.
func Normal(q draft.Question, s string) string {
	s = strings.TrimSpace(s)
	switch q.Kind {
	case draft.Text, draft.List, draft.Choice:
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - 0xFEE0
		}
		return r
	}, s)
}

// Alike fills in what is the same as in the other language, which people write as "=".
func Alike(t event.Text) event.Text {
	for l, other := range others {
		if t[l] == "=" {
			t[l] = strings.TrimSuffix(t[other], "=")
		}
	}
	return t
}

var others = map[event.Lang]event.Lang{event.ZH: event.EN, event.EN: event.ZH}

// Other returns the other language.
func Other(l event.Lang) event.Lang { return others[l] }
