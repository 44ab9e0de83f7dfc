package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"matchbooth/hub/page"
	"matchbooth/hub/store"
)

type pageCmd struct {
	place
	Event  string `placeholder:"EVENT" help:"${help_which}"`
	Static bool   `help:"${help_static}"`
	Out    string `placeholder:"FILE" help:"${help_out}"`
}

// Run writes the page as a file of its own.
func (p *pageCmd) Run(c *call) error {
	if !p.Static || p.Out == "" {
		return c.wrong("misuse.page")
	}
	st, err := c.open(p.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	e, err := c.pageOf(st, p.Event)
	if err != nil {
		return err
	}
	made, err := page.NewStatic(e, c.texts)
	if err != nil {
		return c.fail(err, "error.page", "What", err.Error())
	}
	f, err := os.OpenFile(p.Out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // G302: it is public
	if errors.Is(err, fs.ErrExist) {
		return c.fail(err, "error.there", "Out", p.Out)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(made.Body)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(p.Out)
		return err
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.page.written", "Out", p.Out, "Digest", made.Digest()))
	return nil
}

// setPage has the hub show the page of an event, as its pack and its keys have it.
func (c *call) setPage(st *store.Store, e page.Event) error {
	made, err := page.New(e, c.texts)
	if err != nil {
		return c.fail(err, "error.page", "What", err.Error())
	}
	says, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if err := st.SetPage(c.ctx, e.ID, says); err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, c.say.S("cli.hub.page.known", "Event", e.ID, "Digest", made.Digest()))
	return nil
}

// pageOf is what the page of an event says. Where no event is named, there has to be one page only.
func (c *call) pageOf(st *store.Store, event string) (e page.Event, err error) {
	all, err := st.Pages(c.ctx)
	if err != nil {
		return e, err
	}
	if event == "" && len(all) == 1 {
		for only := range all {
			event = only
		}
	}
	says, ok := all[event]
	switch {
	case event == "" && len(all) > 1:
		return e, c.wrong("misuse.which", "N", len(all))
	case !ok:
		return e, c.fail(nil, "error.nopage")
	}
	return e, json.Unmarshal(says, &e)
}

type hashCmd struct {
	place
	Event string `placeholder:"EVENT" help:"${help_which}"`
}

// Run prints the digest of the page that this program serves, to be compared with that of what a phone got.
func (h *hashCmd) Run(c *call) error {
	st, err := c.open(h.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	e, err := c.pageOf(st, h.Event)
	if err != nil {
		return err
	}
	made, err := page.New(e, c.texts)
	if err != nil {
		return c.fail(err, "error.page", "What", err.Error())
	}
	fmt.Fprintln(c.stdout, made.Digest()+"  "+e.ID)
	return nil
}
