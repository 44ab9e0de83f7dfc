package paper

import (
	"context"
	"fmt"
	"io"
)

// Look is what an import would do.
type Look struct {
	New     int // rows that would be saved
	Again   int // rows whose person is here already
	Refused int // rows that would be refused, because of Reasons or because their person was erased
	Unsure  int // of those to be saved, how many could be read otherwise

	Reasons []Reason // why rows would be refused, the first of the file first
	Doubts  []Reason // what could be read otherwise
}

// Format implements fmt.Formatter: it prints counts.
func (l Look) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, fmt.Sprintf("paper.Look{%d new, %d again, %d refused}", l.New, l.Again, l.Refused))
}

// Reason is what is wrong with a line, or could be read otherwise. It names columns and never values.
type Reason struct {
	Line int
	Why  []string
}

// Look says what Run would do, and does nothing.
func (m *Import) Look(ctx context.Context) (l Look, err error) {
	living, erased, err := m.Store.Codes(ctx)
	if err != nil {
		return l, err
	}
	seen := map[string]bool{}
	for _, row := range m.Typed.Rows {
		if err := ctx.Err(); err != nil {
			return l, err
		}
		f, _, err := m.fate(ctx, row, living, erased)
		if err != nil {
			return l, err
		}
		if f == fresh || f == elsewhere {
			key := string(m.Memory.of(row.Up))
			have, err := m.Memory.own(ctx, m.Store, row.Up)
			if err != nil {
				return l, err
			}
			if have.Person != "" || seen[key] {
				f = here
			}
			seen[key] = true
		}
		switch f {
		case refused:
			l.Refused++
			l.Reasons = append(l.Reasons, Reason{row.Line, row.Reasons})
		case gone:
			l.Refused++
			l.Reasons = append(l.Reasons, Reason{row.Line, []string{m.Say("cli.row.erased")}})
		case here:
			l.Again++
		default:
			l.New++
			if len(row.Unsure) > 0 {
				l.Unsure++
				l.Doubts = append(l.Doubts, Reason{row.Line, row.Unsure})
			}
		}
	}
	return l, nil
}
