package takehome

import (
	"image/color"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzCards writes contact cards and calendars and reads them as RFC 2426 and RFC 5545 have it:
// every text comes back, none makes a line of its own, and no line is longer than 75 octets.
func FuzzCards(f *testing.F) {
	f.Add("上海市红十字会", "021-00000000", "https://example.org/a;b,c", int64(1779300000), 14)
	f.Add("a\r\nEND:VCARD\nb\\", "\\", ";", int64(0), -5)
	f.Add(strings.Repeat("𠮷", 60), "\\n\\\\", strings.Repeat(`\;`, 80), int64(253402300799), 100000)
	f.Add("\xff\xfe", strings.Repeat("\x80", 200), "\r", int64(-62135596800), 0)
	f.Fuzz(func(t *testing.T, name, phone, link string, at int64, days int) {
		now := time.Unix(at%253402300799, 0)
		days %= 100_000
		want := [][2]string{{"BEGIN", "VCARD"}, {"VERSION", "3.0"}, {"N", name}, {"FN", name}}
		if phone != "" {
			want = append(want, [2]string{"TEL", phone})
		}
		if link != "" {
			want = append(want, [2]string{"URL", link})
		}
		comesBack(t, vcard(name, phone, link), append(want, [2]string{"END", "VCARD"}))

		day := now.AddDate(0, 0, days).Format("20060102")
		comesBack(t, vevent(name, "item", now, days), [][2]string{
			{"BEGIN", "VCALENDAR"}, {"VERSION", "2.0"}, {"PRODID", "-//Matchbooth//EN"}, {"BEGIN", "VEVENT"},
			{"UID", "item-" + day + "@matchbooth"}, {"DTSTAMP", now.UTC().Format("20060102") + "T000000Z"},
			{"DTSTART;VALUE=DATE", day}, {"SUMMARY", name}, {"END", "VEVENT"}, {"END", "VCALENDAR"},
		})
	})
}

func comesBack(t *testing.T, file string, want [][2]string) {
	t.Helper()
	if !utf8.ValidString(file) || !strings.HasSuffix(file, "\r\n") {
		t.Fatal("a character was cut, or the last line does not end")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(file, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("a line of %d octets, or one with a line end in it", len(line))
		}
	}
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(file, "\r\n ", ""), "\r\n"), "\r\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(lines), len(want))
	}
	for i, line := range lines {
		key, value, _ := strings.Cut(line, ":")
		if key == "N" {
			value = strings.TrimSuffix(value, ";;;;")
		}
		kept := string([]rune(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(want[i][1])))
		if got := unescaped(value); key != want[i][0] || got != kept {
			t.Fatalf("line %d is %s %q, want %s %q", i+1, key, got, want[i][0], kept)
		}
	}
}

// unescaped reads a text value; a part that nobody escaped shows as a tab and a bar.
func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			if i++; s[i] == 'n' {
				b.WriteByte('\n')
			} else {
				b.WriteByte(s[i])
			}
		case s[i] == ';':
			b.WriteString("\t|")
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// FuzzCode makes a QR code of anything, and an independent decoder reads the same.
func FuzzCode(f *testing.F) {
	f.Add("https://enrol.example.org/r/x", uint16(400))
	f.Add("0123456789", uint16(100))
	f.Add("HTTPS://A.B/C D$%*+-.", uint16(33))
	f.Add("BEGIN:VCARD\r\nFN:王喆\r\n", uint16(900))
	f.Add(strings.Repeat("字", 700), uint16(1000))
	f.Add(strings.Repeat("a", 3000), uint16(1))
	f.Add("", uint16(0))
	f.Fuzz(func(t *testing.T, text string, px uint16) {
		m, err := Encode(text)
		if err != nil {
			if len(text) < 2000 && text != "" || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%d bytes: %v", len(text), err)
			}
			return
		}
		if m.Size < 21 || m.Size > 177 || m.Size%4 != 1 || !m.At(0, 0) || m.At(-1, 0) || m.At(m.Size, m.Size) {
			t.Fatalf("a code of %d modules", m.Size)
		}
		img := Draw(m, int(px%1000), color.Black, color.White)
		if whole := 2 * (m.Size + 2*Quiet); int(px%1000) < whole || !utf8.ValidString(text) {
			return // too small for a decoder, or no text
		}
		if got := read(t, img); got != text {
			t.Fatalf("%q reads as %q", text, got)
		}
	})
}
