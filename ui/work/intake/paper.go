package intake

import (
	"regexp"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/intake/table"
)

// Paper reads rows of typed paper forms, or of an export, into sign-ups, by the fields and consents of an event. It
// checks as the screen checks.
type Paper struct {
	Columns []Column // as the header was understood
	LeftOut int      // columns that number the lines

	// Confirmed says that somebody has compared what looks spoilt with the paper; see [form.Context].
	Confirmed bool

	pack    *event.Pack
	now     time.Time
	say     func(key string, args ...any) string // of the catalogue
	headers headers

	header []string
	cols   map[string]int // column name → index
	ticks  map[string]int // consent id → index of a column that holds a tick for it
}

// NewPaper returns a reader that says why a row is refused in the words of say, a function of the catalogue.
func NewPaper(p *event.Pack, now time.Time, say func(key string, args ...any) string) *Paper {
	return &Paper{pack: p, now: now, say: say, headers: newHeaders(p)}
}

// headerWithin is in how many rows at the head a header is looked for: above it people write what the table is.
const headerWithin = 5

// Header finds the header among the first rows, and returns the rows below it. Of several rows, it is the one in which
// most columns are understood.
func (p *Paper) Header(rows []table.Row) (HeaderFaults, []table.Row) {
	at, best := 0, 0
	for i, row := range rows[:min(len(rows), headerWithin)] {
		n := 0
		for _, cell := range row.Cells {
			if _, ok := p.headers.find(cell); ok {
				n++
			}
		}
		if n > best {
			at, best = i, n
		}
	}
	header := rows[at].Cells
	for i, cell := range header {
		header[i] = strings.TrimSpace(cell)
	}
	return p.readHeader(header), rows[at+1:]
}

// HeaderCells returns the header as it is in the file, for the file of refused rows.
func (p *Paper) HeaderCells() []string { return p.header }

// Wanted returns all the columns that a typed file may have.
func (p *Paper) Wanted() []string {
	return append(form.Columns(p.pack.Fields), "consents", "signed_at")
}

// Row turns a row into a sign-up, or returns the reasons why not. Where it is taken and something in it could be read
// otherwise, unsure says what, for somebody to compare. Both name columns and never values.
func (p *Paper) Row(row table.Row) (up record.SignUp, reasons, unsure []string) {
	if reason := p.shape(row); reason != "" {
		return up, []string{reason}, nil
	}
	refuse := func(column, key string, args ...any) {
		reasons = append(reasons, column+": "+strings.TrimRight(p.say(key, args...), ".。"))
	}
	if e := strings.TrimSpace(p.cell(row, "event")); e != "" && e != p.pack.ID {
		refuse("event", "cli.row.event", "Event", p.pack.ID)
	}
	doubt := func(column string, d form.Doubt) {
		unsure = append(unsure, column+": "+strings.TrimRight(p.say(d.Key, pairs(d.Args)...), ".。"))
	}
	ctx := form.Context{Now: p.now, Table: true, Year: eventYear(p.pack), Confirmed: p.Confirmed}
	named := make(map[string]string, len(p.cols))
	for column, i := range p.cols {
		named[column] = row.Cells[i]
	}
	answers, problems, doubts := form.CheckRow(p.pack.Fields, form.FromRow(p.pack.Fields, named), ctx)
	for _, wrong := range problems {
		key := wrong.Key
		if key == "problem.phone.mangled" {
			key = "cli.row.mangled" // says what to do in the spreadsheet
		}
		refuse(columnOf(wrong.Field, wrong.Part), key, pairs(wrong.Args)...)
	}
	for _, d := range doubts {
		doubt(columnOf(d.Field, d.Part), d)
	}
	at, wrong, maybe := form.ParseDate(p.cell(row, "signed_at"), ctx)
	at = signedAt(at)
	switch {
	case strings.TrimSpace(p.cell(row, "signed_at")) == "":
		refuse("signed_at", "cli.row.unsigned")
	case wrong.Key == "problem.date.form":
		refuse("signed_at", "cli.row.date")
	case wrong.Key != "":
		refuse("signed_at", wrong.Key)
	case at.After(p.now.Add(24 * time.Hour)): // a day, for time zones
		refuse("signed_at", "cli.row.future")
	case at.Year() < 2000:
		refuse("signed_at", "cli.row.past")
	case maybe.Key != "":
		doubt("signed_at", maybe)
	}
	lang := strings.TrimSpace(p.cell(row, "lang"))
	if lang != "en" {
		lang = "zh"
	}
	ticked := map[string]string{}
	for id, i := range p.ticks {
		ticked[id] = export.UnescapeFormula(row.Cells[i])
	}
	ids, unknown, missing := p.consents(p.cell(row, "consents"), ticked)
	if unknown > 0 {
		refuse("consents", "cli.row.consent.unknown", "N", unknown, "Known", strings.Join(p.consentIDs(), ", "))
	}
	for _, id := range missing {
		refuse("consents", "cli.row.consent.missing", "ID", id)
	}
	if len(reasons) > 0 {
		return up, reasons, nil
	}

	up = record.SignUp{At: at, Lang: lang, Source: "paper", Fields: Fields(p.pack, answers)}
	for _, id := range ids { // the text agreed to is the pack's
		up.Consents = append(up.Consents, record.Consent{ID: id, SHA256: p.pack.Consent(id).SHA256(lang), Lang: lang, At: at})
	}
	up.Reachability = form.Reachability(p.pack.Fields, answers, p.now)
	p.rest(row, &up)
	return up, nil, unsure
}

// shape returns what is wrong with a row before anything in it is looked at, or "".
func (p *Paper) shape(row table.Row) string {
	switch row.Fault {
	case table.FaultQuotes:
		return p.say("cli.row.quotes")
	case table.FaultBytes:
		return p.say("cli.row.bytes")
	}
	width := len(p.header)
	for width > 0 && fold(p.header[width-1]) == "" {
		width--
	}
	// Spreadsheets do not write empty cells at the end of a row into an xlsx, and people do not type their commas.
	for i, cell := range row.Cells {
		if (i >= width || fold(p.header[i]) == "") && strings.TrimSpace(cell) != "" {
			return p.say("cli.row.long", "N", i+1)
		}
	}
	if len(row.Cells) < width {
		return p.say("cli.row.short", "N", len(row.Cells), "Want", width)
	}
	return ""
}

// cell returns the text in a column, "" if there is no such column.
func (p *Paper) cell(row table.Row, name string) string {
	i, ok := p.cols[name]
	if !ok {
		return ""
	}
	return export.UnescapeFormula(row.Cells[i])
}

// rest reads what an export says beside the fields. Only ids that the pack knows: anything else was not written by an
// export.
func (p *Paper) rest(row table.Row, up *record.SignUp) {
	if p.cell(row, "source") == "screen" {
		up.Source = "screen"
	}
	if o := strings.TrimSpace(p.cell(row, "outcome")); o == event.OutcomeAllTrue || p.pack.Way(o) != nil {
		up.Outcome = o
	}
	if s := strings.TrimSpace(p.cell(row, "story")); p.pack.Story(s) != nil {
		up.Story = s
	}
	for _, flag := range parts(p.cell(row, "flags"), ";；") {
		if idForm.MatchString(flag) {
			up.Flags = append(up.Flags, flag)
		}
	}
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,39}$`)

func (p *Paper) consentIDs() (ids []string) {
	for _, k := range p.pack.Consents {
		ids = append(ids, k.ID)
	}
	return ids
}

// Code returns the receipt code that an export gave the row, "" if it has none.
func (p *Paper) Code(row table.Row) entry.ReceiptCode {
	at, ok := p.cols["code"]
	if !ok || at >= len(row.Cells) {
		return ""
	}
	code, err := entry.ParseReceiptCode(export.UnescapeFormula(row.Cells[at]))
	if err != nil {
		return ""
	}
	return code
}

// signedAt returns the time of signing that is kept: a day is midnight UTC, wherever the form was
// signed, and an instant is itself. Where the instant lies on another day in UTC than was
// written, the day counts: exports give times in UTC.
func signedAt(t time.Time) time.Time {
	if day := t.Format(time.DateOnly); day != t.UTC().Format(time.DateOnly) {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return t.UTC()
}

// eventYear returns the year in which all of the event lies, 0 if there is none.
func eventYear(p *event.Pack) int {
	from, ok := p.Starts.Time()
	to, ends := p.Ends.Time()
	if !ok || !ends || from.Year() != to.Year() {
		return 0
	}
	return from.Year()
}

// columnOf returns the column of a field, or of a part of a person.
func columnOf(field, part string) string {
	if part != "" {
		return field + "_" + part
	}
	return field
}

// pairs turns the numbers of a sentence into arguments for it.
func pairs(m map[string]any) (args []any) {
	for k, v := range m {
		args = append(args, k, v)
	}
	return args
}
