package pinyin

import (
	"strings"
	"unicode/utf8"
)

// place is the position of the caret in a name.
type place struct {
	begins bool   // the name is empty: a surname is expected
	given  int    // number of characters of the given name already there
	last   string // the character before the caret
	before string // all the text before the caret; "" after a dot
}

// placeAfter returns the place after the text before the caret. What follows a dot or a
// space is a given name: 买买提·艾力.
func (d *Dict) placeAfter(text string) place {
	if text == "" {
		return place{begins: true}
	}
	_, size := utf8.DecodeLastRuneInString(text)
	p := place{before: text, last: text[len(text)-size:]}
	if at := strings.LastIndexAny(text, "·•・‧ "); at >= 0 {
		_, size := utf8.DecodeRuneInString(text[at:])
		p.before = ""
		p.given = utf8.RuneCountInString(text[at+size:])
		return p
	}
	p.given = utf8.RuneCountInString(text) - 1
	for at := range text {
		if _, ok := d.surnameCost[text[:at]]; ok {
			p.given = utf8.RuneCountInString(text[at:])
		}
	}
	if _, ok := d.surnameCost[text]; ok {
		p.given = 0
	}
	return p
}
