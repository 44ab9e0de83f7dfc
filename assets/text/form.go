package text

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// verb is a value in a sentence as fmt has it, without flags that skip or take a value of their own.
var verb = regexp.MustCompile(`%[#+0]?\d*\.?\d*[a-zA-Z]`)

var (
	formsOnce sync.Once
	forms     map[string]string // English sentence with {{.A}}, {{.B}} … for its values → key
)

// Form says a sentence that stands in the code in English, with values as in fmt, in the language of the printer. The
// catalogue has it under a key that begins with prefix, with {{.A}}, {{.B}} … for the first value, the second, and so on.
// A sentence that it lacks is said in English.
func (p Printer) Form(prefix, form string, args ...any) string {
	english := form
	if len(args) > 0 {
		english = fmt.Sprintf(form, args...)
	}
	if p.Lang == "en" || p.of == nil {
		return english
	}
	formsOnce.Do(func() {
		forms = map[string]string{}
		for _, key := range p.of.Keys("en") {
			raw, _ := p.of.has("en", key)
			forms[key[:strings.Index(key+".", ".")+1]+raw] = key
		}
	})
	key, ok := forms[prefix+Template(form)]
	if !ok {
		return english
	}
	values := map[string]any{}
	for i, v := range verb.FindAllString(plain.Replace(form), -1) {
		if i < len(args) {
			values[name(i)] = fmt.Sprintf(v, args[i])
		}
	}
	return p.With(key, values)
}

// plain hides what only looks like a value.
var plain = strings.NewReplacer("%%", "\x00")

// name is what the catalogue calls a value.
func name(i int) string { return string(rune('A' + i)) }

// Template returns a sentence of the code as the catalogue writes it.
func Template(form string) string {
	i := -1
	s := verb.ReplaceAllStringFunc(plain.Replace(form), func(string) string {
		i++
		return "{{." + name(i) + "}}"
	})
	return strings.ReplaceAll(s, "\x00", "%")
}
