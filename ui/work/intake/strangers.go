package intake

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/pinyin"
)

// longestHan is the longest name, in characters, that is looked at for a surname.
const longestHan = 6

// NoSurnames reports whether none of the names of a file begins with a surname: Korean or Cyrillic read as GB18030 gives
// common characters, and nobody is called so. Only names of two to six characters of GB 2312 are looked at; rarer ones
// get into a file on purpose only, and names in other letters say nothing.
func NoSurnames(p *event.Pack, all []record.SignUp) bool {
	dict, err := pinyin.Default()
	if err != nil {
		return false
	}
	field := ""
	for _, f := range p.Fields {
		if f.Kind == "name" {
			field = f.ID
			break
		}
	}
	looked := 0
	for _, up := range all {
		name := []rune(strings.ReplaceAll(string(up.Fields[field].Text), " ", ""))
		if len(name) < 2 || len(name) > longestHan || !plainHan(name) {
			continue
		}
		looked++
		if dict.IsSurname(string(name[:1])) || dict.IsSurname(string(name[:2])) {
			return false
		}
	}
	return looked > 0
}

// plainHan reports whether all characters are Han of GB 2312.
func plainHan(name []rune) bool {
	for _, r := range name {
		gb, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
		if err != nil || len(gb) != 2 || gb[0] < 0xB0 || gb[0] > 0xF7 || gb[1] < 0xA1 || !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return true
}
