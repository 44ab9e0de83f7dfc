package cli

import (
	"encoding/json"

	"matchbooth/data"
)

// statusCmd prints counts. It needs no passphrase and opens no record.
type statusCmd struct {
	folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *statusCmd) Run(c *call) error {
	s, dir, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	st, err := s.Status(c.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		keys, err := namedKeys(c.ctx, s)
		if err != nil {
			return err
		}
		return json.NewEncoder(c.stdout).Encode(struct {
			data.Status
			Keys   []namedKey       `json:"keys"`
			Mirror data.MirrorState `json:"mirror"`
		}{st, keys, c.settled(s, lookFor)})
	}
	lines, err := c.keyLines(s)
	if err != nil {
		return err
	}
	c.print("status", "Dir", dir, "Mode", c.S("cli.mode."+st.Mode), "Event", st.Event, "Booth", st.Booth,
		"Signups", st.Signups, "Erased", st.Erased, "Entries", st.Entries, "LastSeq", st.LastSeq, "Keys", lines)
	c.sayMirror(s, c.settled(s, lookFor))
	return nil
}
