package booth

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// RescueCmd carries every intact sealed entry from a damaged folder over into a new one, without a passphrase.
type RescueCmd struct {
	call.Folder
	call.Spoken
	Out  string `required:"" placeholder:"NEWDIR" help:"${help_out_rescue}"`
	JSON bool   `name:"json" help:"${help_json}"`
}

func (k *RescueCmd) Run(c *Call) error {
	from, err := k.Dir()
	if err != nil {
		return err
	}
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) {
		return c.Fail(err, "rescue.nothing", "Dir", from)
	}
	if data.Newer(from) {
		c.Warn("rescue.newer", "Dir", from)
	}
	r, err := data.Rescue(from, k.Out, data.Options{By: c.By})
	switch {
	case errors.Is(err, data.ErrDamaged):
		return c.Fail(err, "rescue.hopeless", "Dir", from, "What", c.Retold(call.Innermost(err)))
	case err != nil && r.Entries == 0 && !errors.Is(err, data.ErrLocked):
		if state, e := data.IsBooth(k.Out); e == nil && (state == data.Booth || state == data.Foreign) {
			return c.Fail(err, "rescue.taken", "Dir", k.Out)
		}
		return err
	case err != nil:
		return err
	}
	for _, n := range r.Notes {
		c.Note("rescue.note", "What", c.Retold(n))
	}
	for _, m := range r.Missing {
		c.Warn("rescue.missing", "What", c.Retold(m))
	}
	if r.Damaged > 0 {
		c.Warn("rescue.damaged", "N", r.Damaged)
	}
	if r.Unsigned > 0 {
		c.Warn("rescue.unsigned", "N", r.Unsigned)
	}
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(r); err != nil {
			return err
		}
	}
	if r.Entries == 0 {
		// A script that continued after this would delete the old folder.
		return c.Fail(nil, "rescue.empty", "Dir", from, "Out", filepath.Clean(k.Out))
	}
	if k.JSON {
		return nil
	}
	c.Print("keys.now", "Set", c.SetLine(r.KeySet))
	c.Print("rescue.done", "Entries", r.Entries, "Persons", r.Persons, "FromStore", r.FromStore, "FromJournal", r.FromJournal, "Out", filepath.Clean(k.Out))
	return nil
}
