package table

import (
	"bytes"
	"strings"
)

// readText reads csv as in RFC 4180 and as spreadsheets write it. The delimiter is a comma, a semicolon, a tab, a bar or
// a full-width comma (the most frequent one in the head of the file, or the one named by a line "sep=;"),
// lines end in CRLF, LF or CR, and empty rows are left out.
//
// Rows are cut before they are decoded. In none of the encodings that are read is a quote, a line end or one of these
// delimiters, except the full-width comma, part of another character.
func readText(file []byte, encoding string) (Table, error) {
	t := Table{Kind: CSV}
	file, marked := unmark(file, &encoding)
	file = bytes.TrimRight(file, "\x00\x1A") // what old programs and interrupted copies leave at the end
	if zero := bytes.Count(file, []byte{0}); zero > 0 && zero*100 >= len(file) {
		return t, ErrBinary
	}
	s, line := string(file), 1
	skip := func() { // lines with nothing in them
		for {
			first, rest := cutLine(s)
			if s == "" || strings.TrimSpace(first) != "" {
				return
			}
			s = rest
			line++
		}
	}
	skip()
	delim := ""
	if first, rest := cutLine(s); len(first) == 5 && strings.HasPrefix(strings.ToLower(first), "sep=") {
		delim, s, line = first[4:], rest, line+1
		skip()
	} else {
		delim = delimiter(s)
	}

	wide := len(delim) > 1
	for s != "" {
		var cells []string
		var rest string
		ok := false
		if !wide {
			cells, rest, ok = splitRow(s, delim[0])
		}
		row := Row{Line: line, Cells: cells}
		if strings.ContainsRune(strings.Join(cells, ""), 0) {
			row.Fault = FaultBytes
		}
		if !ok {
			var raw string
			raw, rest = cutLine(s)
			row.Cells = []string{raw}
			if !wide {
				row.Fault = FaultQuotes
			}
		}
		line += countLines(s[:len(s)-len(rest)])
		s = rest
		switch {
		case row.Fault == FaultNone && empty(row.Cells):
		case len(t.Rows) > MaxRows: // a header more
			return t, ErrManyRows
		default:
			t.Rows = append(t.Rows, row)
		}
	}
	decode(&t, encoding, marked)
	for i := range t.Rows {
		row := &t.Rows[i]
		if wide {
			row.Cells = strings.Split(row.Cells[0], "，")
		}
		for j, cell := range row.Cells {
			row.Cells[j] = unformula(cell)
		}
	}
	return t, nil
}

// empty reports whether a row says nothing: blanks only, also those of other encodings (a no-break space is A0 in the
// old Latin ones and C2 A0 in UTF-8).
func empty(cells []string) bool {
	for _, cell := range cells {
		cell = strings.NewReplacer("\u3000", "", "\u00A0", "", "\uFEFF", "", "\u200B", "").Replace(cell)
		for _, b := range []byte(cell) {
			if b > ' ' && b != 0xA0 {
				return false
			}
		}
	}
	return true
}

// unformula returns what a cell like ="138…" shows. Spreadsheets and people write it so that a number stays as it is.
func unformula(cell string) string {
	s := strings.TrimSpace(cell)
	inner, ok := strings.CutPrefix(s, `="`)
	if !ok {
		return cell
	}
	if inner, ok = strings.CutSuffix(inner, `"`); !ok || strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return cell // a formula that joins texts: what it shows is not known
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

// wideComma is a full-width comma in the encodings that are read.
var wideComma = []string{"，", "\xA3\xAC", "\xA1\x41"}

// delimiter returns what parts the cells: what is there, outside quotes, in most of the first lines that are not empty,
// and of those the most frequent; a comma if there is none. The first line alone may be a title.
func delimiter(s string) string {
	all := append([]string{",", ";", "\t", "|"}, wideComma...)
	in, total := make([]int, len(all)), make([]int, len(all)) // lines, occurrences
	count := func(bare string) (some bool) {
		for i, d := range all {
			if n := strings.Count(bare, d); n > 0 {
				in[i]++
				total[i] += n
			}
		}
		return strings.TrimSpace(bare) != ""
	}
	quoted, lines := false, 0
	var bare strings.Builder // of the line
	for i := 0; i < min(len(s), maxCell) && lines < headLines; i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' || c == '\r':
			if count(bare.String()) {
				lines++
			}
			bare.Reset()
		default:
			bare.WriteByte(c)
		}
	}
	if lines < headLines {
		count(bare.String())
	}
	best := 0
	for i := range all {
		if in[i] > in[best] || in[i] == in[best] && total[i] > total[best] {
			best = i
		}
	}
	return all[best]
}

// headLines is how many lines the delimiter is looked for in.
const headLines = 5

// splitRow cuts one row off the front. ok is false if its quotes do not match.
func splitRow(s string, delim byte) (cells []string, rest string, ok bool) {
	ends := string([]byte{delim, '\n', '\r'})
	for {
		var cell string
		if strings.HasPrefix(s, `"`) {
			if cell, s, ok = quoted(s[1:]); !ok {
				return nil, "", false
			}
		} else {
			end := strings.IndexAny(s, ends)
			if end < 0 {
				end = len(s)
			}
			cell, s = s[:end], s[end:]
		}
		switch {
		case len(cells) < MaxColumns:
			cells = append(cells, cell)
		case cell != "": // more columns than any form has fields; empty ones are what spreadsheets leave behind
			return nil, "", false
		}
		switch {
		case s == "":
			return cells, "", true
		case s[0] == delim:
			s = s[1:]
		case strings.HasPrefix(s, "\r\n"):
			return cells, s[2:], true
		case s[0] == '\n' || s[0] == '\r':
			return cells, s[1:], true
		default:
			return nil, "", false // something after a closing quote
		}
	}
}

// quoted cuts a quoted value off the front of s, which begins after its opening quote.
func quoted(s string) (cell, rest string, ok bool) {
	var b strings.Builder
	for {
		end := strings.IndexByte(s[:min(len(s), maxCell)], '"')
		if end < 0 || b.Len() > maxCell {
			return "", "", false
		}
		b.WriteString(s[:end])
		s = s[end+1:]
		if !strings.HasPrefix(s, `"`) {
			return b.String(), s, true
		}
		b.WriteByte('"')
		s = s[1:]
	}
}

// cutLine cuts one line off the front, and drops its line end.
func cutLine(s string) (line, rest string) {
	i := strings.IndexAny(s, "\r\n")
	if i < 0 {
		return s, ""
	}
	line, rest = s[:i], s[i+1:]
	if s[i] == '\r' {
		rest = strings.TrimPrefix(rest, "\n")
	}
	return line, rest
}

// countLines counts line ends: CRLF, LF or CR.
func countLines(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}
