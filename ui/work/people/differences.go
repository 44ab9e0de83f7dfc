package people

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Difference is one answer of two people, side by side.
type Difference struct {
	Column string      // the id of the field, or that of a person and a part: contact1_phone
	A, B   record.Text // as they are kept: a choice is its option's id; "" for no answer
	Same   bool        // but for case, width and blanks
}

// Format prints [redacted].
func (Difference) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Differences compares the answers of two people, field by field in the order in which the form asks, then what other
// packs have asked. What both have left empty is left out; what is the same in both is there and says so.
func (l *List) Differences(a, b int) []Difference {
	return Differences(l.pack, l.records[a], l.records[b])
}

// Differences is [List.Differences] for two records.
func Differences(pack *event.Pack, a, b record.Record) (out []Difference) {
	add := func(column string, x, y record.Text) {
		if x != "" || y != "" {
			out = append(out, Difference{column, x, y, alike(string(x), string(y))})
		}
	}
	asked := map[string]bool{}
	compare := func(id string) {
		asked[id] = true
		x, y := a.Fields[id], b.Fields[id]
		add(id, x.Text, y.Text)
		p, q := orNobody(x.Person), orNobody(y.Person)
		add(id+"_name", record.Text(p.Name), record.Text(q.Name))
		add(id+"_relation", record.Text(p.Relation), record.Text(q.Relation))
		add(id+"_phone", record.Text(p.Phone), record.Text(q.Phone))
	}
	for _, f := range pack.Fields {
		compare(f.ID)
	}
	others := maps.Clone(a.Fields)
	if others == nil {
		others = map[string]record.Field{}
	}
	maps.Copy(others, b.Fields)
	for _, id := range slices.Sorted(maps.Keys(others)) {
		if !asked[id] {
			compare(id)
		}
	}
	return out
}

func orNobody(p *record.Person) record.Person {
	if p == nil {
		return record.Person{}
	}
	return *p
}

func alike(a, b string) bool {
	return strings.Join(strings.Fields(fold(a).plain), " ") == strings.Join(strings.Fields(fold(b).plain), " ")
}
