package app

import (
	"fmt"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/calls"
	worklist "matchbooth/ui/work/people"
	work "matchbooth/ui/work/session"
)

// deskCrowd are made-up people in every state that the desk's work pages show. Their numbers are reserved ones of the tests.
func deskCrowd() (list []record.Record) {
	codes := []string{
		"U2PD-6P7W-T", "W9C9-H8X7-E", "Q5BG-BJZ2-W", "46CK-7ST4-Q", "4FM2-FQ6S-P", "ZT63-9HZG-G", "EA2M-CMYD-R", "73J3-PQ8S-H", "JATW-YXAT-Y",
		"XT2T-RWRV-2", "VNCB-FN72-5", "P6TN-5AP4-S", "4FU3-88PY-M", "ZB4E-EGBP-6",
	}
	pack, _ := fixtures()
	add := func(name, phone string, at time.Time, change ...func(*record.Record)) {
		n := len(list)
		id := fmt.Sprintf("person-%02d", n)
		r := record.Record{Person: id, Code: entry.ReceiptCode(strings.ReplaceAll(codes[n], "-", "")), Booth: "b1", SignUp: record.SignUp{At: at, Lang: "zh", Reachability: 3,
			Fields:   map[string]record.Field{"name": {Text: record.Text(name)}, "phone": {Text: record.Text(phone)}, "email": {Text: record.Text(fmt.Sprintf("no%d@example.org", n))}, "campus": {Text: "huangpu"}},
			Consents: []record.Consent{{ID: "notice", SHA256: pack.Consent("notice").SHA256("zh"), Lang: "zh"}, {ID: "followup", SHA256: pack.Consent("followup").SHA256("zh"), Lang: "zh"}, {ID: "handover", Lang: "zh"}}}}
		for _, c := range change {
			c(&r)
		}
		list = append(list, r)
	}
	today := func(minutes int) time.Time { return noon.Add(time.Duration(-minutes) * time.Minute) }
	checked := func(kit string) func(*record.Record) {
		return func(r *record.Record) {
			r.Checks = append(r.Checks, record.Check{At: r.At.Add(5 * time.Minute), Rang: true, Identity: true, Kit: kit, Initials: "HM"})
		}
	}
	field := func(id, value string) func(*record.Record) {
		return func(r *record.Record) { r.Fields[id] = record.Field{Text: record.Text(value)} }
	}
	paper := func(r *record.Record) { r.Source = record.SourcePaper }
	called := func(days int, outcome string) func(*record.Record) {
		return func(r *record.Record) {
			r.Contacts = append(r.Contacts, record.Contact{At: noon.AddDate(0, 0, -days), Channel: record.ChannelCall, Outcome: outcome, Plan: "day7", Initials: "LQ"})
		}
	}
	week := noon.AddDate(0, 0, -7)
	add("周凯文", "15200008820", week, checked("K-000118"))
	add("王知夏", "13900000417", week.Add(time.Hour), checked("K-000119"), called(1, record.NoAnswer))
	add("李明远", "18800003356", week.Add(2*time.Hour), checked(""), called(2, record.Wrong), field("wechat", "li_mingyuan9"))
	add("吴若曦", "17700005048", week.Add(3*time.Hour), checked("K-000120"))
	add("欧阳娜娜", "13600007092", week.Add(4*time.Hour), checked("K-000120"), field("graduation", "2027-06"))
	add("赵可心", "18800003356", today(190))
	add("周楷", "15900002615", today(150), checked("K-000131"))
	add("Maria Müller", "15200008821", today(121))
	add("何苗", "13100006630", today(90))
	add("周凯文", "15200008820", today(75), field("wechat", "zhoukw_27"), field("campus", "pudong"), func(r *record.Record) {
		r.Fields["contact1"] = record.Field{Person: &record.Person{Name: "周建国", Relation: "parent", Phone: "13900000521"}}
	})
	add("买买提·艾力", "13700000521", today(40))
	add("林一帆", "17700005049", today(31), paper)
	add("钟离", "13100006631", today(12), paper)
	add("朱玥", "13900000418", today(8), checked("K-000140"))
	return list
}

// deskCrowded is the desk of a stage with all of them.
func deskCrowded() *work.Opened { return openedWith(deskCrowd()) }

// officeCrowd are the same people, who have all given the number of one office.
func officeCrowd() *work.Opened {
	list := deskCrowd()
	for _, r := range list {
		r.Fields["phone"] = record.Field{Text: "13900000417"}
	}
	return openedWith(list)
}

func openedWith(list []record.Record) *work.Opened {
	pack, _ := fixtures()
	o := &work.Opened{Records: list, Ends: map[string]data.End{}}
	o.Due = calls.Due(pack, o.Records, noon)
	due := map[string]bool{}
	for _, c := range o.Due {
		due[c.Person] = true
	}
	o.List = worklist.New(pack, o.Records, worklist.Options{Due: func(r record.Record) bool { return due[r.Person] }})
	return o
}

// deskCheckKit is the page of checks after a few answers, drawn again after each as the window does.
func deskCheckKit(c page.Context, w desk.Work, p *page.Page) *page.Page {
	w.Kept = &desk.Kept{}
	w.Redraw = func() { p = drawPage(c, w) }
	w.Redraw()
	press := func(id string) {
		for _, b := range p.Buttons {
			if b.ID == id {
				b.OnTap()
				return
			}
		}
	}
	press("desk.check.no")
	press("desk.row.step.identity")
	press("desk.check.yes")
	press("desk.row.step.kit")
	for _, f := range p.Fields {
		if f.ID == "kit" {
			f.SetText("K-000118")
			f.OnSubmit()
			break
		}
	}
	return p
}

// deskCallsBack is the page of calls after an outcome was tapped.
func deskCallsBack(c page.Context, w desk.Work) (p *page.Page) {
	w.Kept = &desk.Kept{}
	w.Redraw = func() { p = drawPage(c, w) }
	c.Send = func(e session.Event) { c.State.DeskPerson = e.Arg2; w.Redraw() }
	w.Redraw()
	for _, b := range p.Buttons {
		if b.ID == "desk.calls.as."+record.NoAnswer {
			b.OnTap()
			break
		}
	}
	for _, live := range p.Live {
		live(noon)
	}
	return p
}
