package call

import "strings"

// Names joins names into one part of a sentence, with the comma of the language of the command line.
func (c *Call) Names(names []string) string { return strings.Join(names, c.S("punct.comma")) }

// Clauses joins several things that are said at once, with the semicolon of the language of the command line.
func (c *Call) Clauses(said []string) string { return strings.Join(said, c.S("punct.list")) }
