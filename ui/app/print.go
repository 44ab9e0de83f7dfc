package app

import "fmt"

// Format implements fmt.Formatter: which screen stands, and nothing of the visitor.
func (b *Booth) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "app.Booth{%s [redacted]}", standing(b.state))
}
