package people

import (
	"slices"
	"time"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/intake"
)

// State is one thing that is open about a person, as one word: the value of --only, and a chip of the desk's list. A person
// may be in several.
type State string

// The states.
const (
	Unchecked  State = "unchecked"   // no volunteer has checked what the event wants checked, see [calls.Checked]
	Weak       State = "weak"        // fewer than [EnoughWays] ways are left to reach them, see [Ways]
	Doubled    State = "doubles"     // may be the same person as somebody else, see [List.Doubles]
	Due        State = "due"         // to be called or written to, as [Options] says
	Talk       State = "talk"        // a volunteer should talk with them first, by the way that they took
	NoHandover State = "no-handover" // they do not agree, now, that the registry gets their data
	Paper      State = "paper"       // from a paper form
)

// States are all of them, in the order in which they are offered.
var States = []State{Unchecked, Weak, Doubled, Due, Talk, NoHandover, Paper}

// EnoughWays is how many ways to reach a person are enough not to be called weak: whoever has one number and nothing else
// is lost with it.
const EnoughWays = 2

// Ways counts the ways that are left to reach a person, by [form.Reachability] of the answers as corrected. A number of
// their own does not count once a contact has found it to be wrong, or once it did not ring in a check, until it is
// corrected or found to be right.
func Ways(pack *event.Pack, r record.Record) int {
	answers := intake.Answers(pack, r.Fields)
	if unreached(pack, r) {
		for _, f := range pack.Fields {
			if isOwn(f) {
				without(answers, answers[f.ID].Text)
			}
		}
	}
	return form.Reachability(pack.Fields, answers, r.At)
}

// without removes a number wherever it was given: a WeChat ID that is the number is no other way.
func without(answers form.Answers, number form.Text) {
	for id, v := range answers {
		if number != "" && (v.Text == number || string(v.Person.Phone) == string(number)) {
			delete(answers, id)
		}
	}
}

// bits is a set of states, by their place in States.
type bits uint8

func (b bits) has(s State) bool {
	at := slices.Index(States, s)
	return at >= 0 && b&(1<<at) != 0
}

// In reports whether a person is in a state.
func (l *List) In(at int, s State) bool { return l.people[at].states.has(s) }

// States returns the states that a person is in, in the order of [States].
func (l *List) States(at int) (list []State) {
	for _, s := range States {
		if l.In(at, s) {
			list = append(list, s)
		}
	}
	return list
}

// Count returns how many people are in a state, all of them for "".
func (l *List) Count(s State) int {
	if s == "" {
		return len(l.records)
	}
	return l.counts[s]
}

func (l *List) setStates(opt Options) {
	doubled := map[int]bool{}
	for _, d := range l.doubles {
		for _, at := range d.People {
			doubled[at] = true
		}
	}
	handover := intake.Handover(l.pack)
	l.counts = map[State]int{}
	checked := calls.Checked(l.pack)
	for i, r := range l.records {
		in := map[State]bool{
			Unchecked:  !checked(r),
			Weak:       Ways(l.pack, r) < EnoughWays,
			Doubled:    doubled[i],
			Due:        opt.Due != nil && opt.Due(r),
			Talk:       toTalk(l.pack, r),
			NoHandover: handover != "" && !slices.ContainsFunc(r.Consents, func(c record.Consent) bool { return c.ID == handover }),
			Paper:      r.Source == record.SourcePaper,
		}
		for at, s := range States {
			if in[s] {
				l.people[i].states |= 1 << at
				l.counts[s]++
			}
		}
	}
}

// toTalk reports whether a person took a way of which the pack says that a volunteer should talk with them. A paper form
// may have the outcome and no flag.
func toTalk(pack *event.Pack, r record.Record) bool {
	return slices.ContainsFunc(append([]string{r.Outcome}, r.Flags...), func(outcome string) bool {
		w := pack.Way(outcome)
		return w != nil && w.Flag
	})
}

// unreached reports whether the last thing that is known of a person's own number is that it does not lead to them.
func unreached(pack *event.Pack, r record.Record) bool {
	var good, bad time.Time
	know := func(at time.Time, fits bool) {
		switch {
		case fits && !at.Before(good):
			good = at
		case !fits && !at.Before(bad):
			bad = at
		}
	}
	for _, c := range r.Checks {
		if rang, said := c.Answer(record.StepRang); said {
			know(c.At, rang)
		}
	}
	for _, c := range r.Contacts {
		if c.Channel != record.ChannelCall && c.Channel != record.ChannelSMS {
			continue
		}
		if c.Outcome == record.Wrong || record.Answered(c.Outcome) {
			know(c.At, c.Outcome != record.Wrong)
		}
	}
	for _, h := range r.History {
		for _, c := range h.Fields {
			if f := pack.Field(c.ID); f != nil && isOwn(*f) && h.Person == r.Person {
				know(h.At, true) // nobody has tried the new number yet
			}
		}
	}
	return bad.After(good)
}

func isOwn(f event.Field) bool { return f.Kind == "phone" && f.Channel == "own" }
