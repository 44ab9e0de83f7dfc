package intake

import (
	"regexp"
	"slices"
	"strconv"
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
	Columns  []Column // as the header was understood
	LeftOut  int      // columns that number the lines
	Repeated int      // rows that are the header again
	Samples  int      // rows that only show how, in a table that the program has printed

	// From1904 says that unformatted days are counted from 1904; see [table.Table].
	From1904 bool

	// Confirmed says that somebody has compared what looks spoilt with the paper; see [form.Context].
	Confirmed bool

	// Lang is the language in which reasons name a column whose file has only its id; "" for the id itself, which a command
	// takes and its output has.
	Lang string

	pack    *event.Pack
	now     time.Time
	say     func(key string, args ...any) string // of the catalogue
	headers headers

	header []string
	cols   map[string]int // column name → index
	ticks  map[string]int // consent id → index of a column that holds a tick for it

	numbers []int  // indexes of the columns that number the lines
	lang    string // of forms whose row says none, as the header of the language has it; "" for Chinese
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
	header, rest := rows[at].Cells, rows[at+1:]
	for i, cell := range header {
		header[i] = strings.TrimSpace(cell)
	}
	f := p.readHeader(header, func(column int) bool {
		return slices.ContainsFunc(rest, func(row table.Row) bool {
			return column < len(row.Cells) && strings.TrimSpace(row.Cells[column]) != ""
		})
	})
	for _, row := range rows[:at] {
		if filled := len(slices.DeleteFunc(slices.Clone(row.Cells), func(s string) bool { return strings.TrimSpace(s) == "" })); filled > 1 &&
			slices.ContainsFunc(row.Cells, dataForm.MatchString) {
			f.Above = row.Line
		}
	}
	// Files that were joined have a header each, and some have one in each language.
	rest = slices.DeleteFunc(slices.Clone(rest), func(row table.Row) bool {
		switch {
		case p.repeats(row):
			p.Repeated++
		case p.isSample(row):
			p.Samples++
		default:
			return false
		}
		return true
	})
	return f, rest
}

// repeats reports whether a row is the header again: what is above its columns means the same.
func (p *Paper) repeats(row table.Row) bool {
	same, all := 0, 0
	for i, cell := range row.Cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		all++
		means, ok := p.headers.find(cell)
		at, is := p.cols[means]
		consent, isConsent := strings.CutPrefix(means, "consent ")
		tick, ticks := p.ticks[consent]
		if ok && (means == "" || is && at == i || isConsent && ticks && tick == i) {
			same++
		}
	}
	return same >= 3 && same*3 >= all*2
}

// HeaderCells returns the header as it is in the file, for the file of refused rows.
func (p *Paper) HeaderCells() []string { return p.header }

// Wanted returns all the columns that a typed file may have.
func (p *Paper) Wanted() []string {
	return append(form.Columns(p.pack.Fields), "consents", "signed_at")
}

// Row turns a row into a sign-up, or returns the reasons why not. Where it is taken and something in it could be read
// otherwise, unsure says what, for somebody to compare. Both name columns and never values.
func (p *Paper) Row(row table.Row) (up record.SignUp, reasons []string, unsure []Unsure) {
	if reason := p.shape(row); reason != "" {
		return up, []string{reason}, nil
	}
	refuse := func(column, key string, args ...any) {
		reasons = append(reasons, p.called(column)+p.say("punct.colon")+strings.TrimRight(p.say(key, args...), ".。"))
	}
	if e := strings.TrimSpace(p.cell(row, "event")); e != "" && e != p.pack.ID {
		refuse("event", "cli.row.event", "Event", p.pack.ID)
	}
	doubt := func(column string, d form.Doubt) {
		unsure = append(unsure, Unsure{d.Key, p.called(column) + p.say("punct.colon") + strings.TrimRight(p.say(d.Key, pairs(d.Args)...), ".。")})
	}
	ctx := form.Context{Now: p.now, Table: true, Year: eventYear(p.pack), Confirmed: p.Confirmed}
	if p.isExample(row) {
		return up, []string{p.say("cli.row.example")}, nil
	}
	named := make(map[string]string, len(p.cols))
	for column, i := range p.cols {
		named[column] = p.from1900(column, row.Cells[i])
	}
	at, wrong, maybe := form.ParseDate(p.from1900("signed_at", p.cell(row, "signed_at")), ctx)
	if p.Code(row) == "" { // else it is an instant that an export has written
		at = signedAt(at)
	}
	at = at.UTC()
	then := p.pack.AsOf(at)
	fields := askedThen(p.pack.Fields, then)
	answers, problems, doubts := form.CheckRow(fields, form.FromRow(fields, named), ctx)
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
	if o := fold(p.cell(row, "outcome")); o == fold("有一条不符合") || o == fold("One is not true") { // as the form has it: conditions.not
		refuse("outcome", "cli.row.outcome.not")
	}
	lang := strings.TrimSpace(p.cell(row, "lang"))
	if lang == "" {
		lang = p.lang
	}
	if lang != "en" {
		lang = "zh"
	}
	ticked := map[string]string{}
	for id, i := range p.ticks {
		ticked[id] = export.UnescapeFormula(row.Cells[i])
	}
	said := p.consents(p.cell(row, "consents"), ticked)
	switch {
	case said.clash:
		refuse("consents", "cli.row.consent.clash")
	case said.unknown > 0:
		refuse("consents", "cli.row.consent.unknown", "N", said.unknown, "Known", strings.Join(p.consentIDs(), p.say("punct.comma")))
	default:
		for _, id := range said.missing {
			if k := then.Consent(id); k == nil || !k.Required {
				continue
			}
			if _, ticks := p.ticks[id]; ticks {
				refuse("consent "+id, "cli.row.consent.tick")
			} else {
				refuse("consents", "cli.row.consent.missing", "ID", p.consentWord(id))
			}
		}
	}
	if len(reasons) > 0 {
		return up, reasons, nil
	}

	up = record.SignUp{At: at, Lang: lang, Source: "paper", Fields: Fields(p.pack, answers)}
	for _, id := range said.given { // the text agreed to is that of the pack which the event had then
		if k := then.Consent(id); k != nil {
			up.Consents = append(up.Consents, record.Consent{ID: id, SHA256: k.SHA256(lang), Lang: lang, At: at, Days: k.RetainDays})
		}
	}
	up.Reachability = form.Reachability(p.pack.Fields, answers, p.now)
	p.rest(row, &up)
	return up, nil, unsure
}

// askedThen returns the fields of a pack as a form asked for them that was printed from then: what became required later
// may be missing.
func askedThen(fields []event.Field, then *event.Pack) []event.Field {
	out := slices.Clone(fields)
	for i, f := range out {
		was := then.Field(f.ID)
		out[i].Required = f.Required && was != nil && was.Required
	}
	return out
}

// Unsure is something in a row that could be read otherwise.
type Unsure struct {
	Key  string // of the catalogue
	Said string // column and sentence
}

// Said returns the sentences.
func Said(list []Unsure) (out []string) {
	for _, u := range list {
		out = append(out, u.Said)
	}
	return out
}

// mustAsk are the doubts that somebody has to settle before a row is kept: another reading is about as likely. The others
// are said, and the row is kept.
var mustAsk = map[string]bool{
	"doubt.month.day": true, "doubt.month.serial": true, "doubt.month.class": true, "doubt.month.decimal": true,
	"doubt.date.short": true, "doubt.name.sign": true,
}

// MustAsk reports whether somebody has to look at a row before it is kept.
func (p *Paper) MustAsk(list []Unsure) bool {
	return slices.ContainsFunc(list, func(u Unsure) bool { return mustAsk[u.Key] })
}

// AsRead returns what a row was read as, in the order of the columns, in the words that the form has in a language: for
// somebody to compare with the paper.
func (p *Paper) AsRead(up record.SignUp, lang string) (cells []string) {
	gave := map[string]bool{}
	var names []string
	for _, k := range up.Consents {
		gave[k.ID] = true
		if of := p.pack.Consent(k.ID); of != nil {
			names = append(names, ConsentName(*of, lang))
		}
	}
	for _, col := range p.Columns {
		field, part := col.Means, ""
		for _, suffix := range []string{"_name", "_relation", "_phone"} {
			if person, is := strings.CutSuffix(col.Means, suffix); is && p.pack.Field(person) != nil {
				field, part = person, suffix
			}
		}
		f := up.Fields[field]
		option := func(id string) string {
			if o := p.option(field, id); o != nil {
				return o.Label.In(event.Lang(lang))
			}
			return id
		}
		switch {
		case col.Consent != "" && gave[col.Consent]:
			cells = append(cells, p.say("prints.table.yes"))
		case col.Consent != "":
			cells = append(cells, p.say("prints.table.no"))
		case col.Means == "consents":
			cells = append(cells, strings.Join(names, p.say("punct.list")))
		case col.Means == "outcome":
			cells = append(cells, outcomeWord(up.Outcome, lang))
		case col.Means == "signed_at" || col.Means == "at":
			cells = append(cells, export.SignedAt(up.At))
		case f.Person == nil:
			cells = append(cells, option(string(f.Text)))
		case part == "_name":
			cells = append(cells, string(f.Person.Name))
		case part == "_relation":
			cells = append(cells, option(f.Person.Relation))
		default:
			cells = append(cells, string(f.Person.Phone))
		}
	}
	return cells
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

// exampleForm matches what templates have in their first row.
var exampleForm = regexp.MustCompile(`^\s*[（(【\[]?\s*(例|示例|样例|例如|范例|举例|example|e\.g\.|sample)\s*[)）】\]]?\s*[:：]?`)

// isExample reports whether a row shows how to fill in the table: its name, or what numbers it, begins with 例：.
func (p *Paper) isExample(row table.Row) bool {
	for _, cell := range row.Cells[:min(len(row.Cells), 3)] {
		if m := exampleForm.FindString(strings.ToLower(cell)); m != "" && (strings.ContainsAny(m, ":：)）】].") || m == strings.ToLower(cell)) {
			return true
		}
	}
	return false
}

// dayOffset is how many days lie between the two ways in which spreadsheets count them.
const dayOffset = 1462

var serialForm = regexp.MustCompile(`^\d{4,5}$`)

// from1900 turns an unformatted day of a workbook that counts from 1904 into one that counts from 1900.
func (p *Paper) from1900(column, cell string) string {
	f := p.pack.Field(column)
	days := column == "signed_at" || f != nil && (f.Kind == "date" || f.Kind == "month")
	if !p.From1904 || !days || !serialForm.MatchString(cell) {
		return cell
	}
	n, _ := strconv.Atoi(cell) // at most five digits
	return strconv.Itoa(n + dayOffset)
}

// rest reads what an export says beside the fields. Only ids that the pack knows: anything else was not written by an
// export.
func (p *Paper) rest(row table.Row, up *record.SignUp) {
	if p.cell(row, "source") == "screen" {
		up.Source = "screen"
	}
	if o := p.outcome(p.cell(row, "outcome")); o == event.OutcomeAllTrue || p.pack.Way(o) != nil {
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
