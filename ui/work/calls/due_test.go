package calls

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/event"
)

// shanghai is the zone of the booth of all tests.
var shanghai = time.FixedZone("CST", 8*3600)

// testPack has a contact of each kind.
func testPack() *event.Pack {
	text := func(s string) event.Text { return event.Text{event.ZH: s + "！", event.EN: s} }
	return &event.Pack{
		ID: "test-event", Title: event.Text{event.ZH: "测试 & 活动", event.EN: "Test & event"},
		Fields: []event.Field{
			{ID: "name", Kind: "name"}, {ID: "phone", Kind: "phone", Channel: "own"},
			{ID: "wechat", Kind: "text", Channel: "second"}, {ID: "email", Kind: "email", Channel: "second"},
			{ID: "friend", Kind: "person", Channel: "other"}, {ID: "graduation", Kind: "month"}, {ID: "home", Kind: "phone", Channel: "second"},
		},
		Contacts: []event.Contact{
			{ID: "day7", AfterDays: 7, Consent: "followup", Title: text("Day 7"), Say: text("Hello")},
			{ID: "leaving", Before: "graduation", Days: 30, Consent: "followup", Title: text("Leaving"), Say: text("You leave")},
			{ID: "yearly", EveryMonths: 12, Consent: "followup", Title: text("Yearly"), Say: text("A year")},
		},
	}
}

// someone signed up on 21 May 2027 at noon, and gave the consent.
func someone(change ...func(*record.Record)) record.Record {
	r := record.Record{Person: "p1", Code: "AAAABBBBC", SignUp: record.SignUp{
		At: at("2027-05-21 12:00"), Lang: "en",
		Fields: map[string]record.Field{
			"name": {Text: "Test Person"}, "phone": {Text: "13900000001"}, "wechat": {Text: "wx_test"}, "email": {Text: "test@example.org"},
			"friend": {Person: &record.Person{Name: "Friend", Relation: "friend", Phone: "13900000009"}},
		},
		Consents: []record.Consent{{ID: "followup", At: at("2027-05-21 12:00")}},
	}}
	for _, c := range change {
		c(&r)
	}
	return r
}

// at reads a time of the booth.
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// noon is a day at noon, in the zone of the booth.
func noon(day string) time.Time { return at(day + " 12:00") }

func field(id string, text record.Text) func(*record.Record) {
	return func(r *record.Record) { r.Fields[id] = record.Field{Text: text} }
}

func without(ids ...string) func(*record.Record) {
	return func(r *record.Record) {
		for _, id := range ids {
			delete(r.Fields, id)
		}
	}
}

// contact is "day channel outcome", with a plan and a next day, where there are.
func contact(s string) func(*record.Record) {
	w := append(strings.Fields(s), "", "")
	c := record.Contact{At: noon(w[0]), Channel: w[1], Outcome: w[2], Plan: strings.TrimPrefix(w[3], "-"), Next: w[4], Initials: "LQ"}
	return func(r *record.Record) { r.Contacts = append(r.Contacts, c) }
}

func signed(when string) func(*record.Record) {
	return func(r *record.Record) { r.At = at(when); r.Consents[0].At = r.At }
}

func checked(step string, yes bool) func(*record.Record) {
	return func(r *record.Record) {
		r.Checks = append(r.Checks, record.Check{At: at("2027-05-21 12:05"), Answers: map[string]bool{step: yes}})
	}
}

// corrected changes a field, and says so in the history.
func corrected(day, id string, text record.Text) func(*record.Record) {
	return func(r *record.Record) {
		c := record.FieldChange{ID: id, New: &record.Field{Text: text}}
		if old, had := r.Fields[id]; had {
			c.Old = &old
		}
		r.History = append(r.History, record.Change{Kind: entry.KindCorrection, At: noon(day), Fields: []record.FieldChange{c}})
		r.Fields[id] = *c.New
	}
}

// said is what a list says of its people: plan, day and best way of each.
func said(list []Call) string {
	var out []string
	for _, c := range list {
		way := "no way left"
		if w, ok := c.Best(); ok {
			way = w.Channel + " " + string(w.Value)
		}
		plan := c.Plan.ID
		if plan == "" {
			plan = "again"
		}
		out = append(out, fmt.Sprintf("%s since %s by %s", plan, c.Since.Format(time.DateOnly), way))
	}
	return strings.Join(out, "; ")
}

const byPhone = " by call 13900000001"

func TestWhoIsDueWhen(t *testing.T) {
	type change = func(*record.Record)
	for _, c := range []struct {
		about string
		on    string
		who   []change
		want  string // "" is nobody
	}{
		{"the sixth day", "2027-05-27", nil, ""},
		{"the seventh day", "2027-05-28", nil, "day7 since 2027-05-28" + byPhone},
		{"weeks later", "2027-07-01", nil, "day7 since 2027-05-28" + byPhone},
		{"without the consent", "2027-05-28", []change{func(r *record.Record) { r.Consents = nil }}, ""},
		{"signed up at a time that no clock gave", "2027-05-28", []change{func(r *record.Record) { r.At = time.Time{} }}, ""},

		// What closes.
		{"reached that day", "2027-05-28", []change{contact("2027-05-28 call reached day7")}, ""},
		{"and ever after", "2027-12-01", []change{contact("2027-05-28 call reached day7")}, ""},
		{"reached for something else", "2027-05-29", []change{contact("2027-05-29 visit moved")}, ""},
		{"reached too early, for something else", "2027-05-28", []change{contact("2027-05-25 call reached")}, "day7 since 2027-05-28" + byPhone},
		{"reached early, for this", "2027-05-28", []change{contact("2027-05-25 call reached day7")}, ""},
		{"sampled by a check", "2027-05-28", []change{checked(record.StepSample, true)}, ""},
		{"not sampled by a check", "2027-05-28", []change{checked(record.StepSample, false)}, "day7 since 2027-05-28" + byPhone},
		{"sampled early", "2027-05-28", []change{contact("2027-05-22 visit sampled")}, ""},
		{"confirmed early", "2027-05-28", []change{contact("2027-05-22 email registry_confirmed")}, ""},
		{"sampled does not close the yearly one", "2028-05-21", []change{contact("2027-05-22 visit sampled")}, "yearly since 2028-05-21" + byPhone},
		{"withdrew", "2028-05-28", []change{contact("2027-05-22 call withdrew")}, ""},
		{"withdrew, and agreed again", "2028-05-28", []change{contact("2027-05-22 call withdrew"), func(r *record.Record) { r.Consents[0].At = noon("2027-06-01") }}, "day7 since 2027-05-28" + byPhone},

		// What puts off.
		{"no answer", "2027-05-28", []change{contact("2027-05-28 call no_answer day7")}, ""},
		{"the day after no answer", "2027-05-29", []change{contact("2027-05-28 call no_answer day7")}, "day7 since 2027-05-28" + byPhone},
		{"no answer for something else", "2027-05-28", []change{contact("2027-05-28 call no_answer yearly")}, ""},
		{"a day chosen", "2027-05-30", []change{contact("2027-05-28 call no_answer day7 2027-05-31")}, ""},
		{"the day chosen", "2027-05-31", []change{contact("2027-05-28 call no_answer day7 2027-05-31")}, "day7 since 2027-05-28" + byPhone},
		{"a chosen day that is over", "2027-05-29", []change{contact("2027-05-28 call no_answer day7 2027-05-20")}, "day7 since 2027-05-28" + byPhone},
		{"a chosen day that is none", "2027-05-29", []change{contact("2027-05-28 call no_answer day7 2027-13-40")}, "day7 since 2027-05-28" + byPhone},
		{"a chosen month", "2027-05-29", []change{contact("2027-05-28 call no_answer day7 2027-07")}, "day7 since 2027-05-28" + byPhone},
		{"reached, and another day asked for", "2027-06-09", []change{contact("2027-05-28 call reached day7 2027-06-10")}, ""},
		{"the day asked for", "2027-06-10", []change{contact("2027-05-28 call reached day7 2027-06-10")}, "day7 since 2027-06-10" + byPhone},
		{"no answer on the day asked for", "2027-06-11", []change{contact("2027-05-28 call reached day7 2027-06-10"), contact("2027-06-10 call no_answer day7")}, "day7 since 2027-06-10" + byPhone},
		{"reached on the day asked for", "2027-06-10", []change{contact("2027-05-28 call reached day7 2027-06-10"), contact("2027-06-10 call reached")}, ""},
		{"asked for without a plan", "2027-05-24", []change{contact("2027-05-22 call no_answer - 2027-05-24")}, "again since 2027-05-24" + byPhone},
		{"asked for, and withdrew", "2027-06-10", []change{contact("2027-05-22 call withdrew - 2027-06-10")}, ""},

		// Wrong numbers.
		{"a wrong number, the same day", "2027-05-28", []change{contact("2027-05-28 call wrong_number day7")}, "day7 since 2027-05-28 by wechat wx_test"},
		{"a wrong number told by a message", "2027-05-28", []change{contact("2027-05-28 sms wrong_number day7")}, "day7 since 2027-05-28 by wechat wx_test"},
		{"a wrong number that is the WeChat id too", "2027-05-28", []change{field("wechat", "+86 139-0000-0001"), contact("2027-05-28 call wrong_number day7")}, "day7 since 2027-05-28 by email test@example.org"},
		{"no way left", "2027-05-29", []change{without("wechat", "email"), contact("2027-05-28 call wrong_number day7")}, "day7 since 2027-05-28 by no way left"},
		{"a wrong number, and one at home", "2027-05-29", []change{without("wechat", "email"), field("home", "+862160000000"), contact("2027-05-28 call wrong_number day7")}, "day7 since 2027-05-28 by call +862160000000"},
		{"both wrong", "2027-05-29", []change{without("wechat", "email"), field("home", "+862160000000"), contact("2027-05-28 call wrong_number day7"), contact("2027-05-29 call wrong_number day7")}, "day7 since 2027-05-28 by no way left"},
		{"a number corrected since", "2027-05-30", []change{contact("2027-05-28 call wrong_number day7"), corrected("2027-05-29", "phone", "13900000002")}, "day7 since 2027-05-28 by call 13900000002"},
		{"a number corrected before", "2027-05-30", []change{corrected("2027-05-27", "phone", "13900000002"), contact("2027-05-28 call wrong_number day7")}, "day7 since 2027-05-28 by wechat wx_test"},
		{"a wrong number corrected to itself", "2027-05-30", []change{contact("2027-05-28 call wrong_number day7"), corrected("2027-05-29", "phone", "13900000002"), corrected("2027-05-29", "phone", "13900000001")}, "day7 since 2027-05-28 by wechat wx_test"},
		{"a phone that did not ring", "2027-05-28", []change{checked(record.StepRang, false)}, "day7 since 2027-05-28 by wechat wx_test"},
		{"nothing but a phone that did not ring", "2027-05-28", []change{checked(record.StepRang, false), without("wechat", "email")}, "day7 since 2027-05-28" + byPhone},
		{"a phone that did not ring, corrected since", "2027-05-28", []change{checked(record.StepRang, false), corrected("2027-05-22", "phone", "13900000002")}, "day7 since 2027-05-28 by call 13900000002"},
		{"a friend's number is no way", "2027-05-28", []change{without("phone", "wechat", "email")}, "day7 since 2027-05-28 by no way left"},

		// Before a month.
		{"thirty-one days before", "2027-06-30", []change{contact("2027-05-28 call reached day7"), field("graduation", "2027-08")}, ""},
		{"a month before", "2027-07-02", []change{contact("2027-05-28 call reached day7"), field("graduation", "2027-08")}, "leaving since 2027-07-02" + byPhone},
		{"no month given", "2027-07-02", []change{contact("2027-05-28 call reached day7")}, ""},
		{"a month that is none", "2027-07-02", []change{contact("2027-05-28 call reached day7"), field("graduation", "soon")}, ""},
		{"a month that has begun", "2027-05-21", []change{field("graduation", "2027-05")}, ""},
		{"and the day after the sign-up", "2027-05-22", []change{field("graduation", "2027-05")}, "leaving since 2027-05-22" + byPhone},
		{"a month that was over", "2027-05-22", []change{field("graduation", "2027-04")}, ""},
		{"a month that is over now, and nobody was reached", "2027-12-01", []change{contact("2027-05-28 call reached day7"), contact("2027-08-02 call no_answer"), field("graduation", "2027-08")}, "leaving since 2027-07-02" + byPhone},
		{"what is due longest comes first", "2027-07-02", []change{field("graduation", "2027-08")}, "day7 since 2027-05-28" + byPhone},

		// Every year.
		{"the day before a year", "2028-05-20", []change{contact("2027-05-28 call reached day7")}, ""},
		{"a year", "2028-05-21", []change{contact("2027-05-28 call reached day7")}, "yearly since 2028-05-21" + byPhone},
		{"four years: only the latest", "2031-06-01", []change{contact("2027-05-28 call reached day7")}, "yearly since 2031-05-21" + byPhone},
		{"reached this year", "2028-06-01", []change{contact("2028-05-30 call reached")}, ""},
		{"reached this year, next year", "2029-05-21", []change{contact("2028-05-30 call reached yearly")}, "yearly since 2029-05-21" + byPhone},
		{"signed up on 29 February", "2029-02-27", []change{signed("2028-02-29 10:00"), contact("2028-03-10 call reached day7")}, ""},
		{"a year after 29 February", "2029-02-28", []change{signed("2028-02-29 10:00"), contact("2028-03-10 call reached day7")}, "yearly since 2029-02-28" + byPhone},
		{"four years after 29 February", "2032-02-29", []change{signed("2028-02-29 10:00"), contact("2028-03-10 call reached day7")}, "yearly since 2032-02-29" + byPhone},
		{"seven days over 29 February", "2028-03-02", []change{signed("2028-02-24 10:00")}, "day7 since 2028-03-02" + byPhone},

		// Clocks.
		{"signed up just before midnight", "2027-05-28", []change{signed("2027-05-21 23:59")}, "day7 since 2027-05-28" + byPhone},
		{"signed up just after midnight", "2027-05-28", []change{signed("2027-05-22 00:01")}, ""},
		{"today is before the sign-up", "2027-05-01", nil, ""},
		{"tried at a time to come", "2027-05-28", []change{contact("2029-01-01 call no_answer day7")}, "day7 since 2027-05-28" + byPhone},
		{"tried twice, once at a time to come", "2027-05-28", []change{contact("2027-05-28 call no_answer day7"), contact("2029-01-01 call no_answer day7")}, ""},
		{"reached at a time to come", "2027-05-28", []change{contact("2029-01-01 call reached day7")}, ""},
	} {
		if got := said(Due(testPack(), []record.Record{someone(c.who...)}, noon(c.on))); got != c.want {
			t.Errorf("%s, on %s:\n got %q\nwant %q", c.about, c.on, got, c.want)
		}
	}
}

// The day is that of the booth, whatever the zone in which times were written and whatever the hour.
func TestDaysAreThoseOfTheBooth(t *testing.T) {
	r := someone(signed("2027-05-22 00:30")) // 21 May in UTC
	r.At = r.At.UTC()
	for when, want := range map[time.Time]int{
		at("2027-05-28 23:59"): 0, at("2027-05-29 00:00"): 1,
		at("2027-05-29 00:00").In(time.UTC):            1, // 28 May there, but 21 May is the day of the sign-up too
		time.Date(2027, 5, 27, 23, 59, 0, 0, time.UTC): 0,
	} {
		if got := Due(testPack(), []record.Record{r}, when); len(got) != want {
			t.Errorf("%s: %d due, want %d", when, len(got), want)
		}
	}
	// On 26 March 2028 a day in Berlin has 23 hours, on 29 October 25.
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for _, day := range []time.Time{time.Date(2028, 3, 24, 0, 10, 0, 0, berlin), time.Date(2028, 10, 27, 23, 50, 0, 0, berlin)} {
		r := someone()
		r.At = day.UTC()
		y, m, d := day.Date()
		if before := time.Date(y, m, d+6, 23, 59, 0, 0, berlin); len(Due(testPack(), []record.Record{r}, before)) != 0 {
			t.Errorf("due on %s", before)
		}
		if on := time.Date(y, m, d+7, 0, 0, 0, 0, berlin); len(Due(testPack(), []record.Record{r}, on)) != 1 {
			t.Errorf("not due on %s", on)
		}
	}
}

func TestACallSaysWhatToSay(t *testing.T) {
	for lang, want := range map[string]string{"en": "Hello", "zh": "Hello！", "": "Hello！", "fr": "Hello！"} {
		r := someone(contact("2027-05-28 call no_answer"), func(r *record.Record) { r.Lang = lang })
		got := Due(testPack(), []record.Record{r}, noon("2027-05-30"))
		if len(got) != 1 || got[0].Say != want || got[0].Name != "Test Person" || got[0].Person != "p1" || got[0].Code != r.Code {
			t.Errorf("%s: %q", lang, got[0].Say)
		}
		if got[0].Last == nil || got[0].Last.Outcome != record.NoAnswer {
			t.Error("the last attempt is not there")
		}
	}
}

// Ways come in one order, each value once a channel, and say where somebody was reached.
func TestWaysInOrder(t *testing.T) {
	list := func(who ...func(*record.Record)) string {
		var out []string
		for _, w := range Due(testPack(), []record.Record{someone(who...)}, noon("2027-06-20"))[0].Ways {
			s := w.Field
			if w.Sure {
				s += "*"
			}
			out = append(out, s)
		}
		return strings.Join(out, " ")
	}
	home := field("home", "+862160000000")
	for _, c := range []struct {
		about string
		who   []func(*record.Record)
		want  string
	}{
		{"all", []func(*record.Record){home}, "phone wechat email home"},
		{"it rang", []func(*record.Record){home, checked(record.StepRang, true)}, "phone* wechat email home"},
		{"it did not ring", []func(*record.Record){home, checked(record.StepRang, false)}, "wechat email phone home"},
		{"it rang later", []func(*record.Record){home, checked(record.StepRang, false), checked(record.StepRang, true)}, "phone* wechat email home"},
		{"it did not ring, but somebody answered later", []func(*record.Record){checked(record.StepRang, false), contact("2027-05-25 call reached")}, "phone* wechat email"},
		{"answered by WeChat", []func(*record.Record){contact("2027-05-25 wechat reached")}, "phone wechat* email"},
		{"an address that is wrong", []func(*record.Record){home, contact("2027-05-25 email wrong_number")}, "phone wechat home"},
		{"met in person", []func(*record.Record){contact("2027-05-25 visit reached")}, "phone wechat email"},
		{"the same number twice", []func(*record.Record){field("home", "13900000001")}, "phone wechat email"},
		{"the number as the WeChat id", []func(*record.Record){field("wechat", "13900000001"), checked(record.StepRang, true)}, "phone* wechat email"},
		{"reached, then wrong", []func(*record.Record){contact("2027-05-22 call reached"), contact("2027-06-19 call wrong_number")}, "wechat email"},
	} {
		if got := list(c.who...); got != c.want {
			t.Errorf("%s: %s, want %s", c.about, got, c.want)
		}
	}
}

// Nothing of a person shows in what a call prints as.
func TestACallPrintsNobody(t *testing.T) {
	c := Due(testPack(), []record.Record{someone(contact("2027-05-22 call no_answer"))}, noon("2027-05-28"))[0]
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		for _, v := range []any{c, &c, []Call{c}, c.Ways, c.Ways[0]} {
			if got := fmt.Sprintf(verb, v); strings.Contains(got, "Test Person") || strings.Contains(got, "139") || strings.Contains(got, "wx_") {
				t.Errorf("%s of %T prints %s", verb, v, got)
			}
		}
	}
}
