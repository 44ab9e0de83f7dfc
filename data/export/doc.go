// Package export turns opened sign-ups into files that leave the booth: a
// spreadsheet (xlsx), a table (csv), contact cards (vcf 3.0) and json.
//
// # What goes out
//
// A [Doc] has everything that a file says: the columns, the consents, the
// records, and the receipt codes erased since the last export to the same
// recipient. [Restrict] narrows a Doc to what the registry may get: people who
// gave the hand-over consent, and only the fields that the event pack names.
//
// Every format is one file of this package and one line in the table of
// [Write]. They promise:
//
//   - xlsx and json return every value exactly as it was stored. For the few
//     things that XML cannot represent, xlsx has something close: a control
//     character, which no form accepts, becomes U+FFFD, and the text "_xD800_"
//     (half a character in the workbook's own escape) gets a full-width first
//     underscore.
//   - csv is UTF-8 with a byte order mark, its headers are the field ids, and a
//     person is three columns (id_name, id_relation, id_phone), so that
//     `matchbooth import` can read it again. A value that a spreadsheet would
//     take for a formula has one leading apostrophe, see [EscapeFormula].
//   - A value of more than 32,767 UTF-16 units, which does not fit into any cell
//     of a spreadsheet, is reported ([Result.Long]) and never cut: xlsx has it in
//     rows on a sheet of its own, csv in its usual place.
//   - vcf has name, phone, e-mail and receipt code, nothing else.
//
// Receipt codes of erased people are a third sheet in xlsx; for every other
// format they are a file of their own, NAME.erased.csv, written only if there
// are any: whoever has an older export removes those rows from it.
//
// # How it goes out
//
// [ToFile] writes to a stick that may be full, read-only, pulled out or lying:
// see safe.go. Nothing is called written until it has been read back.
package export

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
)

// Column is one field of the form.
type Column struct {
	ID    string
	Kind  string // of the event pack: name, phone, email, choice, person …
	Label map[string]string
	Help  map[string]string
	// Options are the answers of a choice, or the relations of a person, in
	// order. Answers are stored by id; the explanations have their labels.
	Options []Option
}

// Option is one answer of a choice.
type Option struct {
	ID    string
	Label map[string]string
}

// ConsentNote explains one consent.
type ConsentNote struct {
	ID       string
	Sentence map[string]string // by language
	SHA256   map[string]string // hash of the whole text, by language
}

// Doc is what one export says.
type Doc struct {
	Event    string
	Title    map[string]string // of the event, by language
	Lang     string            // of the explanations: "zh" or "en"
	Columns  []Column
	Consents []ConsentNote
	Records  []record.Record
	// Erased are the receipt codes to be removed from older exports.
	Erased []entry.ReceiptCode
	// Facts are the columns besides the fields (code, at, booth …) that are
	// written; nil means all of [AllFacts].
	Facts []string
}

// AllFacts are the columns besides the fields, in the order of a table. "code"
// and "at" come before the fields, the others after them.
var AllFacts = []string{"code", "at", "consents", "signed_at", "outcome", "story", "reachability", "flags", "checks", "lang", "source", "booth", "event"}

// Formats are the formats that Write knows.
var Formats = []string{"xlsx", "csv", "vcf", "json"}

// ErrFormat: the format is not one of Formats.
var ErrFormat = errors.New("unknown export format")

// Write writes the document in one of Formats. progress, which may be nil, is
// called from time to time with the number of records written, and once at the end.
func Write(w io.Writer, format string, d Doc, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	var err error
	switch format {
	case "xlsx":
		err = writeXLSX(w, d, progress)
	case "csv":
		err = writeCSV(w, d, progress)
	case "vcf":
		err = writeVCF(w, d, progress)
	case "json":
		err = writeJSON(w, d, progress)
	default:
		return fmt.Errorf("%w %q", ErrFormat, format)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	progress(len(d.Records), len(d.Records))
	return nil
}

// everyRecords is the number of records between two calls of progress.
const everyRecords = 64

// Restrict narrows the document to what the registry may get: the people who
// gave the consent handover, and of each only the fields named in columns, the
// receipt code, the time, the event and that one consent. A fact of [AllFacts]
// is included only if columns names it. The given document is not changed.
func Restrict(d Doc, handover string, columns []string) Doc {
	out := d
	out.Facts = nil
	for _, f := range AllFacts {
		switch f {
		case "code", "at", "event", "consents", "signed_at":
			out.Facts = append(out.Facts, f)
		default:
			if slices.Contains(columns, f) {
				out.Facts = append(out.Facts, f)
			}
		}
	}
	out.Columns = nil
	for _, c := range d.Columns {
		if slices.Contains(columns, c.ID) {
			out.Columns = append(out.Columns, c)
		}
	}
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
				fields[c.ID] = v
			}
		}
		r.Fields = fields
		out.Records = append(out.Records, r)
	}
	return out
}

// has says whether a fact is written.
func (d Doc) has(fact string) bool {
	return d.Facts == nil || slices.Contains(d.Facts, fact)
}

// personParts are the three columns for a person, in order.
var personParts = []string{"name", "relation", "phone"}

// Headers returns the column names of a table, in order: code and at, the fields
// (a person as three), the other facts.
func (d Doc) Headers() []string {
	var h []string
	for _, f := range AllFacts[:2] {
		if d.has(f) {
			h = append(h, f)
		}
	}
	for _, c := range d.Columns {
		if c.Kind != "person" {
			h = append(h, c.ID)
			continue
		}
		for _, p := range personParts {
			h = append(h, c.ID+"_"+p)
		}
	}
	for _, f := range AllFacts[2:] {
		if d.has(f) {
			h = append(h, f)
		}
	}
	return h
}

// row returns the values of one record, in the order of Headers.
func (d Doc) row(r record.Record) []string {
	var row []string
	for _, f := range AllFacts[:2] {
		if d.has(f) {
			row = append(row, fact(r, f))
		}
	}
	for _, c := range d.Columns {
		v := r.Fields[c.ID]
		switch {
		case c.Kind != "person":
			row = append(row, string(v.Text))
		case v.Person == nil:
			row = append(row, "", "", "")
		default:
			row = append(row, string(v.Person.Name), v.Person.Relation, string(v.Person.Phone))
		}
	}
	for _, f := range AllFacts[2:] {
		if d.has(f) {
			row = append(row, fact(r, f))
		}
	}
	return row
}

// fact returns one fact of a record as text.
func fact(r record.Record, name string) string {
	switch name {
	case "code":
		return plain(r.Code)
	case "at":
		return r.At.UTC().Format(time.RFC3339Nano)
	case "consents":
		ids := make([]string, len(r.Consents))
		for i, c := range r.Consents {
			ids[i] = c.ID
		}
		return strings.Join(ids, ";")
	case "signed_at":
		return SignedAt(r.At)
	case "outcome":
		return r.Outcome
	case "story":
		return r.Story
	case "reachability":
		return fmt.Sprint(r.Reachability)
	case "flags":
		return strings.Join(r.Flags, ";")
	case "checks":
		return checks(r.Checks)
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

// SignedAt formats the time of signing as import reads it: a date if only the
// date is known (a paper form: midnight UTC), otherwise RFC 3339.
func SignedAt(t time.Time) string {
	t = t.UTC()
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

// checks formats the volunteers' checks, one a line.
func checks(all []record.Check) string {
	lines := make([]string, len(all))
	for i, c := range all {
		lines[i] = fmt.Sprintf("at=%s rang=%t identity=%t kit=%q by=%q", c.At.UTC().Format(time.RFC3339Nano), c.Rang, c.Identity, c.Kit, c.Initials)
	}
	return strings.Join(lines, "\n")
}

// plain is a receipt code as written to files, without hyphens.
func plain(c entry.ReceiptCode) string { return strings.ReplaceAll(string(c), "-", "") }

// in returns the text in the language, else in Chinese, else in any.
func in(m map[string]string, lang string) string {
	if s := m[lang]; s != "" {
		return s
	}
	return m["zh"]
}
