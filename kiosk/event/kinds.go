package event

import (
	"regexp"
	re2 "regexp/syntax"
	"strings"
	"sync"
	"unicode"
)

// The kinds of conditions.
const (
	KindAge        = "age"
	KindWeight     = "weight"
	KindNotSampled = "not_sampled"
	KindText       = "text" // also a kind of field
)

// What follows after a way.
const (
	ThenEnd    = "end"
	ThenForm   = "form"
	ThenDate   = "date"
	ThenUpdate = "update"
)

// How long a stage of a donation lasts, as its picture on the way shows it.
const (
	LastsHours = "hours"
	LastsDays  = "days"
	LastsYears = "years" // the wait, which may also never end
)

// The keys that a field of kind text may ask for.
const (
	KeysDigits  = "digits"  // digits alone
	KeysLetters = "letters" // letters and digits, no Pinyin
	KeysPinyin  = "pinyin"  // Pinyin, in any language
)

// OutcomeAllTrue is the outcome of "all of these are true for me". It is not a way: nothing more is asked.
const OutcomeAllTrue = "all_true"

// OutcomeFamily is the outcome of whoever wants to talk at home first: the way on offers the page written for parents.
const OutcomeFamily = "family_not_told"

// The words that a pack may use where it has to choose one of several.
var (
	conditionKinds = []string{KindAge, KindWeight, KindNotSampled, KindText}
	thens          = []string{ThenEnd, ThenForm, ThenDate, ThenUpdate}
	fieldKinds     = []string{"name", "phone", "email", "choice", "date", "month", "text", "person", "resident_id"}
	keyboards      = []string{KeysDigits, KeysLetters, KeysPinyin}
	channels       = []string{"", "own", "second", "other"}
	consentKinds   = []string{"notice", "consent"}
	drawings       = []string{"rings", "twice"} // assets/art/story.go draws them
	lengths        = []string{"", LastsHours, LastsDays, LastsYears}
	takeKinds      = []string{"link", "vcard", "vevent"}
)

// Scenes are the pictures that a station of a story may name: what the source itself names there. assets/art/scenes draws them.
var Scenes = []string{
	"form", "form_family", "booth", "letter", "swab", "phone", "phone_family", "phone_stops", "phone_again",
	"bands", "exam", "bands_exam", "pen", "injections", "bag", "bag_books", "books", "way",
}

// Limits of a pattern: characters, and instructions of the program that it becomes. Go's matching takes time proportional
// to the length of the program times that of the text, whatever the pattern.
const (
	maxPattern = 200
	maxProgram = 2000
)

// patternFault says why a pattern cannot be used, "" if it can.
func patternFault(pattern string) (what, instead Phrase) {
	if len(pattern) > maxPattern {
		return Say("the pattern is too long"), Say("write up to 200 characters")
	}
	if strings.ContainsFunc(pattern, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf) }) {
		return Say("the pattern holds characters that show nothing"), Say("remove them, or write them as \\x{200b}")
	}
	tree, err := re2.Parse(pattern, re2.Perl)
	if err != nil {
		return Say("the pattern is no regular expression: %s", clean(err.Error(), 120)), Say("write it as RE2 has it, such as '[0-9]{10}'")
	}
	prog, err := re2.Compile(tree.Simplify())
	if err != nil || len(prog.Inst) > maxProgram {
		return Say("the pattern repeats too much"), Say("write smaller counts than in {1000}")
	}
	return Phrase{}, Phrase{}
}

// patterns are those that were compiled, by their text. There are as many as packs have.
var patterns sync.Map

// Fits reports whether a value is what the field's pattern asks for: all of it, from beginning to end. A field without a
// pattern takes any.
func (f Field) Fits(s string) bool {
	if f.Pattern == "" {
		return true
	}
	known, ok := patterns.Load(f.Pattern)
	if !ok {
		re, err := regexp.Compile(`\A(?:` + f.Pattern + `)\z`)
		if err != nil {
			return true // check refuses such a pack
		}
		known, _ = patterns.LoadOrStore(f.Pattern, re)
	}
	return known.(*regexp.Regexp).MatchString(s)
}
