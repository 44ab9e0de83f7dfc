package session

import (
	"slices"
	"strings"
	"unicode"

	"matchbooth/kiosk/form"
)

// FlagMissing marks a sign-up in which a character could not be found on the keyboard: its Pinyin
// was left in its place, and a volunteer asks for the character.
const FlagMissing = "missing_character"

// cannotFind records that the Pinyin of a character was left in a field of the step shown.
func (x *step) cannotFind() {
	id, _, _ := strings.Cut(x.e.Arg, ".")
	if hasField(FieldsOf(x.p, x.s.FormStep), id) && !slices.Contains(x.s.Missing, x.e.Arg) {
		x.s.Missing = append(x.s.Missing, x.e.Arg)
	}
}

// mended clears the mark on a field as soon as no Latin letter is left in it: what is
// typed into it afterwards is what the visitor means.
func (x *step) mended(field string) {
	x.s.Missing = slices.DeleteFunc(x.s.Missing, func(id string) bool {
		of, part, _ := strings.Cut(id, ".")
		return of == field && !strings.ContainsFunc(textOf(x.s.Answers[field], part), latin)
	})
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// MissingCharacters returns the fields in which Pinyin still stands for a character. A field that has
// been corrected since, so that no Latin letter is left in it, is not among them.
func MissingCharacters(s State) (fields []string) {
	for _, id := range s.Missing {
		field, part, _ := strings.Cut(id, ".")
		if strings.ContainsFunc(textOf(s.Answers[field], part), latin) {
			fields = append(fields, id)
		}
	}
	return fields
}

func textOf(v form.Value, part string) string {
	if part == "name" {
		return string(v.Person.Name)
	}
	return string(v.Text)
}

// AllFlags returns the flags that are saved with the sign-up.
func AllFlags(s State) []string {
	flags := slices.Clone(s.Flags)
	if len(MissingCharacters(s)) > 0 {
		flags = append(flags, FlagMissing)
	}
	return flags
}
