// Package lang has the languages of the booth: one for each file LANGUAGE.toml in this folder. Another one is added by files alone,
// as docs/languages.md says; nothing in the program names it.
package lang

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"matchbooth/assets"
)

//go:embed *.toml
var files embed.FS

// Language is what the program knows about a language besides its texts.
type Language struct {
	Tag string `toml:"-"` // the file's name: "zh", "en", "ja"

	Name   string // what it calls itself, on the switch
	Short  string // the same where there is room for a sign or two
	Order  int    // its place on the switch
	Script string // Han or Latin: how it is set
	Comma  string // a heading of two lines ends its first one here, if it has just one
	Date   string // a whole day, as Go writes 2 January 2006
	Month  string // a month of a year, and Year a year; without them both stand as the pack has them: 2006-01
	Year   string
	Months []string
	Keys   string   // Pinyin or Letters: the keys that come up first for names and free text
	Words  string   // "zh" or "en": in which list of words it reads out passphrases and the names of keys
	Pack   []string // which of a pack's languages is shown where the pack has not this one: the first that it has
	Texts  string   // the language whose texts stand in for those that this one lacks
	Lacks  []string // what the keys of the texts begin with that it may lack
	Alone  string   // a regular expression for letters that no other language here has: where nobody says which one a text is in
	Locale []string // what a system's name of it begins with, in small letters; Tag if there is none
	Font   struct {
		Face, Codec string
		Rows        []int
		Plane       int
	} // what it needs of the typeface, for fonts/subset.py

	forms map[rune]rune
	alone *regexp.Regexp
}

// The values of Script and of Keys.
const (
	Han     = "han"   // no spaces between words, wide marks
	Latin   = "latin" // words between spaces, narrow marks
	Pinyin  = "pinyin"
	Letters = "latin"
)

var all = read(files)

// read reads the languages. It panics where a file is wrong: then the build is faulty, and the first test says where.
func read(files fs.FS) []*Language {
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		panic("languages: " + err.Error())
	}
	var out []*Language
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			panic("languages: " + err.Error())
		}
		l := &Language{Tag: strings.TrimSuffix(name, ".toml")}
		d := toml.NewDecoder(strings.NewReader(string(raw))).DisallowUnknownFields()
		if err := d.Decode(l); err != nil {
			panic(fmt.Sprintf("languages: %s: %v", name, err))
		}
		if l.Locale == nil {
			l.Locale = []string{l.Tag}
		}
		if l.Alone != "" {
			if l.alone, err = regexp.Compile(l.Alone); err != nil {
				panic(fmt.Sprintf("languages: %s: %v", name, err))
			}
		}
		l.forms = map[rune]rune{}
		for _, r := range assets.Forms(l.Tag) {
			l.forms[r] = rune(l.Font.Plane)<<16 + r
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b *Language) int { return cmp.Compare(a.Order, b.Order) })
	return out
}

// All returns the languages in the order in which they are offered.
func All() []*Language { return all }

// Tags returns what they are called in the program.
func Tags() []string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.Tag
	}
	return out
}

// Has reports whether there is such a language.
func Has(tag string) bool {
	return slices.ContainsFunc(all, func(l *Language) bool { return l.Tag == tag })
}

// Of returns the language, or the first one if there is none of that name.
func Of(tag string) *Language {
	for _, l := range all {
		if l.Tag == tag {
			return l
		}
	}
	return all[0]
}

// After returns the language that follows on one, round and round: what a button with one language on it leads to.
func After(tag string) string {
	at := slices.IndexFunc(all, func(l *Language) bool { return l.Tag == tag })
	return all[(at+1)%len(all)].Tag
}

// Spoken returns the language of the first of some names of languages that we have, such as "zh_CN.UTF-8" or "ja-JP";
// English if we have none.
func Spoken(names ...string) string {
	for _, name := range names {
		name = strings.ToLower(name)
		for _, l := range all {
			if slices.ContainsFunc(l.Locale, func(p string) bool { return strings.HasPrefix(name, p) }) {
				return l.Tag
			}
		}
	}
	return "en"
}

// ByLetters returns the language that a text is in for certain, because it has letters of that one alone; nil for most texts.
func ByLetters(s string) *Language {
	for _, l := range all {
		if l.alone != nil && l.alone.MatchString(s) {
			return l
		}
	}
	return nil
}

// IsHan reports whether it is set like Chinese: characters without spaces between words.
func (l *Language) IsHan() bool { return l.Script == Han }

// Instead returns which of some languages is shown to a reader of l: l itself if it is among them.
func (l *Language) Instead(have func(tag string) bool) string {
	for _, tag := range append([]string{l.Tag}, l.Pack...) {
		if have(tag) {
			return tag
		}
	}
	return ""
}

// masked has what a mask hides (form.Mask) be narrow dots: the bullets of the typeface are as wide as a Han character.
var masked = strings.NewReplacer("•", assets.Narrow("·"))

// wide takes the spaces from around a middle dot: in text of Han characters it would be two characters wide with them.
var wide = strings.NewReplacer(" · ", "·")

// Draw returns a text of this language with the marks and forms that it is drawn with in the embedded typeface. Elsewhere some
// of their code points mean nothing; [assets.Usual] leads back.
func (l *Language) Draw(s string) string {
	s = masked.Replace(s)
	if !l.IsHan() {
		return assets.Narrow(s)
	}
	return l.Shape(wide.Replace(s))
}

// Shape returns a text with those characters that are written differently in this language in its own forms.
func (l *Language) Shape(s string) string {
	if len(l.forms) == 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if own, ok := l.forms[r]; ok {
			return own
		}
		return r
	}, s)
}

// Day writes a date as it is read. Nothing tears it apart, if Date has spaces that do not.
func (l *Language) Day(t time.Time) string {
	out := t.Format(l.Date)
	if l.Months != nil {
		out = strings.ReplaceAll(out, t.Month().String(), l.Months[t.Month()-1])
	}
	return out
}
