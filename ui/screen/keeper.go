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
	// Copy is how far the second copy is.
	Copy() Copy
	// Keys are the keys that open what is sealed here: the event's first, the recovery key, added ones.
	Keys() []Key
	// Retention says who is to be forgotten, and when, by today's date.
	Retention(ctx context.Context) (data.Retention, error)
	// Purge forgets everybody whose time is over; data.ErrClock where today's date is not believed.
	Purge(ctx context.Context) (data.PurgeRecord, error)
	// Purges are all earlier ones, the first one first.
	Purges(ctx context.Context) ([]data.PurgeRecord, error)
}

// Copy is the state of the second copy.
type Copy struct {
	Dir     string    // where it is; "" is nowhere
	Behind  int       // entries that it lacks
	Since   time.Time // of the oldest of them; zero where none is lacking
	Failing bool      // it could not be written when this was last tried
	Pending bool      // an erasure has not reached it
}

// copyPatience is how long entries may be on their way before anybody is asked to look.
const copyPatience = time.Minute

// Late tells whether somebody has to look after it: an entry is on its way for too long, or an
// erasure cannot reach it.
func (c Copy) Late(now time.Time) bool {
	if c.Dir == "" {
		return false
	}
	return c.Failing && c.Pending || c.Behind > 0 && now.Sub(c.Since) > copyPatience
}

// The roles of a key.
const (
	RoleEvent    = "event"
	RoleRecovery = "recovery"
	RoleAdded    = "added"
)

// Key is a key's name for people: six words, the same on paper.
type Key struct {
	Role        string // RoleEvent, RoleRecovery or RoleAdded
	Name        string // of an added key
	Fingerprint string // 16 hexadecimal digits
	Words       map[event.Lang][]string
}

// copySays is the sentence about the second copy, what stands beside it, and whether it is well.
func (b *B) copySays(c Copy, now time.Time) (s string, mark mark) {
	switch {
	case c.Dir == "":
		return b.Tx("copy.none"), markPlain
	case c.Pending && (c.Failing || c.Behind == 0):
		return b.Tx("copy.pending"), markWrong
	case c.Behind > 0 && (c.Failing || c.Late(now)):
		key := "copy.behind"
		if c.Behind == 1 {
			key = "copy.behind.one"
		}
		return b.Tx(key, "N", c.Behind, "At", sinceAt(c.Since, now)), markWrong
	case c.Failing:
		return b.Tx("copy.failing"), markWrong
	case c.Behind > 0:
		return b.Tx("copy.onway", "N", c.Behind), markWell
	}
	return b.Tx("copy.well"), markWell
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
	many := func(key string, n int) string {
		if n == 1 {
			return key + ".one"
		}
		return key
	}
	switch {
	case r.Days == 0:
		return b.Tx("due.never"), markPlain
	case r.Clock != "":
		return b.Tx("due.clock", "Date", on(b.Now)), markWrong
	case r.Due > 0:
		return b.Tx(many("due.now", r.Due), "N", r.Due, "Before", on(r.Before), "Days", r.Days), markWrong
	case r.DueSoon > 0:
		return b.Tx(many("due.soon", r.DueSoon), "N", r.DueSoon, "Date", on(r.Next)), markWrong
	case r.Next.IsZero():
		return b.Tx("due.nobody"), markWell
	}
	return b.Tx("due.later", "Date", on(r.Next)), markWell
}

// keyName is what a key is called.
func (b *B) keyName(k Key) string {
	if k.Role == RoleAdded {
		return b.Tx("keeping.key.added", "Name", k.Name)
	}
	return b.Tx("keeping.key." + k.Role)
}

// eventWords are the six words of the event's key in the language, "" where the keys are not known.
func (b *B) eventWords() string {
	if b.Keep == nil {
		return ""
	}
	for _, k := range b.Keep.Keys() {
		return joined(k.Words[b.Lang])
	}
	return ""
}
