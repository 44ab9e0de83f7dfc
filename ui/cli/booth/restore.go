package booth

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// RestoreCmd makes a booth's folder from a backup. It needs no passphrase.
type RestoreCmd struct {
	File string `arg:"" placeholder:"FILE.zip" help:"${help_restore_file}"`
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *RestoreCmd) Run(c *Call) error {
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	if _, err := os.Stat(k.File); errors.Is(err, fs.ErrNotExist) {
		return c.Fail(err, "restore.nothing", "Path", k.File)
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return err
	}
	if state == data.Booth || state == data.Foreign {
		return c.Fail(nil, "restore.taken", "Dir", dir)
	}
	info, err := data.Restore(k.File, dir, data.Options{By: c.By})
	if errors.Is(err, data.ErrBackup) || errors.Is(err, data.ErrDamaged) || errors.Is(err, data.ErrNotBooth) {
		return c.Fail(err, "restore.bad", "What", c.Retold(call.Innermost(err)))
	}
	if err != nil {
		return err
	}
	for _, n := range info.Notes {
		c.Note("repaired", "What", c.Retold(n))
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(info)
	}
	c.Print("restore.done", "Dir", dir, "Entries", info.Entries, "Persons", info.Persons, "Booth", info.Booth)
	return nil
}
