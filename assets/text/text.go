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

// Catalogue holds all languages. A file of texts is read when the first text in it is asked for: the first screen needs a few of
// them in one language, a command two, and each language takes ten milliseconds to read whole.
type Catalogue struct {
	languages map[string]func() said // each looks once where its texts are
	printers  map[string]Printer
}

// said are the texts of a language.
type said struct {
	keys  []string       // sorted
	files []*file        // in the order of their names
	of    map[string]int // key → which of the files
}

// file are the texts of one file, read once.
type file struct {
	name string
	read func() (texts, error)
}

// texts are what a file says.
type texts struct {
	raw map[string]string // key → the unexpanded template
	loc *i18n.Localizer
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
	c := &Catalogue{languages: map[string]func() said{}, printers: map[string]Printer{}}
	for tag, names := range of {
		c.languages[tag] = sync.OnceValue(func() said { return find(tag, names) })
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

// find looks which file of a language has which text. It reads no file: a text begins a line with its key in quotes, which
// [Catalogue.Check] compares with what is read.
func find(tag string, names []string) said {
	l := said{of: map[string]int{}}
	for i, name := range names {
		raw, _ := fs.ReadFile(files, name) // embedded: it is there
		for line := range strings.Lines(string(raw)) {
			if rest, ok := strings.CutPrefix(line, `"`); ok {
				key, _, _ := strings.Cut(rest, `"`)
				if _, ok := l.of[key]; !ok {
					l.keys = append(l.keys, key)
				}
				l.of[key] = i
			}
		}
		l.files = append(l.files, &file{name, sync.OnceValues(func() (texts, error) { return read(tag, name, raw) })})
	}
	slices.Sort(l.keys)
	return l
}

// read returns the texts of a file.
func read(tag, name string, raw []byte) (texts, error) {
	bundle := i18n.NewBundle(language.Make(tag))
	f := texts{raw: map[string]string{}, loc: i18n.NewLocalizer(bundle, tag)}
	if err := toml.Unmarshal(raw, &f.raw); err != nil {
		return texts{}, fmt.Errorf("texts %s: %w", name, err)
	}
	all := make([]*i18n.Message, 0, len(f.raw))
	for key, other := range f.raw {
		all = append(all, &i18n.Message{ID: key, Other: other})
	}
	if err := bundle.AddMessages(language.Make(tag), all...); err != nil {
		return texts{}, fmt.Errorf("texts %s: %w", name, err)
	}
	return f, nil
}

// says returns the file of a language with a text, and whether there is one; nothing if the file is faulty, which
// [Catalogue.Check] tells.
func (c *Catalogue) says(lang, key string) (texts, bool) {
	find, ok := c.languages[lang]
	if !ok {
		return texts{}, false
	}
	l := find()
	i, ok := l.of[key]
	if !ok {
		return texts{}, false
	}
	f, err := l.files[i].read()
	return f, err == nil
}

// has returns the unexpanded text of a language itself.
func (c *Catalogue) has(lang, key string) (string, bool) {
	f, _ := c.says(lang, key)
	raw, ok := f.raw[key]
	return raw, ok
}

// Check reads every file of every language. An error means that the build is faulty.
func (c *Catalogue) Check() error {
	for _, find := range c.languages {
		l := find()
		first := map[string]string{}
		for i, f := range l.files {
			t, err := f.read()
			if err != nil {
				return err
			}
			for key := range t.raw {
				if before, ok := first[key]; ok {
					return fmt.Errorf("texts %s: %s stands twice, first in %s", f.name, key, before)
				}
				if at, ok := l.of[key]; !ok || at != i {
					return fmt.Errorf("texts %s: %s does not begin its line in quotes", f.name, key)
				}
				first[key] = f.name
			}
		}
		if len(first) != len(l.keys) {
			return fmt.Errorf("texts: a line begins in quotes that is no text, among %d", len(l.keys))
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
func (c *Catalogue) Keys(lang string) []string {
	if find, ok := c.languages[lang]; ok {
		return find().keys
	}
	return nil
}

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
	f, ok := p.of.says(p.Lang, key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	s, err := f.loc.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: parser})
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
