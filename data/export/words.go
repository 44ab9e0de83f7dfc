package export

import "fmt"

// words are the explanations in a workbook, in one language.
type words struct {
	people, explain, erased, long string // names of the sheets
	header, longHeader            []string
	seeLong                       string // in place of a value that fits into no cell
	yes, no                       string
	wechat, colon                 string               // in the note of a contact card
	person                        string               // label and part of a person
	parts                         map[string]string    // of a person
	facts                         map[string][2]string // the name and meaning of a column besides the fields
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
	seeLong: "（单元格放不下，全文在“超长内容”页）",
	yes:     "是", no: "否", wechat: "微信", colon: "：", person: "%s · %s",
	parts: map[string]string{"name": "姓名", "relation": "关系", "phone": "电话"},
	facts: map[string][2]string{
		"code":           {"回执码", "本人凭此码可查询或删除登记，不含个人信息"},
		"at":             {"登记时间", "日期、时间，最后是与世界协调时（UTC）的时差；纸质表只有签字日期"},
		"consents":       {"同意事项", "本人给出的各项同意，以分号隔开，含义见下"},
		"signed_at":      {"签字时间", "只知日期时写日期；再次导入时读取此列"},
		"outcome":        {"条件结果", "只留结果编号，具体回答不保存"},
		"story":          {"读过的故事", "登记之前最后打开的故事"},
		"reachability":   {"可联系度", "毕业以后仍能联系到本人的独立途径数"},
		"flags":          {"提示", "请志愿者再谈一谈的事项"},
		"check_rang":     {"电话已响铃", "志愿者当场拨打本人留的号码。核对过几次就有几行，各列同一行属同一次"},
		"check_identity": {"已看证件", "志愿者看过证件，姓名一致"},
		"check_kit":      {"采样盒条码", "发给本人的采样盒"},
		"check_by":       {"核对人", "志愿者的代号"},
		"check_at":       {"核对时间", "写法同登记时间"},
		"lang":           {"语言", "登记时所用语言"},
		"source":         {"来源", "screen 为屏幕登记，paper 为纸质表"},
		"booth":          {"站点", "登记所在电脑的签名公钥指纹"},
		"event":          {"活动", "活动编号"},
		"consent_texts":  {"同意书版本", "每行一项：编号、语言、时间、全文的 SHA-256"},
	},
}

var english = words{
	people: "Sign-ups", explain: "Columns", erased: "Erased", long: "Long values",
	header: []string{"column", "name", "meaning"}, longHeader: []string{"receipt code or column", "column", "part", "text"},
	seeLong: "(too long for a cell: whole on the sheet Long values)",
	yes:     "yes", no: "no", wechat: "WeChat", colon: ": ", person: "%s · %s",
	parts: map[string]string{"name": "name", "relation": "relation", "phone": "phone"},
	facts: map[string][2]string{
		"code":           {"Receipt code", "With it the person can find or erase the sign-up; it says nothing about them"},
		"at":             {"Signed up at", "Date, time, and its distance from UTC; of a paper form, only the day it was signed"},
		"consents":       {"Consents", "What the person agreed to, parted by semicolons; explained below"},
		"signed_at":      {"Signed at", "A date where only the date is known; read when the file is imported again"},
		"outcome":        {"Outcome", "Of the conditions only this id is kept, never the answers"},
		"story":          {"Story", "The story opened last before signing up"},
		"reachability":   {"Reachability", "Independent ways left to reach the person after graduation"},
		"flags":          {"Flags", "What a volunteer should talk about with this person"},
		"check_rang":     {"Phone rang", "A volunteer called the number on the spot. Who was checked again has a line for each check, the same line in every column"},
		"check_identity": {"ID seen", "A volunteer saw a document with this name"},
		"check_kit":      {"Kit barcode", "Of the sampling kit handed out"},
		"check_by":       {"Checked by", "The volunteer's initials"},
		"check_at":       {"Checked at", "Written as the time of signing up"},
		"lang":           {"Language", "Used while signing up"},
		"source":         {"Source", "screen, or paper for a form typed in later"},
		"booth":          {"Booth", "Fingerprint of the signing key of the computer"},
		"event":          {"Event", "Id of the event"},
		"consent_texts":  {"Consent texts", "One a line: id, language, time, SHA-256 of the whole text"},
	},
}

// FactTitle returns the header that a workbook has for a column besides the fields, "" for any other id.
func FactTitle(id, lang string) string { return wordsIn(lang).facts[id][0] }
