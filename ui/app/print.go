package app

import "fmt"

// Format implements fmt.Formatter: it prints which screen is shown, and nothing of the visitor.
func (b *Booth) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "app.Booth{%s [redacted]}", standing(b.state))
}
