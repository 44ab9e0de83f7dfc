package people

import "fmt"

// Format implements fmt.Formatter: it prints the numbers of columns and rows, and nothing that was typed into them.
func (t table) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "cli.table{%d columns, %d rows [redacted]}", len(t.Header), len(t.Rows))
}

// Format implements fmt.Formatter: it prints only the number of the line.
func (r tableRow) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "cli.tableRow{line %d [redacted]}", r.line)
}

// Format implements fmt.Formatter: it prints the progress, and nothing about the people in the rows that wait.
func (r *importing) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "an import of %d rows, of which %d were looked at", r.total, r.done)
}
