package booth

import (
	"encoding/json"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/hub"
)

// StatusCmd prints counts. It needs no passphrase and opens no record.
type StatusCmd struct {
	call.Folder
	call.Spoken
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
	at, err := hub.StateOf(c.Ctx, s)
	if err != nil {
		return err
	}
	if k.JSON {
		var joined *hub.State
		if at.URL != "" {
			joined = &at
		}
		return json.NewEncoder(c.Stdout).Encode(struct {
			data.Status
			Set    call.NamedSet      `json:"key_set"`
			Keys   []call.NamedKey    `json:"keys"`
			Mirror data.MirrorState   `json:"mirror"`
			Packs  []data.PackVersion `json:"packs,omitempty"`
			Hub    *hub.State         `json:"hub,omitempty"`
		}{st, call.NameSet(set), call.NameKeys(set), c.settled(s, lookFor), s.Packs(), joined})
	}
	c.Print("status", "Dir", dir, "Mode", c.S("cli.mode."+st.Mode), "Event", st.Event, "Booth", st.Booth, "Words", c.BoothWords(st.Booth),
		"Signups", st.Signups, "Erased", st.Erased, "Entries", st.Entries, "LastSeq", st.LastSeq, "Keys", c.KeyLines(set))
	c.WarnSet(set)
	c.WarnPack(s, dir)
	c.sayMirror(s, c.settled(s, lookFor))
	c.SayHub(at)
	return nil
}
