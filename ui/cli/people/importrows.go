package people

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/intake"
)

// reader turns rows of a csv file into sign-ups, according to the fields and consents
// of an event.
type reader struct {
	pack *event.Pack
	now  time.Time
	say  func(key string, args ...any) string // of the catalogue

	header []string
	cols   map[string]int // column name → index
}

// facts are columns of an export that are not fields. Those with true are read back;
// the store itself provides the others.
var facts = map[string]bool{
	"consents": true, "signed_at": true, "outcome": true, "story": true, "flags": true, "lang": true, "source": true, "event": true,
	"code": true, "at": false, "booth": false, "reachability": false, reasonColumn: false,
	"check_rang": false, "check_identity": false, "check_kit": false, "check_by": false, "check_at": false,
	"checks": false, // as exports had them before they were columns
}

// reasonColumn is the additional column of refused rows.
const reasonColumn = "reason"

// columnFaults are the names that are wrong in a header, in order.
type columnFaults struct {
	missing, twice, unknown []string
}

func (f columnFaults) any() bool { return len(f.missing)+len(f.twice)+len(f.unknown) > 0 }

// readHeader finds the columns. It requires "consents", "signed_at" and the required
// fields; of a person's columns, all three or none.
func (r *reader) readHeader(header []string) columnFaults {
	var f columnFaults
	known := map[string]bool{}
	for _, col := range form.Columns(r.pack.Fields) {
		known[col] = true
	}
	r.header, r.cols = header, map[string]int{}
	for i, name := range header {
		_, isFact := facts[name]
		switch _, seen := r.cols[name]; {
		case name == "": // spreadsheets leave empty columns behind
		case seen:
			f.twice = append(f.twice, columnName(name, i))
		case !known[name] && !isFact:
			f.unknown = append(f.unknown, columnName(name, i))
		default:
			r.cols[name] = i
		}
	}
	need := func(name string) {
		if _, ok := r.cols[name]; !ok {
			f.missing = append(f.missing, name)
		}
	}
	for _, field := range r.pack.Fields {
		cols := form.Columns([]event.Field{field})
		some := slices.ContainsFunc(cols, func(col string) bool { _, ok := r.cols[col]; return ok })
		if field.Required || some {
			for _, col := range cols {
				need(col)
			}
		}
	}
	need("consents")
	need("signed_at")
	return f
}

// columns returns all the columns that a typed file may have.
func (r *reader) columns() []string {
	return append(form.Columns(r.pack.Fields), "consents", "signed_at")
}

// columnName returns how an error names a column. A file without a header has a person's
// data in its first line, so only what looks like an id is repeated.
func columnName(name string, at int) string {
	if idForm.MatchString(name) {
		return name
	}
	return fmt.Sprintf("#%d", at+1)
}

// mangled matches what a spreadsheet makes of a long number: 1.38E+10.
var mangled = regexp.MustCompile(`^[0-9]([.,][0-9]*)?[eE]\+?[0-9]{1,2}$`)

// read turns a row into a sign-up, or returns the reasons why not. The reasons name
// columns and never values.
func (r *reader) read(row tableRow) (up record.SignUp, reasons []string) {
	refuse := func(column, key string, args ...any) {
		reasons = append(reasons, column+": "+strings.TrimRight(r.say(key, args...), ".。"))
	}
	if row.broken {
		return up, []string{r.say("cli.row.quotes")}
	}
	width := len(r.header)
	for width > 0 && r.header[width-1] == "" {
		width--
	}
	if len(row.Cells) < width {
		return up, []string{r.say("cli.row.short", "N", len(row.Cells), "Want", width)}
	}
	for i, extra := range row.Cells {
		if (i >= width || r.header[i] == "") && strings.TrimSpace(extra) != "" {
			return up, []string{r.say("cli.row.long", "N", i+1)}
		}
	}
	cell := func(name string) string {
		i, ok := r.cols[name]
		if !ok {
			return ""
		}
		return export.UnescapeFormula(row.Cells[i])
	}
	if e := strings.TrimSpace(cell("event")); e != "" && e != r.pack.ID {
		refuse("event", "cli.row.event", "Event", r.pack.ID)
	}

	named := make(map[string]string, len(r.cols))
	for column, i := range r.cols {
		named[column] = row.Cells[i]
	}
	for _, f := range r.pack.Fields {
		column := f.ID
		switch f.Kind {
		case "phone":
		case "person":
			column += "_phone"
		default:
			continue
		}
		if mangled.MatchString(strings.TrimSpace(named[column])) {
			refuse(column, "cli.row.mangled")
		}
	}
	answers := form.FromRow(r.pack.Fields, named)
	checked, problems := form.CheckAll(r.pack.Fields, answers, form.Context{Now: r.now})
	for _, p := range problems {
		column := p.Field
		if p.Part != "" {
			column += "_" + p.Part
		}
		if slices.ContainsFunc(reasons, func(s string) bool { return strings.HasPrefix(s, column+": ") }) {
			continue // a more precise reason is there already
		}
		args := []any{}
		for k, v := range p.Args {
			args = append(args, k, v)
		}
		refuse(column, p.Key, args...)
	}

	at, ok := signedAt(cell("signed_at"))
	switch {
	case strings.TrimSpace(cell("signed_at")) == "":
		refuse("signed_at", "cli.row.unsigned")
	case !ok:
		refuse("signed_at", "cli.row.date")
	case at.After(r.now.Add(24 * time.Hour)): // a day, for time zones
		refuse("signed_at", "cli.row.future")
	case at.Year() < 2000:
		refuse("signed_at", "cli.row.past")
	}
	lang := strings.TrimSpace(cell("lang"))
	if lang != "en" {
		lang = "zh"
	}
	given, unknown, missing := r.consents(cell("consents"), lang, at)
	if len(unknown) > 0 {
		refuse("consents", "cli.row.consent.unknown", "N", len(unknown), "Known", strings.Join(r.consentIDs(), ", "))
	}
	for _, id := range missing {
		refuse("consents", "cli.row.consent.missing", "ID", id)
	}
	if len(reasons) > 0 {
		return up, reasons
	}

	up = record.SignUp{At: at, Lang: lang, Source: "paper", Fields: intake.Fields(r.pack, checked), Consents: given}
	up.Reachability = form.Reachability(r.pack.Fields, checked, r.now)
	if cell("source") == "screen" {
		up.Source = "screen"
	}
	// Only ids that the pack knows; anything else was not written by an export.
	if o := strings.TrimSpace(cell("outcome")); o == "all_true" || r.pack.Way(o) != nil {
		up.Outcome = o
	}
	if s := strings.TrimSpace(cell("story")); r.pack.Story(s) != nil {
		up.Story = s
	}
	for _, flag := range split(cell("flags")) {
		if idForm.MatchString(flag) {
			up.Flags = append(up.Flags, flag)
		}
	}
	return up, nil
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,39}$`)

// consents parses the ids of the consents given, and returns them in the order of the pack.
// The text agreed to is the pack's.
func (r *reader) consents(cell, lang string, at time.Time) (given []record.Consent, unknown, missing []string) {
	ids := split(cell)
	for _, id := range ids {
		if r.pack.Consent(id) == nil {
			unknown = append(unknown, id)
		}
	}
	for _, k := range r.pack.Consents {
		switch {
		case slices.Contains(ids, k.ID):
			given = append(given, record.Consent{ID: k.ID, SHA256: k.SHA256(lang), Lang: lang, At: at})
		case k.Required:
			missing = append(missing, k.ID)
		}
	}
	return given, unknown, missing
}

func (r *reader) consentIDs() (ids []string) {
	for _, k := range r.pack.Consents {
		ids = append(ids, k.ID)
	}
	return ids
}

// split splits a list of ids; people write both semicolons.
func split(s string) (parts []string) {
	for p := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ';' || r == '；' }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// signedAt parses the time of signing: a date as people and spreadsheets write it,
// or RFC 3339. A date is midnight UTC of that day, wherever the form was signed.
func signedAt(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.DateOnly, "2006/1/2", "2006-1-2", "2006.1.2", "2006年1月2日", time.RFC3339Nano} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// keyOf returns what makes a row the same row when the file is imported again: fields as
// checked, consents, and the time of signing. Nothing else in an export counts, nor does
// the order of columns, the delimiter or the encoding.
func keyOf(up record.SignUp) []byte {
	ids := make([]string, len(up.Consents))
	for i, k := range up.Consents {
		ids[i] = k.ID
	}
	fields := make(map[string]any, len(up.Fields))
	for id, f := range up.Fields {
		fields[id] = f.Plain()
	}
	// JSON sorts the keys of a map, so equal rows give equal bytes.
	key, err := json.Marshal(struct {
		V        int            `json:"v"`
		Fields   map[string]any `json:"fields"`
		Consents []string       `json:"consents"`
		SignedAt string         `json:"signed_at"`
	}{1, fields, ids, export.SignedAt(up.At)})
	if err != nil {
		panic("cli: a row that cannot be written as json") // strings and times always can
	}
	return key
}

// code returns the receipt code that an export gave the row, "" if it has none.
func (r *reader) code(row tableRow) entry.ReceiptCode {
	at, ok := r.cols["code"]
	if !ok || at >= len(row.Cells) {
		return ""
	}
	code, err := entry.ParseReceiptCode(export.UnescapeFormula(row.Cells[at]))
	if err != nil {
		return ""
	}
	return code
}
