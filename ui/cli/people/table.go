package people

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// table is a parsed csv file: a header, and rows that are independent of each
// other. A row that cannot be parsed does not affect the others.
type table struct {
	Header []string
	Rows   []tableRow
	delim  byte
	gb     bool // the file was not UTF-8 and was read as GB18030
}

// tableRow is one row, with the line on which it begins, counted from 1.
type tableRow struct {
	line  int
	Cells []string
	// broken: the quotes do not match; the only cell is the raw line.
	broken bool
}

// What is wrong with a file as a whole.
var (
	errManyRows   = errors.New("the file has too many rows")
	errEmptyTable = errors.New("the file is empty")
	errUTF16      = errors.New("the file is UTF-16")
	errBinary     = errors.New("the file is not text")
)

// maxCell limits a quoted value, in bytes: an unclosed quote must not swallow
// the file.
const maxCell = 64 << 10

// ParseTable parses a csv file as in RFC 4180, and as spreadsheets write it: the
// delimiter may be a comma, a semicolon or a tab (the most frequent one in the
// header, or the one named by a first line "sep=;"), the file may begin with a byte
// order mark, lines may end in CRLF, LF or CR, and a file that is not UTF-8 is
// read as GB18030, of which GBK and GB 2312 are subsets. Empty rows are left out.
func ParseTable(file []byte) (table, error) {
	var t table
	if bytes.HasPrefix(file, []byte{0xFF, 0xFE}) || bytes.HasPrefix(file, []byte{0xFE, 0xFF}) {
		return t, errUTF16
	}
	file = bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(file, 0) >= 0 {
		return t, errBinary
	}
	if !utf8.Valid(file) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
		if err != nil {
			return t, errBinary
		}
		file, t.gb = decoded, true
	}
	s := string(file)
	line := 1
	if first, rest := cutLine(s); len(first) == 5 && strings.HasPrefix(strings.ToLower(first), "sep=") {
		t.delim, s, line = first[4], rest, 2
	} else {
		t.delim = delimiter(s)
	}
	for s != "" {
		cells, rest, ok := splitRow(s, t.delim)
		row := tableRow{line: line, Cells: cells}
		if !ok {
			var raw string
			raw, rest = cutLine(s)
			row.Cells, row.broken = []string{raw}, true
		}
		line += countLines(s[:len(s)-len(rest)])
		s = rest
		switch {
		case !row.broken && strings.TrimSpace(strings.Join(row.Cells, "")) == "":
		case t.Header == nil:
			t.Header = row.Cells
		case len(t.Rows) == maxRows:
			return t, errManyRows
		default:
			t.Rows = append(t.Rows, row)
		}
	}
	if t.Header == nil {
		return t, errEmptyTable
	}
	for i, h := range t.Header {
		t.Header[i] = strings.TrimSpace(h)
	}
	return t, nil
}

// delimiter returns the most frequent delimiter of the first line, outside quotes.
func delimiter(s string) byte {
	count := map[byte]int{}
	quoted := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' || c == '\r':
			i = len(s)
		default:
			count[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}

// splitRow cuts one row off the front. ok is false if its quotes do not match.
func splitRow(s string, delim byte) (cells []string, rest string, ok bool) {
	for {
		var cell string
		if strings.HasPrefix(s, `"`) {
			if cell, s, ok = quoted(s[1:]); !ok {
				return nil, "", false
			}
		} else {
			end := strings.IndexFunc(s, func(r rune) bool { return r == rune(delim) || r == '\n' || r == '\r' })
			if end < 0 {
				end = len(s)
			}
			cell, s = s[:end], s[end:]
		}
		switch {
		case len(cells) < maxColumns:
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
