package changes

import (
	"strings"
	"time"
	"unicode"

	"matchbooth/data/record"
)

// Wished builds the contact that an accepted wish from the person's phone is: they wrote, and were reached by nobody. at is
// when the wish came. What they typed becomes the note, without what cannot be kept and no longer than a note. The error is
// a [Refused].
func Wished(outcome, typed, wish, by string, at time.Time) (record.Contact, error) {
	var wrong refusals
	c := record.Contact{At: stamp(at), Initials: wrong.initials(by), Channel: record.ChannelPage, Outcome: outcome, Wish: wish}
	runes := []rune(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, strings.ToValidUTF8(typed, ""))), " "))
	c.Note = record.Text(runes[:min(len(runes), MostNote)])
	return c, wrong.err()
}

// Refusal builds what says why a wish of the person's phone was refused: a correction that changes nothing. The error is a
// [Refused].
func Refusal(reason, wish, by string, now time.Time) (record.Correction, error) {
	var wrong refusals
	c := record.Correction{At: stamp(now), Initials: wrong.initials(by), Wish: wish}
	c.Reason = record.Text(wrong.text(AboutReason, reason, MostReason, "change.reason.none"))
	return c, wrong.err()
}
