// Package intake turns what a visitor entered, on the screen or on paper, into the records of the
// store, and an event pack into the empty document of an export. The kiosk's values and the store's
// records know nothing of each other; they meet only here.
package intake

import (
	"slices"
	"time"

	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
)

// SignUp builds a sign-up record from what the visitor entered: only fields the pack asks for, only
// what was answered, only consents that were given. Times are truncated to the second.
func SignUp(p *event.Pack, s session.State, now time.Time) record.SignUp {
	up := record.SignUp{
		At: now.UTC().Truncate(time.Second), Lang: s.Lang, Source: "screen",
		Fields:  Fields(p, s.Answers),
		Outcome: s.Outcome, Story: s.LastStory, Flags: session.AllFlags(s),
		Reachability: form.Reachability(p.Fields, s.Answers, now),
	}
	for _, c := range s.Consents {
		up.Consents = append(up.Consents, record.Consent{ID: c.ID, SHA256: c.SHA256, Lang: c.Lang, At: c.At.UTC().Truncate(time.Second), Days: p.Terms()[c.ID]})
	}
	return up
}

// Fields turns answers into the fields of a record. That somebody will be told is asked, but not
// stored.
func Fields(p *event.Pack, a form.Answers) map[string]record.Field {
	out := map[string]record.Field{}
	for _, f := range p.Fields {
		v, ok := a[f.ID]
		switch {
		case !ok:
		case f.Kind == "person":
			if v.Person.Name != "" || v.Person.Phone != "" {
				out[f.ID] = record.Field{Person: &record.Person{Name: record.Name(v.Person.Name), Relation: v.Person.Relation, Phone: record.Phone(v.Person.Phone)}}
			}
		case v.Text != "":
			out[f.ID] = record.Field{Text: record.Text(v.Text)}
		}
	}
	return out
}

// Answers turns the fields of a record back into answers, of those fields that the pack asks for: what [Fields] was given.
func Answers(p *event.Pack, fields map[string]record.Field) form.Answers {
	a := form.Answers{}
	for _, f := range p.Fields {
		v, ok := fields[f.ID]
		switch {
		case !ok:
		case f.Kind != "person":
			if v.Text != "" {
				a[f.ID] = form.Value{Text: form.Text(v.Text)}
			}
		case v.Person != nil:
			a[f.ID] = form.Value{Person: form.Person{Name: form.Name(v.Person.Name), Relation: v.Person.Relation, Phone: form.Phone(v.Person.Phone)}}
		}
	}
	return a
}

// Doc returns the empty export document of an event: columns and consents, explained in the
// language. Records, erased codes and narrowing are up to the caller.
func Doc(p *event.Pack, lang string) export.Doc {
	d := export.Doc{Event: p.ID, Title: words(p.Title), Lang: lang}
	for _, f := range p.Fields {
		col := export.Column{ID: f.ID, Kind: f.Kind, Label: words(f.Label), Help: words(f.Help)}
		for _, o := range f.Options {
			col.Options = append(col.Options, export.Option{ID: o.ID, Label: words(o.Label)})
		}
		d.Columns = append(d.Columns, col)
	}
	d.NoKits = !p.GivesKits()
	for _, s := range p.CheckList() {
		if !export.HasStepColumn(s.ID) {
			d.Steps = append(d.Steps, export.Step{ID: s.ID, Title: words(s.Title), Help: words(s.Help)})
		}
	}
	d.Consents = consentNotes(p)
	seen := map[string]bool{}
	for _, k := range d.Consents {
		seen[k.SHA256["zh"]+k.SHA256["en"]] = true
	}
	for _, old := range slices.Backward(p.Earlier()) {
		for _, k := range consentNotes(old.Pack) {
			if hash := k.SHA256["zh"] + k.SHA256["en"]; !seen[hash] {
				seen[hash] = true
				d.Consents = append(d.Consents, k)
			}
		}
	}
	if len(p.Earlier()) > 0 {
		for _, old := range p.Earlier() {
			d.Packs = append(d.Packs, export.PackNote{Digest: old.Digest, Until: old.Until})
		}
		d.Packs = append(d.Packs, export.PackNote{Digest: p.Digest})
	}
	return d
}

// consentNotes explains the consents of a version of the pack.
func consentNotes(p *event.Pack) (notes []export.ConsentNote) {
	for _, k := range p.Consents {
		note := export.ConsentNote{ID: k.ID, Sentence: words(k.Sentence), SHA256: map[string]string{}}
		for _, l := range event.Langs {
			note.SHA256[string(l)] = k.SHA256(string(l))
		}
		notes = append(notes, note)
	}
	return notes
}

// Titles returns the headers that the registry wants of its table, by the id of the column.
func Titles(p *event.Pack) map[string]map[string]string {
	titles := map[string]map[string]string{}
	for _, c := range p.Registry.Columns {
		if len(c.Title) > 0 {
			titles[c.Field] = words(c.Title)
		}
	}
	return titles
}

// Handover returns the ID of the consent to hand over to the registry, "" if the event has none.
func Handover(p *event.Pack) string {
	if k := p.HandoverConsent(); k != nil {
		return k.ID
	}
	return ""
}

// words returns a text as a map by language, for packages that know no packs.
func words(t event.Text) map[string]string {
	m := make(map[string]string, len(t))
	for l, s := range t {
		m[string(l)] = s
	}
	return m
}
