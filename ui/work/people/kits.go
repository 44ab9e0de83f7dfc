package people

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"matchbooth/data/record"
)

// kitKey returns the form in which two readings of a barcode are equal: scanners are set to write letters large or small.
func kitKey(kit string) string { return fold(kit).plain }

// kitsOf returns every kit that was ever scanned for a person.
func kitsOf(checks []record.Check) (kits []string) {
	for _, c := range checks {
		if c.Kit != "" && !slices.Contains(kits, c.Kit) {
			kits = append(kits, c.Kit)
		}
	}
	return kits
}

// IsSameKit reports whether two barcodes are those of one kit.
func IsSameKit(a, b string) bool { return kitKey(a) == kitKey(b) }

// Kits returns the kits that a person may have now: those scanned since a volunteer last said which one it is. That is the
// answer yes to [record.StepKit], which package changes writes where a kit replaces another. With more than one, booths that
// did not know of each other have scanned them, or two sign-ups were joined.
func Kits(r record.Record) (kits []string) {
	for _, c := range r.Checks {
		if c.Kit == "" {
			continue
		}
		if c.Answers[record.StepKit] {
			kits = kits[:0]
		}
		if !slices.ContainsFunc(kits, func(k string) bool { return IsSameKit(k, c.Kit) }) {
			kits = append(kits, c.Kit)
		}
	}
	return kits
}

// WithKit returns who has a kit now: nobody, one person, or several where booths that did not know of each other have
// scanned the same one. A kit that was replaced is nobody's; [List.Find] still finds it.
func (l *List) WithKit(kit string) []int { return ints(l.kits[kitKey(kit)]) }

// KitClash is a kit that several people have, or a person who has several kits.
type KitClash struct {
	People []int         // places in the list, in order
	Kits   []record.Text // as they were scanned
}

// KitClashes returns what has to be settled: of each clash somebody looks at the box, and its barcode is scanned once more
// for whose it is.
func (l *List) KitClashes() (list []KitClash) {
	for _, key := range slices.Sorted(maps.Keys(l.kits)) {
		if people := l.kits[key]; len(people) > 1 {
			c := KitClash{People: ints(people)}
			for _, k := range l.people[people[0]].kits {
				if kitKey(k) == key {
					c.Kits = []record.Text{record.Text(k)}
				}
			}
			list = append(list, c)
		}
	}
	for i, p := range l.people {
		if len(p.kits) < 2 {
			continue
		}
		c := KitClash{People: []int{i}}
		for _, k := range p.kits {
			c.Kits = append(c.Kits, record.Text(k))
		}
		list = append(list, c)
	}
	slices.SortStableFunc(list, func(a, b KitClash) int { return cmp.Compare(a.People[0], b.People[0]) })
	return list
}

func (l *List) findKits() {
	l.kits = map[string][]int32{}
	for i := range l.people {
		l.people[i].kits = Kits(l.records[i])
		for _, k := range l.people[i].kits {
			l.kits[kitKey(k)] = append(l.kits[kitKey(k)], int32(i))
		}
	}
}

// Format prints [redacted].
func (KitClash) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
