package export

import "fmt"

// words are the explanations in a workbook, in one language.
type words struct {
	people, explain, erased, long string // names of the sheets
	header, longHeader            []string
	until                         string // of a version of the event pack
	seeLong                       string // in place of a value that fits into no cell
	yes, no                       string
	wechat, colon                 string               // in the note of a contact card
	person                        string               // label and part of a person
	parts                         map[string]string    // of a person
	facts                         map[string][2]string // the name and meaning of a column besides the fields
	step                          string               // the meaning of a step of the check that has none of its own
}

func wordsIn(lang string) words {
	if lang == "en" {
		return english
	}
	return chinese
}

// partOf returns the header for a part of a person.
func (w words) partOf(label, part string) string { return fmt.Sprintf(w.person, label, w.parts[part]) }

var chinese = words{
	people: "登记", explain: "说明", erased: "已删除", long: "超长内容",
	header: []string{"列", "名称", "说明"}, longHeader: []string{"回执码或列", "列", "段", "内容"},
	until:   "用到 %s",
	seeLong: "（单元格放不下，全文在“超长内容”页）",
	step:    "志愿者核对的一步；没有核对过就空着",
	yes:     "是", no: "否", wechat: "微信", colon: "：", person: "%s · %s",
	parts: map[string]string{"name": "姓名", "relation": "关系", "phone": "电话"},
	facts: map[string][2]string{
		"code":           {"回执码", "本人凭它查询或删除登记；码里没有个人信息"},
		"at":             {"登记时间", "日期和时间，末尾是与世界协调时（UTC）的时差；纸质表只有签字日期"},
		"consents":       {"同意事项", "本人同意了哪几项，用分号隔开，含义见下"},
		"signed_at":      {"签字时间", "只知道日期的就写日期；再次导入时会读这一列"},
		"outcome":        {"条件结果", "只留结果的编号，具体怎么答的不保存"},
		"story":          {"读过的故事", "登记之前最后打开的故事"},
		"reachability":   {"找得到的路", "毕业以后，还有几条互不相干的路找得到本人"},
		"flags":          {"提示", "请志愿者再和本人谈一谈的事"},
		"check_rang":     {"电话响了", "志愿者当场打了本人留的号码。核对过几次就有几行，各列的同一行是同一次"},
		"check_identity": {"看过证件", "志愿者看过证件，姓名一致"},
		"check_kit":      {"采样盒条码", "发给本人的采样盒"},
		"check_sample":   {"已采样", "志愿者看到样本采好了；没有核对过这一项就空着"},
		"check_by":       {"核对人", "志愿者的姓名缩写"},
		"check_at":       {"核对时间", "写法和登记时间一样"},
		"lang":           {"语言", "登记时用的语言"},
		"source":         {"来源", "screen 是在屏幕上登记的，paper 是纸质表"},
		"booth":          {"登记台", "登记所在那台登记台的签名公钥指纹"},
		"event":          {"活动", "活动的编号"},
		"consent_texts":  {"同意书版本", "每行一项：编号、语言、时间、全文的 SHA-256"},
		"kept_until":     {"留到哪天", "按本人同意过的期限，从这天起应当删除"},
	},
}

var english = words{
	people: "Sign-ups", explain: "Columns", erased: "Erased", long: "Long values",
	header: []string{"column", "name", "meaning"}, longHeader: []string{"receipt code or column", "column", "part", "text"},
	until:   "until %s",
	seeLong: "(too long for a cell: whole on the sheet Long values)",
	step:    "A step of the volunteers’ check; empty where it was not answered",
	yes:     "yes", no: "no", wechat: "WeChat", colon: ": ", person: "%s · %s",
	parts: map[string]string{"name": "name", "relation": "relation", "phone": "phone"},
	facts: map[string][2]string{
		"code":           {"Receipt code", "With it the person can find or erase the sign-up; it says nothing about them"},
		"at":             {"Signed up at", "Date, time and offset from UTC; for a paper form, only the day it was signed"},
		"consents":       {"Consents", "What the person agreed to, separated by semicolons; explained below"},
		"signed_at":      {"Signed at", "A date where only the date is known; read when the file is imported again"},
		"outcome":        {"Outcome", "Of the conditions only this id is kept, never the answers"},
		"story":          {"Story", "The story opened last before signing up"},
		"reachability":   {"Reachability", "Independent ways left to reach the person after graduation"},
		"flags":          {"Flags", "What a volunteer should talk about with this person"},
		"check_rang":     {"Phone rang", "A volunteer called the number on the spot. Each check has a line of its own, the same line in every column"},
		"check_identity": {"ID seen", "A volunteer saw a document with this name"},
		"check_kit":      {"Kit barcode", "Of the sampling kit handed out"},
		"check_sample":   {"Sample taken", "A volunteer saw that the sample was taken; empty where nobody looked"},
		"check_by":       {"Checked by", "The volunteer’s initials"},
		"check_at":       {"Checked at", "Written like the time of signing up"},
		"lang":           {"Language", "Used while signing up"},
		"source":         {"Source", "screen, or paper for a form typed in later"},
		"booth":          {"Booth", "Fingerprint of the signing key of the computer"},
		"event":          {"Event", "Id of the event"},
		"consent_texts":  {"Consent texts", "One a line: id, language, time, SHA-256 of the whole text"},
		"kept_until":     {"Kept until", "To be erased from this day on, by what the person agreed to"},
	},
}

// FactTitle returns the header that a workbook has for a column besides the fields, "" for any other id.
func FactTitle(id, lang string) string { return wordsIn(lang).facts[id][0] }
