package desk

import (
	"time"

	"matchbooth/data"
	work "matchbooth/ui/work/session"
)

// copySays returns the sentence about the second copy, and the mark for its state.
func (b *B) copySays(c data.MirrorState, now time.Time) (string, mark) {
	why := func(key string, args ...any) string {
		fault := c.Fault
		if fault == "" {
			fault = data.MirrorAbsent
		}
		return b.Tx(key, args...) + b.Tx("copy.why."+string(fault))
	}
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere"), markWrong
	case c.Dir == "":
		return b.Tx("copy.none"), markPlain
	case c.Extra > 0:
		return b.Tx("copy.extra", "N", c.Extra), markWrong
	case c.Behind > 0 && (c.Fault != "" || work.CopyLate(c, now)):
		return why("copy.behind", "N", c.Behind, "At", sinceAt(c.Since, now)), markWrong
	case c.Pending && c.Behind == 0:
		return why("copy.pending"), markWrong
	case c.Fault != "":
		return why("copy.failing"), markWrong
	case c.Behind > 0:
		return b.Tx("copy.onway", "N", c.Behind), markWell
	}
	return b.Tx("copy.well"), markWell
}

// copyHelp says what to do about the second copy, "" if there is nothing to do.
func (b *B) copyHelp(c data.MirrorState, k mark) string {
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere.line")
	case c.Dir == "":
		return b.Tx("copy.none.line")
	case k != markWrong && c.SameDisk:
		return b.Tx("copy.same")
	case k != markWrong:
		return ""
	case c.Extra > 0:
		return b.Tx("copy.extra.line")
	case c.Fault == "":
		return b.Tx("copy.help.absent")
	}
	return b.Tx("copy.help." + string(c.Fault))
}

// sinceAt formats a time as people say it: the time of day, with the date if it is on another day than now.
func sinceAt(t, now time.Time) string {
	t, now = t.In(now.Location()), now.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("01-02 15:04")
}

// dueSays returns the sentence about who has to be forgotten, and a mark that says whether anything needs to be done.
func (b *B) dueSays(r data.Retention) (s string, mark mark) {
	on := func(t time.Time) string { return b.LongDate(t.In(b.Now.Location()).Format(time.DateOnly)) }
	switch {
	case r.Days == 0:
		return b.Tx("due.never"), markPlain
	case r.Clock != "":
		return b.Tx("due.clock", "Date", on(b.Now)), markWrong
	case r.Due > 0:
		return b.Tx("due.now", "N", r.Due, "Before", on(r.Before), "Days", r.Days), markWrong
	case r.DueSoon > 0:
		return b.Tx("due.soon", "N", r.DueSoon, "Date", on(r.Next)), markWrong
	case r.Next.IsZero():
		return b.Tx("due.nobody"), markWell
	}
	return b.Tx("due.later", "Date", on(r.Next)), markWell
}

// keyName returns the display name of a key.
func (b *B) keyName(k work.Key) string {
	if k.Role == data.RoleAdded {
		return b.Tx("keeping.key.added", "Name", k.Name)
	}
	return b.Tx("keeping.key." + k.Role)
}
