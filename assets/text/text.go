// Package text is the catalogue of all texts of the booth itself, in every language of assets/lang,
// switchable at run time. The texts of an event come from its pack, not from here.
//
// The catalogue is the set of files NAME.LANG.toml in this folder: flat keys, go-i18n messages. English counts things with
// {{count .N "entry" "entries"}}, which gives "1 entry" or "3 entries"; a sentence may contain several counts.
package text

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"matchbooth/assets/lang"
)

//go:embed *.toml
var files embed.FS

// Catalogue holds all languages. Each is read when its first text is asked for: most runs of the program say everything in one.
type Catalogue struct {
	languages map[string]func() (said, error) // each reads once
	printers  map[string]Printer
}

// said are the texts of a language.
type said struct {
	keys []string          // sorted
	raw  map[string]string // key → the unexpanded template
	loc  *i18n.Localizer
}

// Printer formats texts in one language.
type Printer struct {
	Lang string
	of   *Catalogue

	instead *Printer // says what this language lacks; nil: nobody does
}

// Load returns every message. An error means that the build is faulty, not that the person at the screen did anything wrong.
var Load = sync.OnceValues(func() (*Catalogue, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	of := map[string][]string{}
	for _, name := range names {
		tag := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".toml")), ".")
		if !lang.Has(tag) {
			return nil, fmt.Errorf("texts %s: there is no language %s in assets/lang", name, tag)
		}
		of[tag] = append(of[tag], name)
	}
	c := &Catalogue{languages: map[string]func() (said, error){}, printers: map[string]Printer{}}
	for tag, names := range of {
		c.languages[tag] = sync.OnceValues(func() (said, error) { return read(tag, names) })
		c.printers[tag] = Printer{Lang: tag, of: c}
	}
	for tag, p := range c.printers {
		if other := lang.Of(tag).Texts; other != "" && other != tag {
			instead := c.printers[other]
			p.instead = &instead
			c.printers[tag] = p
		}
	}
	return c, nil
})

// read returns the texts of a language from its files.
func read(tag string, names []string) (said, error) {
	bundle := i18n.NewBundle(language.Make(tag))
	l := said{raw: map[string]string{}, loc: i18n.NewLocalizer(bundle, tag)}
	first := map[string]string{}
	var all []*i18n.Message
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return said{}, err
		}
		flat := map[string]string{}
		if err := toml.Unmarshal(raw, &flat); err != nil {
			return said{}, fmt.Errorf("texts %s: %w", name, err)
		}
		for key, other := range flat {
			if before, ok := first[key]; ok {
				return said{}, fmt.Errorf("texts %s: %s stands twice, first in %s", name, key, before)
			}
			first[key] = name
			all = append(all, &i18n.Message{ID: key, Other: other})
			l.keys, l.raw[key] = append(l.keys, key), other
		}
	}
	if err := bundle.AddMessages(language.Make(tag), all...); err != nil {
		return said{}, fmt.Errorf("texts in %s: %w", tag, err)
	}
	slices.Sort(l.keys)
	return l, nil
}

// says returns what a language says; nothing if its files are faulty, which [Catalogue.Check] tells.
func (c *Catalogue) says(lang string) said {
	if read, ok := c.languages[lang]; ok {
		s, _ := read()
		return s
	}
	return said{}
}

// has returns the unexpanded text of a language itself.
func (c *Catalogue) has(lang, key string) (string, bool) {
	raw, ok := c.says(lang).raw[key]
	return raw, ok
}

// Check reads every language. An error means that the build is faulty.
func (c *Catalogue) Check() error {
	for _, read := range c.languages {
		if _, err := read(); err != nil {
			return err
		}
	}
	return nil
}

// In returns the printer for a language, or for Chinese if there is none.
func (c *Catalogue) In(lang string) Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers["zh"]
}

// Says returns the language that a text is said in: the printer's, or the one that stands in for it.
func (p Printer) Says(key string) string {
	if p.instead != nil {
		if _, ok := p.of.has(p.Lang, key); !ok {
			return p.instead.Says(key)
		}
	}
	return p.Lang
}

// Keys returns the sorted keys of a language.
func (c *Catalogue) Keys(lang string) []string { return c.says(lang).keys }

// S returns the text for the key; args are pairs of name and value for {{.Name}}.
// An unknown key is returned as ⟦key⟧, so that it is noticed in every picture.
func (p Printer) S(key string, args ...any) string {
	data := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return p.With(key, data)
}

// With is S with the arguments in a map.
func (p Printer) With(key string, data map[string]any) string {
	if p.instead != nil {
		if _, ok := p.of.has(p.Lang, key); !ok {
			return p.instead.With(key, data)
		}
	}
	loc := p.of.says(p.Lang).loc
	if loc == nil {
		return "⟦" + key + "⟧"
	}
	s, err := loc.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: parser})
	if err != nil || s == "" {
		return "⟦" + key + "⟧"
	}
	return s
}

// counting is a template parser with the functions count and lower. Unlike go-i18n's own parser with functions it allows caching,
// since these functions never change.
type counting struct{ template.TextParser }

func (*counting) Cacheable() bool { return true }

var parser = &counting{template.TextParser{Funcs: texttemplate.FuncMap{"count": count, "lower": lower}}}

// lower returns a value in small letters.
func lower(v any) string { return strings.ToLower(fmt.Sprint(v)) }

// count returns n followed by the word for one or for several.
func count(n any, one, several string) string {
	s := fmt.Sprint(n)
	if s == "1" {
		return s + " " + one
	}
	return s + " " + several
}

// Sentence begins a sentence with a capital: on the command line the program's name stands before it, on a screen nothing.
func Sentence(s string) string {
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
}

// OneLine makes a text of somebody else's fit for one line of a page, a list or a terminal: the name of a file, a line of a
// store that was changed. Line ends, escape sequences and marks that turn the text around are dots.
func OneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return '·'
		}
		return r
	}, s)
}
