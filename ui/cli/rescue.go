package cli

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data"
)

// rescueCmd carries every whole sealed entry out of a damaged folder into a new one, without a passphrase.
type rescueCmd struct {
	folder
	Out  string `required:"" placeholder:"NEWDIR" help:"${help_out_rescue}"`
	JSON bool   `name:"json" help:"${help_json}"`
}

func (k *rescueCmd) Run(c *call) error {
	from, err := k.dir()
	if err != nil {
		return err
	}
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return c.fail(err, "rescue.nothing", "Dir", from)
	}
	r, err := data.Rescue(from, k.Out, data.Options{By: c.by})
	switch {
	case errors.Is(err, data.ErrDamaged):
		return c.fail(err, "rescue.hopeless", "Dir", from, "What", c.retold(innermost(err)))
	case err != nil && r.Entries == 0 && !errors.Is(err, data.ErrLocked):
		if state, e := data.IsBooth(k.Out); e == nil && (state == data.Booth || state == data.Foreign) {
			return c.fail(err, "rescue.taken", "Dir", k.Out)
		}
		return err
	case err != nil:
		return err
	}
	for _, n := range r.Notes {
		c.note("rescue.note", "What", c.retold(n))
	}
	for _, m := range r.Missing {
		c.warn("rescue.missing", "What", c.retold(m))
	}
	if r.Damaged > 0 {
		c.warn("rescue.damaged", "N", r.Damaged)
	}
	if r.Unsigned > 0 {
		c.warn("rescue.unsigned", "N", r.Unsigned)
	}
	if k.JSON {
		if err := json.NewEncoder(c.stdout).Encode(r); err != nil {
			return err
		}
	}
	if r.Entries == 0 {
		// A script that goes on after this would throw the old folder away.
		return c.fail(nil, "rescue.empty", "Dir", from, "Out", filepath.Clean(k.Out))
	}
	if k.JSON {
		return nil
	}
	c.print("keys.now", "Set", c.setLine(r.KeySet))
	c.print("rescue.done", "Entries", r.Entries, "Persons", r.Persons, "FromStore", r.FromStore, "FromJournal", r.FromJournal, "Out", filepath.Clean(k.Out))
	return nil
}
