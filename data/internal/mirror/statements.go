package mirror

import (
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/trust"
)

// statementsFile is the name of the file with the desk's statements.
func (m *Mirror) statementsFile() string { return StatementsPrefix + m.booth }

// StatementsPrefix begins the name of a file with the desk's statements; the booth's id follows.
const StatementsPrefix = "statements-"

// statementsText returns what the file should contain: the statements known here, and any others on the stick, which are
// read once for each stick. Resetting a folder to before a statement does not remove it from the copy.
func (m *Mirror) statementsText() (string, error) {
	m.mu.Lock()
	tr, event := m.trust, m.event
	m.mu.Unlock()
	if m.statements.of == tr {
		return m.statements.text, nil
	}
	have := map[string]bool{}
	list := slices.Clone(tr.Said)
	for _, st := range list {
		have[st.ID()] = true
	}
	if m.statements.of == nil {
		if err := m.step("mirror read"); err != nil {
			return "", err
		}
		if b, err := m.at.Read(m.statementsFile(), trust.MaxStatements); err == nil {
			m.statements.there = trust.ParseStatements(b, event)
		}
	}
	for _, st := range m.statements.there {
		if id := st.ID(); tr.Desk != nil && !have[id] && st.By(tr.Desk) {
			have[id] = true
			list = append(list, st)
		}
	}
	m.statements.of, m.statements.text = tr, trust.EncodeStatements(list)
	return m.statements.text, nil
}

// statementText is the last text made of the statements, with those that were on the stick.
type statementText struct {
	of    *trust.Trust // the folder's trust at the time; nil: not read on this stick yet
	text  string
	there []entry.Statement
}
