package pinyin

import (
	"strings"
	"unicode/utf8"
)

// place is where in a name the caret stands.
type place struct {
	begins bool   // nothing yet: a surname comes
	given  int    // characters of the given name already there
	last   string // the character before the caret
	before string // all that stands there; nothing after a dot
}

// placeAfter tells it from the text before the caret. What follows a dot or a
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
