package export

import (
	"testing"

	"matchbooth/data/record"
)

func TestNamesOnCards(t *testing.T) {
	for name, want := range map[string]string{
		"张三": "张|三", "张伟明": "张|伟明", "欧阳娜": "欧阳|娜", "欧阳娜娜": "欧阳|娜娜", "司馬懿": "司馬|懿", "高堂明": "高|堂明", "欧阳": "欧|阳",
		"𫖯明": "𫖯|明", "王〇": "王|〇", "张": "张|", "": "|", "阿卜杜拉·买买提": "阿卜杜拉·买买提|", "古丽努尔汗": "古丽努尔汗|",
		"Anna Müller": "Anna Müller|", "王 伟": "王 伟|", "金正 恩": "金正 恩|", "Li明": "Li明|",
	} {
		if family, given := surname(name); family+"|"+given != want {
			t.Errorf("%s is %s|%s, want %s", name, family, given, want)
		}
	}
}

func TestPhonesOnCards(t *testing.T) {
	for phone, want := range map[string]string{
		"13800138000": "CELL", "19900001234": "CELL", "+8613800138000": "CELL", "+447911123456": "CELL", "+85251234567": "CELL",
		"021-55555555": "HOME,VOICE", "02155555555": "HOME,VOICE", "010-62770334": "HOME,VOICE", "+442079460018": "HOME,VOICE",
		"+12025550123": "VOICE", "nothing": "VOICE", "": "VOICE", "12800138000": "VOICE",
	} {
		if got := phoneType(phone); got != want {
			t.Errorf("%s is %s, want %s", phone, got, want)
		}
	}
}

// The person's own numbers and WeChat are on the card; those of other people are not.
func TestACardHasWhatReachesThePerson(t *testing.T) {
	r := oneRecord("欧阳娜娜", "13800138000", "")
	r.Fields["wechat"], r.Fields["home"] = record.Field{Text: "wx_x0041_zw"}, record.Field{Text: "021-55555555"}
	d := sample(r)
	d.Lang = "en"
	d.Columns = append(d.Columns, Column{ID: "home", Kind: "phone"}, Column{ID: "wechat", Kind: "text"})
	want := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:欧阳;娜娜;;;\r\nFN:欧阳娜娜\r\nTEL;TYPE=CELL:13800138000\r\nTEL;TYPE=HOME,VOICE:021-55555555\r\n" +
		`NOTE:WeChat: wx_x0041_zw\nReceipt code: ABCD-EFGH-2` + "\r\nEND:VCARD\r\n"
	if got := string(render(t, "vcf", d)); got != want {
		t.Errorf("got\n%s want\n%s", got, want)
	}
	for _, c := range []Column{{ID: "wx", Label: map[string]string{"zh": "微信号"}}, {ID: "chat", Label: map[string]string{"en": "Your WeChat ID"}}, {ID: "weixin"}} {
		c.Kind = "text"
		if got := (Doc{Columns: []Column{{ID: "wechat", Kind: "choice"}, c}}).weChat(); got != c.ID {
			t.Errorf("the WeChat id is taken from %q, want %q", got, c.ID)
		}
	}
}
