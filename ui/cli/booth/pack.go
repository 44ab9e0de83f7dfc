package booth

import (
	"encoding/json"
	"errors"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/amend"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/packs"
)

// PackCmd says which event pack the booth has, or takes over a new version of it: it shows what differs, sentence by
// sentence, and has the desk state that the event goes on with it.
type PackCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Pack    string `arg:"" optional:"" name:"newpack" placeholder:"NEWPACK" help:"${help_newpack}"`
	Yes     bool   `help:"${help_yes_pack}"`
	Preview bool   `help:"${help_packpreview}"`
	JSON    bool   `name:"json" help:"${help_json}"`
}

func (k *PackCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	old, lost := c.BoothPack(s, dir)
	if k.Pack == "" {
		if lost != nil {
			return lost
		}
		if err := k.say(c, s, dir, old); err != nil {
			return err
		}
		return s.Close()
	}
	if lost != nil {
		old = nil
	}
	o, err := packs.Look(c.Ctx, s, dir, old, k.Pack)
	var faulty packs.Faulty
	switch {
	case errors.As(err, &faulty):
		return c.Fail(err, "pack.bad", "Path", k.Pack, "First", faulty[0].Said(c.Printer), "N", len(faulty))
	case errors.Is(err, packs.ErrMoved):
		return c.Fail(err, "amend.moved", "Path", k.Pack)
	case err != nil:
		return c.Fail(err, "pack.unreadable", "Path", k.Pack)
	case lost != nil && !o.Named:
		return lost
	}
	if err := k.changes(c, s, o); err != nil || k.Preview || o.Same() {
		return errors.Join(err, s.Close())
	}
	if o.Named {
		if err := o.Take(c.Ctx, s, nil); err != nil {
			return err
		}
		c.Print("amend.kept", "Digest", o.New.Digest[:12])
		c.Print("amend.reprint")
		return s.Close()
	}
	if s.Mode() == data.ModeLive {
		if err := c.mayGoLive(o.New); err != nil {
			return err
		}
	}
	if !k.Yes && !c.Confirm("amend.ask") {
		return c.Fail(nil, "amend.no")
	}
	if s.Mode() == data.ModeLive {
		if err := c.AcceptPack(k.Pack, k.Yes); err != nil {
			return err
		}
	}
	desk, err := k.Desk(c.Call, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := o.Take(c.Ctx, s, desk); err != nil {
		return err
	}
	c.Print("amend.done", "Digest", o.New.Digest[:12])
	c.Print("amend.reprint") // each page names the pack that it is of
	return s.Close()
}

// say prints which pack the booth has.
func (k *PackCmd) say(c *Call, s *data.Store, dir string, p *event.Pack) error {
	w := packs.Find(s, dir)
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(struct {
			Title    map[event.Lang]string `json:"title"`
			Digest   string                `json:"digest"`
			Lacks    string                `json:"lacks,omitempty"`
			Rival    bool                  `json:"rival,omitempty"`
			Versions []data.PackVersion    `json:"versions"`
		}{p.Title, p.Digest, w.Lacks, w.Rival, append([]data.PackVersion{}, s.Packs()...)})
	}
	c.Print("amend.has", "Title", p.Title.In(event.Lang(c.Lang)), "Digest", p.Digest[:12])
	for i, v := range s.Packs() {
		c.Print("amend.since", "I", i+1, "At", v.Since.Local().Format(time.DateOnly), "Digest", v.Digest[:12])
	}
	if w.Changes == 0 {
		c.Print("amend.never")
	}
	c.WarnPack(s, dir)
	return nil
}

// changes prints what differs, and refuses what may not.
func (k *PackCmd) changes(c *Call, s *data.Store, o packs.Offer) error {
	if o.New.ID != s.Event() {
		return c.Fail(nil, "pack.other", "Booth", s.Event(), "Pack", o.New.ID)
	}
	if o.Same() {
		c.Print("amend.same", "Digest", o.New.Digest[:12])
		return nil
	}
	for _, x := range o.Changes {
		c.Stdout.Write([]byte(x.Say(event.Lang(c.Lang), c.S) + "\n"))
	}
	if o.Named {
		c.Print("amend.named")
		return nil
	}
	if bad := o.Refused(); len(bad) > 0 {
		if slices.ContainsFunc(bad, func(x amend.Change) bool { return x.Why == "days" }) {
			c.Print("amend.days")
		}
		return c.Fail(nil, "amend.refused", "N", len(bad))
	}
	return nil
}
