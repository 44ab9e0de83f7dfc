package form

import (
	"strings"
	"unicode"
)

// Limits on a name, in characters. DOMAIN asks for at least fifty; the longest names on
// Chinese documents have about thirty. Seven or more digits are a number entered in the
// wrong field.
const (
	maxName       = 100
	maxNameDigits = 6
)

// checkName validates and normalises a name. A name has at least one letter (of any
// script), no pictures such as emoji, and at most 100 characters. The dot between the parts
// of a name becomes U+00B7, whatever dot was typed. Names of one part are valid.
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
	if flooded(s) { // a mark that was on a dot at the edge
		return "", Problem{Key: "problem.marks"}
	}
	if length(s) > maxName {
		return "", Problem{Key: "problem.long", Args: map[string]any{"Max": maxName}}
	}
	return s, Problem{}
}

// letter reports whether a name can be written with the character: a letter, Han in any
// plane, 〇, or one for private use, with which older systems write rare characters.
func letter(r rune) bool { return unicode.In(r, unicode.L, unicode.Nl, unicode.Co) || han(r) }

// dots turns every separator between the parts of a name into U+00B7, without spaces around
// it. A full stop is a separator only between two Han characters: "J. Smith" keeps his. The
// Chinese full stop counts because the dot key produces it while Chinese is being typed.
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

// apart reports whether a character only separates one part of a name from the next.
func apart(r rune) bool { return r == ' ' || middleDot(r) || fullStop(r) }
