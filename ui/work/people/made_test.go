package people

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

var day = time.Date(2027, 5, 21, 9, 0, 0, 0, time.UTC)

// practicePack is the built-in pack with a student number and a birth date.
func practicePack(t testing.TB) *event.Pack {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	p.Fields = append(p.Fields,
		event.Field{ID: "student_id", Kind: "text", Label: event.Text{"zh": "学号", "en": "Student number"}},
		event.Field{ID: "born", Kind: "date", Label: event.Text{"zh": "生日", "en": "Birthday"}},
		event.Field{ID: "note", Kind: "text", Label: event.Text{"zh": "备注", "en": "Remark"}},
		event.Field{ID: "identity", Kind: "resident_id", Label: event.Text{"zh": "身份证号", "en": "ID number"}})
	return p
}

// someone is a record with the given texts by field id; a contact is name/phone under contact1.
func someone(n int, fields map[string]string) record.Record {
	id := fmt.Sprintf("person-%06d", n)
	r := record.Record{Person: id, Code: entry.CodeOf(id), Booth: "booth", SignUp: record.SignUp{
		At: day.Add(time.Duration(n) * time.Minute), Lang: "zh", Source: "screen", Fields: map[string]record.Field{}, Outcome: "all_true",
		Consents: []record.Consent{{ID: "notice"}, {ID: "handover"}},
	}}
	var contact record.Person
	for field, text := range fields {
		switch field {
		case "contact_name":
			contact.Name = record.Name(text)
		case "contact_phone":
			contact.Phone, contact.Relation = record.Phone(text), "parent"
		default:
			r.Fields[field] = record.Field{Text: record.Text(text)}
		}
	}
	if contact.Name != "" || contact.Phone != "" {
		r.Fields["contact1"] = record.Field{Person: &contact}
	}
	return r
}

const (
	surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严单仇解区查盖翟覃"
	givens   = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂珂子涵宇轩浩然欣怡梓萱雨桐思远嘉乐行长重还朝乾乐绿旅略女暖一鸣海燕建国志强文博晨曦俊豪雅婷佳琪天翔"
)

// crowd makes n people up, the same every time.
func crowd(n int) []record.Record {
	rnd := rand.New(rand.NewPCG(5, 21))
	han := func(s string) string { r := []rune(s); return string(r[rnd.IntN(len(r))]) }
	phone := func() string { return fmt.Sprintf("1%d%09d", 3+rnd.IntN(7), rnd.IntN(1e9)) }
	latin := []string{"Alibek Nurlan", "Maria Müller", "John O'Neil", "Nguyễn Thị Hoa", "Lü Buwei", "Søren Kierk"}
	list := make([]record.Record, n)
	for i := range list {
		name := han(surnames) + han(givens)
		if rnd.IntN(3) > 0 {
			name += han(givens)
		}
		if rnd.IntN(25) == 0 {
			name = latin[rnd.IntN(len(latin))]
		}
		f := map[string]string{"name": name, "phone": phone(), "student_id": fmt.Sprintf("5%02d%09d", rnd.IntN(9)+18, i), "campus": "pudong", "graduation": "2029-06"}
		if rnd.IntN(2) == 0 {
			f["wechat"] = fmt.Sprintf("wx_%c%c%d", 'a'+rnd.IntN(26), 'a'+rnd.IntN(26), rnd.IntN(1e6))
		} else {
			f["wechat"] = f["phone"]
		}
		if rnd.IntN(2) == 0 {
			f["email"] = fmt.Sprintf("m%d@example.com", rnd.IntN(1e8))
		}
		if rnd.IntN(3) > 0 {
			f["contact_name"], f["contact_phone"] = han(surnames)+han(givens), phone()
		}
		list[i] = someone(i, f)
		if rnd.IntN(4) == 0 {
			list[i].Checks = []record.Check{{At: day, Rang: true, Kit: fmt.Sprintf("KIT-%07d", i)}}
		}
	}
	return list
}
