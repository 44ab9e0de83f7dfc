package people

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// BoothsCmd lists the booths that are known here and how far they are trusted, and lets the desk change that.
type BoothsCmd struct {
	List     boothsListCmd     `cmd:"" default:"withargs" help:"${help_boothslist}"`
	Distrust boothsDistrustCmd `cmd:"" help:"${help_distrust}"`
	Believe  boothsBelieveCmd  `cmd:"" help:"${help_believe}"`
	Belong   boothsBelongCmd   `cmd:"" help:"${help_belong}"`
	Succeed  boothsSucceedCmd  `cmd:"" help:"${help_succeed}"`
	Refuse   boothsRefuseCmd   `cmd:"" help:"${help_refuse}"`
	Days     boothsDaysCmd     `cmd:"" help:"${help_days}"`
}

// boothsListCmd lists the known booths. It needs no passphrase.
type boothsListCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *boothsListCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Booths(c.Ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(list)
	}
	for _, b := range list {
		c.Print("booths.line", "Booth", b.ID, "Words", c.BoothWords(b.ID), "SignUps", b.SignUps, "Lines", b.Lines, "Last", b.Last)
		for _, x := range []struct {
			say bool
			key string
		}{{b.This, "booths.this"}, {b.Own && !b.This, "booths.own"}, {b.Belongs, "booths.belongs"}, {b.Distrusted > 0, "booths.distrusted"}, {b.Claims > 0, "booths.claims"}, {len(b.Succeeds) > 0, "booths.succeeds"}} {
			if x.say {
				c.Print(x.key, "From", b.Distrusted, "N", b.Claims, "Old", c.Names(b.Succeeds))
			}
		}
	}
	return s.Close()
}

// boothsDistrustCmd has the desk state that a booth is no longer to be trusted.
type boothsDistrustCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
	From  string `required:"" placeholder:"N|DATE" help:"${help_distrustfrom}"`
}

func (k *boothsDistrustCmd) Run(c *Call) error {
	return k.Say(c.Call, k.DeskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		from, err := strconv.ParseInt(k.From, 10, 64)
		if err != nil {
			at, err := time.ParseInLocation(dateForm, k.From, time.Local)
			if err != nil {
				return c.Wrong("booths.from")
			}
			if from, err = s.NumberOn(c.Ctx, k.Booth, at); err != nil {
				return err
			}
		}
		if err := s.Distrust(c.Ctx, desk, k.Booth, from); err != nil {
			return err
		}
		list, err := s.Booths(c.Ctx)
		if err != nil {
			return err
		}
		for _, b := range list {
			if b.ID != k.Booth {
				continue
			}
			c.Print("booths.nolonger", "Booth", k.Booth, "From", b.Distrusted)
			if b.SignUps > 0 { // whoever has the booth can write lines with an earlier hour
				c.Print("booths.stays", "N", b.SignUps, "Last", b.Distrusted-1)
			}
		}
		return nil
	})
}

// boothsBelieveCmd has the desk trust a booth again.
type boothsBelieveCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsBelieveCmd) Run(c *Call) error {
	return k.Say(c.Call, k.DeskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		if err := s.Believe(c.Ctx, desk, k.Booth); err != nil {
			return err
		}
		c.Print("booths.again", "Booth", k.Booth)
		return nil
	})
}

// boothsBelongCmd has the desk state that booths, known here or not, belong to the event, so that no merge asks about
// them.
type boothsBelongCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Booths []string `arg:"" name:"booth" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsBelongCmd) Run(c *Call) error {
	return k.AtDesk(c.Call, k.DeskKey, nil, func(s *data.Store, desk *data.Desk) error {
		for _, id := range k.Booths {
			if err := s.Belongs(c.Ctx, desk, id); errors.Is(err, data.ErrBoothID) {
				return c.Fail(err, "booths.badid", "Booth", id)
			} else if err != nil {
				return err
			}
			c.Print("booths.belong", "Booth", id)
		}
		return nil
	})
}

// boothsSucceedCmd lets a restored or rescued booth speak for the people of the one it was before.
type boothsSucceedCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Old string `arg:"" placeholder:"OLD" help:"${help_oldbooth}"`
	New string `arg:"" placeholder:"NEW" help:"${help_newbooth}"`
}

func (k *boothsSucceedCmd) Run(c *Call) error {
	return k.Say(c.Call, k.DeskKey, k.Old, func(s *data.Store, desk *data.Desk) error {
		if err := s.Succeed(c.Ctx, desk, k.Old, k.New); err != nil {
			return err
		}
		c.Print("booths.succeeded", "New", k.New, "Old", k.Old)
		return nil
	})
}

// boothsRefuseCmd has the desk refuse a booth's claims, so that they remain without effect.
type boothsRefuseCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsRefuseCmd) Run(c *Call) error {
	return k.Say(c.Call, k.DeskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		all, err := s.Claims(c.Ctx)
		if err != nil {
			return err
		}
		claims := slices.DeleteFunc(all, func(x data.Claim) bool { return x.Booth != k.Booth })
		if err := s.RefuseClaims(c.Ctx, desk, claims); err != nil {
			return err
		}
		c.Print("booths.refused", "N", len(claims), "Booth", k.Booth)
		return nil
	})
}

// boothsDaysCmd has the desk state that the event takes place on other days than its pack says.
type boothsDaysCmd struct {
	call.Folder
	call.Spoken
	call.DeskKey
	First string `arg:"" placeholder:"FIRST" help:"${help_firstday}"`
	Last  string `arg:"" placeholder:"LAST" help:"${help_lastday}"`
}

func (k *boothsDaysCmd) Run(c *Call) error {
	first, err1 := time.Parse(dateForm, k.First)
	last, err2 := time.Parse(dateForm, k.Last)
	if err1 != nil || err2 != nil || last.Before(first) {
		return c.Wrong("booths.baddays")
	}
	return k.AtDesk(c.Call, k.DeskKey, nil, func(s *data.Store, desk *data.Desk) error {
		if err := s.MoveEvent(c.Ctx, desk, first, last); err != nil {
			return err
		}
		c.Print("booths.moved", "First", k.First, "Last", k.Last)
		return nil
	})
}
