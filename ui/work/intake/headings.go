package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/intake/table"
)

// Heading is a column of a table that paper forms are typed into.
type Heading struct {
	Column  string // as [form.Columns] has it, "signed_at", "lang", or "" of the column that numbers the lines
	Consent string // id of the consent, if the column holds a tick for one
	Word    string // what stands above it, in the words of the pack
}

// Headings returns the columns of a table for the pack in a language, in the order of the paper form. Every word is read back
// as its column, whatever the pack calls things: where its own words mean something else, or the same twice, the id stands.
func Headings(p *event.Pack, lang string) []Heading {
	l := event.Lang(lang)
	known := newHeaders(p)
	var out []Heading
	add := func(h Heading, means string, words ...string) {
		for _, word := range words {
			word = strings.Join(strings.Fields(strings.TrimRight(word, "?？")), " ")
			if l == event.EN {
				word = upper(word)
			}
			if got, ok := known.find(word); ok && got == means && !dataForm.MatchString(word) &&
				!slices.ContainsFunc(out, func(o Heading) bool { return fold(o.Word) == fold(word) }) {
				h.Word = word
				break
			}
		}
		out = append(out, h)
	}
	number := []string{"编号", "序号", "行号", "#"}
	if l == event.EN {
		number = []string{"No", "Row", "#"}
	}
	add(Heading{}, "", number...)
	for _, f := range p.Fields {
		label := f.Label.In(l)
		if f.Kind != "person" {
			add(Heading{Column: f.ID}, f.ID, NameOf(p, f, lang), label, f.ID)
			continue
		}
		for _, column := range form.Columns([]event.Field{f}) {
			part := strings.TrimPrefix(column, f.ID+"_")
			words := wordsForPart[part]
			word := words[0]
			if l == event.EN {
				word = words[slices.IndexFunc(words, func(w string) bool { return w[0] < 0x80 })]
			}
			add(Heading{Column: column}, column, label+" "+word, column)
		}
	}
	for _, k := range p.Consents {
		words := []string{k.ID}
		if head, _, _ := strings.Cut(strings.TrimSpace(k.Body.In(l)), "\n"); strings.HasPrefix(head, "# ") {
			words = append([]string{strings.TrimPrefix(head, "# ")}, words...)
		}
		// Behind an id stands what it is about, in brackets, which is left out when the header is read.
		said := strings.NewReplacer("(", "", ")", "", "（", "", "）", "", "[", "", "]", "", "【", "", "】", "").Replace(k.Sentence.In(l))
		open, closed, most := "（", "）", 26
		if l == event.EN {
			open, closed, most = " (", ")", 44
		}
		if rs := []rune(said); len(rs) > most {
			said = string(rs[:most])
			if l == event.EN {
				said = said[:max(strings.LastIndexByte(said, ' '), 1)]
			}
			said = strings.TrimRight(said, " ,，、") + "…"
		}
		words = append([]string{words[0] + open + said + closed}, words...)
		add(Heading{Consent: k.ID}, "consent "+k.ID, words...)
	}
	if len(p.Conditions) > 0 {
		word := "条件"
		if l == event.EN {
			word = "Conditions"
		}
		add(Heading{Column: "outcome"}, "outcome", word, "outcome")
	}
	signed, language := "签字日期", "语言（zh）"
	if l == event.EN {
		signed, language = "Date signed", "Language (en)"
	}
	add(Heading{Column: "signed_at"}, "signed_at", signed, "signed_at")
	add(Heading{Column: "lang"}, "lang", language, "lang")
	return out
}

// upper makes the first letter a capital, but not of an id: it stands as the pack has it, with its underscores.
func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if strings.Contains(s, "_") {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// langOf is the language that a header says its forms are in where a row says none: 语言（en）.
func langOf(header string) string {
	if slices.ContainsFunc(bracketed.FindAllString(header, -1), func(s string) bool { return fold(s) == "en" }) {
		return "en"
	}
	return ""
}

// isSample reports whether a row only shows how a table is filled in: where its lines are numbered, it says "example". Such a
// row is nobody, and is passed over; see [Paper.isExample] for rows that may be somebody.
func (p *Paper) isSample(row table.Row) bool {
	return slices.ContainsFunc(p.numbers, func(i int) bool {
		return i < len(row.Cells) && slices.Contains([]string{"例", "示例", "example"}, fold(row.Cells[i]))
	})
}
