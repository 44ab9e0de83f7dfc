package booth

import (
	"matchbooth/data"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/setup"
)

// PinCmd changes the PIN. Whoever can give commands in the data folder needs no old one: it opens no record.
type PinCmd struct {
	call.Folder
	call.Spoken
	PinFile string `placeholder:"F" help:"${help_newpin}"`
}

func (k *PinCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == data.ModePractice {
		return c.Fail(data.ErrPracticePIN, "pin.onlylive", "What", setup.PINRefused(c.Printer, data.ErrPracticePIN))
	}
	pack, err := c.BoothPack(s, dir)
	if err != nil {
		return err
	}
	days := setup.Days(pack)
	pin, drawn, err := c.NewPIN(k.PinFile, days)
	if err != nil {
		return err
	}
	if err := s.ChangePIN(c.Ctx, pin, days...); err != nil {
		return err
	}
	if drawn {
		c.ShowPIN(pin)
	}
	c.Print("pin.changed")
	return s.Close()
}
