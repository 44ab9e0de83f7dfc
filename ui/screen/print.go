package screen

import "fmt"

// Format implements fmt.Formatter: which screen it is for, and nothing of the visitor.
func (c Context) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "screen.Context{%s %s [redacted]}", c.State.Screen, c.State.Lang)
}

// Format implements fmt.Formatter: how many people there are, and nothing of them.
func (o Opened) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "screen.Opened{%d records [redacted]}", len(o.Records))
}
