package cli

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"

	"matchbooth/data"
)

// restoreCmd makes a booth's folder out of a backup. It needs no passphrase.
type restoreCmd struct {
	File string `arg:"" placeholder:"FILE.zip" help:"${help_restore_file}"`
	folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *restoreCmd) Run(c *call) error {
	dir, err := k.dir()
	if err != nil {
		return err
	}
	if _, err := os.Stat(k.File); errors.Is(err, fs.ErrNotExist) {
		return c.fail(err, "restore.nothing", "Path", k.File)
	}
	state, err := data.IsBooth(dir)
	if err != nil {
		return err
	}
	if state == data.Booth || state == data.Foreign {
		return c.fail(nil, "restore.taken", "Dir", dir)
	}
	info, err := data.Restore(k.File, dir, data.Options{By: c.by})
	if errors.Is(err, data.ErrBackup) || errors.Is(err, data.ErrDamaged) || errors.Is(err, data.ErrNotBooth) {
		return c.fail(err, "restore.bad", "What", innermost(err))
	}
	if err != nil {
		return err
	}
	for _, n := range info.Notes {
		c.note("repaired", "What", c.retold(n))
	}
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(info)
	}
	c.print("restore.done", "Dir", dir, "Entries", info.Entries, "Persons", info.Persons, "Booth", info.Booth)
	return nil
}
