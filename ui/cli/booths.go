package cli

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"matchbooth/data"
)

// boothsCmd says which booths are known here and what is believed of them, and has the desk say otherwise.
type boothsCmd struct {
	List     boothsListCmd     `cmd:"" default:"withargs" help:"${help_boothslist}"`
	Distrust boothsDistrustCmd `cmd:"" help:"${help_distrust}"`
	Believe  boothsBelieveCmd  `cmd:"" help:"${help_believe}"`
	Belong   boothsBelongCmd   `cmd:"" help:"${help_belong}"`
	Succeed  boothsSucceedCmd  `cmd:"" help:"${help_succeed}"`
	Refuse   boothsRefuseCmd   `cmd:"" help:"${help_refuse}"`
	Days     boothsDaysCmd     `cmd:"" help:"${help_days}"`
}

// deskKey are the flags with which a command gets at the event's own key, which speaks for the desk.
type deskKey struct {
	PassphraseFile string `placeholder:"F" help:"${help_passphrase}"`
	EventKey       string `name:"event-key" placeholder:"FILE" help:"${help_eventkey}"`
}

// given says whether one of them was.
func (k deskKey) given() bool { return k.PassphraseFile != "" || k.EventKey != "" }

// desk opens the event's key, of the folder or of a file elsewhere, and gives the desk's.
func (k deskKey) desk(c *call, s *data.Store) (*data.Desk, error) {
	key, err := k.open(c, s)
	if err != nil {
		return nil, err
	}
	defer key.Close()
	return s.DeskOf(key)
}

func (k deskKey) open(c *call, s *data.Store) (data.Opener, error) {
	if k.EventKey == "" {
		return c.opener(s, k.PassphraseFile, "")
	}
	passphrase, err := c.passphrase(k.PassphraseFile)
	if err != nil {
		return nil, err
	}
	return s.UnlockFile(k.EventKey, passphrase)
}

// boothsListCmd needs no passphrase.
type boothsListCmd struct {
	folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *boothsListCmd) Run(c *call) error {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Booths(c.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		return json.NewEncoder(c.stdout).Encode(list)
	}
	for _, b := range list {
		c.print("booths.line", "Booth", b.ID, "SignUps", b.SignUps, "Lines", b.Lines, "Last", b.Last)
		for _, x := range []struct {
			say bool
			key string
		}{{b.This, "booths.this"}, {b.Own && !b.This, "booths.own"}, {b.Belongs, "booths.belongs"}, {b.Distrusted > 0, "booths.distrusted"}, {b.Claims > 0, "booths.claims"}, {len(b.Succeeds) > 0, "booths.succeeds"}} {
			if x.say {
				c.print(x.key, "From", b.Distrusted, "N", b.Claims, "Old", strings.Join(b.Succeeds, ", "))
			}
		}
	}
	return s.Close()
}

// boothsDistrustCmd has the desk say that a booth is not to be believed any more.
type boothsDistrustCmd struct {
	folder
	deskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
	From  string `required:"" placeholder:"N|DATE" help:"${help_distrustfrom}"`
}

func (k *boothsDistrustCmd) Run(c *call) error {
	return k.say(c, k.deskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		from, err := strconv.ParseInt(k.From, 10, 64)
		if err != nil {
			at, err := time.ParseInLocation(dateForm, k.From, time.Local)
			if err != nil {
				return c.wrong("booths.from")
			}
			if from, err = s.NumberOn(c.ctx, k.Booth, at); err != nil {
				return err
			}
		}
		if err := s.Distrust(c.ctx, desk, k.Booth, from); err != nil {
			return err
		}
		list, err := s.Booths(c.ctx)
		if err != nil {
			return err
		}
		for _, b := range list {
			if b.ID != k.Booth {
				continue
			}
			c.print("booths.nolonger", "Booth", k.Booth, "From", b.Distrusted)
			if b.SignUps > 0 { // whoever has the booth can write under an hour of before
				c.print("booths.stays", "N", b.SignUps, "Last", b.Distrusted-1)
			}
		}
		return nil
	})
}

// boothsBelieveCmd takes that back.
type boothsBelieveCmd struct {
	folder
	deskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsBelieveCmd) Run(c *call) error {
	return k.say(c, k.deskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		if err := s.Believe(c.ctx, desk, k.Booth); err != nil {
			return err
		}
		c.print("booths.again", "Booth", k.Booth)
		return nil
	})
}

// boothsBelongCmd has the desk name booths of the event, known here or not, so that no merge asks about them.
type boothsBelongCmd struct {
	folder
	deskKey
	Booths []string `arg:"" name:"booth" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsBelongCmd) Run(c *call) error {
	return k.atDesk(c, k.deskKey, nil, func(s *data.Store, desk *data.Desk) error {
		for _, id := range k.Booths {
			if err := s.Belongs(c.ctx, desk, id); errors.Is(err, data.ErrBoothID) {
				return c.fail(err, "booths.badid", "Booth", id)
			} else if err != nil {
				return err
			}
			c.print("booths.belong", "Booth", id)
		}
		return nil
	})
}

// boothsSucceedCmd has a restored or rescued booth speak for the people of the one it was before.
type boothsSucceedCmd struct {
	folder
	deskKey
	Old string `arg:"" placeholder:"OLD" help:"${help_oldbooth}"`
	New string `arg:"" placeholder:"NEW" help:"${help_newbooth}"`
}

func (k *boothsSucceedCmd) Run(c *call) error {
	return k.say(c, k.deskKey, k.Old, func(s *data.Store, desk *data.Desk) error {
		if err := s.Succeed(c.ctx, desk, k.Old, k.New); err != nil {
			return err
		}
		c.print("booths.succeeded", "New", k.New, "Old", k.Old)
		return nil
	})
}

// boothsRefuseCmd has claims of a booth stay without effect.
type boothsRefuseCmd struct {
	folder
	deskKey
	Booth string `arg:"" placeholder:"ID" help:"${help_booth}"`
}

func (k *boothsRefuseCmd) Run(c *call) error {
	return k.say(c, k.deskKey, k.Booth, func(s *data.Store, desk *data.Desk) error {
		all, err := s.Claims(c.ctx)
		if err != nil {
			return err
		}
		claims := slices.DeleteFunc(all, func(x data.Claim) bool { return x.Booth != k.Booth })
		if err := s.RefuseClaims(c.ctx, desk, claims); err != nil {
			return err
		}
		c.print("booths.refused", "N", len(claims), "Booth", k.Booth)
		return nil
	})
}

// boothsDaysCmd says that the event takes place on other days than its pack says.
type boothsDaysCmd struct {
	folder
	deskKey
	First string `arg:"" placeholder:"FIRST" help:"${help_firstday}"`
	Last  string `arg:"" placeholder:"LAST" help:"${help_lastday}"`
}

func (k *boothsDaysCmd) Run(c *call) error {
	first, err1 := time.Parse(dateForm, k.First)
	last, err2 := time.Parse(dateForm, k.Last)
	if err1 != nil || err2 != nil || last.Before(first) {
		return c.wrong("booths.baddays")
	}
	return k.atDesk(c, k.deskKey, nil, func(s *data.Store, desk *data.Desk) error {
		if err := s.MoveEvent(c.ctx, desk, first, last); err != nil {
			return err
		}
		c.print("booths.moved", "First", k.First, "Last", k.Last)
		return nil
	})
}

// say has the desk say something about a booth that is known here.
func (f folder) say(c *call, key deskKey, booth string, do func(*data.Store, *data.Desk) error) error {
	return f.atDesk(c, key, func(s *data.Store) error {
		list, err := s.Booths(c.ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(b data.BoothInfo) bool { return b.ID == booth }) {
			return c.fail(data.ErrNoBooth, "booths.unknown", "Booth", booth)
		}
		return nil
	}, do)
}

// atDesk opens the booth, looks at what needs no key, opens the desk's, and does what is to be done with it.
func (f folder) atDesk(c *call, key deskKey, before func(*data.Store) error, do func(*data.Store, *data.Desk) error) error {
	s, _, err := c.open(f)
	if err != nil {
		return err
	}
	defer s.Close()
	if before != nil {
		if err := before(s); err != nil {
			return err
		}
	}
	desk, err := key.desk(c, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := do(s, desk); err != nil {
		return err
	}
	return s.Close()
}
