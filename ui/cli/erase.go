package cli

import (
	"errors"

	"matchbooth/data"
)

// eraseCmd forgets one person, by receipt code and without a passphrase. It says
// the same whether there was a sign-up or not, so that codes cannot be tried out.
type eraseCmd struct {
	folder
	Code string `arg:"" help:"${help_code}"`
}

func (k *eraseCmd) Run(c *call) error {
	code, err := data.ParseReceiptCode(k.Code)
	if err != nil {
		return c.fail(err, "code.malformed")
	}
	s, dir, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Erase(c.ctx, code); err != nil && !errors.Is(err, data.ErrCodeUnknown) {
		return err
	}
	c.print("erased", "Code", code.String())
	c.exportsLeft(dir)
	return s.Close()
}
