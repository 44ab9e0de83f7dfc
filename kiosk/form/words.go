package form

import (
	"regexp"
	"strings"
	"unicode"

	"matchbooth/kiosk/event"
)

// noneInChinese and noneInEnglish are the words by which people who fill a table say that a cell has
// no answer. They are for a text from plainWord.
var (
	noneInChinese = regexp.MustCompile(`^(?:(?:暂时?|目前|还|都|本人|我)?(?:没有?|无|没用|不用|不使用|没有用|未使用|未开通|未注册|没有?开通|没有?注册|没有?使用)(?:此项|该项|这个|这项)?(?:微信|手机|电话|座机|邮箱|邮件|电邮|联系人|联系方式|固话)?(?:号码|号|账号|地址)?` +
		`|[不没未免](?:想|愿意?|便|用|需|方便)?(?:填写?|写|提供|留|告知)(?:了)?|不方便|不需要|不详|不明|未知|不知道?|不清楚|空白?|略|缺|暂缺|待定|待补)$`)
	noneInEnglish = regexp.MustCompile(`^(?:none|no|na|nil|nothing|nobody|noone|x{1,3}|empty|blank|unknown|notapplicable|notavailable|notgiven|notprovided|no(?:wechat|email|phone|mobile|contact)|donthave|idonthave(?:one|it|wechat)?)$`)
	// nameless are words in place of a name.
	nameless = regexp.MustCompile(`^(?:匿名|佚名|无名氏|保密|本人|自己)$`)
	// initials is "not applicable" as nobody writes a name: N/A, n.a.
	initials = regexp.MustCompile(`^[(\[]?n[./\\]a[.)\]]*$`)
)

// noneSigns are the signs with which people strike a cell out.
const noneSigns = "-‐‑‒–—―−ー/\\|＼.·。、,_*~×○()"

// saysNone reports whether a cell of a table says that there is no answer. Names are written
// with a few of the words, so in a name the English ones do not count (see wordForNone).
func saysNone(kind, cell string) bool {
	cell, wrong := clean(cell)
	folded := event.Fold(cell)
	if wrong.Key != "" || folded == "" || lostCell(kind, cell) {
		return false
	}
	if strings.Trim(folded, noneSigns) == "" {
		return !strings.ContainsAny(folded, "()")
	}
	if noneInChinese.MatchString(plainWord(cell)) || initials.MatchString(folded) {
		return true
	}
	if kind == "name" {
		return nameless.MatchString(plainWord(cell))
	}
	return wordForNone(cell)
}

// wordForNone reports whether a text is an English word for "nothing". No, Na and None are names
// as well.
func wordForNone(s string) bool { return noneInEnglish.MatchString(plainWord(s)) }

// withoutNone empties what only says that there is no answer. A choice may have such a word as an
// answer; so has a text that must be filled and asks for no way to reach somebody ("any
// allergies?").
func withoutNone(f event.Field, v Value) Value {
	without := func(kind, s string) string {
		if !saysNone(kind, s) {
			return s
		}
		if kind == "choice" {
			if found := checkChoice(f.Options, s); found.wrong == "" {
				return s
			}
		}
		if kind == "text" && f.Required && f.SameAs == "" && f.Channel == "" && strings.ContainsFunc(s, unicode.IsLetter) {
			return s
		}
		return ""
	}
	if f.Kind != "person" {
		v.Text = Text(without(f.Kind, string(v.Text)))
		return v
	}
	p := &v.Person
	name := string(p.Name)
	p.Name = Name(without("name", name))
	p.Relation = without("choice", p.Relation)
	p.Phone = Phone(without("phone", string(p.Phone)))
	if wordForNone(name) && blank(p.Relation) && blank(string(p.Phone)) {
		p.Name = ""
	}
	return v
}

// sameAgain are the words by which people say that a cell has what the other one has: 同上,
// 一样, "same as above". Like sameAsPhone it is for a text from plainWord.
var sameAgain = regexp.MustCompile(`^(?:同|[同如见][上左前](?:面|述|列|栏|格)?|以上|同样|都?一样的?|相同|一致|ditto|idem|(?:as|see)above|(?:its|the)?same(?:as(?:above|before|left)|again|one|number|no)?)$`)

// sameAsPhone are the words for a field that repeats a telephone number: 同手机, 即手机号,
// 微信与手机同号, 号码同上, "same as phone".
var sameAsPhone = regexp.MustCompile(`^(?:` +
	`(?:我的?)?(?:微信号?)?(?:[即是为用同与和跟如]|就是|也是|就用|等于|等同|同于|等同于)?(?:上面|以上|上述|上|前面|本人|本|此|该|我|自己)?的?(?:联系|移动)?(?:手机|电话|号码)(?:号码|号)?(?:(?:是|都|也)?(?:一样的?|相同|一致|通用|同步|同号?)|(?:就是|即|也是|同)微信号?)?` +
	`|(?:微信|手机|电话|号码)(?:号码|号)?(?:[与和跟同、]?(?:微信|手机|电话)(?:号码|号)?)?(?:是|都)?(?:同号|同步|通用|一样的?|相同|一致|[同如见][上左前]面?|同)` +
	`|(?:用|搜|加|搜索)(?:手机|电话)号?码?(?:搜索?|加|添加)?|(?:手机|电话)号?码?(?:可加|可搜|搜索?|添加)|(?:[同是即])?本机(?:号码?)?|同号|同步|同一个?(?:手机|电话)?号码?|(?:微信)?(?:手机|电话)(?:号码?)?(?:注册|绑定)?(?:的)?` +
	`|(?:wechat)?(?:is|its)?(?:the)?same(?:as|with)?(?:my|the)?(?:phone|mobile|cell|tel|telephone|number)(?:phone|number|no)?|(?:my)?(?:phone|mobile)(?:number|no)|myphone|myphonenumber` +
	`)$`)

// aboutAnswer are words that stand in no id or number, but in what people say about one.
var aboutAnswer = regexp.MustCompile(`微信|手机|电话|号码|同上|本机|同号`)

// dittoMarks are the signs by which people point at another cell.
const dittoMarks = "〃″′\"“”„'´↑⬆⇧←⬅^"

// sameWord reports whether a cell says that its value is that of the field with the given id.
func sameWord(id, cell string) bool {
	s := strings.Trim(plainWord(cell), dittoMarks)
	if s == "微信号码" { // the name of the column
		return false
	}
	if signs := event.Fold(cell); signs != "" && strings.Trim(signs, dittoMarks+"()") == "" && strings.ContainsAny(signs, dittoMarks) {
		return true
	}
	return sameAgain.MatchString(s) || sameAsPhone.MatchString(s) || s == "同"+plainWord(id) || s == "sameas"+plainWord(id)
}
