package cli

import (
	"errors"
	"slices"

	"matchbooth/data"
	"matchbooth/data/entry"
)

// eraseCmd forgets one person, by receipt code and without a passphrase. It says
// the same whether there was a sign-up or not, so that codes cannot be tried out.
type eraseCmd struct {
	folder
	Code   string `arg:"" help:"${help_code}"`
	Person string `placeholder:"ID" help:"${help_eraseperson}"`
	deskKey
}

func (k *eraseCmd) Run(c *call) error {
	code, err := entry.ParseReceiptCode(k.Code)
	if err != nil {
		return c.fail(err, "code.malformed")
	}
	s, dir, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := k.erase(c, s, code); err != nil {
		return err
	}
	c.print("erased", "Code", code.String())
	c.exportsLeft(dir)
	return s.Close()
}

// erase takes the person with the code, or the one of several that --person names. With the event's key it is the desk
// that erases: that counts at every booth.
func (k *eraseCmd) erase(c *call, s *data.Store, code entry.ReceiptCode) error {
	if k.Person == "" && !k.given() {
		_, err := s.Erase(c.ctx, code)
		if errors.Is(err, data.ErrCodeUnknown) {
			return nil
		}
		return err
	}
	var person string
	switch all, err := s.PersonsOf(c.ctx, code); {
	case err != nil:
		return err
	case k.Person != "" && slices.Contains(all, k.Person):
		person = k.Person
	case k.Person == "" && len(all) == 1:
		person = all[0]
	case k.Person == "" && len(all) > 1:
		return data.ErrCodeAmbiguous
	default:
		return nil // nobody: the answer is the same
	}
	if !k.given() {
		return s.ErasePerson(c.ctx, person)
	}
	desk, err := k.desk(c, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	at, err := s.AtDesk(desk)
	if err != nil {
		return err
	}
	return at.Erase(c.ctx, person)
}
