package people

import (
	"errors"
	"slices"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/ui/cli/call"
)

// EraseCmd erases one person, by receipt code and without a passphrase. It says
// the same whether there was a sign-up or not, so that nobody can probe for codes.
type EraseCmd struct {
	call.Folder
	call.Spoken
	Code   string `arg:"" help:"${help_code}"`
	Person string `placeholder:"ID" help:"${help_eraseperson}"`
	call.DeskKey
}

func (k *EraseCmd) Run(c *Call) error {
	code, err := entry.ParseReceiptCode(k.Code)
	if err != nil {
		return c.Fail(err, "code.malformed")
	}
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := k.erase(c, s, code); err != nil {
		return err
	}
	c.Print("erased", "Code", code.String())
	c.exportsLeft(dir)
	return s.Close()
}

// erase erases the person with the code, or the one of several that --person names. With the event's key the desk
// erases, which counts at every booth.
func (k *EraseCmd) erase(c *Call, s *data.Store, code entry.ReceiptCode) error {
	if k.Person == "" && !k.Given() {
		_, err := s.Erase(c.Ctx, code)
		if errors.Is(err, data.ErrCodeUnknown) {
			return nil
		}
		return err
	}
	var person string
	switch all, err := s.PersonsOf(c.Ctx, code); {
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
	if !k.Given() {
		return s.ErasePerson(c.Ctx, person)
	}
	desk, err := k.Desk(c.Call, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	at, err := s.AtDesk(desk)
	if err != nil {
		return err
	}
	return at.Erase(c.Ctx, person)
}
