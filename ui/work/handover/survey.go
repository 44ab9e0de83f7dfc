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
	New    int // of them, those whom the recipient does not have yet
	Kept   int // who would not be in it: they did not agree
	Gone   int // receipt codes of people erased since, or who no longer agree, which go along
	Unread int // lists of earlier exports that could not be read: New may be too high, and Gone too low
}

// SurveyOf counts what a recipient would get.
func SurveyOf(ctx context.Context, s Store, from Opened, p *event.Pack, to string) (Survey, error) {
	gone, unread, err := s.ErasedSinceExport(ctx, from.Key, to)
	if err != nil {
		return Survey{}, err
	}
	has, _, err := s.HandedOver(ctx, from.Key)
	if err != nil {
		return Survey{}, err
	}
	out := Survey{Gone: len(gone), Unread: unread}
	doc := intake.Doc(p, string(event.Langs[0]))
	doc.Records = from.Records
	if to == Registry {
		out.Gone += len(withdrawn(from.Records, intake.Handover(p), has[to]))
		doc = export.Restrict(doc, intake.Handover(p), p.Registry.ColumnIDs())
	}
	out.All, out.Kept = len(doc.Records), len(from.Records)-len(doc.Records)
	for _, r := range doc.Records {
		if !has[to][r.Code] {
			out.New++
		}
	}
	return out, nil
}

// onlyNew leaves in the document only those whom the recipient does not have yet. The error is [ErrNothing].
func onlyNew(doc *export.Doc, has map[entry.ReceiptCode]bool) error {
	doc.Records = slices.DeleteFunc(slices.Clone(doc.Records), func(r record.Record) bool { return has[r.Code] })
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
func withdrawn(records []record.Record, handover string, has map[entry.ReceiptCode]bool) (codes []entry.ReceiptCode) {
	if handover == "" {
		return nil
	}
	agrees := map[entry.ReceiptCode]bool{} // somebody else with the same code, who agrees, must not be struck off
	for _, r := range records {
		if has[r.Code] {
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
