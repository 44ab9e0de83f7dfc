package compare

import (
	"cmp"
	"slices"
	"strings"

	"matchbooth/kiosk/event"
)

// list collects findings.
type list struct {
	found []event.Fault
	seen  map[place]bool
}

// place is where something was found, and what: a line of event.toml holds both languages, and is named once.
type place struct {
	file string
	line int
	what string
}

// add adds a finding, unless the same was found in that line already.
func (l *list) add(file string, line int, instead event.Phrase, what string, args ...any) {
	at := place{file, line, what}
	if l.seen == nil {
		l.seen = map[place]bool{}
	}
	if !l.seen[at] {
		l.seen[at] = true
		l.found = append(l.found, event.NewFault(file, line, instead, event.Say(what, args...)))
	}
}

// sorted returns the findings by file and line, event.toml first.
func (l *list) sorted() []event.Fault {
	slices.SortStableFunc(l.found, func(a, b event.Fault) int {
		first := func(f event.Fault) int {
			if f.File == event.MainFile {
				return 0
			}
			return 1
		}
		return cmp.Or(first(a)-first(b), strings.Compare(a.File, b.File), a.Line-b.Line)
	})
	return l.found
}
