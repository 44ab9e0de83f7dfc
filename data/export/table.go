package export

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// has says whether a fact is written.
func (d Doc) has(fact string) bool {
	return d.Facts == nil || slices.Contains(d.Facts, fact)
}

// personParts are the three columns for a person, in order.
var personParts = []string{"name", "relation", "phone"}

// Headers returns the ids of the columns of a table, in order: code and at, the
// fields (a person as three), the other facts; or the order that [Restrict] was
// given. A csv file has them in its first line.
func (d Doc) Headers() []string {
	all := d.places()
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.id
	}
	return ids
}

// place is one column of a table.
type place struct {
	id    string
	field int    // index in Doc.Columns, -1 for a fact
	part  string // of a person
}

func (d Doc) places() (all []place) {
	for _, f := range AllFacts[:2] {
		if d.has(f) {
			all = append(all, place{id: f, field: -1})
		}
	}
	for i, c := range d.Columns {
		switch {
		case c.Kind != "person":
			all = append(all, place{id: c.ID, field: i})
		default:
			for _, p := range personParts {
				if c.parts == nil || slices.Contains(c.parts, p) {
					all = append(all, place{id: c.ID + "_" + p, field: i, part: p})
				}
			}
		}
	}
	for _, f := range d.facts() {
		all = append(all, place{id: f, field: -1})
	}
	if d.order != nil {
		slices.SortStableFunc(all, func(a, b place) int { return slices.Index(d.order, a.id) - slices.Index(d.order, b.id) })
	}
	return all
}

// spelling is how a table writes what has more than one way to be written.
type spelling struct {
	zone    *time.Location
	moment  string                              // layout of a time of day
	code    func(code entry.ReceiptCode) string // of a receipt code
	yes, no string
}

// spelled returns the spelling of csv, which programs read: ids, RFC 3339, codes
// without hyphens.
func (d Doc) spelled() spelling {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	return spelling{zone: zone, moment: time.RFC3339Nano, code: plain, yes: "true", no: "false"}
}

// row returns the values of one record, in the order of places.
func (d Doc) row(places []place, s spelling, r record.Record) []string {
	row := make([]string, len(places))
	for i, p := range places {
		if p.field < 0 {
			if step := d.step(p.id); step != nil {
				row[i] = s.answers(r.Checks, step.ID)
				continue
			}
			row[i] = s.fact(r, p.id)
			continue
		}
		v := r.Fields[d.Columns[p.field].ID]
		switch {
		case p.part == "":
			row[i] = string(v.Text)
		case v.Person == nil:
		case p.part == "name":
			row[i] = string(v.Person.Name)
		case p.part == "relation":
			row[i] = v.Person.Relation
		case p.part == "phone":
			row[i] = string(v.Person.Phone)
		}
	}
	return row
}

// fact returns one fact of a record as text.
func (s spelling) fact(r record.Record, name string) string {
	switch name {
	case "code":
		return s.code(r.Code)
	case "at", "signed_at":
		return s.when(r.At)
	case "consents":
		ids := make([]string, len(r.Consents))
		for i, c := range r.Consents {
			ids[i] = c.ID
		}
		return strings.Join(ids, ";")
	case "outcome":
		return r.Outcome
	case "story":
		return r.Story
	case "reachability":
		return fmt.Sprint(r.Reachability)
	case "flags":
		return strings.Join(r.Flags, ";")
	case "check_rang":
		return eachCheck(r.Checks, func(c record.Check) string { return s.bool(c.Rang) })
	case "check_identity":
		return eachCheck(r.Checks, func(c record.Check) string { return s.bool(c.Identity) })
	case "check_kit":
		return eachCheck(r.Checks, func(c record.Check) string { return c.Kit })
	case "check_by":
		return eachCheck(r.Checks, func(c record.Check) string { return c.Initials })
	case "check_at":
		return eachCheck(r.Checks, func(c record.Check) string { return c.At.In(s.zone).Format(s.moment) })
	case "lang":
		return r.Lang
	case "source":
		return r.Source
	case "booth":
		return r.Booth
	case "event":
		return r.Event
	}
	return ""
}

// keptUntil returns the day from which on somebody is to be erased, "" if it is not known.
func (d Doc) keptUntil(r record.Record) string {
	at, ok := d.KeptUntil[r.Person]
	if !ok {
		return ""
	}
	return at.In(d.spelled().zone).Format(time.DateOnly)
}

// eachCheck returns a value of the volunteers' checks. Nearly everybody is checked
// once; who was checked again has a line for each check, the oldest first, and the
// same line in every column is of the same check.
func eachCheck(all []record.Check, value func(record.Check) string) string {
	if len(all) == 1 {
		return value(all[0])
	}
	lines := make([]string, len(all))
	for i, c := range all {
		lines[i] = value(c)
	}
	return strings.Join(lines, "\n")
}

func (s spelling) bool(b bool) string {
	if b {
		return s.yes
	}
	return s.no
}

// when formats the time of signing: a date where only the date is known (see
// [SignedAt]), which is the same in every zone.
func (s spelling) when(t time.Time) string {
	if isDate(t) {
		return t.UTC().Format(time.DateOnly)
	}
	return t.In(s.zone).Format(s.moment)
}

// SignedAt formats the time of signing as import reads it, in UTC: a date if only
// the date is known (a paper form: midnight UTC), otherwise RFC 3339.
func SignedAt(t time.Time) string {
	return spelling{zone: time.UTC, moment: time.RFC3339Nano}.when(t)
}

func isDate(t time.Time) bool {
	t = t.UTC()
	return t.Equal(t.Truncate(24 * time.Hour))
}

// plain is a receipt code as files for programs have it, without hyphens.
func plain(c entry.ReceiptCode) string { return strings.ReplaceAll(string(c), "-", "") }

// in returns the text in the language, else in Chinese, else in any.
func in(m map[string]string, lang string) string {
	if s := m[lang]; s != "" {
		return s
	}
	return m["zh"]
}
