package data

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// The audit says who did what, when and with how many people: never personal data, and never a receipt code. Whatever
// changes something writes its line itself, in the same transaction, so that no caller forgets it and no power cut comes
// between.
//
// All lines bear the hour only. What visitors did stands with its hour in the open columns of the entries; a line by the
// second before it and another one behind it would say more.

// Visitor is who has acted where the visitor did: an erasure at the screen.
const Visitor = "visitor"

// ErrWho refuses initials for the audit.
var ErrWho = errors.New("whoever acts is named by initials: up to 16 letters, digits and signs of ASCII")

// whoForm is what initials look like: too short for a name and a number, and of no script that names are written in.
var whoForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,14}[A-Za-z0-9._-])?$`)

// CheckWho refuses with [ErrWho] what cannot be somebody's initials.
func CheckWho(who string) error {
	if who != "" && !whoForm.MatchString(who) {
		return ErrWho
	}
	return nil
}

type whoKey struct{}

// As has the audit name somebody else than [Options.By] for what is done under the context. What cannot be initials
// counts as nobody's.
func As(ctx context.Context, who string) context.Context {
	if CheckWho(who) != nil {
		who = ""
	}
	return context.WithValue(ctx, whoKey{}, who)
}

// act is something that leaves a line in the audit.
type act struct {
	what    string // printable ASCII
	persons int    // how many people it was about
}

// lineOf makes an act a line of the audit. by is who acts where the context names nobody.
func lineOf(ctx context.Context, now time.Time, by string, a act) (db.AuditLine, error) {
	if who, ok := ctx.Value(whoKey{}).(string); ok {
		by = who
	}
	if !labels.MatchString(a.what) {
		return db.AuditLine{}, errors.New("writing the audit: not a line for it")
	}
	return db.AuditLine{At: entry.Hour(now) * 3600, Who: by, What: a.what, Persons: int64(a.persons)}, nil
}

// author is who acts where the context names nobody, and whose clock it is.
type author struct {
	by  string
	now func() time.Time
}

// insertAct adds a line to the audit of a folder that is being made.
func insertAct(ctx context.Context, x db.AuditWriter, by author, a act) error {
	l, err := lineOf(ctx, by.now(), by.by, a)
	if err != nil {
		return err
	}
	return db.InsertAudit(ctx, x, l)
}

// writeActs adds lines to the audit, as part of the transaction in which the acts are done. [Store.audited] follows once
// that has come through.
func (s *Store) writeActs(ctx context.Context, x db.AuditWriter, acts ...act) error {
	for _, a := range acts {
		l, err := lineOf(ctx, s.clock(), s.opt.By, a)
		if err != nil {
			return err
		}
		if err := db.InsertAudit(ctx, x, l); err != nil {
			return fmt.Errorf("writing the audit: %w", err)
		}
	}
	return nil
}

// audited tells the second copy how far the audit has come. Where that cannot be read the next start does.
func (s *Store) audited(ctx context.Context) {
	m := s.mirror.Load()
	if m == nil {
		return
	}
	head, err := db.ReadAuditHead(context.WithoutCancel(ctx), s.db)
	if err != nil {
		return
	}
	m.SetAudit(head)
}

// Audit writes down what was done outside the store, like "recovery sheet written", and about how many people. What the
// store does itself is in the audit already.
func (s *Store) Audit(ctx context.Context, what string, persons int) error {
	if !labels.MatchString(what) {
		return errors.New("writing the audit: not a line for it")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writeDown(ctx, act{what, persons})
}

// writeDown writes an act that has no other transaction.
func (s *Store) writeDown(ctx context.Context, a act) error {
	if err := s.sound(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err == nil {
		defer tx.Rollback()
		if err = s.writeActs(ctx, tx, a); err == nil {
			err = tx.Commit()
		}
	}
	if err != nil {
		return s.breaks(fmt.Errorf("writing the audit: %w", err))
	}
	s.audited(ctx)
	return nil
}

// Audited is one line of the audit.
type Audited struct {
	At      time.Time `json:"at"`      // the hour in which it was; older lines have the second
	Who     string    `json:"who"`     // initials, "desk" or [Visitor]; "" where nobody said
	What    string    `json:"what"`    // in English
	Persons int       `json:"persons"` // how many people it was about
}

// AuditLog gives the audit, oldest first.
func (s *Store) AuditLog(ctx context.Context) ([]Audited, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("reading the audit: the store is closed")
	}
	var out []Audited
	err := db.EachAudit(ctx, s.db, func(l db.AuditLine, _ []byte) {
		out = append(out, Audited{time.Unix(l.At, 0).UTC(), l.Who, l.What, int(l.Persons)})
	})
	if err != nil {
		return nil, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	return out, nil
}
