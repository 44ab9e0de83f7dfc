package figures

import (
	"cmp"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/ui/work/handover"
)

// Numbers are what a day comes to, of everybody or of one booth or source. Created is Stored + Erased + Damaged +
// Distrusted.
type Numbers struct {
	Created    int `json:"created"`           // sign-ups with a running number, joined ones once
	Stored     int `json:"stored"`            // here and intact
	Mirrored   int `json:"mirrored"`          // of Stored, those that the second copy confirms
	Exported   int `json:"exported"`          // of Stored, those that at least one recipient has; 0 without a key
	Registry   int `json:"exported_registry"` // of Stored, those that the registry has; 0 without a key
	NoHandOver int `json:"no_handover"`       // of Stored, those who did not agree to the hand-over and whom the registry does not have; 0 without a key
	Erased     int `json:"erased"`
	Damaged    int `json:"damaged"`    // not what their booth signed
	Distrusted int `json:"distrusted"` // of a booth that is not believed
	Unchecked  int `json:"unchecked"`  // of Stored
	Paper      int `json:"paper"`      // of Stored, those typed from paper; 0 without a key
}

// add counts one arrival.
func (n *Numbers) add(o Numbers) {
	n.Created += o.Created
	n.Stored += o.Stored
	n.Mirrored += o.Mirrored
	n.Exported += o.Exported
	n.Registry += o.Registry
	n.NoHandOver += o.NoHandOver
	n.Erased += o.Erased
	n.Damaged += o.Damaged
	n.Distrusted += o.Distrusted
	n.Unchecked += o.Unchecked
	n.Paper += o.Paper
}

// Part is the numbers of one booth or one source.
type Part struct {
	Name string `json:"name"` // a booth's id, or Screen, Paper, Unknown
	Numbers
}

// Day is what closing a day shows.
type Day struct {
	Date string `json:"date"` // 2006-01-02
	// Opened says that a key was given. Without one, exported, no_handover, paper and joined are 0 because nobody knows.
	Opened bool `json:"opened"`
	Numbers
	PaperCounted  *int           `json:"paper_counted"`  // the forms that somebody counted; null if nobody did
	Joined        int            `json:"joined"`         // sign-ups that are the same person as another, not in created
	Unopened      int            `json:"unopened"`       // of stored, those that the key did not open
	ExportedTo    map[string]int `json:"exported_to"`    // by recipient
	UnreadExports int            `json:"unread_exports"` // lists of exports that the key did not read: exported may be too low
	Gaps          []data.Gap     `json:"gaps"`           // in the running numbers of all days
	MoreGaps      int            `json:"more_gaps"`      // beyond those listed
	MissingBooths []string       `json:"missing_booths"` // of this event, with no line of the day here
	Booths        []Part         `json:"by_booth"`
	Sources       []Part         `json:"by_source"`
	Equations     []Equation     `json:"equations"`
	Todo          []Todo         `json:"todo"` // what to do about each difference

	this   string
	mirror data.MirrorState
	screen map[string]Numbers // of each booth, without paper
	heard  map[string]string  // the day a missing booth was last heard of
}

// Day counts the span as a day that is being closed. paper is how many paper forms somebody has counted; nil if nobody did.
func (f *Facts) Day(paper *int) Day {
	d := Day{Date: f.From.Format(time.DateOnly), Opened: f.Opened != nil, PaperCounted: paper, ExportedTo: map[string]int{},
		Gaps: slices.Clone(f.Gaps), MoreGaps: f.MoreGaps, this: f.Booth, mirror: f.Mirror, screen: map[string]Numbers{}, heard: map[string]string{}}
	list, joined := f.people()
	d.Joined = joined
	booths, sources := map[string]*Numbers{}, map[string]*Numbers{}
	into := func(m map[string]*Numbers, name string, n Numbers) {
		if m[name] == nil {
			m[name] = &Numbers{}
		}
		m[name].add(n)
	}
	for _, p := range list {
		n := f.numbers(p, d.ExportedTo)
		if d.Opened && p.State == data.Stored && p.rec == nil {
			d.Unopened++
		}
		d.add(n)
		into(booths, p.Booth, n)
		into(sources, p.source(), n)
		if p.source() != Paper {
			s := d.screen[p.Booth]
			s.add(n)
			d.screen[p.Booth] = s
		}
	}
	if f.Opened != nil {
		d.UnreadExports = f.Opened.Unread
	}
	for _, h := range f.Booths {
		if h.Missing() {
			d.MissingBooths = append(d.MissingBooths, h.Booth)
			if h.Last > 0 {
				d.heard[h.Booth] = time.Unix(h.Last*3600, 0).In(f.From.Location()).Format(time.DateOnly)
			}
		}
	}
	slices.Sort(d.MissingBooths)
	slices.SortFunc(d.Gaps, func(a, b data.Gap) int { return cmp.Or(cmp.Compare(a.Booth, b.Booth), cmp.Compare(a.First, b.First)) })
	d.Booths, d.Sources = parts(booths), parts(sources)
	d.Equations = d.equations(f.Opened)
	d.Todo = d.todo()
	// In JSON an empty list is [] and not null.
	for _, list := range []*[]Part{&d.Booths, &d.Sources} {
		if *list == nil {
			*list = []Part{}
		}
	}
	if d.Gaps == nil {
		d.Gaps = []data.Gap{}
	}
	if d.MissingBooths == nil {
		d.MissingBooths = []string{}
	}
	if d.Todo == nil {
		d.Todo = []Todo{}
	}
	return d
}

// numbers counts one person.
func (f *Facts) numbers(p person, to map[string]int) Numbers {
	n := Numbers{Created: 1}
	switch p.State {
	case data.Erased:
		n.Erased = 1
	case data.Distrusted:
		n.Distrusted = 1
	case data.Stored:
		n.Stored = 1
	default:
		n.Damaged = 1
	}
	if n.Stored == 0 {
		return n
	}
	if p.Mirrored {
		n.Mirrored = 1
	}
	if !f.checked(p) {
		n.Unchecked = 1
	}
	if p.source() == Paper {
		n.Paper = 1
	}
	if f.Opened == nil {
		return n
	}
	for recipient, has := range f.Opened.HandedOver {
		if has[entry.CodeOf(p.Person)] {
			to[recipient]++
			n.Exported = 1
		}
	}
	id := f.Opened.Handover
	switch {
	case f.Opened.HandedOver[handover.Registry][entry.CodeOf(p.Person)]:
		n.Registry = 1
	case p.rec != nil && id != "" && !p.agreed(id):
		n.NoHandOver = 1
	}
	return n
}

// agreed says whether the person has given a consent, and not withdrawn it.
func (p person) agreed(id string) bool {
	for _, c := range p.rec.Consents {
		if c.ID == id {
			return true
		}
	}
	return false
}

func parts(m map[string]*Numbers) (out []Part) {
	for name, n := range m {
		out = append(out, Part{name, *n})
	}
	slices.SortFunc(out, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// Table is the day as a table whose rows add up to the whole: each booth without what was typed from paper, this booth
// first, then paper, under the name [Paper], if there is any.
func (d Day) Table() []Part {
	var out []Part
	for id, n := range d.screen {
		out = append(out, Part{id, n})
	}
	slices.SortFunc(out, func(a, b Part) int {
		if a.Name == d.this || b.Name == d.this {
			return map[bool]int{true: -1, false: 1}[a.Name == d.this]
		}
		return cmp.Compare(a.Name, b.Name)
	})
	for _, s := range d.Sources {
		if s.Name == Paper {
			out = append(out, s)
		}
	}
	return out
}

// This is the id of the booth at which the day is closed.
func (d Day) This() string { return d.this }
