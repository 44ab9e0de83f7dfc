package mirror

import (
	"context"
	"strings"

	"matchbooth/data/internal/db"
)

// auditLine returns the audit's line for the list of booths. The first time on a stick the audit is compared with the
// line there: if it does not pass through that head, it was rebuilt or has lost lines, and the stick keeps its own
// line.
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

// compareAudit checks that the store's audit passes through the head on the stick.
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
				auditPasses, err := m.store.AuditPasses(context.Background(), there)
				if err == nil && !auditPasses {
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
