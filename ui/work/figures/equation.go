package figures

import "matchbooth/data"

// Term is one number of an equation; its name is that of a number in [Day]'s JSON.
type Term = Count

// Equation is two sides that should be equal: one number on the left, one or two on the right.
type Equation struct {
	ID     string `json:"id"` // created, mirrored, handed_over, paper
	Left   Term   `json:"left"`
	Right  []Term `json:"right"`
	Agrees bool   `json:"agrees"`
	Diff   int    `json:"diff"` // left less right
}

// The equations of a day.
const (
	EqCreated    = "created"     // created = stored + erased
	EqMirrored   = "mirrored"    // stored = mirrored
	EqHandedOver = "handed_over" // stored = exported_registry + no_handover, or = exported where nobody is asked; needs the key
	EqPaper      = "paper"       // paper_counted = paper; needs the key, and somebody who has counted
)

func equation(id string, left Term, right ...Term) Equation {
	e := Equation{ID: id, Left: left, Right: right, Diff: left.N}
	for _, t := range right {
		e.Diff -= t.N
	}
	e.Agrees = e.Diff == 0
	return e
}

// equations lists those that can be said.
func (d *Day) equations(o *Opened) []Equation {
	out := []Equation{
		equation(EqCreated, Term{"created", d.Created}, Term{"stored", d.Stored}, Term{"erased", d.Erased}),
		equation(EqMirrored, Term{"stored", d.Stored}, Term{"mirrored", d.Mirrored}),
	}
	if o == nil {
		return out
	}
	if o.Handover == "" { // the event asks nobody whether to hand over, so whoever has anybody's data counts
		out = append(out, equation(EqHandedOver, Term{"stored", d.Stored}, Term{"exported", d.Exported}))
	} else {
		out = append(out, equation(EqHandedOver, Term{"stored", d.Stored}, Term{"exported_registry", d.Registry}, Term{"no_handover", d.NoHandOver}))
	}
	if d.PaperCounted != nil {
		out = append(out, equation(EqPaper, Term{"paper_counted", *d.PaperCounted}, Term{"paper", d.Paper}))
	}
	return out
}

// Todo is one thing to do before the day is closed.
type Todo struct {
	What  string `json:"what"`            // one of the kinds below
	N     int    `json:"n"`               // how many it is about
	Booth string `json:"booth,omitempty"` // which booth, if it is about one
	Last  string `json:"last,omitempty"`  // the day on which a missing booth was last heard of, as 2006-01-02; "" for never
}

// What there may be to do, in the order in which it is listed.
const (
	TodoDamaged    = "damaged"    // bring damaged lines back
	TodoDistrusted = "distrusted" // decide about a booth that is not believed
	TodoGap        = "gap"        // numbers of a booth are missing: merge it again
	TodoMissing    = "missing"    // a booth has not come: merge it
	TodoNoMirror   = "no_mirror"  // there is no second copy
	TodoMirror     = "mirror"     // the second copy is behind: put the stick in
	TodoPaper      = "paper"      // forms are not typed yet
	TodoPaperMore  = "paper_more" // more were typed than counted
	TodoHandOver   = "hand_over"  // hand over who agreed
	TodoUnread     = "unread"     // lists of exports are not readable
	TodoUnopened   = "unopened"   // the key did not open some
	TodoUnchecked  = "unchecked"  // check who is not
)

// todo lists what to do about each difference.
func (d *Day) todo() (out []Todo) {
	add := func(what string, n int, booth string) {
		if n > 0 {
			out = append(out, Todo{What: what, N: n, Booth: booth})
		}
	}
	add(TodoDamaged, d.Damaged, "")
	add(TodoDistrusted, d.Distrusted, "")
	lost, order := map[string]int{}, []string{}
	for _, g := range d.Gaps {
		if lost[g.Booth] == 0 {
			order = append(order, g.Booth)
		}
		lost[g.Booth] += int(min(g.Last-g.First+1, 1<<31-1)) // a number from outside may be anything
	}
	for _, b := range order {
		add(TodoGap, lost[b], b)
	}
	for _, b := range d.MissingBooths {
		out = append(out, Todo{What: TodoMissing, N: 1, Booth: b, Last: d.heard[b]})
	}
	for _, e := range d.Equations {
		switch {
		case e.ID == EqMirrored && d.mirror.Dir == "":
			add(TodoNoMirror, e.Diff, "")
		case e.ID == EqMirrored:
			add(TodoMirror, e.Diff, "")
		case e.ID == EqPaper:
			add(TodoPaper, e.Diff, "")
			add(TodoPaperMore, -e.Diff, "")
		case e.ID == EqHandedOver:
			add(TodoHandOver, e.Diff-d.Unopened, "")
		}
	}
	add(TodoUnread, d.UnreadExports, "")
	add(TodoUnopened, d.Unopened, "")
	add(TodoUnchecked, d.Unchecked, "")
	return out
}

// MirrorState is the state of the second copy when the facts were read.
func (d Day) MirrorState() data.MirrorState { return d.mirror }
