package export

import (
	"fmt"
	"io"
)

// Format prints how many people there are and nothing about them.
func (d Doc) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "export.Doc{%s, %d records [redacted]}", d.Event, len(d.Records))
}

// Format prints [redacted].
func (object) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Format prints [redacted].
func (card) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Format prints [redacted].
func (sheet) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Format prints [redacted].
func (sheets) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Format prints [redacted].
func (texts) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }

// Format prints [redacted].
func (moved) Format(f fmt.State, _ rune) { io.WriteString(f, "[redacted]") }
