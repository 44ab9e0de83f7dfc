package cli

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/hub/store"
)

type allowCmd struct {
	place
	Event string `placeholder:"EVENT" help:"${help_which}"`
	Booth string `arg:"" placeholder:"BOOTH" help:"${help_booth}"`
}

// Run lets a booth speak.
func (a *allowCmd) Run(c *call) error {
	return c.booth(a.place, a.Event, a.Booth, "allowed", func(st *store.Store, event string) error { return st.Allow(c.ctx, event, a.Booth) })
}

type revokeCmd struct {
	place
	Event    string `placeholder:"EVENT" help:"${help_which}"`
	Distrust bool   `help:"${help_distrust}"`
	Booth    string `arg:"" placeholder:"BOOTH" help:"${help_booth}"`
}

// Run keeps a booth from speaking.
func (r *revokeCmd) Run(c *call) error {
	key := "revoked"
	if r.Distrust {
		key = "distrusted"
	}
	return c.booth(r.place, r.Event, r.Booth, key, func(st *store.Store, event string) error {
		err := st.Revoke(c.ctx, event, r.Booth, r.Distrust)
		if errors.Is(err, store.ErrNoBooth) {
			return c.fail(err, "error.nobooth", "Booth", r.Booth, "Event", event)
		}
		return err
	})
}

// booth does something about a booth of an event. Where no event is named, there has to be one only.
func (c *call) booth(p place, event, booth, done string, do func(*store.Store, string) error) error {
	if !wire.IsBooth(booth) {
		return c.wrong("misuse.booth", "Booth", booth)
	}
	if event != "" && !wire.IsEvent(event) {
		return c.wrong("misuse.event", "Event", event)
	}
	st, err := c.open(p, false)
	if err != nil {
		return err
	}
	defer st.Close()
	if event == "" {
		all, err := st.Events(c.ctx)
		if err != nil {
			return err
		}
		if len(all) != 1 {
			return c.wrong("misuse.which", "N", len(all))
		}
		event = all[0]
	}
	if err := do(st, event); err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.booth."+done, "Booth", booth, "Event", event))
	return nil
}

type statusCmd struct {
	place
	JSON bool `name:"json" help:"${help_json}"`
}

// status is what `status --json` prints.
type status struct {
	Hub string `json:"hub"` // fingerprint of its key
	Key []byte `json:"key"`
	store.Stats
	List []store.Booth `json:"list"` // of all booths, also of those that may not speak any more
}

// Run says what the hub holds.
func (s *statusCmd) Run(c *call) error {
	st, err := c.open(s.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	key, err := readKey(s.Data)
	if err != nil {
		return err
	}
	out := status{Hub: entry.BoothID(key.Public().(ed25519.PublicKey)), Key: key.Public().(ed25519.PublicKey)}
	if out.Stats, err = st.Stats(c.ctx); err != nil {
		return err
	}
	if out.List, err = st.Booths(c.ctx); err != nil {
		return err
	}
	out.List = slices.Concat([]store.Booth{}, out.List)
	if s.JSON {
		return c.json(out)
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.status.hub", "Hub", out.Hub, "Words", six(out.Hub[:16])))
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.status.lines", "N", out.Entries, "Emptied", out.Emptied, "Apart", out.Apart))
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.status.erasures", "N", out.Erasures, "Waiting", out.Waiting, "Claims", out.Claims))
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.status.wishes", "N", out.Wishes))
	for _, b := range out.List {
		spoke := "cli.hub.status.silent"
		if b.Spoke {
			spoke = "cli.hub.status.spoke"
		}
		fmt.Fprintln(c.stdout, c.say.S("cli.hub.status.booth", "Event", b.Event, "Booth", b.ID, "State", c.say.S("cli.hub.state."+b.State), "Spoke", c.say.S(spoke), "N", b.Lines, "Last", b.Last))
	}
	return nil
}
