package main

import (
	"fmt"
	"strings"
)

// Visitor is a made-up person: what they would answer, by field id. A part of a
// person field is "contact1.name"; a choice is answered with the option's id.
type Visitor struct {
	Answers map[string]string
}

// Example is the visitor of `make run`: a name that needs an input method in
// Chinese, one with diacritics in English. Nobody has these numbers by our doing:
// they are made up, and nothing is ever sent to them.
func Example(lang string) Visitor {
	answers := map[string]string{
		"name":           "林知远",
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
	return Visitor{Answers: answers}
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
	for _, id := range seen.Typed {
		got, ok := row.value(id)
		if !ok || got != v.Answers[id] {
			return row, fmt.Errorf("field %s came back as %q, typed was %q", id, got, v.Answers[id])
		}
	}
	if len(seen.Typed) == 0 {
		return row, fmt.Errorf("nothing was typed at all")
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
