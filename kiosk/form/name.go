package form

import (
	"strings"
	"unicode"
)

// Limits of a name. DOMAIN asks for at least fifty characters; the longest names on
// Chinese documents have about thirty. From seven digits on it is a number that went
// into the wrong field.
const (
	maxName       = 100
	maxNameDigits = 6
)

// checkName puts a name in order. It has at least one letter (of any script), no
// pictures, and at most 100 characters. The dot between the parts of a name becomes
// U+00B7, whatever dot was typed. One-part names are names.
func checkName(s string) (string, Problem) {
	letters, digits := false, 0
	for _, r := range s {
		switch {
		case picture(r):
			return "", Problem{Key: "problem.name.picture"}
		case letter(r):
			letters = true
		case unicode.IsDigit(r):
			digits++
		}
	}
	switch {
	case digits > maxNameDigits:
		return "", Problem{Key: "problem.name.digits"}
	case !letters:
		return "", Problem{Key: "problem.name.letters"}
	}
	s = dots(s)
	if flooded(s) { // a mark that stood on a dot at the edge
		return "", Problem{Key: "problem.marks"}
	}
	if length(s) > maxName {
		return "", Problem{Key: "problem.long", Args: map[string]any{"Max": maxName}}
	}
	return s, Problem{}
}

// letter is a character that names are written with: a letter, Han in any plane, 〇, and
// private ones, by which older systems write rare characters.
func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.Nl, unicode.Co) || han(r) }

// dots makes every separator of the parts of a name U+00B7, without spaces around it. A
// full stop is one only between two Han characters: "J. Smith" keeps his. The Chinese one
// is among them because it is what the dot key gives while Chinese is being typed.
func dots(s string) string {
	runes := []rune(s)
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		switch {
		case middleDot(r), fullStop(r) && han(before(out)) && han(after(runes[i+1:])):
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

func middleDot(r rune) bool { return strings.ContainsRune("·•・‧⋅∙･⸱᛫", r) }

func fullStop(r rune) bool { return strings.ContainsRune(".．․﹒。", r) }

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

// apart tells whether a character only parts one name from the next.
func apart(r rune) bool { return r == ' ' || middleDot(r) || fullStop(r) }
