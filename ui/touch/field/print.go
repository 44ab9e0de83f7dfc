package field

import (
	"fmt"
	"io"
)

// Format implements fmt.Formatter: it prints which field it is, never its text.
func (f *Field) Format(s fmt.State, _ rune) { fmt.Fprintf(s, "field.Field{%s [redacted]}", f.ID) }

// Format implements fmt.Formatter.
func (line) Format(s fmt.State, _ rune) { io.WriteString(s, "[redacted]") }
