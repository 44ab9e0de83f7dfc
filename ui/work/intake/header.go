package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// ReasonColumn is the additional column of refused rows.
const ReasonColumn = "reason"

// facts are columns of an export that are not fields. Those with true are read back; the store itself provides the
// others.
var facts = map[string]bool{
	"consents": true, "signed_at": true, "outcome": true, "story": true, "flags": true, "lang": true, "source": true, "event": true,
	"code": true, "at": false, "booth": false, "reachability": false, ReasonColumn: false,
	"check_rang": false, "check_identity": false, "check_kit": false, "check_by": false, "check_at": false,
	"consent_texts": false,
	"checks":        false, // as exports had them before they were columns
}

// leftOut are columns that number the lines of a paper list. They say nothing about a person.
var leftOut = []string{"序号", "行号", "no", "#", "nr", "row"}

// wordsForKind are the words that people write above a column, by the kind of field; they count for the first field of
// that kind, and after the labels of the pack.
var wordsForKind = map[string][]string{
	"name":        {"姓名", "名字", "真实姓名", "中文姓名", "name", "full name"},
	"phone":       {"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "mobile", "mobile phone", "mobile number", "phone", "phone number", "cell", "cell phone", "tel", "telephone"},
	"email":       {"邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail", "email address"},
	"resident_id": {"身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id number", "id card"},
	"month":       {"毕业时间", "毕业年月", "毕业月份", "graduation"},
}

// wordsForFact are the same for columns that are not fields.
var wordsForFact = map[string][]string{
	"consents":  {"同意", "同意项", "同意事项", "知情同意", "同意书", "授权", "consent", "agreed", "agrees to"},
	"signed_at": {"签名日期", "签字日期", "签署日期", "签名时间", "签字时间", "填表日期", "填写日期", "登记日期", "日期", "date", "signed", "signed on", "date signed", "signature date", "signing date"},
	"code":      {"回执码", "receipt code"},
	"lang":      {"语言", "language"},
}

// wordsForPart are the words for the three columns of a person.
var wordsForPart = map[string][]string{
	"name":     {"姓名", "名字", "name"},
	"relation": {"关系", "与本人关系", "relation", "relationship"},
	"phone":    {"手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile", "phone number", "tel"},
}

// Column is a column as it was understood.
type Column struct {
	Read    string // as it is in the file
	Means   string // name of the column, as form.Columns and facts have it; "" if it is left out
	Consent string // id of the consent, if the column holds a tick for one
}

// Unknown is a column that was not understood.
type Unknown struct {
	Read    string // as it is in the file, made safe to print; "" if it may be about a person
	At      int    // counted from 1
	Nearest string // the known column that was probably meant, or ""
}

// HeaderFaults are what is wrong with a header, in order.
type HeaderFaults struct {
	Missing []string  // names of columns that have to be there
	Twice   []Unknown // columns that are there a second time
	Unknown []Unknown
}

// Any reports whether there is a fault.
func (f HeaderFaults) Any() bool { return len(f.Missing)+len(f.Twice)+len(f.Unknown) > 0 }

// headers knows what may be above a column.
type headers struct {
	means map[string]string // folded word → name of a column, or "consent " and an id
	words []string          // what is suggested: ids, labels
}

// newHeaders collects the words of a pack: ids first, then labels in every language, then what people usually write.
func newHeaders(p *event.Pack) headers {
	h := headers{means: map[string]string{}}
	add := func(word, means string, suggest bool) {
		key := fold(word)
		if _, taken := h.means[key]; taken || key == "" {
			return
		}
		h.means[key] = means
		if suggest {
			h.words = append(h.words, word)
		}
	}
	for _, column := range form.Columns(p.Fields) {
		add(column, column, true)
	}
	for fact := range facts {
		add(fact, fact, fact == "consents" || fact == "signed_at")
	}
	for _, k := range p.Consents {
		add(k.ID, "consent "+k.ID, false)
		for _, word := range consentWords(k) {
			add(word, "consent "+k.ID, false)
		}
	}
	for _, f := range p.Fields {
		for _, lang := range event.Langs {
			label := f.Label.In(lang)
			if f.Kind != "person" {
				add(label, f.ID, true)
				continue
			}
			for part, words := range wordsForPart {
				for i, word := range words {
					add(label+" "+word, f.ID+"_"+part, i == 0)
				}
			}
		}
	}
	h.fromExports(p, add)
	people := 0
	seen := map[string]bool{}
	for _, f := range p.Fields {
		if f.Kind == "person" {
			people++
			for part, words := range wordsForPart {
				for _, word := range words {
					for _, who := range []string{"联系人", "紧急联系人", "contact", "emergency contact"} {
						add(fmt.Sprintf("%s%d%s", who, people, word), f.ID+"_"+part, false)
						if people == 1 {
							add(who+word, f.ID+"_"+part, false)
						}
					}
				}
			}
			continue
		}
		if seen[f.Kind] {
			continue
		}
		seen[f.Kind] = true
		for _, word := range wordsForKind[f.Kind] {
			add(word, f.ID, false)
		}
	}
	for fact, words := range wordsForFact {
		for _, word := range words {
			add(word, fact, false)
		}
	}
	for _, word := range leftOut {
		add(word, "", false)
	}
	return h
}

// fromExports adds the headers of workbooks that the program has written.
func (h headers) fromExports(p *event.Pack, add func(word, means string, suggest bool)) {
	for _, lang := range event.Langs {
		for fact := range facts {
			add(export.FactTitle(fact, string(lang)), fact, false)
		}
		for _, c := range p.Registry.Columns {
			title := c.Title.In(lang)
			f := p.Field(c.Field)
			if f == nil || f.Kind != "person" {
				add(title, c.Field, false)
				continue
			}
			for part, words := range wordsForPart {
				for _, word := range words {
					add(title+" "+word, f.ID+"_"+part, false)
				}
			}
		}
	}
}

// bracketed is what stands in brackets behind a header: (必填), [optional].
var bracketed = regexp.MustCompile(`[(（\[【].*?[)）\]】]`)

// fold makes headers comparable: full-width forms narrow, small letters, without blanks, invisible characters and signs.
// Letters, digits and # remain.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' {
			return r
		}
		return -1
	}, s)
}

// find returns what a header means; ok is false if it is not understood.
func (h headers) find(read string) (means string, ok bool) {
	if means, ok = h.means[fold(read)]; ok {
		return means, true
	}
	means, ok = h.means[fold(bracketed.ReplaceAllString(norm.NFKC.String(read), ""))]
	return means, ok
}

// shown returns a header as it may be printed: short, on one line, and nothing that looks like somebody's data. A file
// without a header has a person in its first line.
func shown(read string) string {
	read = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, read)
	read = strings.Join(strings.Fields(read), " ")
	digits := 0
	for _, r := range read {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits > 2 || strings.ContainsAny(read, "@＠") {
		return ""
	}
	if runes := []rune(read); len(runes) > 24 {
		read = string(runes[:24]) + "…"
	}
	return read
}

// dataForm matches a cell of a first line that belongs to a person and not to a header: a long number, an address.
var dataForm = regexp.MustCompile(`\d{7,}|\S@\S|\d{4}\s*[-/.年]\s*\d{1,2}`)

// readHeader finds the columns. It requires "consents" (or a column for each consent that is required), "signed_at" and
// the required fields; of a person's columns, all three or none.
func (p *Paper) readHeader(cells []string) HeaderFaults {
	var f HeaderFaults
	p.header, p.cols, p.ticks, p.Columns = cells, map[string]int{}, map[string]int{}, nil
	person := slices.ContainsFunc(cells, dataForm.MatchString)
	unknown := func(at int) Unknown {
		if person {
			return Unknown{At: at + 1}
		}
		return Unknown{Read: shown(cells[at]), At: at + 1, Nearest: p.headers.nearest(cells[at])}
	}
	for i, read := range cells {
		means, ok := p.headers.find(read)
		consent, isConsent := strings.CutPrefix(means, "consent ")
		_, seen := p.cols[means]
		_, ticked := p.ticks[consent]
		switch {
		case fold(read) == "": // spreadsheets leave empty columns behind
			continue
		case !ok:
			f.Unknown = append(f.Unknown, unknown(i))
			continue
		case means == "":
			p.LeftOut++
		case isConsent && ticked, !isConsent && seen:
			u := unknown(i)
			u.Nearest = ""
			f.Twice = append(f.Twice, u)
			continue
		case isConsent:
			p.ticks[consent] = i
		default:
			p.cols[means] = i
		}
		col := Column{Read: shown(read), Means: means, Consent: consent}
		if !isConsent {
			col.Consent = ""
		}
		p.Columns = append(p.Columns, col)
	}
	need := func(name string) {
		if _, ok := p.cols[name]; !ok {
			f.Missing = append(f.Missing, name)
		}
	}
	for _, field := range p.pack.Fields {
		cols := form.Columns([]event.Field{field})
		some := slices.ContainsFunc(cols, func(col string) bool { _, ok := p.cols[col]; return ok })
		if field.Required || some {
			for _, col := range cols {
				need(col)
			}
		}
	}
	if len(p.ticks) == 0 {
		need("consents")
	}
	need("signed_at")
	return f
}

// nearest returns the known word that was probably meant, as it is written, or "".
func (h headers) nearest(read string) string {
	folded := make([]string, len(h.words))
	for i, w := range h.words {
		folded[i] = fold(w)
	}
	best := event.Nearest(fold(read), folded)
	if best == "" {
		return ""
	}
	return h.words[slices.Index(folded, best)]
}
