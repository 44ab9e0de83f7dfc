package export

import (
	"slices"
	"strings"

	"matchbooth/data/record"
)

// Restrict narrows the document to what the registry may get: the people who
// gave the consent handover, and of each only the fields named in columns, the
// receipt code, the time, the event, that one consent, and the barcode of the kit
// that a volunteer handed out last, where kits are handed out. The given document
// is not changed.
//
// columns are the ids of fields, of one column of a person ("contact1_name"), or
// facts of [AllFacts]. A table has them in this order; of the facts that go along
// in any case, those that columns does not name stand where they always do, and
// the barcode last.
func Restrict(d Doc, handover string, columns []string) Doc {
	out := d
	out.Facts, out.Steps, out.KeptUntil = nil, nil, nil // who answered what is the organisers' own
	for _, f := range AllFacts {
		if always[f] && !(f == "check_kit" && d.NoKits) || slices.Contains(columns, f) {
			out.Facts = append(out.Facts, f)
		}
	}
	out.Columns = nil
	for _, c := range d.Columns {
		if c, some := c.narrowed(columns); some {
			out.Columns = append(out.Columns, c)
		}
	}
	out.order = orderOf(out, columns)
	out.Consents = nil
	for _, c := range d.Consents {
		if c.ID == handover {
			out.Consents = append(out.Consents, c)
		}
	}
	out.Records = nil
	for _, r := range d.Records {
		i := slices.IndexFunc(r.Consents, func(c record.Consent) bool { return c.ID == handover })
		if i < 0 || handover == "" {
			continue
		}
		r.Consents = []record.Consent{r.Consents[i]}
		fields := make(map[string]record.Field, len(columns))
		for _, c := range out.Columns {
			if v, ok := r.Fields[c.ID]; ok {
				fields[c.ID] = c.only(v)
			}
		}
		r.Fields = fields
		if r.Checks = kitOf(r.Checks); !out.has("check_kit") {
			r.Checks = nil
		}
		out.Records = append(out.Records, r)
	}
	return out
}

// always are the facts that the registry gets with every person.
var always = map[string]bool{"code": true, "at": true, "event": true, "consents": true, "signed_at": true, "check_kit": true}

// narrowed returns the column with the parts that are named, and whether there is one.
func (c Column) narrowed(names []string) (Column, bool) {
	if slices.Contains(names, c.ID) {
		return c, true
	}
	if c.Kind != "person" {
		return c, false
	}
	c.parts = nil
	for _, p := range personParts {
		if slices.Contains(names, c.ID+"_"+p) {
			c.parts = append(c.parts, p)
		}
	}
	return c, len(c.parts) > 0
}

// only returns a person without the parts that are not written.
func (c Column) only(v record.Field) record.Field {
	if v.Person == nil || c.parts == nil {
		return v
	}
	kept := record.Person{}
	for _, p := range c.parts {
		switch p {
		case "name":
			kept.Name = v.Person.Name
		case "relation":
			kept.Relation = v.Person.Relation
		case "phone":
			kept.Phone = v.Person.Phone
		}
	}
	return record.Field{Person: &kept}
}

// kitOf returns the last check with a barcode, and of it the barcode alone: who
// saw whose document when is the organisers' own.
func kitOf(all []record.Check) []record.Check {
	for _, c := range slices.Backward(all) {
		if c.Kit != "" {
			return []record.Check{{Kit: c.Kit}}
		}
	}
	return nil
}

// orderOf returns the order of the columns of a narrowed table.
func orderOf(d Doc, columns []string) (order []string) {
	d.order = nil
	all := d.Headers()
	var named []string
	for _, want := range columns {
		for _, id := range all {
			if id == want || strings.HasPrefix(id, want+"_") && isPart(d, want, id) {
				if !slices.Contains(named, id) {
					named = append(named, id)
				}
			}
		}
	}
	missing := func(f string) bool { return slices.Contains(all, f) && !slices.Contains(named, f) }
	for _, f := range AllFacts[:2] {
		if missing(f) {
			order = append(order, f)
		}
	}
	order = append(order, named...)
	for _, f := range append(slices.DeleteFunc(slices.Clone(AllFacts[2:]), func(f string) bool { return f == "check_kit" }), "check_kit") {
		if missing(f) {
			order = append(order, f)
		}
	}
	return order
}

// isPart says whether id is a column of the person named.
func isPart(d Doc, person, id string) bool {
	return slices.ContainsFunc(d.Columns, func(c Column) bool {
		return c.ID == person && c.Kind == "person" && slices.Contains(personParts, strings.TrimPrefix(id, person+"_"))
	})
}
