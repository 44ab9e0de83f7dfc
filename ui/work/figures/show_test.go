package figures

import (
	"strings"
	"testing"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/ui/work/figures/plot"
)

// Whatever there is to do is said in both languages, with a next step, and without a place that nobody filled in.
func TestWhatThereIsToDoIsSaid(t *testing.T) {
	catalogue, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	names := Names{This: "3f2a51c0", Story: strings.ToUpper, Outcome: strings.ToUpper}
	seven := 7
	for _, lang := range []string{"zh", "en"} {
		say := catalogue.In(lang)
		d := Day{PaperCounted: &seven}
		for _, kind := range []string{TodoDamaged, TodoDistrusted, TodoGap, TodoMissing, TodoNoMirror, TodoMirror, TodoPaper, TodoPaperMore, TodoHandOver, TodoUnread, TodoUnopened, TodoUnchecked} {
			for _, todo := range []Todo{{kind, 1, "91c0aa", ""}, {kind, 1234, "3f2a51c0", "2027-05-20"}} {
				what, how := d.Say(say, names, todo)
				for _, s := range []string{what, how} {
					if s == "" || strings.ContainsAny(s, "⟦⟧{}") || strings.Contains(s, "no value") || strings.Contains(s, "91c0aa") {
						t.Errorf("%s: %q", kind, s)
					}
				}
				if !strings.HasSuffix(how, "。") && !strings.HasSuffix(how, ".") {
					t.Errorf("%s: %q is no sentence", kind, how)
				}
			}
		}
		f := Facts{Arrivals: []data.Arrival{{Person: "x", Booth: "3f2a51c0", State: data.Stored}}, Opened: &Opened{Handover: "handover"}, Tallies: map[string]int{"screen:conditions": 7, "screen:form": 2}}
		f.From, f.To = DayOf(time.Unix(0, 0))
		for _, e := range f.Day(&seven).Equations {
			for _, term := range append(e.Right, e.Left) {
				if s := TermName(say, term); strings.ContainsAny(s, "⟦⟧") {
					t.Errorf("%s: %q", term.Name, s)
				}
			}
		}
		f.Opened.Handover = ""
		if e := f.Day(nil).Equations[2]; strings.ContainsAny(TermName(say, e.Right[0]), "⟦⟧") {
			t.Errorf("%v", e)
		}
		today := f.Today()
		for _, p := range []plot.Plot{today.HoursPlot(say), today.DaysPlot(say), today.WayPlot(say), today.ReachPlot(say), today.StoriesPlot(say, names), today.OutcomesPlot(say, names), f.Day(nil).OriginPlot(say, names), Opened{Records: nil}.Came(time.Now()).Plot(say)} {
			for _, s := range plot.Words(p) {
				if s == "" || strings.ContainsAny(s, "⟦⟧") {
					t.Errorf("%T: %q", p, s)
				}
			}
		}
		// Each step has a number and what it means, or says why it has none; the plot hides the same.
		came := Came{SignedUp: 9, Checked: 9, Sampled: 4, After: []Reached{{7, 3, 8}, {30, 2, 4}, {365, 0, 0}}}
		shown := came.Plot(say).(plot.Stairs).Stairs
		for i, s := range came.Steps(say) {
			if strings.ContainsAny(s.Name+s.Line, "⟦⟧{}") || s.Line == "" || s.Hidden != (i > 3) || s.Hidden != shown[i].Open || s.N != shown[i].N || s.Of != shown[i].Of {
				t.Errorf("%+v, drawn as %+v", s, shown[i])
			}
			if s.Hidden && s.N+s.Of+shown[i].N+shown[i].Of != 0 {
				t.Errorf("fewer than five are shown: %+v, %+v", s, shown[i])
			}
		}
		if s := today.LeaveLine(say); !strings.Contains(s, "5") {
			t.Errorf("%q", s)
		}
	}
}
