package event

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// graduation is a field of kind month, which the good pack has not.
const graduation = `
[[fields]]
id = "graduation"
step = "who"
kind = "month"
label = { zh = "哪个月毕业？", en = "When do you graduate?" }
`

const (
	contactsOf = graduation + `
[[contacts]]
id = "day7"
after_days = 7
consent = "handover"
title = { zh = "第七天", en = "Day 7" }
say = { zh = "你好，这里是{handler}。", en = "Hello, this is {handler}." }

[[contacts]]
id = "leaving"
before = "graduation"
days = 30
title = { zh = "毕业前", en = "Before graduation" }
say = { zh = "快毕业了。", en = "You leave soon." }

[[contacts]]
id = "monthly"
every_months = 1
times = 1
title = { zh = "满一个月", en = "After a month" }
say = { zh = "一个月了。", en = "A month has passed." }
`
	checksOf = `
[[checks]]
id = "rang"
kind = "yes_no"
required = true

[[checks]]
id = "kit"
kind = "scan"

[[checks]]
id = "leaflet"
kind = "yes_no"
title = { zh = "给过说明书", en = "Gave the leaflet" }
help = { zh = "红色的那一份", en = "The red one" }
`
)

// withDesk is the good pack with contacts and a check list, after a replacement in them.
func withDesk(t *testing.T, old, new string) fstest.MapFS {
	t.Helper()
	more := contactsOf + checksOf
	if old != "" && strings.Count(more, old) != 1 {
		t.Fatalf("%q does not stand once", old)
	}
	fsys := goodPack(t)
	fsys[mainFile].Data = append(slices.Clone(fsys[mainFile].Data), strings.Replace(more, old, new, 1)...)
	return fsys
}

func TestContactsAndChecksOfAPack(t *testing.T) {
	p := mustLoad(t, withDesk(t, "", ""))
	if c := p.Contact("day7"); c == nil || c.AfterDays != 7 || c.Consent != "handover" || c.Say.In(EN) != "Hello, this is The fair's team." {
		t.Errorf("%+v", c)
	}
	if c := p.Contact("leaving"); c == nil || c.Before != "graduation" || c.Days != 30 {
		t.Errorf("%+v", c)
	}
	if c := p.Contact("monthly"); c == nil || c.EveryMonths != 1 || c.Times != 1 {
		t.Errorf("%+v", c)
	}
	if p.Contact("yearly") != nil {
		t.Error("a contact that the pack has not")
	}
	if ids := checkIDs(p.CheckList()); !slices.Equal(ids, []string{"rang*", "kit", "leaflet"}) || p.Checks[2].Help.In(EN) != "The red one" {
		t.Errorf("%v", ids)
	}
	var out bytes.Buffer
	if err := p.Summary(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  calls     3 planned contacts\n", "day7: 7 days after the sign-up, with the consent handover\n", "leaving: 30 days before the month in graduation, to everybody\n",
		"monthly: every 1 month, 1 time, to everybody\n", "  checks    rang*, kit, leaflet\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}

func TestWithoutAListTheUsualStepsAreChecked(t *testing.T) {
	p := mustLoad(t, goodPack(t))
	if ids := checkIDs(p.CheckList()); !slices.Equal(ids, []string{"rang*", "identity", "kit"}) || len(p.Contacts) != 0 {
		t.Errorf("%v, %d contacts", ids, len(p.Contacts))
	}
}

func TestFaultsOfContactsAndChecks(t *testing.T) {
	more := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "\n[[checks]]\nid = \"own%d\"\nkind = \"yes_no\"\ntitle = { zh = \"问\", en = \"Ask\" }\n", i)
		}
		return b.String()
	}
	for _, c := range []struct{ about, old, new, at, want string }{
		{"a contact at no time", "after_days = 7\n", "", "[[contacts]]\nid = \"day7\"", "nothing says when this contact is due; write after_days, or before and days, or every_months"},
		{"a contact at two times", "after_days = 7", "after_days = 7\nevery_months = 2", "every_months = 2", "two of after_days, before and every_months"},
		{"a contact on the day itself", "after_days = 7", "after_days = 0", "after_days = 0", "contacts.after_days is 0; write a number from 1 to 3650"},
		{"a contact in eleven years", "after_days = 7", "after_days = 4000", "after_days = 4000", "contacts.after_days is 4000"},
		{"days in quotes", "after_days = 7", `after_days = "7"`, `after_days = "7"`, "contacts.after_days is a text; write a whole number, without quotes"},
		{"a misspelt time", "after_days = 7", "after_day = 7", "after_day = 7", `unknown key "after_day" in contacts; did you mean "after_days"?`},
		{"before an unknown field", `before = "graduation"`, `before = "gradation"`, "before =", `before names "gradation", which is not a field; did you mean "graduation"?`},
		{"before a field that is no month", `before = "graduation"`, `before = "email"`, "before =", `before names "email", which is not a field of kind "month"; write one of: graduation`},
		{"before without days", "days = 30\n", "", "[[contacts]]\nid = \"leaving\"", "contacts.days is missing"},
		{"before by too many days", "days = 30", "days = 400", "days = 400", "contacts.days is 400; write a number from 1 to 366"},
		{"days without before", "before = \"graduation\"\ndays = 30", "after_days = 8\ndays = 30", "days = 30", "days goes with before; write before as well"},
		{"no month", "every_months = 1", "every_months = 0", "every_months = 0", "contacts.every_months is 0; write a number from 1 to 120"},
		{"times of nothing", "every_months = 1\ntimes = 1", "after_days = 8\ntimes = 1", "times = 1", "times goes with every_months; write every_months as well"},
		{"no time at all", "times = 1", "times = 0", "times = 0", "contacts.times is 0; write a number from 1 to 50"},
		{"a consent that is not there", `consent = "handover"`, `consent = "handovr"`, "consent =", `consent names "handovr", which is not a consent; did you mean "handover"?`},
		{"a consent that is the notice", `consent = "handover"`, `consent = "notice"`, "consent =", `consent names the notice "notice", which is acknowledged and not agreed to; write one of: handover`},
		{"the same id twice", `id = "monthly"`, `id = "day7"`, "id = \"day7\"\nevery_months", `the id "day7" is given twice in contacts`},
		{"an id with spaces", `id = "monthly"`, `id = "once a month"`, "id = \"once a month\"", `the id "once a month"`},
		{"no id", "id = \"monthly\"\n", "", "[[contacts]]\nevery_months", "contacts.id is missing"},
		{"nothing to say", "say = { zh = \"快毕业了。\", en = \"You leave soon.\" }\n", "", "[[contacts]]\nid = \"leaving\"", "contacts.say is missing"},
		{"something to say in one language", "say = { zh = \"快毕业了。\", en = \"You leave soon.\" }", "say = { zh = \"快毕业了。\" }", "say = { zh = \"快毕业了。\" }", `contacts.say has no text in "en"`},
		{"an unknown blank", "Hello, this is {handler}.", "Hello, this is {handlr}.", "{handlr}", `unknown {handlr}; did you mean "{handler}"?`},
		{"no title", "title = { zh = \"满一个月\", en = \"After a month\" }\n", "", "[[contacts]]\nid = \"monthly\"", "contacts.title is missing"},

		{"an unknown kind of check", `kind = "scan"`, `kind = "scna"`, `kind = "scna"`, `unknown kind of check "scna"; did you mean "scan"?`},
		{"no kind of check", "kind = \"scan\"\n", "", "[[checks]]\nid = \"kit\"", "checks.kind is missing"},
		{"a kit that is not scanned", `kind = "scan"`, `kind = "yes_no"`, "kind = \"yes_no\"\n\n[[checks]]\nid = \"leaflet\"", "the step kit is the barcode of the sampling kit"},
		{"a scan that is no kit", `id = "kit"`, "id = \"tube\"\ntitle = { zh = \"管子\", en = \"Tube\" }", `kind = "scan"`, `the step "tube" cannot be scanned`},
		{"a step of its own without a title", "title = { zh = \"给过说明书\", en = \"Gave the leaflet\" }\n", "", "[[checks]]\nid = \"leaflet\"", "checks.title is missing"},
		{"the same step twice", `id = "leaflet"`, `id = "rang"`, "id = \"rang\"\nkind = \"yes_no\"\ntitle", `the id "rang" is given twice in checks`},
		{"a step that is a number", "required = true\n\n[[checks]]\nid = \"kit\"", "required = 1\n\n[[checks]]\nid = \"kit\"", "required = 1", "checks.required is a whole number; write true or false"},
		{"a step whose column is that of who checked", `id = "leaflet"`, `id = "by"`, `id = "by"`, `its column in an export, "check_by", is taken; give the step another id`},
		{"more steps than fit", checksOf, more(7), "[[checks]]\nid = \"own6\"", "checks has 7 steps; keep to 6"},
		{"no steps", checksOf, "", "", ""},
	} {
		t.Run(c.about, func(t *testing.T) {
			fsys := withDesk(t, c.old, c.new)
			p, faults, err := LoadFS(fsys)
			if c.want == "" {
				if p == nil {
					t.Fatal(faults, err)
				}
				return
			}
			want := fmt.Sprintf("%s:%d: ", mainFile, lineWhere(t, fsys[mainFile].Data, c.at))
			if len(faults) != 1 || !strings.HasPrefix(faults[0].String(), want) || !strings.Contains(faults[0].String(), c.want) {
				t.Errorf("want %s…%s, got %v", want, c.want, faults)
			}
		})
	}
	for key, want := range map[string]string{
		"contacts": "contacts is empty; write at least one, or leave it out",
		"checks":   "checks is empty; write at least one, or leave it out: then it is rang, identity and kit",
	} {
		fsys := goodPack(t)
		edit(t, fsys, mainFile, `ref = "fair27"`, "ref = \"fair27\"\n"+key+" = []")
		if _, faults, err := LoadFS(fsys); len(faults) != 1 || faults[0].String() != "event.toml:9: "+want {
			t.Errorf("want %s, got %v, %v", want, faults, err)
		}
	}
}

// What is planned for a time when everybody has been erased is advice: the pack loads, and check says it.
func TestContactsThatComeTooLate(t *testing.T) {
	const erased = `people are erased 60 days after the event, and `
	for _, c := range []struct{ about, old, new, at, want string }{
		{"in time", "", "", "", ""},
		{"on the last day", "after_days = 7", "after_days = 59", "", ""},
		{"on the day of erasing", "after_days = 7", "after_days = 60", "after_days = 60", `the contact "day7": ` + erased + "it never comes; raise retention_days if it is to come, or drop it"},
		{"every year", "every_months = 1\ntimes = 1", "every_months = 12", "every_months = 12", `the contact "monthly": ` + erased + "it never comes"},
		{"every two months", "every_months = 1\ntimes = 1", "every_months = 2", "every_months = 2", "it never comes"}, // 11 April to 11 June: 61 days
		{"once of four times", "every_months = 1\ntimes = 1", "every_months = 1\ntimes = 4", "every_months = 1\n", "it comes 1 time and not 4 times"},
		{"each month until the end", "every_months = 1\ntimes = 1", "every_months = 1", "", ""},
	} {
		fsys := withDesk(t, c.old, c.new)
		p := mustLoad(t, fsys)
		var said []string
		for _, a := range p.Advice() {
			if strings.Contains(a.What, "leaving") {
				// 60 days after 11 April is 10 June, and 30 days before 1 July is 1 June.
				if !strings.Contains(a.What, erased+"it comes only to those whose graduation is 2027-07 or earlier") {
					t.Error(a)
				}
				continue
			}
			if strings.Contains(a.What, "is asked for nothing") {
				continue // see TestAFieldThatNobodyNeeds
			}
			said = append(said, a.String())
		}
		want := fmt.Sprintf("%s:%d: ", mainFile, lineWhere(t, fsys[mainFile].Data, c.at))
		switch {
		case c.want == "" && len(said) > 0:
			t.Errorf("%s: %v", c.about, said)
		case c.want != "" && (len(said) != 1 || !strings.HasPrefix(said[0], want) || !strings.Contains(said[0], c.want)):
			t.Errorf("%s: want %s…%s, got %v", c.about, want, c.want, said)
		}
		var out bytes.Buffer
		if err := p.Summary(&out); err != nil || c.want != "" && !strings.Contains(out.String(), "            "+said[0]+"\n") {
			t.Errorf("%s: %v\n%s", c.about, err, &out)
		}
	}
}

func TestMonthsLater(t *testing.T) {
	for _, c := range []struct {
		day    string
		months int
		want   string
	}{
		{"2027-05-21", 12, "2028-05-21"}, {"2028-02-29", 12, "2029-02-28"}, {"2028-02-29", 48, "2032-02-29"},
		{"2027-01-31", 1, "2027-02-28"}, {"2027-01-31", 2, "2027-03-31"}, {"2027-12-31", 2, "2028-02-29"}, {"2027-11-30", 1, "2027-12-30"},
	} {
		day, _ := time.Parse(time.DateOnly, c.day)
		if got := AddMonths(day, c.months).Format(time.DateOnly); got != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.day, c.months, got, c.want)
		}
	}
}

// Whatever a pack says, it is looked through at once.
func TestAnAbsurdPeriodIsNotCountedThrough(t *testing.T) {
	fsys := withDesk(t, "every_months = 1\ntimes = 1", "every_months = 1")
	edit(t, fsys, mainFile, "retention_days = 60", "retention_days = 2000000000")
	began := time.Now()
	p, faults, err := LoadFS(fsys)
	refused(t, p, faults, err, mainFile, "retention_days is 2000000000")
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

// A number up to its bound loads; one beyond it is a fault that names the bound.
func TestBoundsOfContacts(t *testing.T) {
	for _, c := range []struct {
		key, old    string
		least, most int
	}{{"after_days", "after_days = 7", 1, 3650}, {"days", "\ndays = 30", 1, 366}, {"every_months", "every_months = 1", 1, 120}, {"times", "times = 1", 1, 50}} {
		for _, n := range []int{c.least - 1, c.least, c.most, c.most + 1} {
			new := fmt.Sprintf("%s = %d", c.key, n)
			if strings.HasPrefix(c.old, "\n") {
				new = "\n" + new
			}
			p, faults, err := LoadFS(withDesk(t, c.old, new))
			inside := n >= c.least && n <= c.most
			if err != nil || (p != nil) != inside || !inside && !strings.Contains(fmt.Sprint(faults), fmt.Sprintf("write a number from %d to %d", c.least, c.most)) {
				t.Errorf("%s: %v, %v", new, faults, err)
			}
		}
	}
	six := withDesk(t, "", "")
	for i := range MaxChecks - 3 {
		six[mainFile].Data = fmt.Appendf(six[mainFile].Data, "\n[[checks]]\nid = \"own%d\"\nkind = \"yes_no\"\ntitle = { zh = \"问\", en = \"Ask\" }\n", i)
	}
	if p := mustLoad(t, six); len(p.CheckList()) != MaxChecks {
		t.Errorf("%d steps", len(p.CheckList()))
	}
}
