package keys

import (
	"errors"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// keysTakeCmd takes over a newer key set signed by the event's desk.
type keysTakeCmd struct {
	call.Folder
	call.Spoken
	File string `arg:"" placeholder:"FILE" help:"${help_keysfile}"`
	call.Expected
}

func (k *keysTakeCmd) Run(c *Call) error {
	raw, err := c.SmallFile(k.File)
	if err != nil {
		return c.Fail(err, "setup.keys", "Path", k.File)
	}
	set, err := data.ReadKeySet(string(raw))
	if err != nil {
		return c.Fail(err, "keys.badfile", "Path", k.File)
	}
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if !set.Signed {
		return c.explainTake(k.File, data.ErrKeysUnsigned)
	}
	if err := k.Compare(c.Call, k.File, set); err != nil {
		return err
	}
	if err := s.TakeKeySet(c.Ctx, string(raw)); err != nil {
		return c.explainTake(k.File, err)
	}
	if err := c.PrintSet(s); err != nil {
		return err
	}
	return s.Close()
}

// explainTake returns the error that says why a set is not taken over.
func (c *Call) explainTake(path string, err error) error {
	for _, x := range []struct {
		is  error
		key string
	}{
		{data.ErrKeysUnsigned, "take.unsigned"}, {data.ErrKeysHere, "take.here"}, {data.ErrKeysOlder, "take.older"},
		{data.ErrKeysClash, "take.clash"}, {data.ErrOtherDesk, "take.desk"}, {data.ErrOtherKeys, "take.keys"}, {data.ErrOther, "take.other"},
	} {
		if errors.Is(err, x.is) {
			return c.Fail(err, "keys."+x.key, "Path", path)
		}
	}
	return err
}
