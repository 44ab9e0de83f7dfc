package people

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"matchbooth/data/record"
)

func TestStatesSayWhatIsOpen(t *testing.T) {
	plain := someone(0, map[string]string{"name": "甲", "phone": "13800000000", "email": "a@example.com"})
	checked := func(r record.Record) record.Record {
		r.Checks = []record.Check{{At: day, Rang: true, Identity: true}}
		return r
	}
	with := func(n int, change func(*record.Record)) record.Record {
		r := checked(someone(n, map[string]string{"name": "乙", "phone": "1390000000" + string(rune('0'+n)), "email": string(rune('a'+n)) + "@example.org"}))
		change(&r)
		return r
	}
	list := []record.Record{
		plain, // unchecked
		with(1, func(r *record.Record) { delete(r.Fields, "email") }),               // weak
		with(2, func(r *record.Record) { r.Flags = []string{"unsure"} }),            // talk
		with(3, func(r *record.Record) { r.Outcome = "family_not_told" }),           // talk, from paper
		with(4, func(r *record.Record) { r.Consents = r.Consents[:1] }),             // no hand-over
		with(5, func(r *record.Record) { r.Source = record.SourcePaper }),           // paper
		with(6, func(r *record.Record) { r.Flags = []string{"missing_character"} }), // nothing
		with(7, func(r *record.Record) {}),                                          // due
		with(8, func(r *record.Record) { r.Checks[0].Rang = false }),                // a check without what is required is none
	}
	l := New(practicePack(t), list, Options{Due: func(r record.Record) bool { return r.Person == list[7].Person }})
	want := [][]State{{Unchecked}, {Weak}, {Talk}, {Talk}, {NoHandover}, {Paper}, nil, {Due}, {Unchecked}}
	counts := map[State]int{Unchecked: 2, Weak: 1, Talk: 2, NoHandover: 1, Paper: 1, Due: 1, Doubled: 0}
	for at := range list {
		if got := l.States(at); !slices.Equal(got, want[at]) {
			t.Errorf("%d is %v, want %v", at, got, want[at])
		}
	}
	for s, n := range counts {
		hits := l.Find("", s)
		if l.Count(s) != n || len(hits) != n {
			t.Errorf("%s: %d counted, %d found, want %d", s, l.Count(s), len(hits), n)
		}
	}
	if l.Count("") != len(list) || len(l.Find("", "nonsense")) != 0 {
		t.Error("everybody is miscounted")
	}
	if hits := l.Find("乙", Talk); len(hits) != 2 || hits[0].At != 3 {
		t.Errorf("found by name and state: %v", hits)
	}
}

func TestANumberThatLeadsNowhereIsNoWay(t *testing.T) {
	at := func(h int) time.Time { return day.Add(time.Duration(h) * time.Hour) }
	call := func(h int, channel, outcome string) record.Contact {
		return record.Contact{At: at(h), Channel: channel, Outcome: outcome}
	}
	corrected := func(person string, h int, field string) record.Change {
		return record.Change{At: at(h), Person: person, Fields: []record.FieldChange{{ID: field}}}
	}
	said := func(h int, yes bool) record.Check {
		return record.Check{At: at(h), Rang: yes, Answers: map[string]bool{record.StepRang: yes}}
	}
	const own = "person-000001"
	for _, x := range []struct {
		why    string
		change func(*record.Record)
		want   int
	}{
		{"nothing known", func(*record.Record) {}, 2},
		{"a wrong number", func(r *record.Record) { r.Contacts = []record.Contact{call(1, "call", record.Wrong)} }, 1},
		{"nobody answers", func(r *record.Record) { r.Contacts = []record.Contact{call(1, "call", record.NoAnswer)} }, 2},
		{"a wrong address", func(r *record.Record) { r.Contacts = []record.Contact{call(1, "email", record.Wrong)} }, 2},
		{"wrong, then corrected", func(r *record.Record) {
			r.Contacts, r.History = []record.Contact{call(1, "call", record.Wrong)}, []record.Change{corrected(own, 2, "phone")}
		}, 2},
		{"wrong, another field corrected", func(r *record.Record) {
			r.Contacts, r.History = []record.Contact{call(1, "call", record.Wrong)}, []record.Change{corrected(own, 2, "email")}
		}, 1},
		{"wrong, the joined one's corrected", func(r *record.Record) {
			r.Contacts, r.History = []record.Contact{call(1, "call", record.Wrong)}, []record.Change{corrected("person-000009", 2, "phone")}
		}, 1},
		{"corrected, then wrong", func(r *record.Record) {
			r.Contacts, r.History = []record.Contact{call(3, "sms", record.Wrong)}, []record.Change{corrected(own, 2, "phone")}
		}, 1},
		{"did not ring", func(r *record.Record) { r.Checks = []record.Check{said(1, false)} }, 1},
		{"not tried", func(r *record.Record) { r.Checks = []record.Check{{At: at(1), Kit: "K"}} }, 2},
		{"did not ring, then did", func(r *record.Record) { r.Checks = []record.Check{said(1, false), said(2, true)} }, 2},
		{"rang, then did not", func(r *record.Record) { r.Checks = []record.Check{said(1, true), said(2, false)} }, 1},
		{"wrong, then reached", func(r *record.Record) {
			r.Contacts = []record.Contact{call(1, "call", record.Wrong), call(2, "call", record.Reached)}
		}, 2},
		{"a WeChat ID that is the number goes with it", func(r *record.Record) {
			r.Fields["wechat"] = r.Fields["phone"]
			r.Contacts = []record.Contact{call(1, "call", record.Wrong)}
		}, 1},
	} {
		r := someone(1, map[string]string{"phone": "13800000000", "email": "a@example.com"})
		x.change(&r)
		if got := Ways(practicePack(t), r); got != x.want {
			t.Errorf("%s: %d ways, want %d", x.why, got, x.want)
		}
	}
}

func TestAKitBelongsToOnePerson(t *testing.T) {
	scanned := func(kit string) record.Check { return record.Check{Kit: kit} }
	sure := func(kit string) record.Check {
		return record.Check{Kit: kit, Answers: map[string]bool{record.StepKit: true}}
	}
	list := []record.Record{someone(0, nil), someone(1, nil), someone(2, nil), someone(3, nil)}
	list[0].Checks = []record.Check{scanned("KIT-1"), scanned("")}
	list[1].Checks = []record.Check{scanned("kit-1")}                 // another booth
	list[2].Checks = []record.Check{scanned("KIT-2"), sure("KIT-3")}  // replaced
	list[3].Checks = []record.Check{scanned("KIT-4"), scanned("K-5")} // two booths
	l := New(practicePack(t), list, Options{})
	for kit, want := range map[string][]int{"KIT-1": {0, 1}, "KIT-2": {}, "KIT-3": {2}, "KIT-4": {3}, "k-5": {3}, "": {}, "KIT": {}} {
		if got := l.WithKit(kit); !slices.Equal(got, want) {
			t.Errorf("%s belongs to %v, want %v", kit, got, want)
		}
	}
	want := []KitClash{{[]int{0, 1}, []record.Text{"KIT-1"}}, {[]int{3}, []record.Text{"KIT-4", "K-5"}}}
	if got := l.KitClashes(); !reflect.DeepEqual(got, want) {
		t.Errorf("%d clashes", len(got))
	}
	if got := found(l, "kit-2"); !slices.Equal(got, []int{2}) {
		t.Errorf("the kit that was replaced finds %v", got)
	}
}

func TestNothingStaysOfAClearedList(t *testing.T) {
	l := New(practicePack(t), crowd(20), Options{})
	if len(l.Doubles()) > 0 || l.Len() != 20 {
		t.Fatal("the crowd is not as it was")
	}
	l.Clear()
	if !reflect.ValueOf(*l).IsZero() {
		t.Error("something stays")
	}
	if l.Len() != 0 || l.Find("zk", "") != nil || l.Find("", Weak) != nil || l.WithKit("K") != nil && len(l.WithKit("K")) > 0 || l.Doubles() != nil || l.KitClashes() != nil || l.Count("") != 0 {
		t.Error("a cleared list has somebody in it")
	}
}
