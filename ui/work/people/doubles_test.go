package people

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data/record"
)

func TestWhoMayBeOnePerson(t *testing.T) {
	f := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	for _, x := range []struct {
		why  string
		a, b map[string]string
		want []string // nil: two people
	}{
		{"the same number", f("phone", "13812340417"), f("phone", "13812340417"), []string{SamePhone}},
		{"other numbers", f("phone", "13812340417"), f("phone", "13812340418"), nil},
		{"the second number is the other's own", f("phone", "13812340417", "home_phone", "13900000000"), f("phone", "13900000000"), []string{SamePhone}},
		{"a WeChat ID that is the other's number", f("phone", "13812340417", "wechat", "13900000000"), f("phone", "13900000000"), []string{SamePhone}},
		{"a family's landline", f("home_phone", "+862163846590"), f("home_phone", "+862163846590"), []string{SamePhone}},
		{"a contact's number under another name", f("name", "张珂", "contact_name", "张珂", "contact_phone", "13900000000"), f("name", "王芳", "phone", "13900000000"), []string{ContactPhone}},
		{"friends name each other", f("name", "张珂", "phone", "13812340417", "contact_name", "王芳", "contact_phone", "13900000000"), f("name", "王芳", "phone", "13900000000", "contact_name", "张 珂", "contact_phone", "13812340417"), nil},
		{"the same student number", f("student_id", "520021910417"), f("student_id", " 520021910417"), []string{SameNumber}},
		{"student numbers in another case", f("student_id", "M20417"), f("student_id", "m20417"), []string{SameNumber}},
		{"the same identity number", f("identity", "11010519491231002X"), f("identity", "11010519491231002X"), []string{SameNumber}},
		{"the same address in another case", f("email", "A@example.com"), f("email", "a@example.com"), []string{SameEmail}},
		{"the same WeChat ID", f("wechat", "zk_2027"), f("wechat", "ZK_2027"), []string{SameHandle}},
		{"the same name alone", f("name", "张伟", "campus", "pudong", "graduation", "2029-06"), f("name", "张伟", "campus", "pudong", "graduation", "2029-06"), nil},
		{"the same name and contact", f("name", "张伟", "contact_name", "甲", "contact_phone", "13900000000"), f("name", "张 伟", "contact_name", "乙", "contact_phone", "13900000000"), []string{SameName}},
		{"siblings with one contact", f("name", "张伟", "contact_name", "甲", "contact_phone", "13900000000"), f("name", "张丽", "contact_name", "甲", "contact_phone", "13900000000"), nil},
		{"the same name and birthday", f("name", "张伟", "born", "2006-02-03"), f("name", "张伟", "born", "2006-02-03"), []string{SameName}},
		{"a birthday alone", f("name", "张伟", "born", "2006-02-03"), f("name", "王芳", "born", "2006-02-03"), nil},
		{"the same Latin name in another form", f("name", "Maria Müller", "born", "2006-02-03"), f("name", "MARIA  MULLER", "born", "2006-02-03"), []string{SameName}},
		{"everything", f("name", "张伟", "phone", "13812340417", "email", "a@example.com", "born", "2006-02-03"), f("name", "张伟", "phone", "13812340417", "email", "a@example.com", "born", "2006-02-03"), []string{SamePhone, SameName, SameEmail}},
		{"nothing at all", f(), f(), nil},
	} {
		for _, list := range [][]record.Record{{someone(1, x.a), someone(2, x.b)}, {someone(2, x.b), someone(1, x.a)}} {
			l := New(practicePack(t), list, Options{})
			var got []string
			if d := l.Doubles(); len(d) == 1 && slices.Equal(d[0].People, []int{0, 1}) {
				got = d[0].Why
			} else if len(d) > 0 {
				t.Errorf("%s: %v", x.why, d)
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("%s: %v, want %v", x.why, got, x.want)
			}
			if (l.Count(Doubled) == 2) != (x.want != nil) || l.In(0, Doubled) != (x.want != nil) || (len(l.DoublesOf(1)) == 1) != (x.want != nil) {
				t.Errorf("%s: the state says otherwise", x.why)
			}
		}
	}
}

func TestTheSameRowOfPaperIsADoubleAlsoOnceItWasCorrected(t *testing.T) {
	a, b := someone(1, map[string]string{"name": "张珂", "phone": "13812340417"}), someone(2, map[string]string{"name": "张珂", "phone": "13812340417"})
	b.At, a.Source, b.Source = a.At, record.SourcePaper, record.SourcePaper
	now := record.Field{Text: "13900000000"}
	old := b.Fields["phone"]
	b.Fields["phone"] = now
	b.History = []record.Change{{Person: b.Person, Fields: []record.FieldChange{{ID: "phone", Old: &old, New: &now}}}}
	l := New(practicePack(t), []record.Record{a, b}, Options{})
	if d := l.Doubles(); len(d) != 1 || !slices.Equal(d[0].Why, []string{SameRow}) {
		t.Errorf("%v", d)
	}
	b.At = b.At.Add(time.Hour) // signed at another time: two forms
	if d := New(practicePack(t), []record.Record{a, b}, Options{}).Doubles(); len(d) != 0 {
		t.Errorf("%v", d)
	}
}

func TestAPairThatWasPartedIsNotOfferedAgain(t *testing.T) {
	a, b, c := someone(1, map[string]string{"phone": "13812340417"}), someone(2, map[string]string{"phone": "13812340417"}), someone(3, map[string]string{"phone": "13812340417"})
	b.History = []record.Change{
		{Person: b.Person, Join: &record.Join{Into: a.Person}}, {Person: b.Person, Join: &record.Join{Into: a.Person, Undo: true}},
	}
	l := New(practicePack(t), []record.Record{a, b, c}, Options{})
	var got [][]int
	for _, d := range l.Doubles() {
		got = append(got, d.People)
	}
	if !reflect.DeepEqual(got, [][]int{{0, 2}, {1, 2}}) {
		t.Errorf("%v", got)
	}
	b.History = append(b.History, record.Change{Person: b.Person, Join: &record.Join{Into: a.Person}}) // joined once more, to somebody who is not folded in
	if got := New(practicePack(t), []record.Record{a, b, c}, Options{}).Doubles(); len(got) != 3 {
		t.Errorf("%v", got)
	}
}

func TestANumberThatManyShareIsOneGroup(t *testing.T) {
	var list []record.Record
	for i := range 300 {
		list = append(list, someone(i, map[string]string{"name": fmt.Sprint("张", i), "phone": "13812340417", "contact_name": "家", "contact_phone": "13900000000"}))
	}
	list = append(list, someone(300, map[string]string{"name": "张父", "phone": "13900000000"}))
	d := New(practicePack(t), list, Options{}).Doubles()
	if len(d) != 2 || len(d[0].People) != 300 || len(d[1].People) != 301 || d[1].Why[0] != ContactPhone {
		t.Errorf("%d doubles", len(d))
	}
	// One by one they would be fifty million pairs.
	list = crowd(10_000)
	for i := range list {
		list[i].Fields["home_phone"] = record.Field{Text: "+862163846590"}
	}
	d = New(practicePack(t), list, Options{}).Doubles()
	if len(d) == 0 || len(d) > 20 || !slices.ContainsFunc(d, func(d Double) bool { return len(d.People) == len(list) }) {
		t.Errorf("%d doubles", len(d))
	}
}

// Whoever comes first in the list changes nothing about who may be one person.
func TestDoublesAreTheSameInAnyOrder(t *testing.T) {
	pack := practicePack(t)
	rapid.Check(t, func(rt *rapid.T) {
		few := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(rt, name) }
		var list []record.Record
		for i := range rapid.IntRange(2, 12).Draw(rt, "people") {
			r := someone(i, map[string]string{
				"name": few("name", "张伟", "张 伟", "王芳", "Ma Li"), "phone": few("phone", "13812340417", "13900000000", "13900000001", "13900000002"),
				"wechat": few("wechat", "", "13812340417", "zk", "ZK"), "email": few("email", "", "a@example.com"), "born": few("born", "", "2006-01-01"),
				"contact_name": few("contact", "王芳", "李"), "contact_phone": few("number", "13900000000", "13900000003"), "student_id": few("id", "", "1", "2"),
			})
			if kit := few("kit", "", "", "K1", "k1", "K2"); kit != "" {
				r.Checks = []record.Check{{Kit: kit}}
			}
			list = append(list, r)
		}
		said := func(list []record.Record) (out []string) {
			for _, d := range New(pack, list, Options{}).Doubles() {
				var who []string
				for _, at := range d.People {
					who = append(who, list[at].Person)
				}
				slices.Sort(who)
				out = append(out, strings.Join(who, " ")+": "+strings.Join(d.Why, " "))
			}
			slices.Sort(out)
			return out
		}
		want := said(list)
		mixed := slices.Clone(list)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(rt, "order"))).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := said(mixed); !slices.Equal(got, want) {
			rt.Fatalf("%v\n%v", got, want)
		}
	})
}

func TestTwoPeopleSideBySide(t *testing.T) {
	a := someone(1, map[string]string{"name": "张珂", "phone": "13812340417", "email": "A@example.com", "contact_name": "李", "contact_phone": "13900000000", "old": "x"})
	b := someone(2, map[string]string{"name": "张 珂", "phone": "13812340418", "email": "a@example.com"})
	var got []string
	for _, d := range New(practicePack(t), []record.Record{a, b}, Options{}).Differences(0, 1) {
		got = append(got, fmt.Sprintf("%s|%s|%s|%v", d.Column, string(d.A), string(d.B), d.Same))
	}
	want := []string{
		"name|张珂|张 珂|false", "phone|13812340417|13812340418|false", "email|A@example.com|a@example.com|true",
		"contact1_name|李||false", "contact1_relation|parent||false", "contact1_phone|13900000000||false", "old|x||false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
