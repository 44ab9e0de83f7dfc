package compare

import (
	"regexp"
	"strings"
	"unicode"

	"matchbooth/kiosk/event"
)

// A concept is a kind of personal data, by the words that forms and notices call it.
type concept struct {
	id    string
	kinds []string       // kinds of fields that ask for it, whatever their labels say
	label *regexp.Regexp // labels and ids of fields that ask for it; nil where the kind tells
	words map[event.Lang]*regexp.Regexp
}

func words(zh, en string) map[event.Lang]*regexp.Regexp {
	return map[event.Lang]*regexp.Regexp{event.ZH: regexp.MustCompile(`(?i)` + zh), event.EN: regexp.MustCompile(`(?i)` + en)}
}

// concepts in the order in which a field is recognised: a second number before a phone.
var concepts = []concept{
	{"name", []string{"name"}, nil, words(`姓名|名字|怎么称呼`, `\bnames?\b`)},
	{"contact", []string{"person"}, nil, words(`联系人|亲友|家人的?(?:电话|号码)`, `contact persons?|people (?:whom? )?you name|people (?:who|that) know|relatives? (?:or|and) friends?|next of kin|emergency contact|first (?:contact|person)|second (?:contact|person)`)},
	{"second", nil, regexp.MustCompile(`(?i)home_?phone|second_?(?:phone|number)|另一个号码|第二个号码|备用(?:号码|电话)|second number|other number`), words(`第二个?号码|另一个号码|备用(?:号码|电话)|家(?:里|庭)?的?电话|老家`, `second (?:phone )?number|other number|another number|(?:number|phone) at home|home (?:phone|number)|landline`)},
	{"phone", []string{"phone"}, nil, words(`电话|手机|号码|联系方式`, `phone|mobile|cell|contact details`)},
	{"email", []string{"email"}, nil, words(`邮箱|邮件|电邮|联系方式`, `e-?mail|contact details`)},
	{"wechat", nil, regexp.MustCompile(`(?i)wechat|weixin|微信`), words(`微信|联系方式`, `wechat|weixin|contact details`)},
	{"qq", nil, regexp.MustCompile(`(?i)\bqq\b`), words(`qq`, `\bqq\b`)},
	{"whatsapp", nil, regexp.MustCompile(`(?i)whats_?app|telegram|signal`), words(`whatsapp|telegram|signal`, `whatsapp|telegram|signal`)},
	{"graduation", nil, regexp.MustCompile(`(?i)graduat|毕业`), words(`毕业`, `graduat`)},
	{"student", nil, regexp.MustCompile(`(?i)student_?(?:id|no|number)|matric|学号`), words(`学号|学生证号`, `student (?:id|no|number)|matriculation`)},
	{"campus", nil, regexp.MustCompile(`(?i)campus|校区`), words(`校区`, `campus`)},
	{"faculty", nil, regexp.MustCompile(`(?i)faculty|department|college|\bmajor\b|学院|院系|专业`), words(`学院|院系|专业`, `faculty|department|college|major|course of study`)},
	{"resident", []string{"resident_id"}, regexp.MustCompile(`(?i)passport|id_?number|身份证|证件号|护照`), words(`身份证号|证件号|护照号|身份证件`, `\bid (?:card )?number|identity (?:card )?number|resident id|passport`)},
	{"birth", nil, regexp.MustCompile(`(?i)birth|出生|生日`), words(`出生|生日`, `birth`)},
	{"sex", nil, regexp.MustCompile(`(?i)\bsex\b|gender|性别`), words(`性别`, `\bsex\b|gender`)},
	{"address", nil, regexp.MustCompile(`(?i)address|postcode|地址|住址`), words(`地址|住址`, `(?:postal|home|street|your) address|postcode`)},
	{"blood", nil, regexp.MustCompile(`(?i)blood_?(?:type|group)|血型`), words(`血型`, `blood (?:type|group)`)},
	{"ethnic", nil, regexp.MustCompile(`(?i)ethnic|民族`), words(`民族`, `ethnic`)},
}

// facts are what goes to the registry beside the answers, see [event.HandedFacts].
var facts = map[string]map[event.Lang]*regexp.Regexp{
	"code":      words(`回执码`, `receipt code`),
	"at":        words(`时间`, `\btime\b|\bdate\b|\bwhen\b`),
	"signed_at": words(`时间|日期`, `\btime\b|\bdate\b|\bwhen\b`),
	"consents":  words(`同意`, `consent|agree`),
	"event":     words(`活动`, `\bevent\b`),
	"check_kit": words(`条码|条形码`, `bar ?code`),
}

// conceptOf returns what a field asks for; nil if it is none of those above.
func conceptOf(f event.Field) *concept {
	says := f.ID + "\n" + f.Label[event.ZH] + "\n" + f.Label[event.EN]
	for i, c := range concepts { // what its label says is narrower than its kind
		if c.label != nil && c.label.MatchString(says) && (f.Kind != "person" && f.Kind != "email") {
			return &concepts[i]
		}
	}
	for i, c := range concepts {
		for _, k := range c.kinds {
			if k == f.Kind {
				return &concepts[i]
			}
		}
	}
	return nil
}

// named reports whether a text in a language names what the field asks for.
func named(f event.Field, l event.Lang, text string) bool {
	if c := conceptOf(f); c != nil && c.words[l].MatchString(text) {
		return true
	}
	text = strings.ToLower(text)
	for _, w := range labelWords(strings.ToLower(f.Label[l])) {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// asking are the words of a label that do not say what is asked.
var asking = regexp.MustCompile(`你的|您的|请问|请填|请选|请|你在|你是|哪[个些里]|什么|多少|怎么|大约|可以|\b(?:what|which|when|where|your|with|have|please|number|first|second|name|are|you|the)\b`)

// labelWords returns the parts of a label that a text which names the same would have: words of four letters or more, and
// each two neighbouring Chinese characters.
func labelWords(label string) (out []string) {
	for _, part := range strings.FieldsFunc(asking.ReplaceAllString(label, " "), func(r rune) bool { return !unicode.IsLetter(r) }) {
		rs := []rune(part)
		if !unicode.Is(unicode.Han, rs[0]) {
			if len(rs) >= 4 {
				out = append(out, part)
			}
			continue
		}
		for i := 0; i+1 < len(rs); i++ {
			out = append(out, string(rs[i:i+2]))
		}
	}
	return out
}
