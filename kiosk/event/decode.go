package event

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// leaf is one text on its way into the pack: it is checked, filled in, and set once the whole
// pack has been read.
type leaf struct {
	file string
	line int
	raw  string // as written, to find the line of a part of it
	text string
	lang Lang   // "" for links and other texts without a language
	md   bool   // Markdown
	name string // such as "handler.name": identifies the givers, which may not contain {…}
	set  func(string)
}

// lineOf returns the line of a part of the text in the file.
func (l leaf) lineOf(part string) int {
	if i := strings.Index(l.raw, part); i > 0 {
		return l.line + strings.Count(l.raw[:i], "\n")
	}
	return l.line
}

// lineAt returns the line of an offset of the text. A text written on one line has only that
// line, whatever \n it contains; one in triple quotes begins after a first line break.
func (l leaf) lineAt(off int) int {
	if !strings.Contains(l.raw, "\n") {
		return l.line
	}
	line := l.line + strings.Count(l.text[:off], "\n")
	if strings.HasPrefix(l.raw, "\"\"\"\n") || strings.HasPrefix(l.raw, "'''\n") {
		line++
	}
	return line
}

// inOrder returns a lineAt for ascending offsets. A hostile text of two megabytes may have
// faults everywhere: this counts its lines once, not once per fault.
func (l leaf) inOrder() func(off int) int {
	line, from := l.lineAt(0), 0
	if !strings.Contains(l.raw, "\n") {
		return func(int) int { return line }
	}
	return func(off int) int {
		line += strings.Count(l.text[from:off], "\n")
		from = off
		return line
	}
}

// decoder fills a struct from a tree. Keys are the snake_case of the fields' names; a key
// without a field is a fault, and so is a value of the wrong kind. It records the line
// of every value, so that later checks can report it.
type decoder struct {
	file   string
	faults *faults
	lines  map[string]int  // by path, such as "fields[2].step"
	given  map[string]bool // keys that are present and could be read
	spoilt map[string]bool // keys that are present but could not be read
	whole  bool            // the file could be parsed completely
	leaves *[]leaf
}

// keyNames are the keys that differ from the snake_case of the field's name.
var keyNames = map[string]string{"Pack.TakeHome": "takehome"}

// notInTOML are fields that do not come from a pack's TOML.
var notInTOML = map[string]bool{
	"Pack.Parents": true, "Pack.Decide": true, "Pack.Notice": true, "Pack.Digest": true,
	"Pack.Stories": true, // the key lists ids; see load.go
	"Consent.Body": true, "Story.ID": true, "Station.Title": true, "Station.Body": true,
}

// markdownKeys are the fields whose text is Markdown.
var markdownKeys = map[string]bool{"Way.Body": true, "Worry.A": true}

var (
	typeText   = reflect.TypeFor[Text]()
	typeDate   = reflect.TypeFor[Date]()
	typeHanded = reflect.TypeFor[Handed]()
)

// snake turns MinAge into min_age.
func snake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if unicode.IsUpper(r) {
			prevLower := i > 0 && unicode.IsLower(rune(s[i-1]))
			if prevLower {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// keyOfField returns the TOML key of a struct field, or "" if it has none.
func keyOfField(t reflect.Type, f reflect.StructField) string {
	full := t.Name() + "." + f.Name
	if !f.IsExported() || notInTOML[full] {
		return ""
	}
	if k := keyNames[full]; k != "" {
		return k
	}
	return snake(f.Name)
}

// newDecoder returns a decoder for one file.
func newDecoder(file string, fs *faults, leaves *[]leaf) decoder {
	return decoder{file: file, faults: fs, lines: map[string]int{}, given: map[string]bool{}, spoilt: map[string]bool{}, leaves: leaves}
}

// spoil marks a value that could not be read, so that no other check reports it again.
func (d *decoder) spoil(path string) {
	d.given[path], d.spoilt[path] = false, true
}

// missing reports whether a key is absent from a file that could be parsed completely.
func (d *decoder) missing(path string) bool { return !d.given[path] && !d.spoilt[path] && d.whole }

// at returns the line of a path, or of the nearest enclosing value.
func (d *decoder) at(path string) int {
	for {
		if line, ok := d.lines[path]; ok {
			return line
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return 1
		}
		path = path[:i]
	}
}

// join appends a key to a path.
func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// table fills a struct from a table. lang is the language of a file in a single language, where
// a Text is a plain string; it is "" where every Text gives all languages. extra are known keys
// that the caller reads itself.
func (d *decoder) table(n *node, path string, v reflect.Value, lang Lang, extra ...string) {
	d.lines[path] = n.line
	if n.kind != kindTable {
		d.spoil(path)
		d.faults.add(d.file, n.line, "write a table of keys and values", "%s is %s", saidPath(path), n.kind)
		return
	}
	t := v.Type()
	fields := map[string]int{}
	known := slices.Clone(extra)
	for i := range t.NumField() {
		if key := keyOfField(t, t.Field(i)); key != "" {
			fields[key] = i
			known = append(known, key)
		}
	}
	for _, key := range n.keys {
		kid := n.kids[key]
		d.lines[join(path, key)] = kid.line
		d.given[join(path, key)] = true
		if slices.Contains(extra, key) {
			continue
		}
		i, ok := fields[key]
		if !ok {
			d.faults.add(d.file, kid.line, didYouMean(key, known), "unknown key %s%s", quote(key), inTable(path))
			if meant := Nearest(key, known); meant != "" && n.kids[meant] == nil {
				d.spoil(join(path, meant)) // it is not missing, only misspelt
			}
			continue
		}
		d.value(kid, join(path, key), v.Field(i), t.Name()+"."+t.Field(i).Name, lang)
	}
}

// inTable names the table that a key is in, for a message.
func inTable(path string) Phrase {
	if path == "" {
		return Say("")
	}
	return Say(" in %s", spoken(path))
}

// saidPath is spoken, for a place that may be the whole file.
func saidPath(path string) Phrase {
	if path == "" {
		return Say("the file")
	}
	return Say("%s", spoken(path))
}

// spoken returns a path as people would call it: fields[2].label becomes "fields.label"; the line
// number says which.
func spoken(path string) string {
	if path == "" {
		return "the file"
	}
	return clean(indexes.ReplaceAllString(path, ""), 80)
}

var indexes = regexp.MustCompile(`\[\d+\]`)

// value fills one value.
func (d *decoder) value(n *node, path string, v reflect.Value, field string, lang Lang) {
	wrong := func(instead any) {
		d.spoil(path)
		d.faults.add(d.file, n.line, instead, "%s is %s", saidPath(path), n.kind)
	}
	switch {
	case v.Type() == typeText && lang != "":
		if n.kind != kindString {
			wrong("write a text in quotes")
			return
		}
		if v.IsNil() {
			v.Set(reflect.ValueOf(Text{}))
		}
		d.text(n, path, v.Interface().(Text), lang, field)
	case v.Type() == typeText && field == "Handed.Title" && n.kind == kindString: // the registry's own word, whatever the language
		m := Text{}
		v.Set(reflect.ValueOf(m))
		for _, l := range Langs {
			d.text(n, path, m, l, field)
		}
	case v.Type() == typeText:
		d.texts(n, path, v, field)
	case v.Type() == typeDate:
		if n.kind != kindDate && n.kind != kindString {
			wrong(`write a date, such as "2026-05-21"`)
			return
		}
		v.SetString(n.text)
		if waits(n.text) {
			*d.leaves = append(*d.leaves, leaf{file: d.file, line: n.line, raw: n.raw, text: n.text, name: path, set: v.SetString})
		}
	case v.Kind() == reflect.String:
		if n.kind != kindString {
			wrong("write a text in quotes")
			return
		}
		v.SetString(n.text)
		if field == "Field.Pattern" { // {10} and [[…]] mean something else there
			return
		}
		*d.leaves = append(*d.leaves, leaf{file: d.file, line: n.line, raw: n.raw, text: n.text, name: path, set: v.SetString})
	case v.Kind() == reflect.Bool:
		if n.kind != kindBool {
			wrong("write true or false, without quotes")
			return
		}
		v.SetBool(n.text == "true")
	case v.Kind() == reflect.Int:
		i, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 0, 32)
		if n.kind != kindInt || err != nil {
			wrong("write a whole number, without quotes")
			return
		}
		v.SetInt(i)
	case v.Kind() == reflect.Float64:
		f, err := strconv.ParseFloat(strings.ReplaceAll(n.text, "_", ""), 64)
		if (n.kind != kindInt && n.kind != kindFloat) || err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			wrong("write a number, without quotes")
			return
		}
		v.SetFloat(f)
	case v.Kind() == reflect.Struct:
		d.table(n, path, v, lang)
	case v.Kind() == reflect.Slice:
		d.list(n, path, v, field, lang)
	}
}

// maxItems is the maximum length of every list in a pack.
const maxItems = 200

// list fills a slice.
func (d *decoder) list(n *node, path string, v reflect.Value, field string, lang Lang) {
	if n.kind != kindArray {
		instead := Say("write [[%s]] with two brackets on each side", path)
		switch v.Type().Elem().Kind() {
		case reflect.String:
			instead = Say(`write a list, such as ["a", "b"]`)
		case reflect.Int:
			instead = Say("write a list, such as [50, 30]")
		}
		d.spoil(path)
		d.faults.add(d.file, n.line, instead, "%s is %s", saidPath(path), n.kind)
		return
	}
	if len(n.items) > maxItems {
		d.spoil(path)
		d.faults.add(d.file, n.line, Say("keep to %d", maxItems), "%s has %d entries", spoken(path), len(n.items))
		return
	}
	made := reflect.MakeSlice(v.Type(), len(n.items), len(n.items))
	reflect.Copy(made, v) // the other language's texts, in files of one language
	v.Set(made)
	for i, item := range n.items {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.lines[at] = item.line
		if v.Index(i).Type() == typeHanded && item.kind != kindTable { // the id alone
			if d.given[at+".field"] = item.kind == kindString; item.kind != kindString {
				d.spoil(at + ".field")
			}
			d.value(item, at, v.Index(i).FieldByName("Field"), "Handed.Field", lang)
			continue
		}
		if v.Index(i).Kind() == reflect.Struct {
			d.table(item, at, v.Index(i), lang)
			continue
		}
		d.value(item, at, v.Index(i), field, lang)
	}
}

// texts fills a Text that is given in every language.
func (d *decoder) texts(n *node, path string, v reflect.Value, field string) {
	if n.kind != kindTable {
		d.spoil(path)
		d.faults.add(d.file, n.line, `write {zh = "…", en = "…"}`, "%s is %s, not a text in both languages", spoken(path), n.kind)
		return
	}
	m := Text{}
	v.Set(reflect.ValueOf(m))
	for _, key := range n.keys {
		kid := n.kids[key]
		if !slices.Contains(Langs, Lang(key)) {
			d.faults.add(d.file, kid.line, "write zh and en", "unknown language %s in %s", quote(key), spoken(path))
			continue
		}
		d.lines[join(path, key)] = kid.line
		if kid.kind != kindString {
			d.faults.add(d.file, kid.line, "write a text in quotes", "%s is %s", spoken(join(path, key)), kid.kind)
			continue
		}
		d.text(kid, path, m, Lang(key), field)
	}
	for _, l := range Langs {
		if n.kids[string(l)] == nil && d.whole {
			d.faults.add(d.file, n.line, Say(`add %s = "…"`, l), "%s has no text in %q", spoken(path), l)
		}
	}
}

// text records one text in one language.
func (d *decoder) text(n *node, path string, m Text, l Lang, field string) {
	if strings.TrimSpace(n.text) == "" {
		d.faults.add(d.file, n.line, "write it, or leave the key out", "%s is empty in %q", spoken(path), l)
	}
	m[l] = n.text
	*d.leaves = append(*d.leaves, leaf{
		file: d.file, line: n.line, raw: n.raw, text: n.text, lang: l,
		md: markdownKeys[field], name: path,
		set: func(s string) { m[l] = s },
	})
}
