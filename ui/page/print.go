package page

import "fmt"

// Format implements fmt.Formatter: it prints which screen it is for, and nothing of the visitor.
func (c Context) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "page.Context{%s %s [redacted]}", c.State.Screen, c.State.Lang)
}
