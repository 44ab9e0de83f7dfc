package booth

import (
	"encoding/json"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// StatusCmd prints counts. It needs no passphrase and opens no record.
type StatusCmd struct {
	call.Folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *StatusCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	st, err := s.Status(c.Ctx)
	if err != nil {
		return err
	}
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(struct {
			data.Status
			Set    call.NamedSet    `json:"key_set"`
			Keys   []call.NamedKey  `json:"keys"`
			Mirror data.MirrorState `json:"mirror"`
		}{st, call.NameSet(set), call.NameKeys(set), c.settled(s, lookFor)})
	}
	c.Print("status", "Dir", dir, "Mode", c.S("cli.mode."+st.Mode), "Event", st.Event, "Booth", st.Booth,
		"Signups", st.Signups, "Erased", st.Erased, "Entries", st.Entries, "LastSeq", st.LastSeq, "Keys", c.KeyLines(set))
	c.WarnSet(set)
	c.sayMirror(s, c.settled(s, lookFor))
	return nil
}
