package mirror

import (
	"slices"

	"matchbooth/data/internal/trust"
)

// statementsFile is the name of that file.
func (m *Mirror) statementsFile() string { return StatementsPrefix + m.booth }

const StatementsPrefix = "statements-"

// statementsText is what the file should hold: what the desk has said here, and what it says there beside that, looked up
// once for each stick. A folder that was taken back to before a statement does not take it from the copy.
func (m *Mirror) statementsText() (string, error) {
	m.mu.Lock()
	tr, event := m.trust, m.event
	m.mu.Unlock()
	if m.told.of == tr {
		return m.told.text, nil
	}
	have := map[string]bool{}
	list := slices.Clone(tr.Said)
	for _, st := range list {
		have[st.ID()] = true
	}
	if m.told.of == nil {
		if err := m.step("mirror read"); err != nil {
			return "", err
		}
		if b, err := m.at.Read(m.statementsFile(), trust.SaidMost); err == nil {
			m.told.there = trust.ParseStatements(b, event)
		}
	}
	for _, st := range m.told.there {
		if id := st.ID(); tr.Desk != nil && !have[id] && st.By(tr.Desk) {
			have[id] = true
			list = append(list, st)
		}
	}
	m.told.of, m.told.text = tr, trust.EncodeStatements(list)
	return m.told.text, nil
}

// toldText is what was last made of the statements, and those that the stick had.
type toldText struct {
	of    *trust.Trust // what the folder went by then; nil: not looked at on this stick
	text  string
	there []trust.Statement
}
