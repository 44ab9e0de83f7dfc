// Package text is the catalogue of all texts of the booth itself, in Chinese and English,
// switchable at run time. The texts of an event come from its pack, not from here.
//
// The catalogue is the set of files NAME.LANG.toml in this folder: flat keys, go-i18n messages. English counts things with
// {{count .N "entry" "entries"}}, which gives "1 entry" or "3 entries"; a sentence may contain several counts.
package text

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"
)

//go:embed *.toml
var files embed.FS

// Catalogue holds both languages.
type Catalogue struct {
	printers map[string]Printer
	keys     map[string][]string
	raw      map[string]string // "lang/key" → the unexpanded template
}

// Printer formats texts in one language.
type Printer struct {
	Lang string
	loc  *i18n.Localizer
}

// Load reads every message file. An error means that the build is faulty, not that the person
// at the screen did anything wrong.
func Load() (*Catalogue, error) {
	names, err := fs.Glob(files, "*.toml")
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.Chinese)
	seen := map[string]string{}
	c := &Catalogue{printers: map[string]Printer{}, keys: map[string][]string{}, raw: map[string]string{}}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		lang := strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ".toml")), ".")
		flat := map[string]string{}
		if err := toml.Unmarshal(raw, &flat); err != nil {
			return nil, fmt.Errorf("texts %s: %w", name, err)
		}
		for key, other := range flat {
			if first, ok := seen[lang+"/"+key]; ok {
				return nil, fmt.Errorf("texts %s: %s stands twice, first in %s", name, key, first)
			}
			seen[lang+"/"+key] = name
			if err := bundle.AddMessages(language.Make(lang), &i18n.Message{ID: key, Other: other}); err != nil {
				return nil, fmt.Errorf("texts %s: %s: %w", name, key, err)
			}
			c.keys[lang] = append(c.keys[lang], key)
			c.raw[lang+"/"+key] = other
		}
	}
	for lang := range maps.Keys(c.keys) {
		slices.Sort(c.keys[lang])
		c.printers[lang] = Printer{Lang: lang, loc: i18n.NewLocalizer(bundle, lang)}
	}
	return c, nil
}

// In returns the printer for a language, or for Chinese if there is none.
func (c *Catalogue) In(lang string) Printer {
	if p, ok := c.printers[lang]; ok {
		return p
	}
	return c.printers["zh"]
}

// Keys returns the sorted keys of a language.
func (c *Catalogue) Keys(lang string) []string { return c.keys[lang] }

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
	s, err := p.loc.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: parser})
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
