package table

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	utf16 "golang.org/x/text/encoding/unicode"

	"matchbooth/kiosk/form"
)

// Encodings are the names of the encodings that can be asked for. GB18030 contains GBK, code page 936 and GB 2312; UTF-16
// is recognised by itself.
var Encodings = []string{"utf-8", "gb18030", "big5", "windows-1252"}

func known(name string) bool { return slices.Contains(Encodings, name) }

// unmark takes the byte order mark off the head, however often it stands there, and turns UTF-16 into UTF-8. A mark is
// final, whatever somebody has said: marked then says that the file is UTF-8 in all its rows.
func unmark(file []byte, encoding *string) (rest []byte, marked bool) {
	wide := func(order utf16.Endianness) []byte {
		out, err := utf16.UTF16(order, utf16.UseBOM).NewDecoder().Bytes(file)
		if err != nil {
			return file // leaves zeros in it, by which it is recognised as no text
		}
		*encoding, marked = "", true
		return out
	}
	switch {
	case bytes.HasPrefix(file, []byte{0xFF, 0xFE}):
		file = wide(utf16.LittleEndian)
	case bytes.HasPrefix(file, []byte{0xFE, 0xFF}):
		file = wide(utf16.BigEndian)
	case zeros(file, 1): // without a mark
		file = wide(utf16.LittleEndian)
	case zeros(file, 0):
		file = wide(utf16.BigEndian)
	}
	for bytes.HasPrefix(file, []byte("\xEF\xBB\xBF")) {
		file, marked = file[3:], true
	}
	if marked {
		*encoding = "" // whatever somebody has said
	}
	return file, marked
}

// zeros reports whether the bytes at odd (1) or even (0) places of the head are mostly zero and the others never: UTF-16
// of a header in Latin letters.
func zeros(file []byte, place int) bool {
	head := file[:min(len(file), 64)&^1]
	n := 0
	for i, b := range head {
		switch {
		case b == 0 && i%2 != place:
			return false
		case b == 0:
			n++
		}
	}
	return len(head) >= 4 && n*2 > len(head)/2
}

// decode turns the cells of all rows into UTF-8. Each row is read by itself: two volunteers' files joined have two
// encodings, and a byte that one disk has damaged says nothing of the others' names.
func decode(t *Table, forced string, marked bool) {
	t.Encoding = "utf-8"
	if forced != "" {
		t.Encoding = forced
		for i := range t.Rows {
			if !t.Rows[i].decode(forced) {
				t.Rows[i].fail()
			}
		}
		return
	}
	// Neither UTF-8 nor like it; like UTF-8 with something lost; valid in UTF-8 and perhaps meant otherwise.
	var foreign, hurt, either []*Row
	utf := 0 // rows with a character that only UTF-8 writes so
	for i := range t.Rows {
		row := &t.Rows[i]
		joined := strings.Join(row.Cells, "\n")
		switch {
		case utf8.ValidString(joined):
			switch {
			case ascii(joined):
			case marked || longest(joined) > 2:
				utf++
			default:
				either = append(either, row)
			}
			row.repair()
		case marked:
			row.fail()
		case damaged(joined):
			hurt = append(hurt, row)
		default:
			foreign = append(foreign, row)
		}
	}
	// Some pairs of GBK are valid UTF-8 of two bytes: 路遥 reads ·ң, and 联通 is known for it. Others look like UTF-8 of
	// which something was lost. The other rows decide; where there are none, what looks more like writing.
	switch {
	case utf > 0:
	case len(foreign) > 0:
		foreign = slices.Concat(foreign, hurt, either)
		hurt = nil
	default:
		hurt = slices.DeleteFunc(hurt, func(row *Row) bool {
			is := likely(strings.Join(row.Cells, "\n"), "gb18030") >= 0.9
			if is {
				foreign = append(foreign, row)
			}
			return is
		})
		for _, row := range either {
			if text := strings.Join(row.Cells, "\n"); !words(text) && likely(text, "gb18030") > 0.5 {
				foreign = append(foreign, row)
			} else {
				utf++
			}
		}
	}
	for _, row := range hurt {
		row.fail()
	}
	if len(foreign) == 0 {
		return
	}
	t.Encoding = guess(foreign)
	var text []string
	for _, row := range foreign {
		if row.decode(t.Encoding) {
			text = append(text, row.Cells...)
		} else {
			row.fail()
		}
	}
	switch {
	case utf > 0:
		t.Doubts = append(t.Doubts, DoubtMixed)
	case t.Encoding != "gb18030":
		t.Doubts = append(t.Doubts, DoubtEncoding)
	}
	if t.Encoding == "gb18030" && nonsense(text) {
		t.Doubts = append(t.Doubts, DoubtNonsense)
	}
}

// longest returns how many bytes the longest character of a text has.
func longest(s string) (n int) {
	for _, r := range s {
		n = max(n, utf8.RuneLen(r))
	}
	return n
}

// words reports whether what is not ASCII in a text is words of one script: beside ASCII letters as in Müller, or two
// letters and more of one script, with capitals only in front. Pairs of GBK that are valid UTF-8 never keep to that: 谢伟
// reads лΰ, 谢小雪 лСѩ.
func words(s string) bool {
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		if runes[i] < 0x80 {
			continue
		}
		from := i
		for i+1 < len(runes) && runes[i+1] >= 0x80 {
			i++
		}
		if !word(runes[from:i+1], beside(runes, from-1) || beside(runes, i+1)) {
			return false
		}
	}
	return true
}

// word reports whether a run of characters is a word, or the part of one that is not ASCII.
func word(run []rune, part bool) bool {
	if strings.Trim(string(run), "·’") == "" { // by itself more likely than a single 路
		return true
	}
	var script *unicode.RangeTable
	for i, r := range run {
		of := (*unicode.RangeTable)(nil)
		for _, t := range []*unicode.RangeTable{unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Arabic, unicode.Hebrew, unicode.Armenian} {
			if unicode.Is(t, r) {
				of = t
			}
		}
		if i == 0 {
			script = of
		}
		switch {
		case r == '·', unicode.IsMark(r) && i > 0:
		case of == nil || of != script:
			return false
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(run[i-1]):
			return false
		case script == unicode.Latin && !part && r > 0x17F: // Latin letters that no name has: ƽ
			return false
		case script == unicode.Cyrillic && r > 0x45F, script == unicode.Greek && r > 0x3CE:
			return false
		}
	}
	return part || len(run) >= 2
}

// fail marks a row whose bytes are not characters, and keeps what can be read of it.
func (r *Row) fail() {
	if r.Fault == FaultNone {
		r.Fault = FaultBytes
	}
	for i, cell := range r.Cells {
		r.Cells[i] = strings.ToValidUTF8(cell, "\uFFFD")
	}
}

// repair replaces nothing but the byte order marks that joined files leave at the head of a line.
func (r *Row) repair() {
	if len(r.Cells) > 0 {
		r.Cells[0] = strings.TrimPrefix(r.Cells[0], "\uFEFF")
	}
}

// decode decodes the cells, or leaves all of them as they are and returns false.
func (r *Row) decode(encoding string) bool {
	out := make([]string, len(r.Cells))
	for i, cell := range r.Cells {
		s, ok := decoded(cell, encoding)
		if !ok {
			return false
		}
		out[i] = s
	}
	r.Cells = out
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// decoded decodes a text, or returns false if it has bytes that are no characters.
func decoded(s, name string) (string, bool) {
	if name == "utf-8" {
		return s, utf8.ValidString(s)
	}
	if ascii(s) {
		return s, true
	}
	var d encoding.Encoding
	switch name {
	case "gb18030":
		out, err := form.FromGB18030([]byte(s))
		return out, err == nil && !strings.ContainsRune(out, utf8.RuneError)
	case "big5":
		d = traditionalchinese.Big5
	default:
		d = charmap.Windows1252
	}
	out, err := d.NewDecoder().String(s)
	return out, err == nil && !strings.ContainsRune(out, utf8.RuneError)
}

// damaged reports whether most of what is not ASCII in a row is common characters in UTF-8 of three bytes: then it
// may be UTF-8 with something lost. Pairs of GBK look like that here and there (婧涵 begins like 漺).
func damaged(s string) bool {
	good, high := 0, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if s[i] >= 0x80 {
			high += n
			if n >= 3 && r != utf8.RuneError && (common(r, "gb18030") || punctuation(r)) {
				good += n
			}
		}
		i += n
	}
	return good*10 >= high*6
}

// guess returns the encoding in which the rows look most like what people write. GB18030 wins unless another one is
// clearly better: it is what a Chinese Windows writes.
func guess(rows []*Row) string {
	score := func(name string) (sum float64) {
		for _, row := range rows {
			sum += likely(strings.Join(row.Cells, "\n"), name)
		}
		return sum / float64(len(rows))
	}
	best, at := "gb18030", score("gb18030")+0.25
	for _, name := range []string{"big5", "windows-1252"} {
		if s := score(name); s > at {
			best, at = name, s
		}
	}
	return best
}

// likely says how much a text looks like people's writing if it is read in an encoding, from 0 (not at all; it cannot be
// read) to 1: the share of what is not ASCII that is a common character, or a Latin letter in a word.
func likely(s, name string) float64 {
	text, ok := decoded(s, name)
	if !ok {
		return 0
	}
	good, all := 0, 0
	runes := []rune(text)
	for i, r := range runes {
		if r < 0x80 {
			continue
		}
		all++
		switch {
		case name == "windows-1252":
			if unicode.IsLetter(r) && unicode.Is(unicode.Latin, r) && (beside(runes, i-1) || beside(runes, i+1)) {
				good++
			}
		case glued(runes, i):
		case common(r, name), punctuation(r), unicode.Is(unicode.Latin, r) && (beside(runes, i-1) || beside(runes, i+1)):
			good++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(good) / float64(all)
}

// beside reports whether there is an ASCII letter at a place.
func beside(runes []rune, i int) bool {
	return i >= 0 && i < len(runes) && runes[i] < 0x80 && unicode.IsLetter(runes[i])
}

// glued reports whether the character at a place is a single Han beside Latin letters that has swallowed another one: its
// second byte in GBK is a letter. Jürgen in an old Latin encoding reads J黵gen.
func glued(runes []rune, i int) bool {
	han := func(i int) bool { return i >= 0 && i < len(runes) && unicode.Is(unicode.Han, runes[i]) }
	if !han(i) || han(i-1) || han(i+1) || !beside(runes, i-1) && !beside(runes, i+1) {
		return false
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(string(runes[i]))
	return err == nil && len(gbk) == 2 && unicode.IsLetter(rune(gbk[1]&0x7F)) && gbk[1] < 0x80
}

func punctuation(r rune) bool {
	return strings.ContainsRune("，。、；：？！（）《》“”‘’·—…　￥【】－／０１２３４５６７８９", r) || r >= 0xFF01 && r <= 0xFF5E
}

// common reports whether a character is among the common ones of an encoding: GB 2312 (6,763 simplified Han), and the
// first level of Big5 (5,401 traditional ones), which in GB18030 are as common in names from Hong Kong and Taiwan.
func common(r rune, name string) bool {
	if big5, err := traditionalchinese.Big5.NewEncoder().String(string(r)); err == nil && len(big5) == 2 && big5[0] >= 0xA4 && big5[0] <= 0xC6 {
		return true
	}
	return name == "gb18030" && InGB2312(r)
}

// InGB2312 reports whether a character is one of the 6,763 Han of GB 2312.
func InGB2312(r rune) bool {
	gb, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
	return err == nil && len(gb) == 2 && gb[0] >= 0xB0 && gb[0] <= 0xF7 && gb[1] >= 0xA1
}

// nonsense reports whether what was read as GB18030 looks like nothing that people write: private characters, a single
// Han character glued to Latin letters, mostly letters of other scripts or frames, or mostly rare characters of two
// bytes. Rare ones that take four bytes, or that the standard added late, get into a file on purpose only.
func nonsense(cells []string) bool {
	rare, han, odd, all := 0, 0, 0, 0
	for _, cell := range cells {
		if ascii(cell) {
			continue
		}
		all++
		strange := false
		runes := []rune(cell)
		for i, r := range runes {
			switch {
			case r < 0x80 || punctuation(r):
			case unicode.Is(unicode.Co, r), glued(runes, i):
				return true
			case unicode.In(r, unicode.Greek, unicode.Cyrillic, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo), r >= 0x2500 && r <= 0x257F:
				strange = true
			case unicode.Is(unicode.Han, r):
				han++
				if gbk, err := simplifiedchinese.GBK.NewEncoder().String(string(r)); err == nil && gbk[0] != 0xFE && !common(r, "gb18030") {
					rare++
				}
			}
		}
		if strange {
			odd++
		}
	}
	return rare*2 > han || odd*2 > all
}
