package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// Column is a column as it was understood.
type Column struct {
	Read    string // as it is in the file
	Means   string // name of the column, as form.Columns and facts have it; "" if it is left out
	Consent string // id of the consent, if the column holds a tick for one
}

// Unknown is a column that was not understood.
type Unknown struct {
	Read    string // as it is in the file, made safe to print; "" if it may be about a person
	Raw     string // the same, however it looks; for the screen of whoever has the file
	At      int    // counted from 1
	Nearest string // the known column that was probably meant, or ""
}

// HeaderFaults are what is wrong with a header, in order.
type HeaderFaults struct {
	Missing []string  // names of columns that have to be there
	Twice   []Unknown // columns that are there a second time
	Unknown []Unknown
	Above   int // line of a row above the header that looks like a person, 0 if none: sorting has moved the header
}

// Any reports whether there is a fault.
func (f HeaderFaults) Any() bool { return len(f.Missing)+len(f.Twice)+len(f.Unknown)+f.Above > 0 }

// Shown returns a name as it may be printed anywhere, "" if it may be about a person.
func Shown(name string) string { return shown(name) }

// shown returns a header as it may be printed: short, on one line, and nothing that looks like somebody's data. A file
// without a header has a person in its first line.
func shown(read string) string {
	read = printable(read)
	digits := 0
	for _, r := range read {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits > 2 || strings.ContainsAny(read, "@＠") {
		return ""
	}
	return read
}

// printable makes a header fit for a line.
func printable(read string) string {
	read = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, read)
	read = strings.Join(strings.Fields(read), " ")
	if runes := []rune(read); len(runes) > 24 {
		read = string(runes[:24]) + "…"
	}
	return read
}

// dataForm matches a cell of a first line that belongs to a person and not to a header: a long number, an address.
var dataForm = regexp.MustCompile(`(\d[\s-]?){7,}|[〇零一二三四五六七八九]{7,}|\S@\S|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]|\d{1,2}\s*月\s*\d{1,2}\s*[日号]`)

// readHeader finds the columns. It requires "consents" (or a column for each consent that is required), "signed_at" and
// the required fields; of a person's columns, all three or none. full says whether something is in a column below.
func (p *Paper) readHeader(cells []string, full func(column int) bool) HeaderFaults {
	var f HeaderFaults
	p.header, p.cols, p.ticks, p.Columns, p.numbers, p.lang = cells, map[string]int{}, map[string]int{}, nil, nil, ""
	h := reading{p: p, header: cells}
	for i := range cells {
		h.column(i, full, &f)
	}
	if _, ok := p.cols["signed_at"]; !ok {
		if at, ok := p.cols["at"]; ok { // 登记时间: an export means another time by it, a typed list the day of signing
			p.cols["signed_at"] = at
			delete(p.cols, "at")
		}
	}
	need := func(name string) {
		if _, ok := p.cols[name]; !ok {
			f.Missing = append(f.Missing, name)
		}
	}
	fields := p.pack.Fields
	for _, old := range p.pack.Earlier() { // all of the forms may be from before a field was required
		fields = askedThen(fields, old.Pack)
	}
	for _, field := range fields {
		cols := form.Columns([]event.Field{field})
		some := slices.ContainsFunc(cols, func(col string) bool { _, ok := p.cols[col]; return ok })
		if field.Required || some {
			for _, col := range cols {
				need(col)
			}
		}
	}
	if len(p.ticks) == 0 {
		need("consents")
	}
	need("signed_at")
	if len(f.Missing) > 0 { // one of them may be what is missing
		f.Unknown = append(f.Unknown, h.spare...)
	}
	// What may be a person is not repeated: the file may have no header.
	if slices.ContainsFunc(cells, dataForm.MatchString) || len(p.cols)+len(p.ticks) < 2 {
		for _, list := range [][]Unknown{f.Unknown, f.Twice} {
			for i := range list {
				list[i].Read = ""
			}
		}
	}
	return f
}

// reading goes through the columns of a header, from left to right.
type reading struct {
	p      *Paper
	header []string
	person string    // the person whose columns these are, "" if none
	spare  []Unknown // columns that are not understood and have nothing in them
}

// column reads one header.
func (h *reading) column(i int, full func(column int) bool, f *HeaderFaults) {
	p, read := h.p, h.header[i]
	if fold(read) == "" { // spreadsheets leave empty columns behind
		return
	}
	means, ok := p.headers.find(read)
	if part := bare(read); h.person != "" && part != "" {
		// 关系 and 电话 behind 联系人姓名 are that person's.
		if _, taken := p.cols[h.person+"_"+part]; !taken {
			means, ok = h.person+"_"+part, true
		}
	}
	if person, is := strings.CutSuffix(means, "_name"); is && p.pack.Field(person) != nil {
		h.person = person
	} else if h.person != "" && !strings.HasPrefix(means, h.person+"_") {
		h.person = ""
	}
	consent, isConsent := strings.CutPrefix(means, "consent ")
	_, seen := p.cols[means]
	_, ticked := p.ticks[consent]
	u := Unknown{Read: shown(read), Raw: printable(read), At: i + 1}
	switch {
	case !ok:
		u.Nearest = p.headers.nearest(read)
		if full(i) {
			f.Unknown = append(f.Unknown, u)
		} else { // nothing of anybody is lost
			h.spare = append(h.spare, u)
		}
		return
	case means == "":
		p.LeftOut++
		p.numbers = append(p.numbers, i)
	case isConsent && ticked, !isConsent && seen:
		f.Twice = append(f.Twice, u)
		return
	case isConsent:
		p.ticks[consent] = i
	default:
		p.cols[means] = i
		if means == "lang" {
			p.lang = langOf(read)
		}
	}
	col := Column{Read: shown(read), Means: means}
	if isConsent {
		col.Consent = consent
	}
	p.Columns = append(p.Columns, col)
}

// bare returns the part of a person that a header names without the person, "" if it does not.
func bare(read string) string {
	for part, words := range wordsForPart {
		if part != "name" && slices.ContainsFunc(words, func(w string) bool { return fold(w) == fold(read) }) {
			return part
		}
	}
	return ""
}
