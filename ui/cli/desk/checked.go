package desk

import (
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/changes"
)

// CheckedCmd notes what a volunteer has checked.
type CheckedCmd struct {
	call.Folder
	call.Spoken
	One
	Rang     string   `enum:",yes,no" default:"" placeholder:"yes|no" help:"${help_rang}"`
	Identity string   `enum:",yes,no" default:"" placeholder:"yes|no" help:"${help_seen}"`
	Kit      string   `placeholder:"ID" help:"${help_kit}"`
	Replace  bool     `help:"${help_kit_replace}"`
	Step     []string `placeholder:"STEP=yes|no" sep:"none" help:"${help_step}"`
	call.DeskKey
}

func (k *CheckedCmd) Run(c *Call) error {
	by, err := c.by()
	if err != nil {
		return err
	}
	said := changes.Checking{Kit: k.Kit, Replace: k.Replace, Answers: map[string]bool{}}
	for step, answer := range map[string]string{record.StepRang: k.Rang, record.StepIdentity: k.Identity} {
		if answer != "" {
			said.Answers[step] = answer == "yes"
		}
	}
	for _, s := range k.Step {
		step, answer, _ := strings.Cut(s, "=")
		if answer != "yes" && answer != "no" {
			return c.Wrong("checked.step")
		}
		said.Answers[strings.TrimSpace(step)] = answer == "yes"
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
	r := o.list.Record(at)
	check, err := changes.Check(o.pack, o.list, r, said, by, time.Now())
	if err != nil {
		return c.refused(err)
	}
	if err := c.write(o, func(at data.AtDesk) error { return at.AddCheck(c.Ctx, r.Person, check) }); err != nil {
		return err
	}
	c.Print("checked.done", "Code", r.Code.String())
	return nil
}
