package screen

import (
	"context"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/event"
)

// Keeper tells how the data is kept. The window implements it over the store; methods that take a
// context may take seconds and are called off the interface's goroutine, the others never wait.
type Keeper interface {
	// Mirror is how far the second copy is.
	Mirror() data.MirrorState
	// Keys are the keys that open what is sealed here, as one set; without a fingerprint where they are not known.
	Keys() KeySet
	// Retention says who is to be forgotten, and when, by today's date.
	Retention(ctx context.Context) (data.Retention, error)
	// Purge forgets everybody whose time is over; data.ErrClock where today's date is not believed.
	Purge(ctx context.Context) (data.PurgeRecord, error)
	// Purges are all earlier ones, the first one first.
	Purges(ctx context.Context) ([]data.PurgeRecord, error)
}

// copyPatience is how long entries may be on their way before anybody is asked to look.
const copyPatience = time.Minute

// CopyLate tells whether somebody has to look after the second copy: an entry is on its way for too
// long, an erasure cannot reach it, or it has what is missing here.
func CopyLate(c data.MirrorState, now time.Time) bool {
	if c.Dir == "" {
		return false
	}
	return c.Extra > 0 || c.Pending && c.Fault != "" || c.Behind > 0 && now.Sub(c.Since) > copyPatience
}

// Key is a key with its name for people: six words in each language, the same on paper.
type Key struct {
	data.KeyInfo
	Words map[event.Lang][]string
}

// KeySet is all keys together, with the set's own name for people.
type KeySet struct {
	data.KeySet
	Words map[event.Lang][]string
	Named []Key // the event's first, the recovery key, added ones
}

// copySays is the sentence about the second copy, and how it is with it.
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
	case c.Behind > 0 && (c.Fault != "" || CopyLate(c, now)):
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

// copyHelp is what to do about the second copy, "" where there is nothing to be done.
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

// sinceAt is a moment as people say it: the time, on another day with its date.
func sinceAt(t, now time.Time) string {
	t, now = t.In(now.Location()), now.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("01-02 15:04")
}

// dueSays is the sentence about who has to be forgotten, and whether that asks for anything.
func (b *B) dueSays(r data.Retention) (s string, mark mark) {
	on := func(t time.Time) string { return b.longDate(t.In(b.Now.Location()).Format(time.DateOnly)) }
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

// keyName is what a key is called.
func (b *B) keyName(k Key) string {
	if k.Role == data.RoleAdded {
		return b.Tx("keeping.key.added", "Name", k.Name)
	}
	return b.Tx("keeping.key." + k.Role)
}

// setWords are how many keys there are and the six words of all of them in the language, "" where the keys are not known.
func (b *B) setWords(key string) string {
	if b.Sealed.Keys == 0 {
		return ""
	}
	return b.Tx(key, "N", b.Sealed.Keys, "Words", joined(b.Sealed.Words[b.Lang]))
}
