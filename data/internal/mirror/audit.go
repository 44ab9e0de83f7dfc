package mirror

import (
	"context"
	"strings"

	"matchbooth/data/internal/db"
)

// AuditLine is what the list of booths says of the audit. The first time on a stick it is held against what stands there:
// an audit that does not come by it was made anew or has lost lines, and then the stick keeps what it knows.
func (m *Mirror) auditLine() (string, error) {
	if _, looked := m.sides[m.BoothList()]; !looked {
		if err := m.compareAudit(); err != nil {
			return "", err
		}
	}
	if m.held != "" {
		return m.held, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.audit.Lines == 0 {
		return "", nil
	}
	return m.audit.String() + "\n", nil
}

// compareAudit looks whether the store's audit comes by the one that the stick knows.
func (m *Mirror) compareAudit() error {
	m.held = ""
	b, err := m.at.Read(m.BoothList(), MaxSide)
	if err == nil {
		for line := range strings.Lines(string(b)) {
			there, ok := db.ParseAuditHead(line)
			if !ok {
				continue
			}
			if err := m.borrow(func() error {
				comesBy, err := m.store.ComesBy(context.Background(), there)
				if err == nil && !comesBy {
					m.held = line
				}
				return err
			}); err != nil {
				return err
			}
		}
	}
	m.mu.Lock()
	m.otherAudit = m.held != ""
	m.mu.Unlock()
	return nil
}
