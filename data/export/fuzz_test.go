package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCard writes a contact card and reads it as RFC 2426 has it: every value comes back, no value
// makes a line of its own, and no line is longer than 75 octets.
func FuzzCard(f *testing.F) {
	f.Add("王喆", "13800138000", "a@example.org", "wx_x0041_")
	f.Add("a;b,c\\d\r\nEND:VCARD", "+86", "\r", ";\n")
	f.Add(strings.Repeat("𠮷", 60), "\\n\\\\", strings.Repeat(`\;`, 80), "")
	f.Add("\xff\xfe\x80", strings.Repeat("\x80", 200), "\u2028", "\xff")
	f.Fuzz(func(t *testing.T, name, phone, email, wechat string) {
		var b bytes.Buffer
		w := bufio.NewWriter(&b)
		c := card{name: name, email: email, wechat: wechat, code: "ABCDEFGH2"}
		if phone != "" {
			c.phones = []string{phone}
		}
		c.write(w, chinese)
		w.Flush()
		lines := unfolded(t, b.String())
		want := [][2]string{{"BEGIN", "VCARD"}, {"VERSION", "3.0"}, {"N", name}, {"FN", name}}
		if phone != "" {
			want = append(want, [2]string{"TEL;TYPE=" + phoneType(phone), phone})
		}
		if email != "" {
			want = append(want, [2]string{"EMAIL;TYPE=INTERNET", email})
		}
		note := "回执码：ABCD-EFGH-2"
		if wechat != "" {
			note = "微信：" + wechat + "\n" + note
		}
		want = append(want, [2]string{"NOTE", note}, [2]string{"END", "VCARD"})
		if len(lines) != len(want) {
			t.Fatalf("%d lines, want %d", len(lines), len(want))
		}
		for i, line := range lines {
			key, value, _ := strings.Cut(line, ":")
			parts := values(value)
			if key == "N" && (len(parts) != 5 || strings.Join(parts[2:], "") != "") {
				t.Fatalf("a name of %d parts", len(parts))
			}
			if key == "N" {
				parts[0] += parts[1]
			}
			if key != "N" && len(parts) != 1 {
				t.Fatalf("%s has %d parts", key, len(parts))
			}
			if key != want[i][0] || parts[0] != asKept(want[i][1]) {
				t.Fatalf("%s comes back as %q, want %s %q", key, parts[0], want[i][0], asKept(want[i][1]))
			}
		}
	})
}

// unfolded are the content lines of a file, unfolded.
func unfolded(t *testing.T, s string) []string {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Fatal("the file is not UTF-8: a character was cut")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("a line of %d octets, or one with a line end in it", len(line))
		}
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(s, "\r\n ", ""), "\r\n"), "\r\n")
}

// values are the parts of a value, taken apart at the semicolons that stand for themselves.
func values(s string) []string {
	parts := []string{""}
	last := &parts[0]
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			if s[i] == 'n' || s[i] == 'N' {
				*last += "\n"
			} else {
				*last += s[i : i+1]
			}
		case s[i] == ';':
			parts = append(parts, "")
			last = &parts[len(parts)-1]
		default:
			*last += s[i : i+1]
		}
	}
	return parts
}

// asKept is what a card can keep of a text: one kind of line end, and UTF-8.
func asKept(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return string([]rune(s))
}

// FuzzRow writes a row of a table and reads it with another reader: every cell comes back but for
// its line ends, and none can be taken for a formula.
func FuzzRow(f *testing.F) {
	f.Add("=1+1", "'quoted", "a,b\"c\r\nd")
	f.Add("＝HYPERLINK(\"x\")", "\t", "")
	f.Add("@x", "\r", "\uFEFF-")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		row := []string{EscapeFormula(a), EscapeFormula(b), EscapeFormula(c)}
		for i, v := range []string{a, b, c} {
			if UnescapeFormula(row[i]) != v {
				t.Fatalf("%q comes back as %q", v, UnescapeFormula(row[i]))
			}
			if row[i] != "" && strings.ContainsAny(string([]rune(row[i])[:1]), "=+-@\t\r\n＝＋－＠") {
				t.Fatalf("%q may be taken for a formula", row[i])
			}
		}
		var out bytes.Buffer
		w := bufio.NewWriter(&out)
		WriteRow(w, row)
		WriteRow(w, []string{"x", "y", "z"})
		w.Flush()
		r := csv.NewReader(&out)
		r.FieldsPerRecord = 3
		got, err := r.ReadAll()
		if err != nil || len(got) != 2 {
			t.Fatalf("%d rows: %v", len(got), err)
		}
		for i := range row {
			if want := strings.ReplaceAll(row[i], "\r\n", "\n"); got[0][i] != want { // encoding/csv keeps no CRLF
				t.Fatalf("%q comes back as %q", want, got[0][i])
			}
		}
	})
}
