package export

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"reflect"
	"slices"
	"strings"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Mark stands for how this document has a person: it changes when something that goes out of them was corrected, agreed to,
// withdrawn, scanned or joined, and is "" while nothing has. A recipient who was given another mark has something old.
//
// It is made of the ids of lines and not of answers: of people who were erased since, whoever has the key can tell at most
// which of their lines had changed something, and never what.
// A value that was corrected and corrected back is news, and a pack that names other columns is none.
func (d Doc) Mark(r record.Record) string {
	ids := slices.Clone(r.Parts)
	kit := ""
	for _, h := range r.History {
		if d.tells(r, h, &kit) {
			ids = append(ids, h.Entry)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	sum := sha256.Sum256([]byte("matchbooth-news-1\n" + strings.Join(ids, "\n")))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// tells says whether a change is one of something that this document says of a person. kit is the barcode that they had
// before it, and becomes the one after it.
func (d Doc) tells(r record.Record, h record.Change, kit *string) bool {
	own := h.Person == "" || h.Person == r.Person // answers and consents of a sign-up that was joined into theirs are not shown
	all := d.Facts == nil
	switch h.Kind {
	case entry.KindCorrection:
		return own && slices.ContainsFunc(h.Fields, d.shows)
	case entry.KindConsent:
		ids := slices.Clone(h.Withdrawn)
		for _, c := range h.Given {
			ids = append(ids, c.ID)
		}
		return own && slices.ContainsFunc(ids, func(id string) bool {
			return all || slices.ContainsFunc(d.Consents, func(c ConsentNote) bool { return c.ID == id })
		})
	case entry.KindCheck:
		if h.Check == nil {
			return false
		}
		another := h.Check.Kit != "" && h.Check.Kit != *kit
		if another {
			*kit = h.Check.Kit
		}
		return all || another && d.has("check_kit")
	}
	return false
}

// shows says whether a corrected answer differs in what is written of it.
func (d Doc) shows(f record.FieldChange) bool {
	i := slices.IndexFunc(d.Columns, func(c Column) bool { return c.ID == f.ID })
	if i < 0 {
		return false
	}
	written := func(v *record.Field) record.Field {
		if v == nil {
			return record.Field{}
		}
		return d.Columns[i].only(*v)
	}
	return !reflect.DeepEqual(written(f.Old), written(f.New))
}

// Marks returns the marks of everybody in the document, by receipt code, without those that are "".
func (d Doc) Marks() map[entry.ReceiptCode]string {
	all := map[entry.ReceiptCode]string{}
	for _, r := range d.Records {
		all[r.Code] = d.Mark(r)
	}
	maps.DeleteFunc(all, func(_ entry.ReceiptCode, mark string) bool { return mark == "" })
	return all
}
