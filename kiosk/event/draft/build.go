package draft

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
)

// blankLines are more than one after another: what a template leaves where nothing was asked.
var blankLines = regexp.MustCompile(`\n{3,}`)

//go:embed template
var templates embed.FS

// Build returns the files of a new pack by their paths. Comments in it, and what is to stand where a text has no
// language, are in l. Answers that are missing, or in one language only, are asked for in their places.
func Build(a Answers, texts *text.Catalogue, l event.Lang) (map[string][]byte, error) {
	w, err := readWorld(a.Yes("cmdp"))
	if err != nil {
		return nil, err
	}
	b := &builder{Answers: a, World: w, texts: texts, lang: l}
	files := map[string][]byte{}
	err = fs.WalkDir(templates, "template", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(templates, name)
		if err != nil {
			return err
		}
		file := strings.TrimPrefix(name, "template/")
		t, err := template.New(file).Delims("<%", "%>").Parse(string(raw))
		if err != nil {
			return err
		}
		view := view{builder: b, Lang: event.Lang(strings.TrimPrefix(path.Ext(strings.TrimSuffix(file, ".md")), "."))}
		var out bytes.Buffer
		if err := t.Execute(&out, view); err != nil {
			return fmt.Errorf("the template of a new pack: %w", err)
		}
		files[file] = blankLines.ReplaceAll(out.Bytes(), []byte("\n\n"))
		return nil
	})
	return files, err
}

// builder is what the templates know of the answers.
type builder struct {
	Answers Answers
	World   *world
	texts   *text.Catalogue
	lang    event.Lang // of who makes the pack
}

// view is a builder for one file, in its language; "" for event.toml, which has both.
type view struct {
	*builder
	Lang event.Lang
}

// open returns what stands where an answer is missing.
func (b *builder) open(id string, l event.Lang) string {
	return "[[" + b.texts.In(string(l)).S("draft."+id+".open") + "]]"
}

// in returns an answer in a language, or what is to stand there.
func (b *builder) in(id string, l event.Lang) string {
	if s := b.Answers.In(id, l); s != "" {
		return s
	}
	return b.open(id, l)
}

// ZH and EN return an answer in that language, or what is to stand there.
func (b *builder) ZH(id string) string { return b.in(id, event.ZH) }

// EN is ZH in English.
func (b *builder) EN(id string) string { return b.in(id, event.EN) }

// Ended returns an answer in the language of the file as a sentence that others follow.
func (v view) Ended(id string) string {
	s, end := v.in(id, v.Lang), "."
	if v.Lang == event.ZH {
		end = "。"
	}
	if strings.ContainsAny(s[len(s)-1:], ".!?)") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！") || strings.HasSuffix(s, "）") {
		return s
	}
	return s + end
}

// Text returns an answer in both languages as TOML.
func (b *builder) Text(id string) string {
	return inline(event.Text{event.ZH: b.in(id, event.ZH), event.EN: b.in(id, event.EN)})
}

// One returns an answer that has no language as TOML.
func (b *builder) One(id string) string { return quoted(b.in(id, b.lang)) }

// Open returns what is to stand there, in both languages, as TOML.
func (b *builder) Open(id string) string {
	return inline(event.Text{event.ZH: b.open(id, event.ZH), event.EN: b.open(id, event.EN)})
}

// OpenOne is Open where a text has no language.
func (b *builder) OpenOne(id string) string { return quoted(b.open(id, b.lang)) }

// OpenIn is Open within a text.
func (b *builder) OpenIn(id, l string) string { return b.open(id, event.Lang(l)) }

// Say returns words in both languages as TOML.
func (b *builder) Say(zh, en string) string { return inline(event.Text{event.ZH: zh, event.EN: en}) }

// Note returns a comment in the language of who makes the pack.
func (b *builder) Note(zh, en string) string {
	if b.lang == event.ZH {
		return "# " + zh
	}
	return "# " + en
}

// CMDP reports whether the registry is China's.
func (b *builder) CMDP() bool { return b.Answers.Yes("cmdp") }

// Asks reports whether the form asks for something.
func (b *builder) Asks(id string) bool {
	if id == "campuses" {
		return b.Answers.In(id, event.ZH)+b.Answers.In(id, event.EN) != ""
	}
	return b.Answers.Yes(id)
}

// Given reports whether a question was answered at all.
func (b *builder) Given(id string) bool {
	return b.Answers.In(id, event.ZH)+b.Answers.In(id, event.EN) != ""
}

// SchoolApart reports whether the school is to be named beside the place: it was given, and the place does not say it in
// each language.
func (b *builder) SchoolApart() bool {
	for _, l := range event.Langs {
		if school := b.Answers.In("school", l); school != "" && !strings.Contains(b.Answers.In("place", l), school) {
			return true
		}
	}
	return false
}

// Days is for how long people are kept: what was answered, else 90 days, which the texts then ask to be looked at.
func (b *builder) Days() int {
	if n, err := strconv.Atoi(b.Answers.In("retention_days", event.EN)); err == nil {
		return n
	}
	return 90
}

// Term is for how long people are kept who agree to be contacted later, if that is longer than everybody else; otherwise 0.
// Without an answer it is the proposal where the form asks for what is of use only then.
func (b *builder) Term() int {
	n, err := strconv.Atoi(b.Answers.In("followup_days", event.EN))
	if err != nil && (b.Asks("graduation") || b.Asks("second_number")) {
		n, _ = strconv.Atoi(Question{ID: "followup_days"}.Propose(b.Answers, event.EN, time.Time{}))
	}
	if n <= b.Days() {
		return 0
	}
	return n
}

// Years is how many whole years there are in Term, after each of which somebody who agreed is asked.
func (b *builder) Years() int { return max(0, b.Term()/365-1) }

// laterTerm are the words of the built-in pack about those who are kept for longer.
var laterTerm = strings.NewReplacer("；同意以后联系的，留到{longest_term}", "", ", or {longest_term} if you agree to be contacted", "")

// Worries are the answered worries of the built-in pack that are true for this one, as TOML.
func (b *builder) Worries() string {
	if b.Term() == 0 {
		return laterTerm.Replace(b.World.Worries())
	}
	return b.World.Worries()
}

// Plain returns an answer as it is, or another text where there is none: for what cannot wait, such as an id.
func (b *builder) Plain(id, other string) string {
	if s := b.Answers.In(id, event.EN); s != "" {
		return quoted(s)
	}
	return quoted(other)
}

// maxShort is the width of the name in the header, a Chinese character counting two; see docs/event-pack.md.
const maxShort = 28

// Short is the title, where it fits into the header.
func (b *builder) Short() string {
	out := event.Text{}
	for _, l := range event.Langs {
		if out[l] = b.Answers.In("title", l); out[l] == "" || event.Width(out[l]) > maxShort {
			out[l] = b.texts.In(string(l)).S("draft.short")
		}
	}
	return inline(out)
}

// Campus is one answer of the campus field.
type Campus struct{ ID, Label string }

// Campuses lists the campuses, in the order in which they were given; the two languages belong together by their order.
func (b *builder) Campuses() (list []Campus) {
	zh, en := split(b.Answers.In("campuses", event.ZH)), split(b.Answers.In("campuses", event.EN))
	seen := map[string]bool{"other": true}
	for i := range max(len(zh), len(en)) {
		t := event.Text{event.ZH: b.open("campuses", event.ZH), event.EN: b.open("campuses", event.EN)}
		if i < len(zh) {
			t[event.ZH] = zh[i]
		}
		if i < len(en) {
			t[event.EN] = en[i]
		}
		id := slug(t[event.EN])
		if i >= len(en) || id == "" || len(id) > 40 || seen[id] {
			id = fmt.Sprintf("campus-%d", i+1)
		}
		seen[id] = true
		list = append(list, Campus{quoted(id), inline(t)})
	}
	return list
}

// split parts a list that was typed in either language.
func split(s string) (out []string) {
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// optional are the fields that may be asked beside name and phone, as notices call them; handed marks what the registry
// gets as well.
var optional = []struct {
	id     string
	name   event.Text
	handed bool
}{
	{"wechat", event.Text{event.ZH: "微信", event.EN: "WeChat"}, true},
	{"email", event.Text{event.ZH: "邮箱", event.EN: "email"}, true},
	{"campuses", event.Text{event.ZH: "校区", event.EN: "campus"}, false},
	{"student_number", event.Text{event.ZH: "学号", event.EN: "student number"}, false},
	{"graduation", event.Text{event.ZH: "毕业时间", event.EN: "graduation month"}, false},
	{"second_number", event.Text{event.ZH: "第二个号码", event.EN: "a second number"}, false},
}

// list joins names as each language does.
func list(l event.Lang, names []string) string {
	if l == event.ZH {
		return strings.Join(names, "、")
	}
	return strings.Join(names, ", ")
}

// named lists the optional fields that are asked, and go to the registry or stay.
func (b *builder) named(l event.Lang, fits func(handed bool) bool) (names []string) {
	for _, o := range optional {
		if b.Asks(o.id) && fits(o.handed) {
			names = append(names, o.name[l])
		}
	}
	return names
}

// Optional lists in a language what people may add to name and phone.
func (b *builder) Optional(l string) string {
	return list(event.Lang(l), b.named(event.Lang(l), func(bool) bool { return true }))
}

// Handed lists in a language what goes to the registry beside the name.
func (b *builder) Handed(l string) string {
	phone := map[string]string{"zh": "电话", "en": "phone"}[l]
	names := append([]string{phone}, b.named(event.Lang(l), func(handed bool) bool { return handed })...)
	if b.Asks("contacts") {
		names = append(names, map[string]string{"zh": "你留下的联系人", "en": "the people you name"}[l])
	}
	return list(event.Lang(l), names)
}

// Kept lists in a language what is asked and stays with the organiser.
func (b *builder) Kept(l string) string {
	return list(event.Lang(l), b.named(event.Lang(l), func(handed bool) bool { return !handed }))
}

// Upper begins a sentence with a text.
func (b *builder) Upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Ways lists how people who agreed to it are contacted.
func (b *builder) Ways(l string) string {
	names := []string{map[string]string{"zh": "电话", "en": "phone"}[l]}
	names = append(names, b.named(event.Lang(l), func(handed bool) bool { return handed })...)
	if l == "zh" {
		return strings.Join(names, "、")
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
