package form

import (
	"strings"

	"matchbooth/kiosk/event"
)

// traditional and simplified are the characters of usual answers that have two forms: in relations,
// campuses, words for a telephone and for "nothing". The two strings go in step.
const (
	traditional = "親媽爺學導師長鄰輔員愛對侶戀婦關係屬閨發們兒孫嬸養繼雙區慶盧灣別閔匯滙東黃電話機號碼無沒暫樣與為爲聯繫監護寫帳郵寢鐵姪壻嶽願詳個業級這內側見"
	simplified  = "亲妈爷学导师长邻辅员爱对侣恋妇关系属闺发们儿孙婶养继双区庆卢湾别闵汇汇东黄电话机号码无没暂样与为为联系监护写账邮寝铁侄婿岳愿详个业级这内侧见"
)

var simplify = func() *strings.Replacer {
	from, to := []rune(traditional), []rune(simplified)
	var pairs []string
	for i, r := range from {
		pairs = append(pairs, string(r), string(to[i]))
	}
	return strings.NewReplacer(pairs...)
}()

// wrapping are the signs round and between words that change nothing: brackets, quotes, stops,
// dashes. Those with which programs mark an error (# < >) and those of addresses are not among them.
const wrapping = "()[]{}【】〔〕「」『』《》〈〉“”‘’\"'`´.,;:!。、；：！，．·•…~-‐‑‒–—―−ー/\\|＼"

// plainWord returns the form in which two spellings of a usual word are equal: that of event.Fold,
// with simplified characters and without the signs round it. It is for comparing only.
func plainWord(s string) string {
	return simplify.Replace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(wrapping, r) {
			return -1
		}
		return r
	}, event.Fold(s)))
}
