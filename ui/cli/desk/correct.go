package desk

import (
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/changes"
)

// CorrectCmd corrects a person's answers, and what they agree to.
type CorrectCmd struct {
	call.Folder
	call.Spoken
	One
	Set      []string `placeholder:"FIELD=VALUE" sep:"none" help:"${help_set}"`
	Give     []string `placeholder:"CONSENT" help:"${help_give}"`
	Withdraw []string `placeholder:"CONSENT" help:"${help_withdraw}"`
	Reason   string   `required:"" placeholder:"TEXT" help:"${help_reason}"`
	call.DeskKey
}

func (k *CorrectCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	set := map[string]string{}
	for _, s := range k.Set {
		name, value, ok := strings.Cut(s, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return c.Wrong("correct.set")
		}
		if _, twice := set[name]; twice {
			return c.Wrong("correct.twice", "Name", name)
		}
		set[name] = value
	}
	if len(set)+len(k.Give)+len(k.Withdraw) == 0 {
		return c.Wrong("correct.nothing")
	}
	o, err := c.open(k.Folder, k.Opener, time.Now())
	if err != nil {
		return err
	}
	defer o.close()
	at, err := c.find(o, k.One)
	if err != nil {
		return err
	}
	r, now := o.list.Record(at), time.Now()
	// Both are built before either is written: one that is refused leaves everything as it was.
	var correction record.Correction
	if len(set) > 0 {
		if correction, err = changes.Correct(o.pack, r, set, k.Reason, by, now); err != nil {
			return c.refused(err)
		}
	}
	var consents record.ConsentChange
	if len(k.Give)+len(k.Withdraw) > 0 {
		if consents, err = changes.Consents(o.pack, r, k.Give, k.Withdraw, k.Reason, by, r.Lang, now); err != nil {
			return c.refused(err)
		}
	}
	err = c.write(o, func(at data.AtDesk) error {
		if len(set) > 0 {
			if err := at.Correct(c.Ctx, r.Person, correction); err != nil {
				return err
			}
		}
		if len(k.Give)+len(k.Withdraw) > 0 {
			return at.ChangeConsents(c.Ctx, r.Person, consents)
		}
		return nil
	})
	if err == nil {
		c.Print("correct.done", "Code", r.Code.String(), "N", len(correction.Fields), "Consents", len(consents.Given)+len(consents.Withdrawn))
	}
	return err
}
