package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// writeXLSX writes a workbook: the people, with a frozen header in people's words;
// what the columns and the consents mean, with the ids that csv and json have; and,
// if there are any, the receipt codes of erased people and the values that fit into
// no cell.
//
// Every cell is text, dates and numbers too. Excel keeps 15 digits of a number and
// would calculate a phone number that begins with "+", while a text cell is never a
// formula; and a date of a spreadsheet has no zone, and another day in a workbook
// that counts from 1904.
func writeXLSX(w io.Writer, d Doc, progress func(done, total int)) error {
	b := sheets{d: d, words: wordsIn(d.Lang)}
	b.people()
	b.explain()
	if len(d.Erased) > 0 {
		b.erased()
	}
	b.longSheet()
	if d.Password != "" {
		return writeClosed(w, d.Password, func(w io.Writer) error { return writeBook(w, b.title(), b.all, progress) })
	}
	return writeBook(w, b.title(), b.all, progress)
}

// sheets collects what a workbook says.
type sheets struct {
	d     Doc
	words words
	all   []sheet
	moved []moved // what fits into no cell
}

func (b *sheets) title() string {
	if t := in(b.d.Title, b.d.Lang); t != "" {
		return t
	}
	return b.d.Event
}

// add adds a sheet, with the values that fit into no cell taken out of it.
func (b *sheets) add(s sheet) {
	for _, row := range s.rows {
		for i, text := range row {
			if units(text) > maxCell {
				b.moved = append(b.moved, moved{row[0], s.header[i], text})
				row[i] = b.words.seeLong
			}
		}
	}
	b.all = append(b.all, s)
}

// worded returns the spelling of a workbook, which people read: times of this place
// with their zone, codes as the visitor has them.
func (d Doc) worded() spelling {
	s, w := d.spelled(), wordsIn(d.Lang)
	// As Excel shows a time, and our import reads one; to the last digit that is known.
	s.moment = "2006-01-02 15:04:05.999999999-07:00"
	s.code = entry.ReceiptCode.String
	s.yes, s.no = w.yes, w.no
	return s
}

// consentTextsID is the id of the last column of a workbook.
const consentTextsID = "consent_texts"

// keptUntilID is the id of the column that says when somebody is to be erased.
const keptUntilID = "kept_until"

// bookColumns returns the columns of the sheet of people: their ids, and a function
// that returns the values of one person.
func (d Doc) bookColumns() (ids []string, row func(record.Record) []string) {
	places, s := d.places(), d.worded()
	ids = d.Headers()
	proof := d.has("consents")
	if proof {
		ids = append(ids, consentTextsID)
	}
	if d.KeptUntil != nil {
		ids = append(ids, keptUntilID)
	}
	return ids, func(r record.Record) []string {
		values := d.row(places, s, r)
		if proof {
			values = append(values, s.consentTexts(r.Consents))
		}
		if d.KeptUntil != nil {
			values = append(values, d.keptUntil(r))
		}
		return values
	}
}

// titles returns the header of a workbook for ids of columns: the title that the
// pack gives, else the label of the field or the name of the fact. Where two are the
// same, the ids tell them apart: programs find a column by its header.
func (d Doc) titles(ids []string) []string {
	w := wordsIn(d.Lang)
	own := map[string]string{consentTextsID: w.facts[consentTextsID][0], keptUntilID: w.facts[keptUntilID][0]}
	for _, p := range d.places() {
		switch {
		case p.field < 0:
			own[p.id], _ = d.name(p.id, w)
		case p.part == "":
			own[p.id] = in(d.Columns[p.field].Label, d.Lang)
		default: // a title of the person is that of each part
			c := d.Columns[p.field]
			label := in(d.Titles[c.ID], d.Lang)
			if label == "" {
				label = in(c.Label, d.Lang)
			}
			own[p.id] = w.partOf(label, p.part)
		}
		if t := in(d.Titles[p.id], d.Lang); t != "" {
			own[p.id] = t
		}
	}
	used := map[string]int{}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strings.Join(strings.Fields(own[id]), " ")
		if out[i] == "" {
			out[i] = id
		}
		used[strings.ToLower(out[i])]++
	}
	for i, id := range ids {
		if used[strings.ToLower(out[i])] > 1 {
			out[i] += " (" + id + ")"
		}
	}
	return out
}

func (b *sheets) people() {
	ids, values := b.d.bookColumns()
	s := sheet{name: b.words.people, header: b.d.titles(ids), counted: true}
	for _, h := range s.header {
		s.widths = append(s.widths, min(width(h), 24)) // a question takes two lines
	}
	for n, r := range b.d.Records {
		row := values(r)
		// The first records determine the column widths; a long text does not make a
		// column wider than the screen.
		for i := 0; i < len(row) && n < 200; i++ {
			s.widths[i] = max(s.widths[i], min(width(row[i]), 40))
		}
		s.rows = append(s.rows, row)
	}
	b.add(s)
}

// consentTexts says which text was agreed to, in which language and when, one
// consent a line.
func (s spelling) consentTexts(all []record.Consent) string {
	lines := make([]string, len(all))
	for i, c := range all {
		lines[i] = fmt.Sprintf("%s %s %s sha256=%s", c.ID, c.Lang, s.when(c.At), c.SHA256)
	}
	return strings.Join(lines, "\n")
}

func (b *sheets) explain() {
	s := sheet{name: b.words.explain, header: b.words.header, widths: []float64{24, 36, 80}, wrap: true}
	add := func(row ...string) { s.rows = append(s.rows, row) }
	ids, _ := b.d.bookColumns()
	titles := b.d.titles(ids)
	at := map[string]place{}
	for _, p := range b.d.places() {
		at[p.id] = p
	}
	for i, id := range ids {
		p, known := at[id]
		if !known || p.field < 0 {
			_, meaning := b.d.name(id, b.words)
			add(id, titles[i], meaning)
			continue
		}
		c := b.d.Columns[p.field]
		if p.part == "" || p.part == "relation" {
			add(id, titles[i], c.note(b.d.Lang))
		} else {
			add(id, titles[i], in(c.Help, b.d.Lang))
		}
	}
	for _, c := range b.d.Consents {
		var hashes []string
		for _, lang := range []string{"zh", "en"} {
			if h := c.SHA256[lang]; h != "" {
				hashes = append(hashes, lang+" sha256="+h)
			}
		}
		add("consents: "+c.ID, in(c.Sentence, b.d.Lang), strings.Join(hashes, "\n"))
	}
	if t := in(b.d.Title, b.d.Lang); t != "" {
		add("event: "+b.d.Event, t, "")
	}
	for _, p := range b.d.Packs {
		until := ""
		if !p.Until.IsZero() {
			until = fmt.Sprintf(b.words.until, p.Until.In(cmp.Or(b.d.Zone, time.UTC)).Format(time.DateOnly))
		}
		add("event pack: "+p.Digest[:min(12, len(p.Digest))], "sha256="+p.Digest, until)
	}
	b.add(s)
}

// note explains a column: its help, and the answers by id.
func (c Column) note(lang string) string {
	lines := []string{}
	if h := in(c.Help, lang); h != "" {
		lines = append(lines, h)
	}
	for _, o := range c.Options {
		lines = append(lines, o.ID+" = "+in(o.Label, lang))
	}
	return strings.Join(lines, "\n")
}

func (b *sheets) erased() {
	s := sheet{name: b.words.erased, header: []string{b.words.facts["code"][0]}, widths: []float64{16}}
	for _, c := range b.d.Erased {
		s.rows = append(s.rows, []string{c.String()})
	}
	b.add(s)
}

// width returns the room that a text needs, in Excel's unit (a digit of the
// default font): a Han character takes two.
func width(s string) float64 {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	w := 2.0
	for _, r := range s {
		w++
		if utf8.RuneLen(r) > 2 {
			w++
		}
	}
	return w
}
