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

// IsReason reports whether a header is that of the column with the reasons, in any language.
func IsReason(header string) bool {
	return header == ReasonColumn || slices.ContainsFunc(wordsForFact[ReasonColumn], func(w string) bool { return fold(w) == fold(header) })
}

// facts are columns of an export that are not fields. Those with true are read back; the store itself provides the
// others.
var facts = map[string]bool{
	"consents": true, "signed_at": true, "outcome": true, "story": true, "flags": true, "lang": true, "source": true, "event": true,
	"code": true, "at": false, "booth": false, "reachability": false, ReasonColumn: false,
	"check_rang": false, "check_identity": false, "check_kit": false, "check_by": false, "check_at": false,
	"consent_texts": false,
	"kept_until":    false,
	"checks":        false, // as exports had them before they were columns
}

// leftOut are columns that number the lines of a paper list. They say nothing about a person.
var leftOut = []string{"序号", "行号", "编号", "no", "#", "nr", "row", "s/n"}

// wordsForKind are the words that people write above a column, by the kind of field; they count for the first field of
// that kind, and after the labels of the pack. The questions are those of forms printed while our packs' labels were some.
var wordsForKind = map[string][]string{
	"name":        {"姓名", "名字", "真实姓名", "中文姓名", "怎么称呼你", "name", "full name", "what is your name"},
	"phone":       {"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "移动电话", "mobile", "mobile phone", "mobile number", "phone", "phone number", "cell", "cell phone", "tel", "telephone", "mobile no", "phone no", "tel no", "contact number", "cellphone", "你的手机号", "your mobile number"},
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
	"outcome":   {"条件", "条件结果", "conditions", "outcome"},

	ReasonColumn: {"未收的原因", "why it was refused"}, // as the catalogue has it: cli.import.refused.reason
}

// wordsForID are the same for fields that packs usually call so.
var wordsForID = map[string][]string{
	"wechat":     {"微信", "微信号", "微信账号", "wechat", "weixin", "wechat id", "wechat no"},
	"campus":     {"校区", "所在校区", "你在哪个校区", "campus", "which campus are you on"},
	"home_phone": {"第二号码", "第二个号码", "另一个号码", "备用号码", "备用电话", "备用手机", "老家电话", "家庭电话", "家里电话", "固定电话", "座机", "home phone", "second phone", "second number", "a second number", "other phone", "landline", "另一个号码，或老家的电话", "a second number, or one at home"},
	"graduation": {"毕业年月", "毕业时间", "预计毕业时间", "graduation", "graduation month", "graduates", "大约哪个月毕业", "when do you graduate"},
}

// wordsForPart are the words for the three columns of a person.
var wordsForPart = map[string][]string{
	"name":     {"姓名", "名字", "name"},
	"relation": {"关系", "与本人关系", "relation", "relationship"},
	"phone":    {"手机", "手机号", "手机号码", "电话", "联系电话", "phone", "mobile", "phone number", "tel"},
}

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
	for _, s := range Doc(p, "").Steps { // not read back, as no check is
		column := export.StepColumn(s.ID)
		add(column, column, false)
		for _, lang := range event.Langs {
			add(s.Title[string(lang)], column, false)
			add(export.FactTitle(column, string(lang)), column, false)
		}
		add(earlierTitles[column], column, false)
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

// earlierTitles are the headers that workbooks of earlier versions have instead.
var earlierTitles = map[string]string{
	"reachability": "可联系度", "booth": "站点", export.StepColumn("rang"): "电话已响铃", export.StepColumn("identity"): "已看证件",
}

// fromExports adds the headers of workbooks that the program has written.
func (h headers) fromExports(p *event.Pack, add func(word, means string, suggest bool)) {
	for _, lang := range event.Langs {
		for fact := range facts {
			add(export.FactTitle(fact, string(lang)), fact, false)
			add(earlierTitles[fact], fact, false)
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
