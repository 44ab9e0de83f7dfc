package form

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var (
	hanNumber = regexp.MustCompile(`[〇○零一二三四五六七八九十廿卅元壹贰叁肆伍陆柒捌玖拾]+`)
	weekday   = regexp.MustCompile(`\s?[(（]?(?:周|星期|礼拜|週|禮拜)[一二三四五六日天][)）]?|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s|[\s,]+\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\)?$`)
	unixDate  = regexp.MustCompile(`^([a-z]{3} \d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?) (?:[a-z]{3,4} )?(\d{4})$`)
	packed    = regexp.MustCompile(`^(\d{8})t?(\d{2})(\d{2})(\d{2})(z?)$|^(\d{8})t(\d{2})(\d{2})(z?)$`)
)

// plainDate brings a date into one alphabet: plain digits and hyphens, lower case, Chinese
// numerals as digits, no day of the week.
func plainDate(s string) string {
	s = strings.ToLower(narrow(s))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Pd, r) || r == '−':
			return '-'
		case r == '。' || r == '·':
			return '.'
		case r == '号' || r == '號' || r == '일':
			return '日'
		case r == '년':
			return '年'
		case r == '월':
			return '月'
		case r == '點' || r == '点' || r == '时' || r == '時':
			return ':'
		}
		return r
	}, s)
	s = strings.ReplaceAll(weekday.ReplaceAllString(s, ""), " at ", " ")
	s = strings.TrimPrefix(strings.Trim(s, " .,'’"), "公元")
	if strings.ContainsAny(s, "年月") {
		s = hanNumber.ReplaceAllStringFunc(s, hanDigits)
	}
	if m := unixDate.FindStringSubmatch(s); m != nil { // Thu May 21 14:30:05 CST 2026
		s = m[1] + " " + m[3] + " " + m[2]
	}
	if m := packed.FindStringSubmatch(s); m != nil { // 20260521143005, 20260521T143005Z
		s = m[1] + m[6] + " " + m[2] + m[7] + ":" + m[3] + m[8] + m[5] + m[9]
		if m[4] != "" {
			s = m[1] + " " + m[2] + ":" + m[3] + ":" + m[4] + m[5]
		}
	}
	return strings.TrimSpace(s)
}

// formalNumerals are those of contracts and cheques.
var formalNumerals = strings.NewReplacer("壹", "一", "贰", "二", "叁", "三", "肆", "四", "伍", "五", "陆", "六", "柒", "七", "捌", "八", "玖", "九", "拾", "十")

// hanDigits writes a Chinese numeral in digits: 二〇二六 as 2026, 二十一 as 21, 元 (the first year) as
// 1. What is no numeral of a date is returned unchanged.
func hanDigits(s string) string {
	s = formalNumerals.Replace(s)
	value := func(r rune) int { return strings.IndexRune("〇一二三四五六七八九", r) / len("〇") }
	tens, ones, seen := 0, 0, false
	if !strings.ContainsAny(s, "十廿卅") {
		var b strings.Builder
		for _, r := range s {
			switch {
			case strings.ContainsRune("○零", r):
				r = '〇'
			case r == '元':
				r = '一'
			}
			b.WriteByte("0123456789"[value(r)])
		}
		return b.String()
	}
	for _, r := range s {
		switch r {
		case '廿', '卅', '十':
			if seen {
				return s
			}
			seen = true
			tens = map[rune]int{'廿': 2, '卅': 3, '十': max(ones, 1)}[r]
			ones = 0
		case '〇', '○', '零', '元':
			return s
		default:
			if ones != 0 {
				return s
			}
			ones = value(r)
		}
	}
	return strconv.Itoa(tens*10 + ones)
}

// clockForm is a time of day behind a date, with what tables and programs add: 14:30, 下午 2:30,
// 2:30 PM, 14:30:05.000Z, 14:30:05 GMT+0800 (China Standard Time).
var clockForm = regexp.MustCompile(`^(.*?(?:\d(?:t|,?\s)|日,?\s?))(?:(上午|下午|中午|晚上|凌晨|早上|am|pm)\s?)?(\d{1,2})\s?:\s?(\d{1,2})?\s?分?(?:\s?:?\s?(\d{1,2})(?:[.,]\d+)?\s?秒?)?\s?(上午|下午|[ap]\.?m\.?)?\s?(z|utc|gmt)?\s?([+-]\d{2}(?::?\d{2})?)?(?:\s?\([^()]*\))?$`)

// clock is a time of day. zone is nil if its offset from UTC is not known.
type clock struct {
	hour, minute, second int
	zone                 *time.Location
}

// cutClock parts a date from the time of day behind it. ok is false if there is no such time.
func cutClock(s string) (day string, at clock, ok bool) {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return s, at, true
	}
	at.hour, _ = strconv.Atoi(m[3])
	at.minute, _ = strconv.Atoi(m[4])
	at.second, _ = strconv.Atoi(m[5])
	half := m[2] + strings.ReplaceAll(m[6], ".", "")
	if at.hour < 12 && (half == "pm" || half == "下午" || half == "晚上") {
		at.hour += 12
	}
	if at.hour > 24 || at.minute > 59 || at.second > 60 {
		return s, at, false
	}
	if offset := strings.ReplaceAll(m[8], ":", ""); offset != "" {
		hours, _ := strconv.Atoi(offset[1:3])
		minutes := 0
		if len(offset) == 5 {
			minutes, _ = strconv.Atoi(offset[3:])
		}
		seconds := hours*3600 + minutes*60
		if offset[0] == '-' {
			seconds = -seconds
		}
		at.zone = time.FixedZone("", seconds)
	} else if m[7] != "" {
		at.zone = time.UTC
	}
	return strings.TrimRight(strings.TrimSpace(strings.TrimSuffix(m[1], "t")), " ,."), at, true
}
