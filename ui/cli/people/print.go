package people

import "fmt"

// Format implements fmt.Formatter: how many rows there are, and nothing of what was typed into them.
func (t table) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "cli.table{%d columns, %d rows [redacted]}", len(t.Header), len(t.Rows))
}

// Format implements fmt.Formatter: where the row stands.
func (r tableRow) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "cli.tableRow{line %d [redacted]}", r.line)
}

// Format prints how far it has come, and nobody who waits.
func (r *importing) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "an import of %d rows, of which %d were looked at", r.total, r.done)
}
