package form

import (
	"strings"
	"unicode/utf8"
)

// hidden replaces what is not shown; it is always the same, so that it does not give away the length.
const hidden = "••••"

// doubles are the two-character family names that are common enough to occur.
var doubles = []string{
	"欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "端木", "南宫", "长孙", "宇文",
	"轩辕", "闻人", "澹台", "赫连", "呼延", "申屠", "太史", "公冶", "濮阳", "淳于", "单于", "钟离", "独孤", "西门", "百里", "第五",
	"歐陽", "司馬", "諸葛", "尉遲", "公孫", "東方", "南宮", "長孫", "軒轅", "聞人", "澹臺", "赫連", "濮陽", "淳於", "鍾離", "獨孤", "西門",
}

// Mask abbreviates a value so that its owner recognises it but the people in the queue do
// not: 欧阳••, 139••••0417, a•••@qq.com. kind is the kind of the field; texts of other kinds
// keep their first character. What is too short to hide a part of is hidden completely.
func Mask(kind, value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	switch kind {
	case "name":
		return family(value) + "••"
	case "phone":
		return maskPhone(value)
	case "email":
		local, domain, ok := strings.Cut(value, "@")
		if !ok || utf8.RuneCountInString(local) < 2 {
			return "•••" + strings.TrimPrefix(value, local)
		}
		return first(local) + "•••@" + domain
	case "resident_id":
		if len(value) < 18 {
			return hidden
		}
		return value[:1] + hidden + value[len(value)-1:]
	}
	if checkPhone(value, Context{}).wrong == "" {
		return maskPhone(value)
	}
	if utf8.RuneCountInString(value) < 2 {
		return "•••"
	}
	return first(value) + "•••"
}

func maskPhone(s string) string {
	if len(s) < 10 || strings.TrimLeft(strings.TrimPrefix(s, "+"), "0123456789") != "" {
		return hidden
	}
	return s[:3] + hidden + s[len(s)-4:]
}

// family returns the part of a name that is shown: the family name if it is Chinese, else
// one letter. Nothing is shown of a name of one character.
func family(s string) string {
	n := utf8.RuneCountInString(s)
	if n < 2 {
		return ""
	}
	for _, d := range doubles {
		if n > 2 && strings.HasPrefix(s, d) {
			return d
		}
	}
	return first(s)
}

// first returns the first character with the combining marks that belong to it.
func first(s string) string {
	for i, r := range s {
		if i > 0 && length(string(r)) > 0 {
			return s[:i]
		}
	}
	return s
}
