// Package audit is who did what, when and with how many people: what an act is, who may be named as having done it, and
// how it becomes a line of the audit. The lines and their chain are in package db.
package audit

import (
	"context"
	"errors"
	"regexp"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// Visitor is the author of what visitors do themselves: an erasure at the screen.
const Visitor = "visitor"

// ErrWho refuses initials for the audit.
var ErrWho = errors.New("whoever acts is named by initials: up to 16 letters, digits and signs of ASCII")

// whoForm is what initials look like: too short for a name and a number, and of no script that names are written in.
var whoForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,14}[A-Za-z0-9._-])?$`)

// CheckWho returns [ErrWho] for what cannot be somebody's initials.
func CheckWho(who string) error {
	if who != "" && !whoForm.MatchString(who) {
		return ErrWho
	}
	return nil
}

type whoKey struct{}

// As makes the audit name somebody other than [Options.By] for what is done under the context. What cannot be initials
// counts as no name.
func As(ctx context.Context, who string) context.Context {
	if CheckWho(who) != nil {
		who = ""
	}
	return context.WithValue(ctx, whoKey{}, who)
}

// Act is something that is recorded in the audit.
type Act struct {
	What    string // printable ASCII
	Persons int    // how many people it was about
}

// LineOf makes an audit line from an act. by is who acts if the context names nobody.
func LineOf(ctx context.Context, now time.Time, by string, a Act) (db.AuditLine, error) {
	if who, ok := ctx.Value(whoKey{}).(string); ok {
		by = who
	}
	if !Label.MatchString(a.What) {
		return db.AuditLine{}, errors.New("writing the audit: not a line for it")
	}
	return db.AuditLine{At: entry.Hour(now) * 3600, Who: by, What: a.What, Persons: int64(a.Persons)}, nil
}

// Author is who acts if the context names nobody, and the clock.
type Author struct {
	By  string
	Now func() time.Time
}

// Insert adds a line to the audit of a folder that is being made.
func Insert(ctx context.Context, x db.AuditWriter, by Author, a Act) error {
	l, err := LineOf(ctx, by.Now(), by.By, a)
	if err != nil {
		return err
	}
	return db.InsertAudit(ctx, x, l)
}

// Label matches names of counts and lines of the audit: one short line of printable ASCII, so that a name in Chinese that
// got here by mistake is refused.
var Label = regexp.MustCompile(`^[A-Za-z][ -~]{0,119}$`)
