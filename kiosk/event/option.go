package event

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Option is one answer of a choice.
type Option struct {
	ID    string
	Label Text
	Also  []string // what people write for it on paper besides its labels, in any language
}

// Names returns everything that stands for the option in a table: its id, its labels, and
// what Also lists.
func (o Option) Names() []string {
	names := []string{o.ID}
	for _, l := range Langs {
		if s := o.Label[l]; s != "" {
			names = append(names, s)
		}
	}
	return append(names, o.Also...)
}

// Fold returns the form in which two spellings of one answer are equal: without spaces and
// invisible characters, in lower case, full-width forms as plain ones. It is for comparing only.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Cc) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFKC.String(s)))
}

// checkAlso checks what a field's options list under also: a word that stood for two options
// would be taken for whichever comes first.
func (b *builder) checkAlso(at string, f Field) {
	type owner struct {
		option int
		path   string
	}
	owners := map[string]owner{}
	for i, o := range f.Options {
		for _, name := range append([]string{o.ID}, o.Label[ZH], o.Label[EN]) {
			if key := Fold(name); key != "" {
				if _, taken := owners[key]; !taken {
					owners[key] = owner{i, fmt.Sprintf("%s.options[%d]", at, i)}
				}
			}
		}
	}
	for i, o := range f.Options {
		for j, word := range o.Also {
			path := fmt.Sprintf("%s.options[%d].also[%d]", at, i, j)
			key := Fold(word)
			if key == "" {
				b.bad(path, "write a word, or take it out", "an empty word in also")
				continue
			}
			first, taken := owners[key]
			if taken && first.option != i {
				b.bad(path, "keep it with one of them", "%s stands for two options (first in line %d)", quote(word), b.main.at(first.path))
				continue
			}
			if !taken {
				owners[key] = owner{i, path}
			}
		}
	}
}
