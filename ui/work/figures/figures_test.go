package figures

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/handover"
)

var (
	zone    = time.FixedZone("CST", 8*3600)
	morning = time.Date(2027, 5, 21, 0, 0, 0, 0, zone)
)

// made are facts of one day or of several, of made-up people.
func made(t *rapid.T, opened bool) Facts {
	days := rapid.IntRange(1, 3).Draw(t, "days")
	f := Facts{From: morning, To: morning.AddDate(0, 0, days), Now: morning.Add(time.Duration(rapid.IntRange(0, 80).Draw(t, "now")) * time.Hour), Booth: "b1", Tallies: map[string]int{}}
	states := []func(*data.Arrival){
		func(a *data.Arrival) { a.State = data.Stored }, func(a *data.Arrival) { a.State = data.Stored },
		func(a *data.Arrival) { a.State = data.Erased }, func(a *data.Arrival) { a.State = data.Damaged }, func(a *data.Arrival) { a.State = data.Distrusted },
	}
	o := &Opened{HandedOver: map[string]map[entry.ReceiptCode]bool{handover.Registry: {}, handover.Us: {}}, Handover: rapid.SampledFrom([]string{"", "handover"}).Draw(t, "consent")}
	for i := range rapid.IntRange(0, 40).Draw(t, "people") {
		a := data.Arrival{Person: fmt.Sprint("person ", i), Booth: rapid.SampledFrom([]string{"b1", "b2", "b3"}).Draw(t, "booth"),
			Hour: morning.Unix()/3600 + int64(rapid.IntRange(0, 24*days-1).Draw(t, "hour")), Mirrored: rapid.Bool().Draw(t, "mirrored"), Checked: rapid.Bool().Draw(t, "checked")}
		rapid.SampledFrom(states).Draw(t, "state")(&a)
		f.Arrivals = append(f.Arrivals, a)
		if a.State != data.Stored || rapid.IntRange(0, 9).Draw(t, "opens") == 0 {
			continue
		}
		if n := len(o.Records); n > 0 && rapid.IntRange(0, 7).Draw(t, "joins") == 0 {
			o.Records[n-1].Parts = append(o.Records[n-1].Parts, a.Person)
			continue
		}
		r := record.Record{Person: a.Person, Code: entry.CodeOf(a.Person), Booth: a.Booth}
		r.At = morning.AddDate(0, 0, -rapid.IntRange(0, 500).Draw(t, "ago"))
		r.Source = rapid.SampledFrom([]string{Screen, Paper}).Draw(t, "source")
		r.Lang = rapid.SampledFrom([]string{"zh", "en"}).Draw(t, "lang")
		r.Story = rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "story")
		r.Reachability = rapid.IntRange(0, 6).Draw(t, "reach")
		if rapid.Bool().Draw(t, "agrees") {
			r.Consents = []record.Consent{{ID: "handover"}}
		}
		for range rapid.IntRange(0, 2).Draw(t, "contacts") {
			r.Contacts = append(r.Contacts, record.Contact{At: r.At.AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "after")), Outcome: rapid.SampledFrom(record.Outcomes).Draw(t, "outcome")})
		}
		for to := range o.HandedOver {
			if rapid.Bool().Draw(t, "has") {
				o.HandedOver[to][r.Code] = true
			}
		}
		o.Records = append(o.Records, r)
	}
	for _, h := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"b1", "b2", "b4", "b5"}), rapid.ID).Draw(t, "heard") {
		f.Booths = append(f.Booths, data.Heard{Booth: h, This: h == "b1"})
	}
	for _, id := range []string{"all_true", "not_yet", "unsure"} {
		f.Tallies["outcome:"+id] = rapid.IntRange(0, 20).Draw(t, id)
	}
	for _, name := range Steps {
		f.Tallies[name] = rapid.IntRange(0, 300).Draw(t, name)
	}
	if opened {
		f.Opened = o
	}
	return f
}

func sum[T any](list []T, n func(T) int) (all int) {
	for _, x := range list {
		all += n(x)
	}
	return all
}

func ofCount(c Count) int { return c.N }

func TestEverySumAgreesWithTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := made(t, rapid.Bool().Draw(t, "key"))
		now := f.Today()
		sums := map[string]int{
			"hours": sum(now.Hours, func(h Hour) int { return h.N }), "days": sum(now.Days, func(d Date) int { return d.N }), "booths": sum(now.Booths, ofCount),
		}
		if now.Open {
			sums["sources"] = sum(now.Sources, ofCount)
			sums["languages"] = sum(now.Langs, ofCount) + now.Unopened
			sums["stories"] = sum(now.Stories, ofCount) + now.Unopened
			sums["reach"] = sum(now.Reach, func(n int) int { return n }) + now.Unopened
		}
		for name, n := range sums {
			if n != now.SignedUp {
				t.Errorf("%s sum to %d of %d", name, n, now.SignedUp)
			}
		}
		if now.Checked > now.SignedUp || now.SignedUp+now.Erased+now.Joined > len(f.Arrivals) {
			t.Errorf("%d signed up, %d checked, %d erased, %d joined of %d", now.SignedUp, now.Checked, now.Erased, now.Joined, len(f.Arrivals))
		}

		d := f.Day(nil)
		if d.Created != d.Stored+d.Erased+d.Damaged+d.Distrusted || d.Created+d.Joined != len(f.Arrivals) || d.Stored != now.SignedUp || d.Erased != now.Erased {
			t.Errorf("the day does not add up: %+v", d.Numbers)
		}
		for name, list := range map[string][]Part{"booths": d.Booths, "sources": d.Sources, "table": d.Table()} {
			var all Numbers
			for _, p := range list {
				all.add(p.Numbers)
			}
			if all != d.Numbers {
				t.Errorf("%s: %+v are not %+v", name, all, d.Numbers)
			}
		}
		for _, e := range d.Equations {
			if e.Diff != e.Left.N-sum(e.Right, ofCount) || e.Agrees != (e.Diff == 0) {
				t.Errorf("%+v", e)
			}
		}
	})
}

// Booths are merged in any order, and the same people come in any order.
func TestTheOrderOfArrivalChangesNoFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := made(t, true)
		g := f
		o := *f.Opened
		g.Opened = &o
		g.Arrivals, g.Booths, o.Records = slices.Clone(f.Arrivals), slices.Clone(f.Booths), slices.Clone(o.Records)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(g.Arrivals), func(i, j int) { g.Arrivals[i], g.Arrivals[j] = g.Arrivals[j], g.Arrivals[i] })
		r.Shuffle(len(g.Booths), func(i, j int) { g.Booths[i], g.Booths[j] = g.Booths[j], g.Booths[i] })
		r.Shuffle(len(o.Records), func(i, j int) { o.Records[i], o.Records[j] = o.Records[j], o.Records[i] })
		if a, b := f.Today(), g.Today(); !reflect.DeepEqual(a, b) {
			t.Errorf("today: %+v and %+v", a, b)
		}
		if a, b := f.Day(nil), g.Day(nil); !reflect.DeepEqual(a, b) {
			t.Errorf("the day: %+v and %+v", a, b)
		}
		if a, b := (Opened{Records: f.Opened.Records}).Came(f.Now), (Opened{Records: o.Records}).Came(f.Now); !reflect.DeepEqual(a, b) {
			t.Errorf("what came of it: %+v and %+v", a, b)
		}
	})
}

// Nothing about conditions below five, and nothing of what records say about them.
func TestConditionsAreNeverCountedBelowFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := made(t, true)
		for _, c := range f.Today().Outcomes {
			if c.N < 5 {
				t.Errorf("%s was said %d times, and is shown", c.Name, c.N)
			}
		}
		before := fmt.Sprint(f.Today(), f.Day(nil), Opened{Records: f.Opened.Records}.Came(f.Now))
		for i := range f.Opened.Records {
			f.Opened.Records[i].Outcome, f.Opened.Records[i].Flags = "not_yet", []string{"unsure"}
		}
		if after := fmt.Sprint(f.Today(), f.Day(nil), (Opened{Records: f.Opened.Records}).Came(f.Now)); after != before {
			t.Error("a figure depends on what somebody's record says about conditions")
		}
	})
}

func TestReachedLaterIsReachedBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := made(t, true)
		c := Opened{Records: f.Opened.Records}.Came(f.Now)
		for i, a := range c.After {
			if a.N > a.Of || a.Of > c.SignedUp || i > 0 && (a.Of > c.After[i-1].Of || a.N > c.After[i-1].N) {
				t.Errorf("%+v", c)
			}
		}
	})
}

func TestClosingADay(t *testing.T) {
	three, five := 3, 5
	stored := func(n int, mirrored bool) (out []data.Arrival) {
		for i := range n {
			out = append(out, data.Arrival{Person: fmt.Sprint("p", i), Booth: "b1", Hour: morning.Unix()/3600 + 9, State: data.Stored, Mirrored: mirrored, Checked: true})
		}
		return out
	}
	opened := func(n int, paper, given, agreed int) *Opened {
		o := &Opened{HandedOver: map[string]map[entry.ReceiptCode]bool{handover.Registry: {}}, Handover: "handover"}
		for i := range n {
			r := record.Record{Person: fmt.Sprint("p", i), Booth: "b1", Code: entry.CodeOf(fmt.Sprint("p", i))}
			if r.Source = Screen; i < paper {
				r.Source = Paper
			}
			if i < agreed {
				r.Consents = []record.Consent{{ID: "handover"}}
			}
			o.HandedOver[handover.Registry][r.Code] = i < given
			o.Records = append(o.Records, r)
		}
		return o
	}
	stick := data.MirrorState{Dir: "stick"}
	for _, c := range []struct {
		name  string
		facts Facts
		paper *int
		todo  []string
		wrong []string // equations that do not agree
	}{
		{"nobody came", Facts{Mirror: stick}, nil, nil, nil},
		{"all is well", Facts{Arrivals: stored(6, true), Mirror: stick, Opened: opened(6, 3, 4, 4)}, &three, nil, nil},
		{"no second copy", Facts{Arrivals: stored(6, false)}, nil, []string{"no_mirror 6"}, []string{EqMirrored}},
		{"the second copy is behind", Facts{Arrivals: append(stored(6, true)[:4], stored(6, false)[4:]...), Mirror: stick}, nil, []string{"mirror 2"}, []string{EqMirrored}},
		{"forms not typed", Facts{Arrivals: stored(6, true), Mirror: stick, Opened: opened(6, 3, 4, 4)}, &five, []string{"paper 2"}, []string{EqPaper}},
		{"more typed than counted", Facts{Arrivals: stored(6, true), Mirror: stick, Opened: opened(6, 5, 4, 4)}, &three, []string{"paper_more 2"}, []string{EqPaper}},
		{"not handed over", Facts{Arrivals: stored(6, true), Mirror: stick, Opened: opened(6, 0, 2, 5)}, nil, []string{"hand_over 3"}, []string{EqHandedOver}},
		{"one did not open", Facts{Arrivals: stored(6, true), Mirror: stick, Opened: opened(5, 0, 5, 5)}, nil, []string{"unopened 1"}, []string{EqHandedOver}},
		{"gaps and a booth that did not come", Facts{Mirror: stick, Gaps: []data.Gap{{Booth: "b2", First: 4, Last: 6}, {Booth: "b2", First: 9, Last: 9}},
			Booths: []data.Heard{{Booth: "b3", Belongs: true}, {Booth: "b2", InSpan: 4}, {Booth: "b4", Distrusted: true}}}, nil, []string{"gap 4 b2", "missing 1 b3"}, nil},
		{"a damaged one", Facts{Mirror: stick, Arrivals: append(stored(2, true), data.Arrival{Person: "x", Booth: "b1", State: data.Damaged})}, nil, []string{"damaged 1"}, []string{EqCreated}},
		{"one unchecked", Facts{Mirror: stick, Arrivals: append(stored(2, true), data.Arrival{Person: "x", Booth: "b1", State: data.Stored, Mirrored: true})}, nil, []string{"unchecked 1"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := c.facts
			f.From, f.To = DayOf(morning)
			f.Booth = "b1"
			d := f.Day(c.paper)
			var todo, wrong []string
			for _, x := range d.Todo {
				todo = append(todo, strings.TrimSpace(fmt.Sprint(x.What, " ", x.N, " ", x.Booth)))
			}
			for _, e := range d.Equations {
				if !e.Agrees {
					wrong = append(wrong, e.ID)
				}
			}
			if !slices.Equal(todo, c.todo) || !slices.Equal(wrong, c.wrong) {
				t.Errorf("to do %q, want %q; wrong %q, want %q", todo, c.todo, wrong, c.wrong)
			}
			b, err := json.Marshal(d)
			if err != nil || strings.Contains(strings.Replace(string(b), `"paper_counted":null`, "", 1), "null") {
				t.Errorf("%s, %v", b, err)
			}
			for _, key := range []string{"created", "stored", "mirrored", "exported", "erased", "paper", "gaps", "missing_booths", "unchecked"} {
				if !strings.Contains(string(b), `"`+key+`":`) {
					t.Errorf("%s is missing in %s", key, b)
				}
			}
		})
	}
}

func TestWhereMostLeave(t *testing.T) {
	f := Facts{Tallies: map[string]int{session.TallyStarted: 312, "screen:conditions": 168, "screen:form": 109, "screen:saved": 86}}
	f.From, f.To = DayOf(morning)
	now := f.Today()
	if now.Leave != 1 || now.Left != 59 || now.Way[3].N != 86 {
		t.Errorf("%+v", now)
	}
	f.Tallies = nil
	if now := f.Today(); now.Leave != -1 || now.Left != 0 {
		t.Errorf("of nobody: %+v", now)
	}
}

func TestTheRunningHourIsMarked(t *testing.T) {
	f := Facts{Now: morning.Add(16*time.Hour + 12*time.Minute), Arrivals: []data.Arrival{{Person: "x", Booth: "b1", Hour: morning.Unix()/3600 + 9, State: data.Stored}}}
	f.From, f.To = DayOf(morning)
	h := f.Today().Hours
	if len(h) != 8 || h[0] != (Hour{9, 1, false}) || h[7] != (Hour{16, 0, true}) {
		t.Errorf("%v", h)
	}
	f.Now = morning.AddDate(0, 0, 1)
	if h := f.Today().Hours; len(h) != 1 || h[0].Now {
		t.Errorf("the day after: %v", h)
	}
}

// The edges of what came of people: who is too young for a time is on neither side of it, to the second; the joined count
// once with all that was ever said of either; what is dated after now says nothing; fewer than five are not shown.
func TestWhatCameOfPeople(t *testing.T) {
	now := morning.AddDate(1, 0, 0).Add(10 * time.Hour)
	up := func(days int, contacts ...record.Contact) record.Record {
		r := record.Record{Person: fmt.Sprint("p", days)}
		r.At, r.Contacts = now.AddDate(0, 0, -days), contacts
		return r
	}
	after := func(days, later int, outcome string) record.Contact {
		return record.Contact{At: now.AddDate(0, 0, later-days), Channel: record.ChannelCall, Outcome: outcome}
	}
	sample := func(r record.Record) record.Record {
		r.Checks = []record.Check{{Answers: map[string]bool{record.StepSample: true}}}
		return r
	}
	late := up(7)
	late.At = late.At.Add(time.Second)
	joined := up(40, after(40, 8, record.Reached), after(40, 9, record.Reached))
	joined.Parts = []string{"another sign-up of the same person"}
	for _, c := range []struct {
		name  string
		list  []record.Record
		count string // signed up, checked, sampled, then N of Of after each time
	}{
		{"nobody", nil, "0 0 0; 0/0 0/0 0/0"},
		{"today", []record.Record{up(0, after(0, 0, record.Reached))}, "1 0 0; 0/0 0/0 0/0"},
		{"a second too young", []record.Record{late}, "1 0 0; 0/0 0/0 0/0"},
		{"seven days to the second", []record.Record{up(7)}, "1 0 0; 0/1 0/0 0/0"},
		{"reached too early", []record.Record{up(8, after(8, 6, record.Reached))}, "1 0 0; 0/1 0/0 0/0"},
		{"reached on the day", []record.Record{up(8, after(8, 7, record.Reached))}, "1 0 0; 1/1 0/0 0/0"},
		{"reached after a month counts for the week", []record.Record{up(31, after(31, 30, record.Reached))}, "1 0 0; 1/1 1/1 0/0"},
		{"reached after a year", []record.Record{up(400, after(400, 366, record.Reached))}, "1 0 0; 1/1 1/1 1/1"},
		{"withdrew when called", []record.Record{up(8, after(8, 7, record.Withdrew))}, "1 0 0; 1/1 0/0 0/0"},
		{"no answer, and a wrong number", []record.Record{up(8, after(8, 7, record.NoAnswer), after(8, 8, record.Wrong))}, "1 0 0; 0/1 0/0 0/0"},
		{"joined", []record.Record{joined}, "1 0 0; 1/1 0/1 0/0"},
		{"dated after now", []record.Record{up(8, after(8, 20, record.Reached))}, "1 0 0; 0/1 0/0 0/0"},
		{"signed up after now", []record.Record{up(-3, after(-3, 9, record.Reached))}, "1 0 0; 0/0 0/0 0/0"},
		{"sampled", []record.Record{sample(up(8))}, "1 1 1; 0/1 0/0 0/0"},
		{"sampled by what a call said", []record.Record{up(8, after(8, 1, record.Sampled)), up(9, after(9, 1, record.Confirmed))}, "2 0 2; 0/2 0/0 0/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			came := Opened{Records: c.list}.Came(now)
			got := fmt.Sprintf("%d %d %d;", came.SignedUp, came.Checked, came.Sampled)
			for _, a := range came.After {
				got += fmt.Sprintf(" %d/%d", a.N, a.Of)
				if a.Shown() {
					t.Errorf("%d people are shown", a.Of)
				}
			}
			if got != c.count {
				t.Errorf("%s, want %s", got, c.count)
			}
		})
	}
	var five []record.Record
	for range data.TalliesTogether {
		five = append(five, up(8))
	}
	if a := (Opened{Records: five}).Came(now).After; !a[0].Shown() || a[1].Shown() {
		t.Errorf("%+v", a)
	}
}
