package data

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/internal/archive"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/record"
)

// AuditFaults says what is wrong with the audit alone, as [Store.Verify] does among the rest.
func (s *Store) AuditFaults(ctx context.Context) ([]record.Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil, errors.New("verifying: the store is closed")
	}
	return s.auditFaults(ctx), nil
}

// AuditHead says how far the audit has come.
func (s *Store) AuditHead(ctx context.Context) (db.AuditHead, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return db.AuditHead{}, errors.New("reading the audit: the store is closed")
	}
	h, err := db.ReadAuditHead(ctx, s.db)
	if err != nil {
		return h, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	return h, nil
}

// auditFaults is what Verify says of the audit: the caller holds the lock.
func (s *Store) auditFaults(ctx context.Context) (out []record.Fault) {
	broken, _, err := db.WalkAudit(ctx, s.db)
	if err != nil {
		out = append(out, record.Fault{What: fmt.Sprintf("%s: %v", folder.DB, folder.Explain(err))})
	}
	if broken > 0 {
		out = append(out, record.Fault{What: fmt.Sprintf("line %d of the audit was changed, or one before it was taken out", broken)})
	}
	if m := s.mirror.Load(); m != nil && m.KnowsOtherAudit() {
		out = append(out, record.Fault{What: fmt.Sprintf("the second copy knows another audit than stands here, so lines of it were changed or are lost; once that is cleared up, take the file %s off the copy", m.BoothList())})
	}
	return out
}

const faultOtherAudit = "the backup knows another audit than stands here, so lines of it were changed or are lost"

// VerifyAudit holds the audit against a backup of this booth, or of the one that it was restored or rescued from: that
// it has the same lines as it had then, and at most further ones. It does not look at anything else in the backup.
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
	_, comesBy, err := db.WalkAudit(ctx, s.db, head)
	if err != nil {
		return nil, fmt.Errorf("reading the audit: %w", folder.Explain(err))
	}
	if !comesBy[0] {
		return []record.Fault{{What: faultOtherAudit}}, nil
	}
	return nil, nil
}
