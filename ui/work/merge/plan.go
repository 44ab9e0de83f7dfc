// Package merge says, before anything is merged, what would come of it, and finds what can be: other booths' folders,
// files and backups, and lists of typed paper forms.
package merge

import (
	"fmt"
	"io"
	"reflect"
	"slices"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/people"
)

// Plan is what a merge would do, counted in people.
type Plan struct {
	data.MergePreview

	New     int // people nobody here knew
	Changed int // people here about whom something new is said
	Gone    int // people here who would be erased
	Doubles int // groups, not here before, that may be one person

	Asked []Stranger     // booths that nobody here knows, whether they were accepted or not
	Offer *data.KeyOffer // a newer key set that comes with it; nil: none
}

// Stranger is a booth that is not known here.
type Stranger struct {
	Booth   string // its id
	Entries int
}

// Format implements fmt.Formatter: it prints counts only.
func (p Plan) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "merge.Plan{%d new, %d changed, %d gone, %d doubles %s}", p.New, p.Changed, p.Gone, p.Doubles, record.Redacted)
}

// Nothing reports whether the merge would change nothing, as long as nobody says yes to what is asked.
func (p Plan) Nothing() bool {
	return p.Added == 0 && p.Erasures == 0 && !p.KeysTaken
}

// PlanOf counts what a preview says beside who is here now. Two sign-ups that are one person's count once.
func PlanOf(pack *event.Pack, here []record.Record, p data.MergePreview) Plan {
	plan := Plan{MergePreview: p}
	known := map[string]*record.Record{}
	for i := range here {
		for _, id := range ids(here[i]) {
			known[id] = &here[i]
		}
	}
	concerned := map[string]bool{}
	for _, id := range p.Persons {
		concerned[id] = true
	}
	after := slices.DeleteFunc(slices.Clone(here), func(r record.Record) bool {
		return slices.ContainsFunc(ids(r), func(id string) bool { return concerned[id] })
	})
	defer func() { clear(after) }()
	stay := map[*record.Record]bool{}
	for _, r := range p.Records {
		after = append(after, r)
		was := 0
		for _, id := range ids(r) {
			if x := known[id]; x != nil && !stay[x] {
				stay[x] = true
				was++
				if !reflect.DeepEqual(*x, r) {
					plan.Changed++
				}
			}
		}
		if was == 0 {
			plan.New++
		}
	}
	for i := range here {
		if !stay[&here[i]] && slices.ContainsFunc(ids(here[i]), func(id string) bool { return concerned[id] }) {
			plan.Gone++
		}
	}
	plan.Doubles = max(0, doubles(pack, after)-doubles(pack, here))
	return plan
}

// ids are the ids of a person's sign-ups.
func ids(r record.Record) []string { return append([]string{r.Person}, r.Parts...) }

// doubles counts the groups of people who may be one person.
func doubles(pack *event.Pack, list []record.Record) int {
	l := people.New(pack, list, people.Options{})
	defer l.Clear()
	return len(l.Doubles())
}

// Source is something that can be merged or imported.
type Source struct {
	Path string
	Kind Kind
	Name string // what its folder or file is called; it may be about a person, as files are named after people
	On   string // the stick that it is on; "" for this computer
	Size int64  // of a file, in bytes
	Unix int64  // when it was changed last, in seconds
}

// Format implements fmt.Formatter: names of files can be about people.
func (Source) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// FromHub is the path of the hub: no folder and no file is called so, as paths are whole ones.
const FromHub = "hub:"

// Kind is what a source is.
type Kind string

// The kinds of sources.
const (
	Folder Kind = "folder" // a booth's data folder
	Store  Kind = "store"  // a booth.db by itself
	Backup Kind = "backup"
	List   Kind = "list" // typed paper forms
	Pack   Kind = "pack" // an event pack, a folder or a .zip file
	Hub    Kind = "hub"  // what other booths have sent to the hub; its path is [FromHub]
)
