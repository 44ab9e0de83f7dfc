package intake

import (
	"slices"
	"strings"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/pinyin"
	"matchbooth/ui/work/intake/table"
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
		if len(name) < 2 || len(name) > longestHan || slices.ContainsFunc(name, func(r rune) bool { return !table.InGB2312(r) }) {
			continue
		}
		looked++
		if dict.IsSurname(string(name[:1])) || dict.IsSurname(string(name[:2])) {
			return false
		}
	}
	return looked > 0
}
