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
var leftOut = []string{"序号", "行号", "编号", "no", "#", "nr", "row", "s/n"}

// wordsForKind are the words that people write above a column, by the kind of field; they count for the first field of
// that kind, and after the labels of the pack.
var wordsForKind = map[string][]string{
	"name":        {"姓名", "名字", "真实姓名", "中文姓名", "name", "full name"},
	"phone":       {"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "mobile", "mobile phone", "mobile number", "phone", "phone number", "cell", "cell phone", "tel", "telephone", "mobile no", "phone no", "tel no", "contact number", "cellphone"},
	"email":       {"邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail", "email address"},
	"resident_id": {"身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id number", "id card"},
	"month":       {"毕业时间", "毕业年月", "毕业月份", "graduation"},
}

// wordsForFact are the same for columns that are not fields.
var wordsForFact = map[string][]string{
	"consents":  {"同意", "同意项", "同意事项", "知情同意", "同意书", "授权", "是否同意", "同意内容", "consent", "agreed", "agrees to", "consent given"},
	"signed_at": {"签名日期", "签字日期", "签署日期", "签名时间", "签字时间", "填表日期", "填写日期", "登记日期", "日期", "date", "signed", "signed on", "date signed", "date of signing", "signature date", "signing date", "date of signature", "签名", "签字", "填写时间", "填表时间"},
	"code":      {"回执码", "receipt code"},
	"lang":      {"语言", "language"},
}

// wordsForID are the same for fields that packs usually call so.
var wordsForID = map[string][]string{
	"wechat":     {"微信", "微信号", "微信账号", "wechat", "weixin", "wechat id", "wechat no"},
	"campus":     {"校区", "所在校区", "campus"},
	"home_phone": {"第二号码", "第二个号码", "备用号码", "备用电话", "备用手机", "老家电话", "家庭电话", "家里电话", "固定电话", "座机", "home phone", "second phone", "second number", "other phone", "landline"},
	"graduation": {"毕业年月", "毕业时间", "预计毕业时间", "graduation", "graduation month", "graduates"},
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
	Raw     string // the same, however it looks; for the screen of whoever has the file
	At      int    // counted from 1
	Nearest string // the known column that was probably meant, or ""
}

// HeaderFaults are what is wrong with a header, in order.
type HeaderFaults struct {
	Missing []string  // names of columns that have to be there
	Twice   []Unknown // columns that are there a second time
	Unknown []Unknown
	Above   int // line of a row above the header that looks like a person, 0 if none: sorting has moved the header
}

// Any reports whether there is a fault.
func (f HeaderFaults) Any() bool { return len(f.Missing)+len(f.Twice)+len(f.Unknown)+f.Above > 0 }

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
					han := string([]rune("零一二三四五六七八九")[min(people, 9)])
					for _, who := range []string{"第" + han + "联系人", "第" + han + "位联系人", "联系人" + han, "紧急联系人" + han} {
						add(who+word, f.ID+"_"+part, false)
					}
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
	for _, f := range p.Fields {
		for _, word := range wordsForID[f.ID] {
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

// simplified are the traditional forms of characters that headers have.
var simplified = map[rune]rune{
	'機': '机', '號': '号', '碼': '码', '電': '电', '話': '话', '簽': '签', '時': '时', '間': '间', '聯': '联', '絡': '络', '繫': '系', '係': '系', '關': '关',
	'證': '证', '畢': '毕', '業': '业', '郵': '邮', '區': '区', '緊': '紧', '傳': '传', '轉': '转', '編': '编', '備': '备', '註': '注', '與': '与', '執': '执', '錄': '录',
	'語': '语', '學': '学', '員': '员', '實': '实', '填': '填', '寫': '写', '條': '条', '選': '选', '開': '开', '動': '动', '國': '国', '還': '还', '這': '这', '們': '们',
}

// fold makes headers comparable: full-width forms narrow, small letters, simplified characters, without blanks, invisible
// characters and signs. Letters, digits and # remain.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if plain, ok := simplified[r]; ok {
			r = plain
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' {
			return r
		}
		return -1
	}, s)
}

// polite is what forms put before the name of what they ask.
var polite = regexp.MustCompile(`^(您的|你的|请填写|请输入|请写|本人|your )`)

// find returns what a header means; ok is false if it is not understood. It may be in two languages (姓名 Name, 姓名/Name)
// if both say the same, or only one of them is understood.
func (h headers) find(read string) (means string, ok bool) {
	read = norm.NFKC.String(read)
	for _, s := range []string{read, bracketed.ReplaceAllString(read, ""), polite.ReplaceAllString(strings.TrimSpace(read), "")} {
		if means, ok = h.means[fold(s)]; ok {
			return means, true
		}
	}
	halves := parts(read, "/｜|\n\r")
	if len(halves) < 2 {
		halves = scripts(read)
	}
	for _, half := range halves {
		m, known := h.means[fold(half)]
		switch {
		case !known:
		case ok && m != means:
			return "", false
		default:
			means, ok = m, true
		}
	}
	return means, ok && len(halves) == 2
}

// scripts parts a text into its Chinese and its Latin half, nil if it has not both.
func scripts(s string) []string {
	at := strings.IndexFunc(s, func(r rune) bool { return r < 0x80 && unicode.IsLetter(r) })
	han := strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	if at < 0 || han < 0 {
		return nil
	}
	cut := max(at, han)
	return []string{s[:cut], s[cut:]}
}

// Shown returns a name as it may be printed anywhere, "" if it may be about a person.
func Shown(name string) string { return shown(name) }

// shown returns a header as it may be printed: short, on one line, and nothing that looks like somebody's data. A file
// without a header has a person in its first line.
func shown(read string) string {
	read = printable(read)
	digits := 0
	for _, r := range read {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	if digits > 2 || strings.ContainsAny(read, "@＠") {
		return ""
	}
	return read
}

// printable makes a header fit for a line.
func printable(read string) string {
	read = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, read)
	read = strings.Join(strings.Fields(read), " ")
	if runes := []rune(read); len(runes) > 24 {
		read = string(runes[:24]) + "…"
	}
	return read
}

// dataForm matches a cell of a first line that belongs to a person and not to a header: a long number, an address.
var dataForm = regexp.MustCompile(`(\d[\s-]?){7,}|[〇零一二三四五六七八九]{7,}|\S@\S|\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]|\d{1,2}\s*月\s*\d{1,2}\s*[日号]`)

// readHeader finds the columns. It requires "consents" (or a column for each consent that is required), "signed_at" and
// the required fields; of a person's columns, all three or none. full says whether something is in a column below.
func (p *Paper) readHeader(cells []string, full func(column int) bool) HeaderFaults {
	var f HeaderFaults
	p.header, p.cols, p.ticks, p.Columns = cells, map[string]int{}, map[string]int{}, nil
	h := reading{p: p, header: cells}
	for i := range cells {
		h.column(i, full, &f)
	}
	if _, ok := p.cols["signed_at"]; !ok {
		if at, ok := p.cols["at"]; ok { // 登记时间: an export means another time by it, a typed list the day of signing
			p.cols["signed_at"] = at
			delete(p.cols, "at")
		}
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
	if len(f.Missing) > 0 { // one of them may be what is missing
		f.Unknown = append(f.Unknown, h.spare...)
	}
	// What may be a person is not repeated: the file may have no header.
	if slices.ContainsFunc(cells, dataForm.MatchString) || len(p.cols)+len(p.ticks) < 2 {
		for _, list := range [][]Unknown{f.Unknown, f.Twice} {
			for i := range list {
				list[i].Read = ""
			}
		}
	}
	return f
}

// reading goes through the columns of a header, from left to right.
type reading struct {
	p      *Paper
	header []string
	person string    // the person whose columns these are, "" if none
	spare  []Unknown // columns that are not understood and have nothing in them
}

// column reads one header.
func (h *reading) column(i int, full func(column int) bool, f *HeaderFaults) {
	p, read := h.p, h.header[i]
	if fold(read) == "" { // spreadsheets leave empty columns behind
		return
	}
	means, ok := p.headers.find(read)
	if part := bare(read); h.person != "" && part != "" {
		// 关系 and 电话 behind 联系人姓名 are that person's.
		if _, taken := p.cols[h.person+"_"+part]; !taken {
			means, ok = h.person+"_"+part, true
		}
	}
	if person, is := strings.CutSuffix(means, "_name"); is && p.pack.Field(person) != nil {
		h.person = person
	} else if h.person != "" && !strings.HasPrefix(means, h.person+"_") {
		h.person = ""
	}
	consent, isConsent := strings.CutPrefix(means, "consent ")
	_, seen := p.cols[means]
	_, ticked := p.ticks[consent]
	u := Unknown{Read: shown(read), Raw: printable(read), At: i + 1}
	switch {
	case !ok:
		u.Nearest = p.headers.nearest(read)
		if full(i) {
			f.Unknown = append(f.Unknown, u)
		} else { // nothing of anybody is lost
			h.spare = append(h.spare, u)
		}
		return
	case means == "":
		p.LeftOut++
	case isConsent && ticked, !isConsent && seen:
		f.Twice = append(f.Twice, u)
		return
	case isConsent:
		p.ticks[consent] = i
	default:
		p.cols[means] = i
	}
	col := Column{Read: shown(read), Means: means}
	if isConsent {
		col.Consent = consent
	}
	p.Columns = append(p.Columns, col)
}

// bare returns the part of a person that a header names without the person, "" if it does not.
func bare(read string) string {
	for part, words := range wordsForPart {
		if part != "name" && slices.ContainsFunc(words, func(w string) bool { return fold(w) == fold(read) }) {
			return part
		}
	}
	return ""
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
