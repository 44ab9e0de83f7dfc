package app

import (
	"fmt"
	"strings"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// deskCodes are their receipt codes, as they are shown.
var deskCodes = []string{
	"MH4R-57Y3-V", "PMD7-5EBA-F", "3HQ3-6UNG-K", "R3D6-D652-M", "RBN4-PVEA-F", "7BA6-ZHPN-8",
	"8JTN-DCU7-P", "DUBU-W57B-G", "4K5E-JKWN-W", "FVHE-VAKD-J", "ZK9X-45KN-2", "GQCP-AQYV-Z",
}

// deskPeople are people who do not exist, in every state that the desk knows. Their numbers cannot be called. The
// list has their initials: zkl, wz, zk, mmtal, zky, zkx, zm, zkw, lxm, oynn.
func deskPeople(pack *event.Pack) (all []record.Record) {
	minutes := 0
	agreed := map[string]string{} // the digest of each consent: to set its text for each of the people takes longer than all else
	for _, k := range pack.Consents {
		agreed[k.ID] = k.SHA256("zh")
	}
	add := func(name, phone string, change ...func(*record.Record)) {
		n := len(all)
		minutes += 17
		r := record.Record{Person: fmt.Sprintf("p%02d", n), Code: entry.ReceiptCode(strings.ReplaceAll(deskCodes[n], "-", "")), SignUp: record.SignUp{
			At: noon.Add(time.Duration(minutes-220) * time.Minute), Lang: "zh", Source: "screen", Outcome: "ok",
			Fields: map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: record.Text(phone)}}}}
		for _, k := range pack.Consents {
			r.Consents = append(r.Consents, record.Consent{ID: k.ID, SHA256: agreed[k.ID], Lang: "zh", At: r.At})
		}
		for _, c := range change {
			c(&r)
		}
		all = append(all, r)
	}
	has := func(id, text string) func(*record.Record) {
		return func(r *record.Record) { r.Fields[id] = record.Field{Text: record.Text(text)} }
	}
	checked := func(by string) func(*record.Record) {
		return func(r *record.Record) {
			r.Checks = append(r.Checks, record.Check{At: r.At.Add(6 * time.Minute), Rang: true, Identity: true, Kit: "KIT-" + r.Person, Initials: by})
		}
	}
	parent := func(name, phone string) func(*record.Record) {
		return func(r *record.Record) {
			r.Fields["contact1"] = record.Field{Person: &record.Person{Name: record.Name(name), Relation: "parent", Phone: record.Phone(phone)}}
		}
	}
	without := func(id string) func(*record.Record) {
		return func(r *record.Record) {
			var left []record.Consent
			for _, c := range r.Consents {
				if c.ID != id {
					left = append(left, c)
				}
			}
			r.Consents = left
		}
	}
	paper := func(r *record.Record) { r.Source, r.At = record.SourcePaper, noon.Add(-26*time.Hour) }
	add("钟凯丽", "13100006630", has("email", "zkl@example.org"), paper)
	add("王喆", "18800003356")
	add("朱昆", "17700005048", has("email", "zhukun@example.org"), has("wechat", "zhu_kun"), checked("HM"), without("handover"))
	add("买买提·艾力", "15200008820", has("wechat", "aili88"), parent("艾力·买买提", "13900002205"), checked("LQ"))
	add("曾可怡", "15900002615", has("wechat", "zky2615"), has("email", "keyi@example.org"), parent("曾强", "13900002206"), has("home_phone", "02100000524"), checked("HM"))
	add("郑珂", "13600007092", has("wechat", "zheng_ke"), has("email", "ke@example.org"), checked("LQ"), func(r *record.Record) { r.Outcome = "family_not_told" })
	add("赵凯歆", "18800003356", func(r *record.Record) { r.Outcome = "family_not_told" })
	add("Zoe Mueller", "+4930000000521", has("email", "zoe.mueller@example.org"))
	add("周克文", "15200008822", has("wechat", "zkw"))
	add("张珂", "13800000417", has("wechat", "zk0417"), has("email", "zhangke@example.org"), parent("张海", "13900002204"), checked("LQ"))
	add("李小明", "13900000418", has("campus", "pudong"))
	add("欧阳娜娜", "13900000417", has("wechat", "13900000417"), has("email", "nana@example.org"), has("campus", "huangpu"), has("graduation", "2029-06"),
		parent("欧阳建国", "13900002207"), func(r *record.Record) {
			r.Checks = append(r.Checks, record.Check{At: r.At.Add(8 * time.Minute), Rang: true, Initials: "LQ", Answers: map[string]bool{record.StepRang: true}})
			old, now := record.Field{Text: "2028-06"}, record.Field{Text: "2029-06"}
			r.History = append(r.History,
				record.Change{Person: r.Person, At: r.At.Add(8 * time.Minute), By: "LQ", Kind: entry.KindCheck, Check: &r.Checks[0]},
				record.Change{Person: r.Person, At: r.At.Add(9 * time.Minute), By: "LQ", Kind: entry.KindCorrection, Reason: "本人这么说",
					Fields: []record.FieldChange{{ID: "graduation", Old: &old, New: &now}}})
		})
	return all
}
