package form

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on a name, in characters. DOMAIN asks for at least fifty; the longest names on
// Chinese documents have about thirty. Seven or more digits are a number entered in the
// wrong field.
const (
	maxName       = 100
	maxNameDigits = 6
)

// checkName validates and normalises a name. A name has at least one letter (of any
// script), no pictures such as emoji, and at most 100 characters; none of its characters was lost
// on the way (lostInName). The dot between the parts of a name becomes U+00B7, whatever dot was
// typed. Names of one part are valid.
func checkName(s string, ctx Context) verdict {
	s = nameLabel.ReplaceAllString(s, "$1")
	whole := !lostInName(s) // before dots, which would take a part of what is garbled
	if s = dots(s); !whole || lostInName(s) {
		return refused("problem.name.lost")
	}
	if strings.ContainsFunc(s, han) {
		s = strings.TrimRight(s, "。｡，；;· ") // the end of a sentence, which belongs to no name
	}
	if ctx.Table && sameAgain.MatchString(plainWord(s)) && strings.ContainsFunc(s, han) && length(s) > 1 {
		return refused("problem.same")
	}
	if masked(s) {
		return refused("problem.name.masked")
	}
	letters, digits := false, 0
	for _, r := range s {
		switch {
		case picture(r):
			return refused("problem.name.picture")
		case letter(r):
			letters = true
		case unicode.IsDigit(r):
			digits++
		}
	}
	switch {
	case digits > maxNameDigits:
		return refused("problem.name.digits")
	case !letters:
		return refused("problem.name.letters")
	case flooded(s): // a mark that was on a dot at the edge
		return refused("problem.marks")
	case length(s) > maxName:
		return refused("problem.long").with(map[string]any{"Max": maxName})
	case twoNames.MatchString(s):
		return refused("problem.name.two")
	case maybeTwo(s):
		return doubted(s, "doubt.name.two", ctx, "")
	case wordForNone(s):
		return doubted(s, "doubt.name.word", ctx, "")
	case crossed(s):
		return doubted(s, "doubt.name.sign", ctx, "")
	}
	return taken(s)
}

// nameLabel is the name of the column before the name itself: 姓名：张伟.
var nameLabel = regexp.MustCompile(`(?i)^(?:(?:(?:联系人|聯繫人|聯絡人|本人|真实)?(?:姓 ?名|名字)|全名|联系人|聯繫人|聯絡人|(?:full ?)?name)\s*[:：]\s*)+(.*)$`)

var (
	// twoNames are two Chinese names in one cell: 张伟/王芳.
	twoNames = regexp.MustCompile(`\p{Han}\s*[/／|｜\\＼&＆+＋;；，]\s*\p{Han}`)
	// listed are two Chinese names with the comma of lists, which some write in place of the dot, or with a word for and.
	listed = regexp.MustCompile(`^\p{Han}{2,}、\p{Han}{2,}$|^\p{Han}{2,4}(?:和|与|與|及|或|或者)\p{Han}{2,4}$`)
	// ofFather is how names are written on documents of Malaysia and Singapore: Ravi s/o Kumar, a/p.
	ofFather = regexp.MustCompile(`(?i)\b[sdwac]/[olp]\b`)
)

// maybeTwo reports whether a name may be those of two people, or one name in two scripts.
func maybeTwo(s string) bool {
	return listed.MatchString(s) || strings.ContainsAny(ofFather.ReplaceAllString(s, ""), "/／|｜\\;；&＆")
}

// letter reports whether a name can be written with the character: a letter, Han in any
// plane, or 〇. Private-use characters are none: those with a meaning have become their
// standard ones (see standard), and nobody knows what the others were.
func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.Nl) || han(r) }

// masked reports whether a part of a Chinese name is hidden, as in 王* and 王*伟: dots has left the
// sign, so it does not stand between the parts of a name.
func masked(s string) bool {
	return strings.ContainsFunc(s, han) && strings.ContainsFunc(s, bigDot)
}

// crosses are signs behind a Han character that may stand for one that could not be written, or may
// be what the person writes: 王×伟, 王X伟, 王XX.
var crosses = regexp.MustCompile(`^(.+?)[×✕XxＸｘ]+(.*)$`)

// crossed reports whether a name has such signs between Han characters or after the last.
func crossed(s string) bool {
	m := crosses.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(m[1], "×✕XxＸｘ"))
	next, size := utf8.DecodeRuneInString(m[2])
	return han(last) && (size == 0 || han(next))
}

// dots turns every separator between the parts of a name into U+00B7, without spaces around
// it. Some signs are separators only between Han characters: a full stop ("J. Smith" keeps his;
// the Chinese one counts because the dot key produces it while Chinese is being typed),
// and the raised dots ˙ and ˑ. Large dots, circles and the asterisk are used to hide a character
// as well (王*伟), so they count only where both parts have at least two characters.
func dots(s string) string {
	runes := []rune(s)
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch {
		case separates(r, out, runes[i+1:]):
			for len(out) > 0 && out[len(out)-1] == ' ' {
				out = out[:len(out)-1]
			}
			if len(out) > 0 && out[len(out)-1] == '·' {
				continue
			}
			r = '·'
		case r == ' ' && len(out) > 0 && out[len(out)-1] == '·':
			continue
		}
		out = append(out, r)
	}
	return strings.Trim(string(out), "· ")
}

// separates reports whether a sign stands between two parts of a name.
func separates(r rune, done, rest []rune) bool {
	switch {
	case middleDot(r):
		return true
	case hanDot(r):
		return han(before(done)) && han(after(rest))
	case bigDot(r):
		return hanRun(slices.Backward(done)) >= 2 && hanRun(slices.All(rest)) >= 2
	}
	return false
}

func middleDot(r rune) bool {
	return strings.ContainsRune("·•・‧⋅∙･⸱᛫⦁⸳ꞏᐧㆍ", r)
}

// hanDot reports signs that are separators between Han characters alone.
func hanDot(r rune) bool { return strings.ContainsRune(".．․﹒。｡˙ˑ°", r) }

// bigDot reports signs that are separators between longer parts, and else hide a character.
func bigDot(r rune) bool { return strings.ContainsRune("●○◯◦∘⚫⚪⬤*＊﹡∗⁎", r) }

// hanRun counts the Han characters at the near end, behind what only separates.
func hanRun(near iter.Seq2[int, rune]) (n int) {
	for _, r := range near {
		switch {
		case han(r):
			n++
		case n > 0 || !apart(r):
			return n
		}
	}
	return n
}

func before(runes []rune) rune {
	for i := len(runes) - 1; i >= 0; i-- {
		if !apart(runes[i]) {
			return runes[i]
		}
	}
	return 0
}

func after(runes []rune) rune {
	for _, r := range runes {
		if !apart(r) {
			return r
		}
	}
	return 0
}

// apart reports whether a character only separates one part of a name from the next.
func apart(r rune) bool { return r == ' ' || middleDot(r) || hanDot(r) || bigDot(r) }
