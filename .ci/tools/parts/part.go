package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Part is something of somebody else's that is in the program. The fields are those of assets/licences, which reads them.
type Part struct {
	Name    string   `json:"name"`
	Version string   `json:"version,omitempty"`
	Licence string   `json:"licence"` // an SPDX expression
	Kind    string   `json:"kind"`    // module, c, font, data or runtime
	Systems []string `json:"systems"` // GOOS of the programs that it is in, and "hub"
	Used    string   `json:"used"`
	Texts   []Text   `json:"texts"`
}

// A Text is a licence or a notice, as it lies beside the source.
type Text struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// all returns the parts of all released programs: the modules, then the rest, each by name.
func all() ([]Part, error) {
	linked, err := modules()
	if err != nil {
		return nil, err
	}
	var parts []Part
	var wrong []error
	for _, m := range linked {
		p, err := m.part()
		wrong = append(wrong, err)
		parts = append(parts, p)
	}
	rest, err := otherParts(linked)
	wrong = append(wrong, err)
	for _, p := range append(slices.Clone(parts), rest...) {
		wrong = append(wrong, p.allowed())
	}
	return append(parts, rest...), errors.Join(wrong...)
}

// file is the name of the part's page in docs/licenses.
func (p Part) file() string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		}
		return '_'
	}, p.Name) + ".txt"
}

// page is what stands in that file.
func (p Part) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", strings.TrimSpace(p.Name+" "+p.Version))
	fmt.Fprintf(&b, "%s\n", p.Licence)
	for _, t := range p.Texts {
		fmt.Fprintf(&b, "\n-------- %s --------\n\n%s\n", t.File, strings.TrimRight(t.Text, "\n"))
	}
	return b.String()
}
