package event

import (
	"bytes"
	"maps"
	"path"
	"slices"
	"unicode/utf8"
)

// readTexts checks that every text file is UTF-8, and normalises it: no byte order mark, LF line ends. Of a file that is
// something else the text is nil.
func (b *builder) readTexts() {
	for _, name := range slices.Sorted(maps.Keys(b.set)) {
		ext := path.Ext(name)
		if ext != ".toml" && ext != ".md" {
			continue
		}
		data := bytes.TrimPrefix(b.set[name], []byte("\xEF\xBB\xBF"))
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		if data == nil {
			data = []byte{}
		}
		if line := oldLineEnd(data, ext == ".toml"); line > 0 {
			b.faults.add(name, line, "save the file again with line ends of Unix (LF) or Windows (CR LF)", "a line ends with CR alone, as on old Macs")
			data = nil
		}
		wide := zeros16(data)
		for i, line := range bytes.Split(data, []byte("\n")) {
			if wide || !utf8.Valid(line) {
				b.faults.add(name, i+1, "save the file again as UTF-8", "not UTF-8%s", Say(otherEncoding(b.set[name])))
				data = nil
				break
			}
		}
		b.texts[name] = data
	}
}

// oldLineEnd returns the first line, from 1, that ends with CR alone, in a file that has no other line ends or may not
// have this one anywhere; 0 if there is none. Without that the whole file would be one line.
func oldLineEnd(data []byte, anywhere bool) int {
	at := bytes.IndexByte(data, '\r')
	if at < 0 || !anywhere && bytes.IndexByte(data, '\n') >= 0 || zeros16(data) || !utf8.Valid(data) {
		return 0
	}
	return bytes.Count(data[:at], []byte("\n")) + 1
}

// zeros16 reports whether a text without a byte order mark is likely to be UTF-16: of its ASCII every other byte is zero.
func zeros16(data []byte) bool {
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	many, few := max(zeros[0], zeros[1]), min(zeros[0], zeros[1]) // few: 一 is U+4E00
	return many*5 > len(data) && many > 10*few
}

// otherEncoding guesses the encoding of a file that is not UTF-8, to help the author.
func otherEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}), zeros16(data):
		return " (it looks like UTF-16)"
	default:
		return " (perhaps GBK)"
	}
}
