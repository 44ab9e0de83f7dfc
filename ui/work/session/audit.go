package session

import (
	"context"
	"fmt"
	"slices"

	"matchbooth/data"
	"matchbooth/data/record"
)

// Auditing is what the desk can read of who did what.
type Auditing interface {
	// Audit reads the audit, and checks that none of its lines was changed or taken out. The error is ErrLeft if the desk is
	// locked, or one of the store's.
	Audit(ctx context.Context) (Audit, error)
}

// Audit is who did what. It names nobody but who acted.
type Audit struct {
	Lines  []data.Audited // the newest first
	Head   data.AuditHead
	Faults []record.Fault // what shows that lines were changed or are missing; none: all are there
}

// Audit implements [Auditing]. The command needs no passphrase for it; the page of the desk is among those that do.
func (d *Session) Audit(ctx context.Context) (a Audit, err error) {
	if d.Opened() == nil {
		return a, fmt.Errorf("reading the audit: %w", ErrLeft)
	}
	for range 3 { // until no line was added between the two
		if a.Lines, err = d.store.AuditLog(ctx); err != nil {
			return a, err
		}
		if a.Head, err = d.store.AuditHead(ctx); err != nil {
			return a, err
		}
		if a.Head.Lines == len(a.Lines) {
			break
		}
	}
	slices.Reverse(a.Lines)
	a.Faults, err = d.store.AuditFaults(ctx)
	return a, err
}
