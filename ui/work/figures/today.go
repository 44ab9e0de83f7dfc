package figures

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"matchbooth/assets/lang"
	"matchbooth/data"
	"matchbooth/kiosk/session"
)

// Count is a name and how many there are.
type Count struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Hour is how many signed up in one hour of the day, 0 to 23, over all days of the span.
type Hour struct {
	Hour int  `json:"hour"`
	N    int  `json:"n"`
	Now  bool `json:"now,omitempty"` // it is still running
}

// Date is how many signed up on one day.
type Date struct {
	Day time.Time `json:"day"`
	N   int       `json:"n"`
}

// Today is what the first page of the desk shows, of a day or of any other span.
type Today struct {
	From, To time.Time
	SignedUp int // who is here, joined ones once
	Joined   int // sign-ups that are the same person as another; 0 without a key
	Checked  int // of SignedUp
	Erased   int
	ToCall   int // handed in; 0 until [Today.Due] was told
	CallsDue bool

	Hours  []Hour  // from the first hour with a sign-up to the last, or to the running one; sums to SignedUp
	Days   []Date  // every day from the first with a sign-up to the last; sums to SignedUp
	Booths []Count // by id, sums to SignedUp

	Way   []Count // visitors by how far they came, see [Steps]
	Leave int     // index in Way of the step after which most left, of those who came as far as the conditions; -1: nobody did
	Left  int     // how many
	// Visitors is by the language in which a visit ended; Outcomes is what came of the conditions, from five up, most first.
	Visitors, Outcomes []Count
	Counted            time.Time // up to when visitors are counted in these

	// The rest needs the key.
	Open     bool
	Sources  []Count // Screen, Paper, Unknown; sums to SignedUp
	Langs    []Count // of those who signed up
	Stories  []Count // the story that was read last before signing up, "" for none; most first
	Reach    []int   // how many can be reached in 0, 1, 2 … ways
	Unopened int     // of SignedUp, those that the key did not open: in none of Langs, Stories and Reach
}

// Steps are the counters of the way through the booth, in its order.
var Steps = []string{
	session.TallyStarted, session.TallyScreen(session.Conditions), session.TallyScreen(session.Form), session.TallyScreen(session.Saved),
}

// MostReach is the largest number of ways that is told apart.
const MostReach = 6

// Today counts the span.
func (f *Facts) Today() Today {
	t := Today{From: f.From, To: f.To, Counted: f.Counted, Open: f.Opened != nil, Leave: -1}
	list, joined := f.people()
	t.Joined = joined
	loc := f.From.Location()
	var hours [24]int
	days, booths := map[time.Time]int{}, map[string]int{}
	sources, langs, stories, reach := map[string]int{}, map[string]int{}, map[string]int{}, make([]int, MostReach+1)
	for _, p := range list {
		if p.State == data.Erased {
			t.Erased++
		}
		if p.State != data.Stored {
			continue
		}
		t.SignedUp++
		at := time.Unix(p.Hour*3600, 0).In(loc)
		hours[at.Hour()]++
		day, _ := DayOf(at)
		days[day]++
		booths[p.Booth]++
		sources[p.source()]++
		if f.checked(p) {
			t.Checked++
		}
		if p.rec == nil {
			t.Unopened++
			continue
		}
		langs[p.rec.Lang]++
		stories[p.rec.Story]++
		reach[min(max(p.rec.Reachability, 0), MostReach)]++
	}
	t.Hours = f.hours(hours, days)
	t.Days = consecutive(days)
	t.Booths = byName(booths)
	t.way(f.Tallies)
	if !t.Open {
		t.Unopened = 0
		return t
	}
	t.Sources, t.Langs, t.Stories, t.Reach = byName(sources), most(langs), most(stories), reach
	return t
}

// Due tells how many people are to be called today.
func (t *Today) Due(n int) { t.ToCall, t.CallsDue = n, true }

// way counts what visitors did.
func (t *Today) way(tallies map[string]int) {
	for _, name := range Steps {
		t.Way = append(t.Way, Count{name, tallies[name]})
	}
	for i := 1; i+1 < len(t.Way); i++ {
		if left := t.Way[i].N - t.Way[i+1].N; left > t.Left {
			t.Leave, t.Left = i, left
		}
	}
	for _, tag := range lang.Tags() {
		if n := tallies[session.TallyLang(tag)]; n > 0 {
			t.Visitors = append(t.Visitors, Count{tag, n})
		}
	}
	outcomes := map[string]int{}
	for name, n := range tallies {
		// The store returns none below; it is asked again here because this is the one place from which they are shown.
		if id, ok := strings.CutPrefix(name, data.TallyByDay); ok && n >= data.TalliesTogether {
			outcomes[id] = n
		}
	}
	t.Outcomes = most(outcomes)
}

// hours lists the hours from the first with a sign-up to the last. On the running day it goes on to the running hour.
func (f *Facts) hours(n [24]int, days map[time.Time]int) (out []Hour) {
	first, last := -1, -1
	for h, k := range n {
		if k > 0 {
			if first < 0 {
				first = h
			}
			last = h
		}
	}
	now := -1
	if f.To.Sub(f.From) <= 25*time.Hour && !f.Now.Before(f.From) && f.Now.Before(f.To) {
		now = f.Now.In(f.From.Location()).Hour()
	}
	if first < 0 {
		return nil
	}
	if now > last && len(days) == 1 {
		last = now
	}
	for h := first; h <= last; h++ {
		out = append(out, Hour{h, n[h], h == now})
	}
	return out
}

// mostDays is how many days without a sign-up are listed between two with one: beyond, a clock was wrong.
const mostDays = 60

// consecutive lists every day from the first to the last, those on which nobody came too.
func consecutive(days map[time.Time]int) (out []Date) {
	for _, d := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		if len(out) > 0 && d.Sub(out[len(out)-1].Day) < mostDays*24*time.Hour {
			for {
				_, next := DayOf(out[len(out)-1].Day)
				if !next.Before(d) {
					break
				}
				out = append(out, Date{next, 0})
			}
		}
		out = append(out, Date{d, days[d]})
	}
	return out
}

func byName(m map[string]int) (out []Count) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		out = append(out, Count{name, m[name]})
	}
	return out
}

// most lists the largest first, equal ones by name.
func most(m map[string]int) []Count {
	out := byName(m)
	slices.SortStableFunc(out, func(a, b Count) int { return cmp.Compare(b.N, a.N) })
	return out
}
