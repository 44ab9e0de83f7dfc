package people

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// PurgeCmd forgets everybody whose retention period is over. It first shows how many and up to which day, and asks.
type PurgeCmd struct {
	call.Folder
	Yes   bool   `help:"${help_yes_purge}"`
	Today string `placeholder:"DATE" help:"${help_today}"`
	JSON  bool   `name:"json" help:"${help_json}"`
}

const dateForm = "2006-01-02"

func (k *PurgeCmd) Run(c *Call) error {
	today, look, purge := time.Now(), (*data.Store).Retention, (*data.Store).Purge
	if k.Today != "" {
		var err error
		// The beginning of the day: nobody is forgotten an hour early.
		if today, err = time.ParseInLocation(dateForm, k.Today, time.Local); err != nil {
			return c.Wrong("purge.date")
		}
		look, purge = (*data.Store).RetentionOn, (*data.Store).PurgeOn
	}
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	// The event's days tell wrong clocks from right ones; a booth whose pack is lost is purged without them.
	_, _ = c.BoothPack(s, dir)
	r, err := look(s, c.Ctx, today)
	if err != nil {
		return err
	}
	if r.Days == 0 {
		return c.Fail(nil, "purge.never")
	}
	if r.Clock != "" && k.Today == "" {
		return c.Fail(data.ErrClock, "purge.clock", "Today", today.Format(dateForm))
	}
	before := r.Before.Local().Format("2006-01-02 15:04")
	if r.Due > 0 {
		if r.Clock != "" {
			c.Warn(doubtOf(r), "N", r.Ahead, "Today", today.Format(dateForm))
		}
		c.Note("purge.due", "N", r.Due, "Before", before, "Days", r.Days)
		if !k.Yes && !c.Confirm("purge.ask", "N", r.Due) {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			return c.Fail(nil, "purge.notasked")
		}
	}
	rec, err := purge(s, context.WithoutCancel(c.Ctx), today)
	if errors.Is(err, data.ErrClock) {
		return c.Fail(err, "purge.clock", "Today", today.Format(dateForm))
	}
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	if rec.Persons > 0 {
		c.exportsLeft(dir)
	}
	if k.JSON {
		return json.NewEncoder(c.Stdout).Encode(rec)
	}
	switch {
	case rec.Persons > 0:
		c.Print("purge.done", "N", rec.Persons, "Before", before)
	case r.Next.IsZero():
		c.Print("purge.nobody")
	default:
		c.Print("purge.none", "Next", r.Next.Local().Format(dateForm))
	}
	return nil
}

// doubtOf returns the key of the sentence that says why a given date is doubted.
func doubtOf(r data.Retention) string {
	if r.Ahead > 0 {
		return "purge.doubt.ahead"
	}
	return "purge.doubt"
}
