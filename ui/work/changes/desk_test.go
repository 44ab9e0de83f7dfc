package changes

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/ui/work/people"
)

func TestAKitIsReadAsTheScannerTypesIt(t *testing.T) {
	for typed, want := range map[string]string{
		"KIT-00417": "KIT-00417", "kit-00417\r\n": "kit-00417", "\tKIT1\n": "KIT1", " KIT1 ": "KIT1", "\x1d01069\x1d21A\x1d": "0106921A", "\u200bKIT1\ufeff": "KIT1",
		"ＫＩＴ－１": "KIT-1", "": "", "  \r\n": "", "(01)0417": "(01)0417",
	} {
		if got, problem := Kit(typed); got != want || problem != "" {
			t.Errorf("%q is %q, %s", typed, got, problem)
		}
	}
	for typed, want := range map[string]string{
		"KIT1\nKIT2\n": "change.kit.blank", "KIT 1": "change.kit.blank", strings.Repeat("1", MostKit+1): "change.kit.long", "采样盒": "change.kit.signs", "KIT\xff": "change.kit.signs",
	} {
		if got, problem := Kit(typed); problem != want || got != "" {
			t.Errorf("%q: %q, %s", typed, got, problem)
		}
	}
}

func TestChecksAreOfOnePersonAndOneKit(t *testing.T) {
	p := practicePack(t)
	rec := func(n int, kits ...string) record.Record {
		r := someone(p)
		r.Person = "person-" + string(rune('0'+n))
		r.Code = entry.CodeOf(r.Person)
		for _, k := range kits {
			r.Checks = append(r.Checks, record.Check{Kit: k})
		}
		return r
	}
	list := people.New(p, []record.Record{rec(1), rec(2, "KIT-2"), rec(3, "KIT-3"), rec(4, "KIT-4", "KIT-4b")}, people.Options{})
	yes, no := map[string]bool{"rang": true}, map[string]bool{"rang": false}
	for _, x := range []struct {
		name  string
		who   int
		said  Checking
		wrong []string
	}{
		{"it rang", 0, Checking{Answers: yes}, nil},
		{"it did not ring", 0, Checking{Answers: no}, nil},
		{"a kit alone", 0, Checking{Kit: "KIT-1\r"}, nil},
		{"nothing", 0, Checking{}, []string{" change.check.nothing"}},
		{"a step that is none", 0, Checking{Answers: map[string]bool{"rnag": true}}, []string{"step change.unknown.near"}},
		{"somebody else's kit", 0, Checking{Answers: yes, Kit: "kit-2"}, []string{"kit change.kit.other"}},
		{"somebody else's kit, and sure", 0, Checking{Kit: "KIT-2", Replace: true}, []string{"kit change.kit.other"}},
		{"the same kit again", 1, Checking{Kit: "KIT-2"}, nil},
		{"a second kit", 1, Checking{Kit: "KIT-9"}, []string{"kit change.kit.second"}},
		{"a second kit, and sure", 1, Checking{Kit: "KIT-9", Replace: true}, nil},
		{"two booths gave one each", 3, Checking{Kit: "KIT-4"}, []string{"kit change.kit.second"}},
		{"two booths gave one each, and it is this one", 3, Checking{Kit: "KIT-4", Replace: true}, nil},
		{"no barcode", 0, Checking{Answers: yes, Kit: "two kits"}, []string{"kit change.kit.blank"}},
	} {
		r := list.Record(x.who)
		c, err := Check(p, list, r, x.said, "LM", now)
		if got := keysOf(err); !slices.Equal(got, x.wrong) {
			t.Errorf("%s: %q", x.name, got)
		}
		said := sentences(t, err)
		if slices.Contains(x.wrong, "kit change.kit.other") && !strings.Contains(said[0], list.Record(1).Code.String()) {
			t.Errorf("%s: nobody learns whose kit it is: %q", x.name, said)
		}
		if err != nil {
			continue
		}
		if c.Rang != x.said.Answers["rang"] || c.Initials != "LM" || !c.At.Equal(now.Truncate(time.Second)) {
			t.Errorf("%s: %v", x.name, c.Rang)
		}
		for id := range x.said.Answers {
			if _, said := c.Answer(id); !said {
				t.Errorf("%s: the answer to %s is lost", x.name, id)
			}
		}
		// Afterwards the person has the kit, and only that one where somebody was sure.
		r.Checks = append(slices.Clone(r.Checks), c)
		if x.said.Kit != "" && r.Kit() != c.Kit || x.said.Replace && !slices.Equal(people.Kits(r), []string{c.Kit}) {
			t.Errorf("%s: the kit is %q of %q", x.name, r.Kit(), people.Kits(r))
		}
	}
	// A scanned kit and an unanswered step are not an answer no.
	c, err := Check(p, list, list.Record(0), Checking{Kit: "KIT-1"}, "LM", now)
	if _, said := c.Answer("rang"); err != nil || said || c.Answers != nil {
		t.Error("a step that nobody looked at has an answer")
	}
}

func TestContactsAreOfKnownKinds(t *testing.T) {
	for _, x := range []struct {
		name  string
		said  Calling
		next  string
		wrong []string
	}{
		{"reached", Calling{Channel: "call", Outcome: "reached"}, "", nil},
		{"in capitals", Calling{Channel: " CALL", Outcome: "No_Answer "}, "", nil},
		{"a planned one", Calling{Channel: "sms", Outcome: "reached", Plan: "day7"}, "", nil},
		{"a plan that is none", Calling{Channel: "sms", Outcome: "reached", Plan: "day8"}, "", []string{"plan change.unknown.near"}},
		{"no channel", Calling{Outcome: "reached"}, "", []string{"channel change.unknown"}},
		{"a channel that is none", Calling{Channel: "fax", Outcome: "reachd"}, "", []string{"channel change.unknown", "outcome change.unknown.near"}},
		{"a note", Calling{Channel: "call", Outcome: "reached", Note: "晚上\u202e再打\x00"}, "", nil},
		{"a long note", Calling{Channel: "call", Outcome: "reached", Note: strings.Repeat("长", MostNote+1)}, "", []string{"note problem.long"}},
		{"today", Calling{Channel: "call", Outcome: "no_answer", Next: "2027-05-28"}, "2027-05-28", nil},
		{"next month", Calling{Channel: "call", Outcome: "no_answer", Next: "2027年6月3日"}, "2027-06-03", nil},
		{"yesterday", Calling{Channel: "call", Outcome: "no_answer", Next: "2027/5/27"}, "", []string{"next change.next.past"}},
		{"in two hundred years", Calling{Channel: "call", Outcome: "no_answer", Next: "2227-06-03"}, "", []string{"next problem.date.far"}},
		{"no such day", Calling{Channel: "call", Outcome: "no_answer", Next: "2027-06-31"}, "", []string{"next problem.date.none"}},
		{"no day", Calling{Channel: "call", Outcome: "no_answer", Next: "soon"}, "", []string{"next problem.date.form"}},
	} {
		c, err := Contact(x.said, []string{"day7", "yearly"}, "LM", now)
		if got := keysOf(err); !slices.Equal(got, x.wrong) {
			t.Errorf("%s: %q", x.name, got)
		}
		sentences(t, err)
		if err != nil {
			continue
		}
		if c.Next != x.next || !slices.Contains(record.Channels, c.Channel) || !slices.Contains(record.Outcomes, c.Outcome) || strings.ContainsAny(string(c.Note), "\x00\u202e") {
			t.Errorf("%s: %q %q %q", x.name, c.Next, c.Channel, c.Outcome)
		}
	}
}

// The day is that of the volunteer's calendar: in the evening in Shanghai it is still today, whatever UTC says.
func TestTodayIsToday(t *testing.T) {
	evening := time.Date(2027, 5, 29, 1, 0, 0, 0, now.Location()) // 17:00 UTC of the 28th
	for next, ok := range map[string]bool{"2027-05-29": true, "2027-05-28": false} {
		_, err := Contact(Calling{Channel: "call", Outcome: "no_answer", Next: next}, nil, "LM", evening)
		if (err == nil) != ok {
			t.Errorf("%s: %v", next, err)
		}
	}
}

func TestTheEarlierSignUpStays(t *testing.T) {
	p := practicePack(t)
	a, b := someone(p), someone(p)
	b.Person, b.Code, b.At = "person-2", entry.CodeOf("person-2"), a.At.Add(time.Hour)
	for _, pair := range [][2]record.Record{{a, b}, {b, a}} {
		person, j, err := Join(pair[0], pair[1], "LM", now)
		if err != nil || person != b.Person || j.Into != a.Person || j.Undo || j.Initials != "LM" {
			t.Errorf("%s goes into %s: %v", person, j.Into, err)
		}
	}
	b.At = a.At
	one, _, _ := Join(a, b, "LM", now)
	two, _, _ := Join(b, a, "LM", now)
	if one != two {
		t.Error("who stays depends on who is named first")
	}
	if _, _, err := Join(a, a, "LM", now); !slices.Equal(keysOf(err), []string{"person change.join.self"}) {
		t.Error(err)
	} else {
		sentences(t, err)
	}
	a.Parts, a.Joined = []string{b.Person}, []entry.ReceiptCode{b.Code}
	for _, pair := range [][2]record.Record{{a, b}, {b, a}} {
		_, _, err := Join(pair[0], pair[1], "LM", now)
		if !slices.Equal(keysOf(err), []string{"person change.join.already"}) {
			t.Error(err)
		}
		sentences(t, err)
	}
	for _, part := range []string{b.Person, string(b.Code)} {
		person, j, err := Undo(a, part, "LM", now)
		if err != nil || person != b.Person || j.Into != a.Person || !j.Undo {
			t.Errorf("%s leaves %s: %v", person, j.Into, err)
		}
	}
	_, _, err := Undo(a, "nobody", "LM", now)
	if !slices.Equal(keysOf(err), []string{"person change.join.none"}) {
		t.Error(err)
	}
	sentences(t, err)
}

// What is joined and parted again is as it was: also where one came along with another.
func TestWhatIsPartedIsAsItWas(t *testing.T) {
	p := practicePack(t)
	var list []record.Opened
	write := func(person, kind string, what any) {
		body, err := record.Body(what)
		if err != nil {
			t.Fatal(err)
		}
		n := int64(len(list) + 1)
		list = append(list, record.Opened{Entry: &entry.Entry{ID: "entry-" + string(rune('a'+n)), Person: person, Kind: kind, Tick: n, Seq: n}, Body: body})
	}
	fold := func() map[string]record.Record {
		var all []record.Record
		for i := range 3 {
			id := "person-" + string(rune('1'+i))
			var of []record.Opened
			for _, e := range list {
				if e.Person == id {
					of = append(of, e)
				}
			}
			r, faults, ok := record.Fold(of)
			if !ok || len(faults) > 0 {
				t.Fatal(faults)
			}
			all = append(all, r)
		}
		out := map[string]record.Record{}
		for _, r := range record.Merge(all, nil) {
			out[r.Person] = r
		}
		return out
	}
	for i := range 3 {
		up := someone(p).SignUp
		up.At = up.At.Add(time.Duration(i) * time.Hour)
		write("person-"+string(rune('1'+i)), entry.KindSignUp, up)
	}
	join := func(a, b string) {
		all := fold()
		person, j, err := Join(all[a], all[b], "LM", now)
		if err != nil {
			t.Fatal(err)
		}
		write(person, entry.KindJoin, j)
	}
	part := func(from, part string) {
		person, j, err := Undo(fold()[from], part, "LM", now)
		if err != nil {
			t.Fatal(err)
		}
		write(person, entry.KindJoin, j)
	}
	here := func(want ...string) {
		t.Helper()
		if got := slices.Sorted(maps.Keys(fold())); !slices.Equal(got, want) {
			t.Errorf("%v are there, want %v", got, want)
		}
	}
	join("person-3", "person-2")
	here("person-1", "person-2")
	join("person-2", "person-1")
	here("person-1")
	if got := fold()["person-1"].Parts; len(got) != 2 {
		t.Errorf("parts %v", got)
	}
	part("person-1", "person-3") // which went into person-2
	here("person-1", "person-3")
	part("person-1", "person-2")
	here("person-1", "person-2", "person-3")
	l := people.New(p, slices.Collect(maps.Values(fold())), people.Options{})
	for _, d := range l.Doubles() { // the two parted pairs are not offered again; the third is
		if len(d.People) != 2 || l.Record(d.People[0]).Person == "person-2" || l.Record(d.People[1]).Person == "person-2" {
			t.Errorf("%v is offered again", d)
		}
	}
	if len(l.Doubles()) != 1 {
		t.Errorf("%d doubles", len(l.Doubles()))
	}
}

// Two who are noted as two are written about as an undone join of the same pair would be: whichever is named first, the
// later sign-up says it of the earlier one, and what is refused of a join is refused of this.
func TestTwoPeopleAreNotedAsTwo(t *testing.T) {
	p := practicePack(t)
	a, b := someone(p), someone(p)
	b.Person, b.At = "person-2", a.At.Add(time.Hour)
	for _, pair := range [][2]record.Record{{a, b}, {b, a}} {
		person, j, err := Apart(pair[0], pair[1], "LM", now)
		if err != nil || person != b.Person || j.Into != a.Person || !j.Undo || j.Initials != "LM" {
			t.Errorf("%s, undo %t: %v", person, j.Undo, err)
		}
	}
	for name, try := range map[string]func() error{
		"oneself":     func() error { _, _, err := Apart(a, a, "LM", now); return err },
		"nobody says": func() error { _, _, err := Apart(a, b, "", now); return err },
		"joined":      func() error { c := a; c.Parts = []string{b.Person}; _, _, err := Apart(c, b, "LM", now); return err },
	} {
		if len(sentences(t, try())) == 0 {
			t.Errorf("%s: taken", name)
		}
	}
}
