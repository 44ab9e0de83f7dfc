package data

import (
	"maps"
	"slices"
)

// acts are what the audit says of a merge: a line for each booth of which lines came that were not here, with how many
// signed up there and came, and one for those who were forgotten because of it.
func (m *merge) acts() (out []act) {
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		if m.booths[id].Added > 0 {
			out = append(out, act{"merge from booth " + id, m.people[id]})
		}
	}
	if m.sum.Erasures > 0 {
		out = append(out, act{"merge: erased there, and here too", m.sum.Erasures})
	}
	if len(out) == 0 {
		out = append(out, act{"merge of what was here already", 0})
	}
	return out
}
