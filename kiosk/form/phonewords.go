package form

import (
	"regexp"
	"strings"
	"unicode"
)

// What people write round a telephone number. Every pattern is for a text in which full-width
// forms are plain already.
var (
	// labelled is a word before a number: 手机: tel. M: mobile.
	labelled = regexp.MustCompile(`(?i)^(?:(?:(?:联系|移动|家庭|办公|固定|紧急联系)?(?:手机|电话|手機|電話)(?:号码|号|號碼|號)?|座机|固话|宅电|联系方式|号码|微信号?|本人|(?:tel(?:ephone)?|phone|mobile|cell(?:phone)?|mob|ph|whatsapp|wechat|contact)(?: ?(?:no|number|phone)\b\.?)?)\s*[.:;,，：]?/{0,2}\s*|[mtphc][.:]\s*)+([+(\d*#].*)$`)
	// remarkBehind and remarkBefore are words in brackets: （微信同号）.
	remarkBehind = regexp.MustCompile(`^(.*\d\)?)\s*[(\[【〔<《{]([^\d+]*)[)\]】〕>》}]$`)
	remarkBefore = regexp.MustCompile(`^[(\[【〔<《{]([^\d+]*)[)\]】〕>》}]\s*([+(\d].*)$`)
	// bareRemark is a word behind a number, without brackets.
	bareRemark = regexp.MustCompile(`(?i)^(.*\d)[\s,，、;-]*(?:同?微信(?:同号|同步|号)?|手机|电话|座机|本人|自己|家里?|办公室?|宿舍|wechat|weixin|mobile|home|work|office)$`)
	// extensionForm is a number with an extension: 转8001, ext. 8001, x12, ;ext=1, #8.
	extensionForm = regexp.MustCompile(`(?i)^([^a-z转轉分内#;,]*\d[^a-z转轉分内#;,]*)[\s,;(-]*(?:转|轉|分机号?|内线|ext(?:ension|n)?|extn|x|#|w|p|,)[\s.:=-]*\d{1,6}\)?$`)
	// extensionHyphen is a landline with a further group of digits: 021-34206060-8001.
	extensionHyphen = regexp.MustCompile(`^(?:\(?\+?86\)?[- ]?)?\(?\d{3,4}\)?[- ]?\d{7,8}[- ]\d{1,6}$`)
	// between separates two numbers in one cell.
	between    = regexp.MustCompile(`[/、;,，|或和&\\]|\s(?:or|and)\s`)
	twoMobiles = regexp.MustCompile(`^(?:\+?86)?1[3-9]\d{9}(?:\+?86)?1[3-9]\d{9}$`)
)

// bareNumber takes off labels, remarks in brackets and punctuation at the end. remark is true if
// words were taken off that may say something about the number.
func bareNumber(s string) (number string, remark bool) {
	s = strings.TrimLeft(strings.TrimSpace(s), "☎☏📞📱📲 \ufe0f")
	if m := labelled.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	if m := remarkBefore.FindStringSubmatch(s); m != nil {
		s, remark = m[2], remark || words(m[1])
	}
	s = strings.TrimRight(s, " .;,，、。；")
	if m := remarkBehind.FindStringSubmatch(s); m != nil {
		s, remark = m[1], remark || words(m[2])
	} else if m := bareRemark.FindStringSubmatch(s); m != nil {
		s, remark = m[1], true
	}
	return strings.TrimRight(s, " .;,，、。；"), remark
}

func words(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }

func countDigits(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// extended reports whether a number has an extension. The stored form has no room for one.
func extended(s string) bool {
	if m := extensionForm.FindStringSubmatch(s); m != nil && countDigits(m[1]) >= 7 {
		return true
	}
	return extensionHyphen.MatchString(s) && !ofChina.MatchString(strings.NewReplacer("-", "", " ", "").Replace(s))
}

// twoNumbers reports whether two whole numbers stand in one cell.
func twoNumbers(s string) bool {
	whole := 0
	for _, part := range between.Split(s, -1) {
		if countDigits(part) >= 7 {
			whole++
		}
	}
	return whole > 1 || twoMobiles.MatchString(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

// notDigits returns the key of the problem with a number that has other signs than digits and a
// leading plus, "" if it has none.
func notDigits(s string) string {
	rest := strings.TrimLeft(strings.TrimPrefix(s, "+"), "0123456789")
	switch {
	case rest == "" && len(strings.TrimPrefix(s, "+")) > 0:
		return ""
	case strings.Trim(strings.TrimPrefix(s, "+"), "0123456789〇○零一二三四五六七八九十幺两壹贰叁肆伍陆柒捌玖") == "" && s != "" && s != "+":
		return "problem.phone.words"
	case strings.Trim(strings.TrimPrefix(s, "+"), "0123456789lIiOoQDzZsSbBg|!") == "" && countDigits(s) >= 6:
		return "problem.phone.letters"
	}
	return "problem.phone.signs"
}
