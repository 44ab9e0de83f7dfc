package data

import (
	"context"
	"errors"
	"fmt"
	"time"

	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// The audit says who did what, when and to how many people: never personal data, and never a receipt code. Every change
// writes its line itself, in the same transaction, so that no caller can forget it and no power cut can come between.
//
// Lines have the hour only. What visitors did is in the clear columns of the entries, by the hour; audit lines to the
// second before and after it would give away more.

// writeActs adds lines to the audit, as part of the transaction that performs the acts. Call [Store.audited] once it is
// committed.
func (s *Store) writeActs(ctx context.Context, x db.AuditWriter, acts ...audit.Act) error {
	for _, a := range acts {
		l, err := audit.LineOf(ctx, s.clock(), s.opt.By, a)
		if err != nil {
			return err
		}
		if err := db.InsertAudit(ctx, x, l); err != nil {
			return fmt.Errorf("writing the audit: %w", err)
		}
	}
	return nil
}

// audited tells the second copy the new head of the audit. If it cannot be read, the next start does this.
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

// Audit records an act outside the store, such as "recovery sheet written", and how many people it was about. The
// store's own acts are recorded already.
func (s *Store) Audit(ctx context.Context, what string, persons int) error {
	if !audit.Label.MatchString(what) {
		return errors.New("writing the audit: not a line for it")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writeDown(ctx, audit.Act{What: what, Persons: persons})
}

// writeDown records an act that is part of no other transaction.
func (s *Store) writeDown(ctx context.Context, a audit.Act) error {
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
	At      time.Time `json:"at"`      // the hour of the act; older lines have seconds
	Who     string    `json:"who"`     // initials, "desk" or [Visitor]; "" if nobody was named
	What    string    `json:"what"`    // in English
	Persons int       `json:"persons"` // how many people it was about
}

// AuditLog returns the audit, oldest line first.
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

// AuditFaults checks the audit alone; [Store.Verify] does so among the rest.
func (s *Store) AuditFaults(ctx context.Context) ([]record.Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("verifying: the store is closed")
	}
	return s.auditFaults(ctx), nil
}

// AuditHead returns the number of lines in the audit and the digest of the last one.
func (s *Store) AuditHead(ctx context.Context) (AuditHead, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return AuditHead{}, errors.New("reading the audit: the store is closed")
	}
	h, err := db.ReadAuditHead(ctx, s.db)
	if err != nil {
		return h, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	return h, nil
}

// auditFaults is the audit's part of Verify. The caller holds the lock.
func (s *Store) auditFaults(ctx context.Context) (out []record.Fault) {
	broken, _, err := db.WalkAudit(ctx, s.db)
	if err != nil {
		out = append(out, record.Fault{What: fmt.Sprintf("%s: %v", folder.DB, folder.Explain(err))})
	}
	if broken > 0 {
		out = append(out, record.Fault{What: fmt.Sprintf("line %d of the audit was changed, or one before it was taken out", broken)})
	}
	if m := s.mirror.Load(); m != nil && m.KnowsOtherAudit() {
		out = append(out, record.Fault{What: fmt.Sprintf("the second copy has a different audit from the one here, so lines of it were changed or lost; once that is cleared up, take the file %s off the copy", m.BoothList())})
	}
	return out
}

const faultOtherAudit = "the backup has a different audit from the one here, so lines of it were changed or lost"

// VerifyAudit compares the audit with a backup of this booth, or of the one it was restored or rescued from: all lines
// of the backup's audit must still be here, and only newer ones may follow. It looks at nothing else in the backup.
func (s *Store) VerifyAudit(ctx context.Context, backup string) ([]record.Fault, error) {
	head, err := archive.AuditOf(backup)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("verifying: the store is closed")
	}
	_, auditPasses, err := db.WalkAudit(ctx, s.db, head)
	if err != nil {
		return nil, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	if !auditPasses[0] {
		return []record.Fault{{What: faultOtherAudit}}, nil
	}
	return nil, nil
}
