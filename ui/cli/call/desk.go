package call

import (
	"slices"

	"matchbooth/data"
)

// DeskKey holds the flags by which a command gets the event's own key, which speaks for the desk.
type DeskKey struct {
	PassphraseFile string `placeholder:"F" help:"${help_passphrase}"`
	EventKey       string `name:"event-key" placeholder:"FILE" help:"${help_eventkey}"`
}

// Given says whether one of the flags was given.
func (k DeskKey) Given() bool { return k.PassphraseFile != "" || k.EventKey != "" }

// Desk opens the event's key, the one in the folder or in a file elsewhere, and returns the desk's.
func (k DeskKey) Desk(c *Call, s *data.Store) (*data.Desk, error) {
	key, err := k.Opener(c, s)
	if err != nil {
		return nil, err
	}
	defer key.Close()
	return s.DeskOf(key)
}

// Opener opens the event's key, the one in the folder or in a file elsewhere.
func (k DeskKey) Opener(c *Call, s *data.Store) (data.Opener, error) {
	return c.Opener(s, k.PassphraseFile, k.EventKey, "")
}

// Say has the desk make a statement about a booth, by do; it fails if the booth is not known here.
func (f Folder) Say(c *Call, key DeskKey, booth string, do func(*data.Store, *data.Desk) error) error {
	return f.AtDesk(c, key, func(s *data.Store) error {
		list, err := s.Booths(c.Ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(b data.BoothInfo) bool { return b.ID == booth }) {
			return c.Fail(data.ErrNoBooth, "booths.unknown", "Booth", booth)
		}
		return nil
	}, do)
}

// AtDesk opens the booth, runs before, which needs no key and may be nil, opens the desk's key, and runs do with it.
func (f Folder) AtDesk(c *Call, key DeskKey, before func(*data.Store) error, do func(*data.Store, *data.Desk) error) error {
	s, _, err := c.Open(f)
	if err != nil {
		return err
	}
	defer s.Close()
	if before != nil {
		if err := before(s); err != nil {
			return err
		}
	}
	desk, err := key.Desk(c, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := do(s, desk); err != nil {
		return err
	}
	return s.Close()
}
