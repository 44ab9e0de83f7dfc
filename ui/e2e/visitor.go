package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Visitor is a made-up person: what they would answer, by field id. A part of a
// person field is "contact1.name".
type Visitor struct {
	Answers map[string]string // typed
	Taps    []Tap             // answers that are given by a tap, in this order, after the typing
	Finger  bool              // has no physical keyboard: does everything with one finger
	Nine    bool              // types Pinyin on nine keys
	ByKey   bool              // goes from field to field by the keyboard's action key, not by touching the next field
}

// Tap is an answer given by one touch: a chip, or "the same as my phone number".
type Tap struct {
	Target string // id of the control
	Field  string // id of the field, or of a part of a person field, that it answers
	Gives  string // what the field then holds
}

// Spelling is the Pinyin of the made-up people's Chinese names.
var Spelling = map[string]string{
	"欧阳娜娜": "ouyangnana",
	"买买提":  "maimaiti",
	"艾力":   "aili",
	"王喆":   "wangzhe",
}

// Example returns the visitor of `make run`: in Chinese with a character beyond the first
// 65,536 in the name, in English with diacritics. The numbers are not anybody's we know of:
// they are made up, and nothing is ever sent to them.
func Example(lang string) Visitor {
	answers := map[string]string{
		"name":           "林𠮷远",
		"phone":          "13900001234",
		"email":          "zhiyuan@example.org",
		"home_phone":     "13700004321",
		"contact1.name":  "林妈妈",
		"contact1.phone": "13600005678",
	}
	if lang == "en" {
		answers["name"] = "Zoë Brontë"
		answers["email"] = "zoe@example.org"
		answers["contact1.name"] = "Anne Brontë"
	}
	return Visitor{Answers: answers, Taps: []Tap{
		{"form.campus.pudong", "campus", "pudong"},
		{"form.wechat.same", "wechat", answers["phone"]},
		{"form.contact1.parent", "contact1.relation", "parent"},
		{"form.graduation.year.more", "graduation", nextJune(time.Now())},
	}}
}

// Names that are hard to enter: a surname of two characters, a dot between two parts, a
// character that is in no old character set, letters with diacritics, a hyphen and a space.
const (
	ouyang = "欧阳娜娜"
	maimai = "买买提·艾力"
	wang   = "王喆"
	zoe    = "Zoë Müller-Lüdenscheidt"
)

// Sizes are the four window sizes, in pixels, that the booth is designed for.
var Sizes = []string{"1280x800", "1366x768", "1920x1080", "1080x1920"}

// Touching returns the visitor who has nothing but a finger, a different one for each language and
// size, so that together they enter every hard name on a booth of either language.
func Touching(lang, size string) Visitor {
	names := map[string][2]string{ // the visitor's own, and the contact's
		"zh-1280x800":  {ouyang, maimai},
		"zh-1366x768":  {maimai, wang},
		"zh-1920x1080": {wang, ouyang},
		"zh-1080x1920": {zoe, wang},
		"en-1280x800":  {zoe, wang},
		"en-1366x768":  {ouyang, zoe},
		"en-1920x1080": {maimai, zoe},
		"en-1080x1920": {wang, ouyang},
	}[lang+"-"+size]
	v := Example(lang)
	v.Finger = true
	v.Nine = size == "1920x1080"
	v.ByKey = lang == "en"
	v.Answers["name"], v.Answers["contact1.name"] = names[0], names[1]
	v.Answers["email"] = map[string]string{"zh": "nana_521@qq.com", "en": "zoe.m@gmail.com"}[lang]
	if lang == "en" {
		v.Answers["wechat"] = "wx_zoe.521" // typed, while the other visitor taps that it is the phone number
		v.Taps = slices.DeleteFunc(v.Taps, func(t Tap) bool { return t.Field == "wechat" })
	}
	if size == "1080x1920" {
		v.Answers["email"] = "zoe-m@example.org" // typed to its end
		v.Answers["home_phone"] = "+4915112345678"
	}
	return v
}

// nextJune returns where the month stepper begins: next June.
func nextJune(now time.Time) string {
	year := now.Year()
	if now.Month() > time.June {
		year++
	}
	return fmt.Sprintf("%04d-06", year)
}

// Secrets returns the answers that must not be readable in the data folder.
func (v Visitor) Secrets() []string {
	var secrets []string
	for _, answer := range v.Answers {
		if len(answer) >= 6 { // shorter ones could turn up by chance
			secrets = append(secrets, answer)
		}
	}
	return secrets
}

// Agrees compares the visitor's row with what was typed and with what the screen
// showed, and returns it. There must be exactly one row.
func (v Visitor) Agrees(rows []Row, seen Seen) (Row, error) {
	if len(rows) != 1 {
		return Row{}, fmt.Errorf("the export has %d rows, want the one visitor", len(rows))
	}
	row := rows[0]
	if len(seen.Given) == 0 {
		return row, fmt.Errorf("the visitor could answer nothing at all")
	}
	if v.Finger {
		if err := v.gaveAll(seen); err != nil {
			return row, err
		}
	}
	for id, gave := range seen.Given {
		if got, ok := row.value(id); !ok || got != gave {
			return row, fmt.Errorf("field %s came back as %q, the visitor gave %q", id, got, gave)
		}
	}
	if plain := strings.ReplaceAll(seen.Code, "-", ""); plain != row.Code {
		return row, fmt.Errorf("the screen showed the receipt code %s, the export has %s", seen.Code, row.Code)
	}
	return row, nil
}

// gaveAll fails if the visitor found no place for one of the answers.
func (v Visitor) gaveAll(seen Seen) error {
	for id := range v.Answers {
		if _, gave := seen.Given[id]; !gave {
			return fmt.Errorf("the visitor could not answer %s", id)
		}
	}
	for _, t := range v.Taps {
		if _, gave := seen.Given[t.Field]; !gave {
			return fmt.Errorf("the visitor could not answer %s", t.Field)
		}
	}
	return nil
}

// value returns one exported value by the id of its field, or of a part of a person field.
func (r Row) value(id string) (string, bool) {
	field, part, isPart := strings.Cut(id, ".")
	value, ok := r.Fields[field]
	if isPart && ok {
		parts, _ := value.(map[string]any)
		value, ok = parts[part]
	}
	text, isText := value.(string)
	return text, ok && isText
}
