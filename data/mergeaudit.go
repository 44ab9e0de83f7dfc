package data

import (
	"maps"
	"slices"

	"matchbooth/data/internal/audit"
)

// acts are what the audit says of a merge: a line for each booth of which lines came that were not here, with how many
// signed up there and came, and one for those who were forgotten because of it.
func (m *merge) acts() (out []audit.Act) {
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		if m.booths[id].Added > 0 {
			out = append(out, audit.Act{What: "merge from booth " + id, Persons: m.people[id]})
		}
	}
	if m.sum.Erasures > 0 {
		out = append(out, audit.Act{What: "merge: erased there, and here too", Persons: m.sum.Erasures})
	}
	if len(out) == 0 {
		out = append(out, audit.Act{What: "merge of what was here already", Persons: 0})
	}
	return out
}
