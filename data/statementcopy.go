package data

import (
	"slices"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/trust"
)

// The statements also lie beside the second copy of the journal, a line of JSON each, so that what is rescued from it
// alone goes by them: else a booth that the desk does not believe any more would count again. They are signed; whoever
// has the card can take them away, and not make others.

// statementsFile is the name of that file.
func (m *mirror) statementsFile() string { return statementsPrefix + m.booth }

const statementsPrefix = "statements-"

// statementsText is what the file should hold: what the desk has said here, and what it says there beside that, looked up
// once for each stick. A folder that was taken back to before a statement does not take it from the copy.
func (m *mirror) statementsText() (string, error) {
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

// hear reads the statements that stand beside a second copy of the journal. Whether the desk has signed them is looked
// at once its key is known.
func (r *rescue) hear(name string) {
	b, err := r.from.Read(name, trust.SaidMost)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	for _, st := range trust.ParseStatements(b, "") {
		if len(r.said) >= db.MaxStatements || r.saidRoom+len(st.Body) > trust.SaidMost {
			r.note("There were more statements in %s than a rescue takes.", name)
			return
		}
		r.said, r.saidRoom = append(r.said, st), r.saidRoom+len(st.Body)
	}
}

// statements are those that were found outside the store's own table, of this event and, where the desk is known,
// signed by it.
func (r *rescue) statements() (list []trust.Statement) {
	for _, k := range r.copied.Statements {
		list = append(list, trust.Statement{Event: r.event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
	}
	for _, st := range r.said {
		if st.Event = r.event; r.desk == nil || st.By(r.desk) {
			list = append(list, st)
		}
	}
	return list
}
