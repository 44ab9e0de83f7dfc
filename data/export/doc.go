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
//   - xlsx and json return every value exactly as it was stored. A control
//     character, which no form accepts and XML cannot represent, becomes U+FFFD in
//     xlsx. Its headers are in people's words, its times those of this place with
//     their zone, its receipt codes have hyphens; the ids of the columns stand on the
//     sheet that explains them.
//   - csv is UTF-8 with a byte order mark, its headers are the field ids, and a
//     person is three columns (id_name, id_relation, id_phone), so that
//     `matchbooth import` can read it again. A value that a spreadsheet would
//     take for a formula has one leading apostrophe, see [EscapeFormula].
//   - A value of more than 32,767 UTF-16 units, which does not fit into any cell
//     of a spreadsheet, is reported ([Result.Long]) and never cut: xlsx has it in
//     rows on a sheet of its own, csv in its usual place.
//   - vcf has name, phones, e-mail, WeChat and receipt code, nothing else.
//
// A [List] is a table of people for volunteers to work through, as whom to call: a workbook that is set up to be printed.
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

	parts []string // of a person: those that are written; nil means all of them
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

// PackNote names one version of the event pack that people signed up under.
type PackNote struct {
	Digest string    // SHA-256 over its files, in hexadecimal
	Until  time.Time // when the next one took its place; zero for the one that the event has
}

// Doc is what one export says.
type Doc struct {
	Event    string
	Title    map[string]string // of the event, by language
	Lang     string            // of headers, explanations and notes: "zh" or "en"
	Zone     *time.Location    // of the times in tables; nil means UTC
	Columns  []Column
	Consents []ConsentNote
	Packs    []PackNote // the versions of the event pack, oldest first; nil if it was never changed
	Records  []record.Record
	Steps    []Step // of the volunteers' check, besides those in AllFacts: a column each, before who checked
	// NoKits says that no sampling kits are handed out: [Restrict] leaves their barcode out, unless it is named.
	NoKits bool
	// Titles are headers of a workbook in place of a field's label or a fact's
	// own name: by the id of the column in [Doc.Headers], then by language.
	Titles map[string]map[string]string
	// Erased are the receipt codes to be removed from older exports.
	Erased []entry.ReceiptCode
	// Facts are the columns besides the fields (code, at, booth …) that are
	// written; nil means all of [AllFacts].
	Facts []string
	// KeptUntil is when people are erased at the latest, by person: a column of our
	// own workbooks, and in json. nil where nobody knows, or it is nobody's business.
	KeptUntil map[string]time.Time
	// Password is what a workbook opens with; "" leaves it open. No other format
	// has one: [ErrPassword].
	Password string
	// Stop is asked before each write to the disk; an error ends the export, and
	// no file is left. nil means that nothing stops it.
	Stop func() error

	order []string // of the columns of a table; nil is that of [Doc.Headers]
}

// AllFacts are the columns besides the fields, in the order of a table. "code"
// and "at" come before the fields, the others after them. What volunteers checked is
// five of them; further steps of an event's check are [Doc.Steps].
var AllFacts = []string{
	"code", "at", "consents", "signed_at", "outcome", "story", "reachability", "flags",
	"check_rang", "check_identity", "check_kit", "check_by", "check_at",
	"lang", "source", "booth", "event",
}

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
	if d.Password != "" && format != "xlsx" {
		return ErrPassword
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
