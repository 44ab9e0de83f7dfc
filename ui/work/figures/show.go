package figures

import (
	"fmt"
	"strconv"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/figures/plot"
)

// Names says how things are called that figures know by their id.
type Names struct {
	Story   func(id string) string // of a story of the pack
	Outcome func(id string) string // of an outcome of the conditions other than that all are true
	This    string                 // the id of this booth

	NoStories bool // the pack tells none: nobody is said to have read one or not
}

// NamesOf takes the names from a pack. What the pack no longer has goes by its id.
func NamesOf(p *event.Pack, lang, this string) Names {
	l := event.Lang(lang)
	return Names{
		This: this, NoStories: len(p.Stories) == 0,
		Story: func(id string) string {
			if s := p.Story(id); s != nil {
				return s.Name.In(l)
			}
			return id
		},
		Outcome: func(id string) string {
			if w := p.Way(id); w != nil {
				return w.Private.In(l)
			}
			return id
		},
	}
}

// Booth returns how a booth is called: by the first four digits of its id, as its own screen shows them.
func (n Names) Booth(say text.Printer, id string) string {
	key := "figures.booth.other"
	if id == n.This {
		key = "figures.booth.this"
	}
	return say.S(key, "ID", id[:min(len(id), 4)])
}

// HoursPlot draws the hours.
func (t Today) HoursPlot(say text.Printer) plot.Plot {
	p := plot.Bars{Empty: say.S("figures.hour.empty")}
	for _, h := range t.Hours {
		p.Bars = append(p.Bars, plot.Bar{Label: strconv.Itoa(h.Hour), N: h.N, Now: h.Now})
	}
	return p
}

// DaysPlot draws the days.
func (t Today) DaysPlot(say text.Printer) plot.Plot {
	p := plot.Bars{Empty: say.S("figures.hour.empty")}
	for _, d := range t.Days {
		p.Bars = append(p.Bars, plot.Bar{Label: fmt.Sprintf("%d.%d", d.Day.Month(), d.Day.Day()), N: d.N})
	}
	return p
}

// wayNames are the texts of [Steps].
var wayNames = map[string]string{
	session.TallyStarted: "figures.way.started", session.TallyScreen(session.Conditions): "figures.way.conditions",
	session.TallyScreen(session.Form): "figures.way.form", session.TallyScreen(session.Saved): "figures.way.saved",
}

// WayPlot draws how far visitors came.
func (t Today) WayPlot(say text.Printer) plot.Plot {
	p := plot.Funnel{Empty: say.S("figures.way.empty")}
	for _, s := range t.Way {
		p.Steps = append(p.Steps, plot.Bar{Label: say.S(wayNames[s.Name]), N: s.N})
	}
	return p
}

// LeaveLine says where most left; "" while nobody has come as far as the conditions.
func (t Today) LeaveLine(say text.Printer) string {
	switch {
	case len(t.Way) < 2 || t.Way[1].N == 0:
		return ""
	case t.Leave < 0:
		return say.S("figures.leave.none")
	case t.Leave == 1:
		return say.S("figures.leave.conditions", "N", t.Left)
	}
	return say.S("figures.leave.form", "N", t.Left)
}

// ReachPlot draws in how many ways people can be reached, the most first.
func (t Today) ReachPlot(say text.Printer) plot.Plot {
	most := 4
	for ways, n := range t.Reach {
		if n > 0 {
			most = max(most, ways)
		}
	}
	p := plot.Rows{Dots: most, Gold: true, Empty: say.S("figures.reach.empty")}
	for ways := min(most, len(t.Reach)-1); ways >= 0; ways-- {
		if ways > 0 || t.Reach[0] > 0 {
			p.Rows = append(p.Rows, plot.Row{Dots: ways, N: t.Reach[ways]})
		}
	}
	return p
}

// StoriesPlot draws which story was read last before signing up.
func (t Today) StoriesPlot(say text.Printer, names Names) plot.Plot {
	p := plot.Rows{Empty: say.S("figures.hour.empty")}
	for _, s := range t.Stories {
		name := say.S("figures.story.none")
		if s.Name != "" {
			name = names.Story(s.Name)
		}
		p.Rows = append(p.Rows, plot.Row{Label: name, N: s.N})
	}
	return p
}

// OutcomesPlot draws how the conditions turned out, from five up.
func (t Today) OutcomesPlot(say text.Printer, names Names) plot.Plot {
	p := plot.Rows{Empty: say.S("figures.way.empty")}
	for _, o := range t.Outcomes {
		name := say.S("figures.outcome.all_true")
		if o.Name != event.OutcomeAllTrue {
			name = names.Outcome(o.Name)
		}
		p.Rows = append(p.Rows, plot.Row{Label: name, N: o.N})
	}
	return p
}

// OriginPlot draws where people signed up: at which booth, and, with the key, how many of all on paper. Rows add up.
func (d Day) OriginPlot(say text.Printer, names Names) plot.Plot {
	p := plot.Rows{Empty: say.S("figures.hour.empty")}
	for _, part := range d.Table() {
		name := say.S("figures.source.paper")
		if part.Name != Paper {
			name = names.Booth(say, part.Name)
		}
		if part.Stored > 0 {
			p.Rows = append(p.Rows, plot.Row{Label: name, N: part.Stored})
		}
	}
	return p
}

// Plot draws what came of people. A step for which the time of fewer than five people has come has no number.
func (c Came) Plot(say text.Printer) plot.Plot {
	p := plot.Stairs{Empty: say.S("figures.hour.empty"), Stairs: []plot.Stair{
		{Label: say.S("figures.came.signed"), N: c.SignedUp}, {Label: say.S("figures.came.checked"), N: c.Checked}, {Label: say.S("figures.came.sampled"), N: c.Sampled},
	}}
	for _, a := range c.After {
		s := plot.Stair{Label: say.S("figures.came." + strconv.Itoa(a.Days)), Open: !a.Shown()}
		if a.Shown() {
			s.N, s.Of = a.N, a.Of
		}
		if a.Shown() && a.Of < c.SignedUp {
			s.Note = say.S("figures.came.of", "N", a.Of)
		}
		p.Stairs = append(p.Stairs, s)
	}
	return p
}

// Step is one step of what came of people, with what its number means.
type Step struct {
	Name, Line string
	N          int
	Of         int  // of how many, where these are not all; 0: of all
	Hidden     bool // there is no number yet, and Line says why
}

// Steps are the steps of the plot, to be read.
func (c Came) Steps(say text.Printer) []Step {
	line := say.S("figures.came.checked.line", "N", c.SignedUp-c.Checked)
	if c.Checked == c.SignedUp {
		line = say.S("figures.came.checked.all")
	}
	out := []Step{
		{Name: say.S("figures.came.signed"), Line: say.S("figures.came.signed.line"), N: c.SignedUp},
		{Name: say.S("figures.came.checked"), Line: line, N: c.Checked},
		{Name: say.S("figures.came.sampled"), Line: say.S("figures.came.sampled.line"), N: c.Sampled},
	}
	for _, a := range c.After {
		days := strconv.Itoa(a.Days)
		span := say.S("figures.came.span." + days)
		s := Step{Name: say.S("figures.came." + days), Hidden: !a.Shown()}
		switch {
		case a.Of == 0:
			s.Line = say.S("figures.came.none", "Span", span)
		case s.Hidden:
			s.Line = say.S("figures.came.few", "Span", span)
		default:
			s.N, s.Of, s.Line = a.N, a.Of, say.S("figures.came.line", "Span", span)
		}
		out = append(out, s)
	}
	return out
}

// TermName says what a term of an equation is.
func TermName(say text.Printer, t Term) string { return say.S("figures.term." + t.Name) }

// Say says what there is to do, and how.
func (d Day) Say(say text.Printer, names Names, t Todo) (what, how string) {
	args := []any{"N", t.N, "Booth", "", "Last", t.Last, "Typed", d.Paper, "Counted", 0}
	if t.Booth != "" {
		args[3] = names.Booth(say, t.Booth)
	}
	if d.PaperCounted != nil {
		args[9] = *d.PaperCounted
	}
	next := ".how"
	if t.What == TodoMissing {
		next = map[bool]string{true: ".never", false: ".last"}[t.Last == ""]
	}
	return say.S("figures.todo."+t.What, args...), say.S("figures.todo."+t.What+next, args...)
}
