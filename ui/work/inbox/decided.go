package inbox

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"matchbooth/data/outside"
)

// decided are the wishes that are done with. Ids are random: they say nothing of anybody.
type decided struct {
	ids     []string          // in the order in which they were decided
	erasing map[string]string // by the id of a wish, the person who is being erased
}

// decidedIn reads them; a folder without the file has decided nothing. A line that is torn or strange says nothing.
func decidedIn(dir *outside.Folder) (d decided, err error) {
	d.erasing = map[string]string{}
	text, err := dir.Read(decidedName, 256*int64(mostDone))
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return d, fmt.Errorf("reading the inbox: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		switch parts := strings.Fields(line); {
		case len(parts) == 2 && parts[0] == "done":
			d.ids = append(d.ids, parts[1])
		case len(parts) == 3 && parts[0] == "erasing":
			d.erasing[parts[1]] = parts[2]
		}
	}
	return d, nil
}

// add notes ids, each once.
func (d *decided) add(ids ...string) {
	have := map[string]bool{}
	for _, id := range d.ids {
		have[id] = true
	}
	for _, id := range ids {
		if id != "" && !have[id] {
			have[id] = true
			d.ids = append(d.ids, id)
		}
		delete(d.erasing, id)
	}
}

// write keeps them, so that the file is the old one or the new one and never half of either.
func (d *decided) write(dir *outside.Folder) error {
	if n := len(d.ids) - mostDone; n > 0 {
		d.ids = slices.Clone(d.ids[n:])
	}
	var out strings.Builder
	for _, id := range d.ids {
		fmt.Fprintf(&out, "done %s\n", id)
	}
	for id, person := range d.erasing {
		fmt.Fprintf(&out, "erasing %s %s\n", id, person)
	}
	return dir.Write(decidedName, []byte(out.String()))
}

// settle notes that wishes are done with and removes their files, in this order: what is interrupted between the two is
// removed the next time.
func settle(dir *outside.Folder, gone []Wish) error {
	if len(gone) == 0 {
		return nil
	}
	d, err := decidedIn(dir)
	if err != nil {
		return err
	}
	for _, w := range gone {
		d.add(w.sent, w.ID)
		for _, name := range w.files {
			if mark := strings.TrimSuffix(markOf(name), ".age"); strings.HasPrefix(mark, "m-") {
				d.add(mark)
			}
		}
	}
	if err := d.write(dir); err != nil {
		return err
	}
	for _, w := range gone {
		for _, name := range w.files {
			if err := dir.Remove(name); err != nil {
				return fmt.Errorf("removing a decided wish: %w", err)
			}
		}
	}
	return dir.Sync()
}
