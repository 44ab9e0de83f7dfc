package export

import (
	"slices"
	"unicode"
)

// compound are the surnames of two characters that are told from a surname and the
// first character of a given name, in both forms: those of the census, and of
// 百家姓 those whose first character is hardly a surname of its own. 高堂 or 左丘
// are left out: a 高 or 左 is far likelier.
var compound = []string{
	"欧阳", "歐陽", "上官", "皇甫", "令狐", "诸葛", "諸葛", "司徒", "司马", "司馬", "申屠", "夏侯", "贺兰", "賀蘭", "完颜", "完顏",
	"慕容", "尉迟", "尉遲", "东方", "東方", "公孙", "公孫", "宇文", "端木", "南宫", "南宮", "西门", "西門", "呼延", "鲜于", "鮮于",
	"赫连", "赫連", "长孙", "長孫", "轩辕", "軒轅", "独孤", "獨孤", "钟离", "鍾離", "濮阳", "濮陽", "淳于", "司空", "亓官", "颛孙",
	"顓孫", "百里", "东郭", "東郭", "第五", "万俟", "萬俟", "闻人", "聞人", "澹台", "澹臺", "纳兰", "納蘭", "东野", "東野", "太叔",
	"仲孙", "仲孫", "闾丘", "閭丘", "司寇", "巫马", "巫馬", "公西", "漆雕", "壤驷", "壤駟", "公良", "拓跋", "夹谷", "宰父", "羊舌",
	"公羊", "公冶", "耶律", "叔孙", "叔孫",
}

// surname parts a Chinese name of two to four characters into surname and given
// name. Every other name (with a dot, Latin letters or blanks, or longer) is whole,
// and given is "": the form does not ask which part of it is which.
func surname(name string) (family, given string) {
	r := []rune(name)
	if len(r) < 2 || len(r) > 4 || slices.ContainsFunc(r, func(c rune) bool { return !unicode.Is(unicode.Han, c) && !unassignedHan(c) }) {
		return name, ""
	}
	n := 1
	if len(r) > 2 && slices.Contains(compound, string(r[:2])) {
		n = 2
	}
	return string(r[:n]), string(r[n:])
}

// unassignedHan says whether c is in the planes of rare characters, which grow every
// year: a character that this program's tables do not know yet is one in a name too.
func unassignedHan(c rune) bool { return c >= 0x20000 && c <= 0x3FFFD }
