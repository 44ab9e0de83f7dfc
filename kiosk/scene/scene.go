// Package scene lists every screen that an event pack has, each as a visitor would find it: with a story opened, a form half
// filled in, a receipt code to take home. Pictures for tests and guides are drawn from this list, and so is what a pack's
// author looks at before it is used. Nobody in it exists.
package scene

import (
	"fmt"
	"slices"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
)

// Noon is the clock of all scenes: the day is that of the built-in event.
var Noon = time.Date(2027, 5, 21, 12, 0, 0, 0, time.UTC)

// Code is the receipt code of all scenes. It is nobody's.
const Code = "7K4M-92QX-D"

// Scene is one screen of a pack.
type Scene struct {
	ID    string     // unique, fit for a file's name: "story-zhang-ke-2"
	Name  string     // what kind of screen it is, as the last part of a catalogue key: "preview.scene.NAME"
	About event.Text // which one of its kind, in the pack's own words; nil where there is only one
	N     int        // which page of its kind, from 1; 0 where there is only one
	State session.State
}

// Format implements fmt.Formatter: a state prints nothing of what was typed, not even where it was made up.
func (s Scene) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "scene.Scene{%s}", s.ID) }

// All returns the screens of a pack in the order in which a visitor meets them, then those that only volunteers do. A pack
// that was read only in part has those that it has something for.
func All(p *event.Pack) []Scene {
	var out []Scene
	add := func(id, name string, screen session.Screen, change ...func(*session.State)) *Scene {
		s := session.New()
		s.Screen, s.Since, s.Touched, s.Started = screen, Noon, Noon, Noon.Add(-4*time.Minute)
		for _, c := range change {
			c(&s)
		}
		out = append(out, Scene{ID: id, Name: name, State: s})
		return &out[len(out)-1]
	}
	one := func(screen session.Screen, change ...func(*session.State)) *Scene {
		return add(string(screen), string(screen), screen, change...)
	}
	filled := func(s *session.State) { s.Answers = Answers(p) }

	one(session.Attract)
	one(session.Home)
	if len(p.Stories) > 0 {
		one(session.Stories)
	}
	for _, story := range p.Stories {
		for i := range story.Stations {
			sc := add(fmt.Sprintf("story-%s-%d", story.ID, i+1), "story", session.Story, func(s *session.State) { s.StoryID, s.Station = story.ID, i })
			sc.About, sc.N = event.Text{}, i+1
			for _, l := range event.Langs {
				sc.About[l] = story.Name.In(l) + " · " + story.Stations[i].Short.In(l)
			}
		}
	}
	for i := range session.HowPages(p) {
		sc := add(fmt.Sprintf("how-%d", i+1), "how", session.How, func(s *session.State) { s.HowPage = i })
		sc.N = i + 1
		if i < len(p.Stages) {
			sc.About = p.Stages[i].Title
		}
	}
	one(session.Numbers)
	one(session.Worries)
	one(session.Parents)
	one(session.Notice)
	one(session.Decide)
	one(session.Conditions)
	ways(p, one, add)
	for i, step := range p.Steps {
		sc := add("form-"+step.ID, "form", session.Form, filled, func(s *session.State) { s.FormStep = i })
		sc.About = step.Title
	}
	one(session.ReadBack, filled)
	consents(p, one, add, filled)
	one(session.Saving, filled)
	one(session.Saved, func(s *session.State) { s.Code, s.PersonID = Code, "p" })
	one(session.TakeHome, func(s *session.State) { s.Code, s.PersonID = Code, "p" })
	if slices.ContainsFunc(p.TakeHome, func(t event.TakeItem) bool { return !t.Main }) {
		one(session.MoreCodes, func(s *session.State) { s.Code = Code })
	}
	one(session.Think)
	one(session.Already)
	one(session.Pause, func(s *session.State) { s.Duty.Paused = true })
	one(session.Closed, func(s *session.State) { s.Duty.Out = true })
	one(session.Night, func(s *session.State) { s.Duty.Night = true })
	name, phone := known(p)
	one(session.Check, func(s *session.State) {
		s.Code, s.PersonID, s.Compared = Code, "p", session.Compared{Name: name, Phone: phone}
	})
	one(session.Staff)
	return out
}

type (
	alone func(session.Screen, ...func(*session.State)) *Scene
	named func(id, name string, screen session.Screen, change ...func(*session.State)) *Scene
)

// ways adds what follows when a condition is not met.
func ways(p *event.Pack, one alone, add named) {
	for _, answer := range []string{"not", "unsure"} {
		offered := func(w event.Way) bool { return answer == "not" && w.ForNot || answer == "unsure" && w.ForUnsure }
		if slices.ContainsFunc(p.Ways, offered) {
			add("ways-"+answer, "ways."+answer, session.Ways, func(s *session.State) { s.Answered = answer })
		}
	}
	for _, w := range p.Ways {
		sc := add("way-"+w.Outcome, "way", session.Way, func(s *session.State) { s.Outcome = w.Outcome })
		sc.About = w.Private
	}
	if slices.ContainsFunc(p.Ways, func(w event.Way) bool { return w.Then == event.ThenDate }) {
		one(session.BirthDate)
		add("comeback", "comeback", session.BirthDate, func(s *session.State) { s.ComeBack = "2028-01-01" })
	}
}

// consents adds each consent that is asked for, and what refusing the hand-over leads to.
func consents(p *event.Pack, one alone, add named, filled func(*session.State)) {
	_, n := session.ConsentProgress(session.New(), p)
	for i := range n {
		at := func(s *session.State) { s.ConsentAt = i }
		s := session.New()
		at(&s)
		if c, ok := session.ConsentShown(p, s); ok {
			add("consent-"+c.ID, "consent", session.Consent, filled, at).About = c.Sentence
		}
	}
	for _, c := range p.Consents {
		if c.Handover {
			one(session.Official, filled, func(s *session.State) { s.Refused = []string{c.ID} })
		}
	}
}

// Answers are the answers of somebody who does not exist to every field of a pack.
func Answers(p *event.Pack) form.Answers {
	a := form.Answers{}
	phones, people := 0, 0
	for _, f := range p.Fields {
		switch f.Kind {
		case "name":
			a[f.ID] = form.Value{Text: "欧阳娜娜"}
		case "phone":
			// Nobody is meant by them: the second begins as no number in Shanghai does.
			a[f.ID] = form.Value{Text: form.Text([]string{"13900000417", "02100000521"}[min(phones, 1)])}
			phones++
		case "email":
			a[f.ID] = form.Value{Text: "zoe.mueller@example.org"}
		case "choice":
			if len(f.Options) > 0 {
				a[f.ID] = form.Value{Text: form.Text(f.Options[min(1, len(f.Options)-1)].ID)}
			}
		case "month":
			a[f.ID] = form.Value{Text: "2028-06"}
		case "date":
			a[f.ID] = form.Value{Text: "2006-03-08"}
		case "resident_id":
			a[f.ID] = form.Value{Text: "11010519491231002X"} // the example of GB 11643
		case "person":
			// Only the first, so that an empty one is seen too.
			if people == 0 && len(f.Options) > 0 {
				a[f.ID] = form.Value{Person: form.Person{Name: "买买提·艾力", Relation: f.Options[0].ID, Phone: "15200008820", WillTell: true}}
			}
			people++
		}
	}
	for _, f := range p.Fields {
		if f.Kind == "text" && f.SameAs != "" {
			a[f.ID] = a[f.SameAs]
		}
	}
	return a
}

// known is what a volunteer compares: the name and the number of the first fields of their kind.
func known(p *event.Pack) (name, phone form.Text) {
	a := Answers(p)
	for _, f := range p.Fields {
		switch {
		case f.Kind == "name" && name == "":
			name = a[f.ID].Text
		case f.Kind == "phone" && phone == "":
			phone = a[f.ID].Text
		}
	}
	return name, phone
}
