package booth

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// BackupCmd writes the whole booth into one new file. It needs no passphrase.
type BackupCmd struct {
	call.Folder
	call.Spoken
	Out  string `required:"" placeholder:"FILE.zip" help:"${help_backup_out}"`
	JSON bool   `name:"json" help:"${help_json}"`
}

func (k *BackupCmd) Run(c *Call) error {
	if !strings.HasSuffix(strings.ToLower(k.Out), ".zip") {
		return c.Wrong("backup.name", "Path", k.Out)
	}
	if err := c.Outside(k.Out); err != nil {
		return err
	}
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	info, err := s.Backup(c.Ctx, k.Out)
	if errors.Is(err, fs.ErrExist) {
		return c.Fail(err, "out.exists", "What", k.Out)
	}
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(struct {
			Path string `json:"path"`
			data.BackupInfo
		}{k.Out, info})
	}
	c.Print("backup.done", "Path", k.Out, "Entries", info.Entries, "Persons", info.Persons, "SHA256", info.SHA256, "Lines", info.AuditLines, "Audit", info.AuditSum)
	return nil
}
