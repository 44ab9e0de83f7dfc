package main

import (
	"fmt"
	"strings"
	"time"
)

// Visitor is a made-up person: what they would answer, by field id. A part of a
// person field is "contact1.name".
type Visitor struct {
	Answers map[string]string // typed
	Taps    []Tap             // answers that are given by a tap, in this order, after the typing
}

// Tap is an answer with one touch: a chip, or "the same as my phone number".
type Tap struct {
	Target string // id of the control
	Field  string // id of the field, or of a person's part, that it answers
	Gives  string // what the field then holds
}

// Spelling is how the made-up people's Chinese names are spelt.
var Spelling = map[string]string{
	"欧阳娜娜": "ouyangnana",
	"买买提":  "maimaiti",
	"艾力":   "aili",
	"王喆":   "wangzhe",
}

// Example is the visitor of `make run`: in Chinese with a character beyond the first
// 65,536 in the name, in English with diacritics. Nobody has these numbers by our doing:
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

// nextJune is where the month's stepper begins: the June to come.
func nextJune(now time.Time) string {
	year := now.Year()
	if now.Month() > time.June {
		year++
	}
	return fmt.Sprintf("%04d-06", year)
}

// Secrets are the answers that must not be readable in the data folder.
func (v Visitor) Secrets() []string {
	var secrets []string
	for _, answer := range v.Answers {
		if len(answer) >= 6 { // shorter ones could turn up by chance
			secrets = append(secrets, answer)
		}
	}
	return secrets
}

// Agrees finds the visitor's row and compares it with what was typed and with
// what the screen showed. There must be exactly one row.
func (v Visitor) Agrees(rows []Row, seen Seen) (Row, error) {
	if len(rows) != 1 {
		return Row{}, fmt.Errorf("the export has %d rows, want the one visitor", len(rows))
	}
	row := rows[0]
	if len(seen.Given) == 0 {
		return row, fmt.Errorf("the visitor could answer nothing at all")
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

// value returns one exported value by the id of its field, or of a person's part.
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
