// Package people is the volunteers' list: it finds people by whatever is known of them, says what state they are in, and
// which of them may be one person. It changes nothing; package changes builds what is written.
//
// A [List] is made of opened records. It keeps indexes into them, and texts to search in, until [List.Clear]. Nothing of
// it prints anything about anybody.
package people

import (
	"fmt"
	"io"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// Options are what a list needs besides the records. The zero value is fine.
type Options struct {
	// Due says who is to be called or written to; nil for nobody.
	Due func(record.Record) bool
}

// List is what was opened, ready to be searched. Any number of goroutines may read it; none may while it is cleared.
type List struct {
	pack    *event.Pack
	records []record.Record
	people  []person        // in step with records
	ids     []string        // what people are found by
	alone   map[string]bool // fields that no two people have the same in, see isPersonal
	order   []int32         // newest first
	doubles []Double
	kits    map[string][]int32 // by folded barcode: who has it in force
	counts  map[State]int
}

// New makes a list of records. It keeps the slice: whoever changes a record makes a new list.
func New(pack *event.Pack, records []record.Record, opt Options) *List {
	l := &List{pack: pack, records: records, alone: map[string]bool{}}
	for _, f := range pack.Fields {
		l.alone[f.ID] = isPersonal(f)
	}
	l.index()
	l.findKits()
	l.findDoubles()
	l.setStates(opt)
	return l
}

// Clear drops everything about anybody. The list is empty afterwards, and may be thrown away.
func (l *List) Clear() { *l = List{} }

// Len returns the number of people.
func (l *List) Len() int { return len(l.records) }

// Record returns a person by place in the list: that of the slice which New was given.
func (l *List) Record(at int) record.Record { return l.records[at] }

// Format prints how many people there are, and nothing about them.
func (l List) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "people.List{%d people [redacted]}", len(l.records))
}

// Format prints [redacted].
func (person) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
