package data

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"slices"
)

// The statements also lie beside the second copy of the journal, a line of JSON each, so that what is rescued from it
// alone goes by them: else a booth that the desk does not believe any more would count again. They are signed; whoever
// has the card can take them away, and not make others.

// statementsFile is the name of that file.
func (m *mirror) statementsFile() string { return statementsPrefix + m.booth }

const statementsPrefix = "statements-"

// saidMost bounds the file in bytes, as [settingsMost] bounds the copy that the data folder itself has. What is more
// is not copied: the oldest stay.
const saidMost = 32 << 20

// statementsText is what the file should hold: what the desk has said here, and what it says there beside that, looked up
// once for each stick. A folder that was taken back to before a statement does not take it from the copy.
func (m *mirror) statementsText() (string, error) {
	m.mu.Lock()
	trust, event := m.trust, m.s.event
	m.mu.Unlock()
	if m.told.of == trust {
		return m.told.text, nil
	}
	have := map[string]bool{}
	list := slices.Clone(trust.said)
	for _, st := range list {
		have[st.id()] = true
	}
	if m.told.of == nil {
		if err := m.step("mirror read"); err != nil {
			return "", err
		}
		if b, err := m.at.Read(m.statementsFile(), saidMost); err == nil {
			m.told.there = parseStatements(b, event)
		}
	}
	for _, st := range m.told.there {
		if id := st.id(); trust.desk != nil && !have[id] && st.by(trust.desk) {
			have[id] = true
			list = append(list, st)
		}
	}
	m.told.of, m.told.text = trust, encodeStatements(list)
	return m.told.text, nil
}

// toldText is what was last made of the statements, and those that the stick had.
type toldText struct {
	of    *trust // what the folder went by then; nil: not looked at on this stick
	text  string
	there []statement
}

func encodeStatements(list []statement) string {
	var out bytes.Buffer
	for _, st := range list {
		line, err := json.Marshal(keptStatement{st.Kind, st.Serial, st.Body, st.Sig})
		if err != nil || out.Len()+len(line) >= saidMost { // only text and numbers: it does not fail
			break
		}
		out.Write(append(line, '\n'))
	}
	return out.String()
}

// parseStatements is the inverse. What is none is passed over.
func parseStatements(b []byte, event string) (list []statement) {
	for line := range bytes.Lines(b) {
		var k keptStatement
		if json.Unmarshal(line, &k) == nil && k.Kind != "" && len(k.Kind) <= 32 && len(k.Body) <= statementMost && len(k.Sig) == ed25519.SignatureSize && len(list) < statementsMost {
			list = append(list, statement{Event: event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
		}
	}
	return list
}

// hear reads the statements that stand beside a second copy of the journal. Whether the desk has signed them is looked
// at once its key is known.
func (r *rescue) hear(name string) {
	b, err := r.from.Read(name, saidMost)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	for _, st := range parseStatements(b, "") {
		if len(r.said) >= statementsMost || r.saidRoom+len(st.Body) > saidMost {
			r.note("There were more statements in %s than a rescue takes.", name)
			return
		}
		r.said, r.saidRoom = append(r.said, st), r.saidRoom+len(st.Body)
	}
}

// statements are those that were found outside the store's own table, of this event and, where the desk is known,
// signed by it.
func (r *rescue) statements() (list []statement) {
	for _, k := range r.copied.Statements {
		list = append(list, statement{Event: r.event, Kind: k.Kind, Serial: k.Serial, Body: k.Body, Sig: k.Sig})
	}
	for _, st := range r.said {
		if st.Event = r.event; r.desk == nil || st.by(r.desk) {
			list = append(list, st)
		}
	}
	return list
}
