package cli

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"matchbooth/data"
)

// backupCmd writes everything into one new file. It needs no passphrase.
type backupCmd struct {
	folder
	Out  string `required:"" placeholder:"FILE.zip" help:"${help_backup_out}"`
	JSON bool   `name:"json" help:"${help_json}"`
}

func (k *backupCmd) Run(c *call) error {
	if !strings.HasSuffix(strings.ToLower(k.Out), ".zip") {
		return c.wrong("backup.name", "Path", k.Out)
	}
	if err := c.outside(k.Out); err != nil {
		return err
	}
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	info, err := s.Backup(c.ctx, k.Out)
	if errors.Is(err, fs.ErrExist) {
		return c.fail(err, "out.exists", "What", k.Out)
	}
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(struct {
			Path string `json:"path"`
			data.BackupInfo
		}{k.Out, info})
	}
	c.print("backup.done", "Path", k.Out, "Entries", info.Entries, "Persons", info.Persons, "SHA256", info.SHA256, "Lines", info.AuditLines, "Audit", info.AuditSum)
	return nil
}
