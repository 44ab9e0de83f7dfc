package field

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// marksOnOne is the maximum number of combining marks on one character. Vietnamese needs two,
// Tibetan and Hebrew a few more; floods of them paint over the page.
const marksOnOne = 8

// tagsOnOne is the maximum number of tags on one flag: those of Scotland and Wales have six.
const tagsOnOne = 9

// cleaner decides which runes of a stream a field accepts.
type cleaner struct {
	kind  Kind
	allow func(rune) bool
	prev  rune // the rune before the next one; 0: none
	marks int  // combining marks on the character before
	tags  int  // tags on the flag before
}

func newCleaner(kind Kind, allow func(rune) bool, before string) *cleaner {
	c := &cleaner{kind: kind, allow: allow}
	c.prev, _ = utf8.DecodeLastRuneInString(before)
	if before == "" {
		c.prev = 0
	}
	for rest := before; rest != ""; c.tags++ {
		r, n := utf8.DecodeLastRuneInString(rest)
		if !tag(r) {
			break
		}
		rest = rest[:len(rest)-n]
	}
	for before != "" {
		r, n := utf8.DecodeLastRuneInString(before)
		if !onto(r) {
			break
		}
		if isMark(r) {
			c.marks++
		}
		before = before[:len(before)-n]
	}
	return c
}

// clean returns what is accepted of s, at most runes runes. It examines only a bounded part of s,
// so that no paste can freeze the booth.
func (c *cleaner) clean(s string, runes int) string {
	if budget := runes*16 + 4096; len(s) > budget {
		s = s[:budget]
	}
	var out strings.Builder
	n := 0
	for _, r := range s {
		if n >= runes {
			break
		}
		if r, ok := c.cleanOne(r); ok {
			out.WriteRune(r)
			n++
		}
	}
	return out.String()
}

// cleanOne returns r in the form the field stores it, or false.
func (c *cleaner) cleanOne(r rune) (rune, bool) {
	r, ok := c.fold(r)
	if !ok || !c.sane(r) || c.allow != nil && !c.allow(r) {
		return 0, false
	}
	switch {
	case isMark(r):
		c.marks++
	case !onto(r):
		c.marks = 0
	}
	if c.tags++; !tag(r) {
		c.tags = 0
	}
	c.prev = r
	return r, true
}

// fold converts r to the form that the kind uses, or rejects it. Chinese input methods produce
// full-width digits and signs; telephone numbers and addresses mean the narrow ones.
func (c *cleaner) fold(r rune) (rune, bool) {
	switch c.kind {
	case Phone, Digits, Email, Code:
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
	}
	switch c.kind {
	case Phone:
		// People separate groups of digits with spaces, hyphens and brackets; the field groups them
		// itself.
		return r, r >= '0' && r <= '9' || r == '+' && c.prev == 0
	case Digits:
		return r, r >= '0' && r <= '9'
	case Email:
		if r == '。' || r == '｡' {
			r = '.'
		}
		return r, !unicode.IsSpace(r)
	case Code:
		r = unicode.ToUpper(r)
		return r, r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r == '-'
	}
	return r, true
}

// sane rejects what no person types: invisible characters, direction overrides, noncharacters.
// Joiners and variation selectors are kept where they have something to join: emoji and rare Han
// characters are written with them.
func (c *cleaner) sane(r rune) bool {
	switch {
	case r == utf8.RuneError, r < 0, r > unicode.MaxRune, !utf8.ValidRune(r), r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
		return false // invalid input, surrogates, noncharacters
	case unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.IsControl(r):
		return false
	case r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0, r == 0x034F, r == 0x2800:
		return false // letters that render as nothing
	case c.kind == Email && (r == zwj || r == zwnj || unicode.Is(unicode.Variation_Selector, r)):
		return false // no mailbox has such a name
	case r == zwj, r == zwnj, unicode.Is(unicode.Variation_Selector, r):
		return c.prev != 0 && !unicode.IsSpace(c.prev) && c.prev != zwj && c.prev != zwnj && !unicode.Is(unicode.Variation_Selector, c.prev) || joinsSelector(c.prev, r)
	case tag(r):
		return (c.prev == 0x1F3F4 || tag(c.prev) && c.prev != 0xE007F) && c.tags < tagsOnOne
	case unicode.Is(unicode.Cf, r):
		return false
	case isMark(r):
		return c.prev != 0 && c.marks < marksOnOne
	}
	return true
}

const zwnj, zwj = 0x200C, 0x200D

// joinsSelector reports whether r joins what a variation selector has made an emoji, as in ❤️‍🔥.
func joinsSelector(prev, r rune) bool {
	return r == zwj && unicode.Is(unicode.Variation_Selector, prev)
}

// tag reports whether r is a letter in the name of the flag before it: 🏴 and gbsct is Scotland's.
func tag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }

// onto reports whether r belongs to the character before it rather than beginning a new one.
func onto(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zwj || r == zwnj
}

// isMark reports whether r is drawn onto the character before it.
func isMark(r rune) bool {
	return unicode.Is(unicode.M, r) && !unicode.Is(unicode.Variation_Selector, r)
}
