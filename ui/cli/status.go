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
	set, err := s.KeySet(c.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(struct {
			data.Status
			Set    namedSet         `json:"key_set"`
			Keys   []namedKey       `json:"keys"`
			Mirror data.MirrorState `json:"mirror"`
		}{st, nameSet(set), nameKeys(set), c.settled(s, lookFor)})
	}
	c.print("status", "Dir", dir, "Mode", c.S("cli.mode."+st.Mode), "Event", st.Event, "Booth", st.Booth,
		"Signups", st.Signups, "Erased", st.Erased, "Entries", st.Entries, "LastSeq", st.LastSeq, "Keys", c.keyLines(set))
	c.warnSet(set)
	c.sayMirror(s, c.settled(s, lookFor))
	return nil
}
