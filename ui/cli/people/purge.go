package people

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
)

// PurgeCmd forgets everybody whose retention period is over. It first shows how many and up to which day, and asks. What
// people agreed to is sealed: without a key only those go whose time is over whatever they agreed to, and the others past
// everybody's time are counted.
type PurgeCmd struct {
	call.Folder
	call.Spoken
	Yes            bool   `help:"${help_yes_purge}"`
	Today          string `placeholder:"DATE" help:"${help_today}"`
	JSON           bool   `name:"json" help:"${help_json}"`
	PassphraseFile string `xor:"key" placeholder:"F" help:"${help_passphrase}"`
	Identity       string `xor:"key,file" placeholder:"F" help:"${help_identity}"`
	EventKey       string `name:"event-key" xor:"file" placeholder:"FILE" help:"${help_eventkey}"`
}

const dateForm = "2006-01-02"

func (k *PurgeCmd) Run(c *Call) error {
	today, by := time.Now(), data.Judging{Date: k.Today != ""}
	if k.Today != "" {
		var err error
		// The beginning of the day: nobody is forgotten an hour early.
		if today, err = time.ParseInLocation(dateForm, k.Today, time.Local); err != nil {
			return c.Wrong("purge.date")
		}
	}
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	// The event's days tell wrong clocks from right ones; a booth whose pack is lost is purged without them.
	_, _ = c.BoothPack(s, dir)
	if k.PassphraseFile != "" || k.EventKey != "" || k.Identity != "" {
		close, err := k.open(c, s, &by)
		if err != nil {
			return err
		}
		defer close()
	}
	r, err := s.RetentionBy(c.Ctx, today, by)
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
		days := r.Longest
		if len(by.Records) > 0 {
			days = r.Days
		}
		c.Note("purge.due", "N", r.Due, "Before", before, "Days", days)
		k.unclear(c, r)
		if !k.Yes && !c.Confirm("purge.ask", "N", r.Due) {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			return c.Fail(nil, "purge.notasked")
		}
	}
	rec, err := s.PurgeBy(context.WithoutCancel(c.Ctx), today, by)
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
	if r.Due == 0 {
		k.unclear(c, r)
	}
	switch {
	case rec.Persons > 0:
		c.Print("purge.done", "N", rec.Persons, "Before", before)
	case r.Unclear > 0 && len(by.Records) == 0:
		c.Print("purge.sealed", "Longest", r.Longest)
	case r.Next.IsZero():
		c.Print("purge.nobody")
	default:
		c.Print("purge.none", "Next", r.Next.Local().Format(dateForm))
	}
	return nil
}

// open opens what people agreed to; close forgets it and the key again.
func (k *PurgeCmd) open(c *Call, s *data.Store, by *data.Judging) (close func(), err error) {
	key, err := c.Opener(s, k.PassphraseFile, k.EventKey, k.Identity)
	if err != nil {
		return nil, err
	}
	by.Key = key
	if by.Records, by.Faults, err = s.Records(c.Ctx, key, c.Progress("export.opening")); err != nil {
		key.Close()
		return nil, err
	}
	return func() {
		clear(by.Records)
		key.Close()
	}, nil
}

// unclear says how many could not be judged, and what helps.
func (k *PurgeCmd) unclear(c *Call, r data.Retention) {
	switch {
	case r.Unclear == 0:
	case k.PassphraseFile != "" || k.Identity != "":
		c.Warn("purge.unread", "N", r.Unclear, "Longest", r.Longest)
	default:
		c.Note("purge.unclear", "N", r.Unclear, "Days", r.Days)
	}
}

// doubtOf returns the key of the sentence that says why a given date is doubted.
func doubtOf(r data.Retention) string {
	if r.Ahead > 0 {
		return "purge.doubt.ahead"
	}
	return "purge.doubt"
}
