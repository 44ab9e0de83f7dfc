package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/intake"
)

// DayCmd closes a day: what was created, stored, copied and handed over, and what does not agree.
type DayCmd struct {
	call.Folder
	call.Spoken
	Date  string `placeholder:"DATE" help:"${help_day_date}"`
	Paper *int   `placeholder:"N" help:"${help_paper}"`
	JSON  bool   `name:"json" help:"${help_json}"`
	ReadKey
}

func (k *DayCmd) Run(c *Call) error {
	if k.Paper != nil && (*k.Paper < 0 || *k.Paper > 100_000) {
		return c.Wrong("day.paper")
	}
	on, err := c.day(k.Date)
	if err != nil {
		return err
	}
	o, err := c.open(k.Folder, k.opener, on)
	if err != nil {
		return err
	}
	defer o.close()
	from, to := figures.DayOf(on)
	f, err := c.facts(o, from, to)
	if err != nil {
		return err
	}
	day := f.Day(k.Paper)
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(day); err != nil {
			return err
		}
		return o.s.Close()
	}
	names := figures.NamesOf(o.pack, c.Lang, f.Booth)
	c.Print("day.head", "Day", day.Date)
	for _, e := range day.Equations {
		sign := "="
		if !e.Agrees {
			sign = "≠"
		}
		line := fmt.Sprintf("%d %s %s ", e.Left.N, figures.TermName(c.Printer, e.Left), sign)
		for i, t := range e.Right {
			if i > 0 {
				line += " + "
			}
			line += fmt.Sprintf("%d %s", t.N, figures.TermName(c.Printer, t))
		}
		fmt.Fprintln(c.Stdout, line)
	}
	for _, t := range day.Todo {
		what, how := day.Say(c.Printer, names, t)
		fmt.Fprintln(c.Stdout, "- "+what+c.S("punct.colon")+how)
	}
	return o.s.Close()
}

// settle is how long to wait for the second copy.
const settle = 2 * time.Second

// facts reads the figures of a span with everything that the key opens. The second copy has a moment to say how far it is.
func (c *Call) facts(o *opened, from, to time.Time) (figures.Facts, error) {
	ctx, stop := context.WithTimeout(c.Ctx, settle)
	o.s.WaitMirror(ctx)
	stop()
	f, err := figures.Read(c.Ctx, o.s, from, to, time.Now())
	if err != nil {
		return f, err
	}
	return f, f.Open(c.Ctx, o.s, o.key, o.records, intake.Handover(o.pack), calls.Checked(o.pack))
}
