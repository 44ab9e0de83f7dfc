package handover

import (
	"context"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/intake"
)

// Survey is what a recipient would get, in numbers.
type Survey struct {
	All    int // who would be in the file
	Has    int // of them, those whom the recipient has
	New    int // of them, those whom the recipient does not have yet, or not as they are now
	Kept   int // who would not be in it: they did not agree
	Gone   int // receipt codes of people erased since, or who no longer agree, which go along
	Unread int // lists of earlier exports that could not be read: New may be too high, and Gone too low
}

// SurveyOf counts what a recipient would get of one person, or of everybody for "".
func SurveyOf(ctx context.Context, s Store, from Opened, p *event.Pack, to, person string) (Survey, error) {
	if to == Person { // a copy of one's own says nothing of anybody else, and strikes nobody off
		return Survey{All: len(only(from.Records, person))}, nil
	}
	gone, unread, err := s.ErasedSinceExport(ctx, from.Key, to)
	if err != nil {
		return Survey{}, err
	}
	has, _, err := s.Given(ctx, from.Key, to)
	if err != nil {
		return Survey{}, err
	}
	out := Survey{Gone: len(gone), Unread: unread}
	doc := intake.Doc(p, string(event.Langs[0]))
	doc.Records = from.Records
	if to == Registry {
		out.Gone += len(withdrawn(from.Records, intake.Handover(p), has))
		doc = export.Restrict(doc, intake.Handover(p), p.Registry.ColumnIDs())
	}
	asked := from.Records
	if person != "" {
		asked, doc.Records = only(asked, person), only(doc.Records, person)
	}
	twice := shared(from.Records)
	out.All, out.Kept = len(doc.Records), len(asked)-len(doc.Records)
	for _, r := range doc.Records {
		if _, given := has[r.Code]; given {
			out.Has++
		}
		if isNew(doc, r, has, twice) {
			out.New++
		}
	}
	return out, nil
}

// only is the record of one person, under their own id or that of a sign-up that was joined into theirs; none where nobody is.
func only(records []record.Record, person string) []record.Record {
	for _, r := range records {
		if r.Person == person || slices.Contains(r.Parts, person) {
			return []record.Record{r}
		}
	}
	return nil
}

// WithCode returns who has a receipt code, also that of a sign-up that was joined into theirs: of several only the one with
// the id person, unless that is "".
func (o Opened) WithCode(code entry.ReceiptCode, person string) (ids []string) {
	for _, r := range o.Records {
		if (r.Code == code || slices.Contains(r.Joined, code)) && (person == "" || r.Person == person || slices.Contains(r.Parts, person)) {
			ids = append(ids, r.Person)
		}
	}
	return ids
}

// isNew says whether a recipient who has these codes with these marks does not have somebody yet, or not as they are now. Of
// whoever shares a code with somebody else nobody can tell: they go again rather than never.
func isNew(doc export.Doc, r record.Record, has map[entry.ReceiptCode]string, twice map[entry.ReceiptCode]bool) bool {
	mark, given := has[r.Code]
	return !given || mark != doc.Mark(r) || twice[r.Code]
}

// shared are the receipt codes that two people have.
func shared(records []record.Record) map[entry.ReceiptCode]bool {
	seen, twice := map[entry.ReceiptCode]bool{}, map[entry.ReceiptCode]bool{}
	for _, r := range records {
		if seen[r.Code] {
			twice[r.Code] = true
		}
		seen[r.Code] = true
	}
	return twice
}

// onlyNew leaves in the document only those who are new to the recipient. The error is [ErrNothing].
func onlyNew(doc *export.Doc, has map[entry.ReceiptCode]string, twice map[entry.ReceiptCode]bool) error {
	doc.Records = slices.DeleteFunc(slices.Clone(doc.Records), func(r record.Record) bool { return !isNew(*doc, r, has, twice) })
	if len(doc.Records) == 0 && len(doc.Erased) == 0 {
		return ErrNothing
	}
	return nil
}

// Columns names what goes to a recipient and what does not, in the language of the pack.
func Columns(p *event.Pack, lang, to string) (goes, stays []string) {
	doc := intake.Doc(p, lang)
	if to == Registry {
		doc = export.Restrict(doc, intake.Handover(p), p.Registry.ColumnIDs())
	}
	for _, f := range p.Fields {
		name := intake.NameOf(p, f, lang)
		if slices.ContainsFunc(doc.Columns, func(c export.Column) bool { return c.ID == f.ID }) {
			goes = append(goes, name)
		} else {
			stays = append(stays, name)
		}
	}
	return goes, stays
}

// withdrawn returns the receipt codes that the registry has from an earlier export and whose people no longer agree to the
// hand-over, in order: it is told of them once, as it is of the erased, so that it can erase them too. handover is the id of
// that consent. An event without one withdraws nobody: that is a change of the pack, and nobody's wish.
func withdrawn(records []record.Record, handover string, has map[entry.ReceiptCode]string) (codes []entry.ReceiptCode) {
	if handover == "" {
		return nil
	}
	agrees := map[entry.ReceiptCode]bool{} // somebody else with the same code, who agrees, must not be struck off
	for _, r := range records {
		if _, given := has[r.Code]; given {
			agrees[r.Code] = agrees[r.Code] || slices.ContainsFunc(r.Consents, func(c record.Consent) bool { return c.ID == handover })
		}
	}
	for code, yes := range agrees {
		if !yes {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes
}
