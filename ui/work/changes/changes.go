// Package changes builds what the volunteers' desk writes about people: corrections, consents given and withdrawn, checks,
// contacts and joins. Everything goes through the checks of the visitor's screen, and what is refused is said in one
// sentence with a next step, in the language of whoever reads it.
//
// Nothing here writes: the caller hands what comes back to the store. Times are UTC, to the second.
package changes

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
)

// Problem is why something is refused: a sentence of the catalogue, and what it is about. It has nothing that was typed
// but a name that the catalogue is asked to suggest another for, made safe to print.
type Problem struct {
	// About is the column of a correction (see [form.Columns]), or one of the Abouts.
	About  string
	Called event.Text     // what people call it, if it is a column; nil else
	Key    string         // of the catalogue
	Args   map[string]any // for the sentence; an [event.Text] is said in its language
}

// What a problem is about, where it is no column.
const (
	AboutReason   = "reason"
	AboutInitials = "by"
	AboutConsent  = "consent"
	AboutKit      = "kit"
	AboutStep     = "step"
	AboutChannel  = "channel"
	AboutOutcome  = "outcome"
	AboutPlan     = "plan"
	AboutNext     = "next"
	AboutNote     = "note"
	AboutPerson   = "person"
	AboutAll      = "" // the change as a whole
)

// Refused is the error for a change that is not made, with everything that is wrong with it.
type Refused []Problem

// Error implements error: it names the keys of the sentences, and nothing that was typed.
func (r Refused) Error() string {
	keys := make([]string, len(r))
	for i, p := range r {
		keys[i] = p.Key
	}
	return "refused: " + strings.Join(keys, ", ")
}

// Has reports whether a sentence is among the reasons.
func (r Refused) Has(key string) bool {
	return slices.ContainsFunc(r, func(p Problem) bool { return p.Key == key })
}

// Sentences returns the reasons in the words of a language of the catalogue, each after what it is about where that is a
// column of the form. What the pack has an id for is called by its name.
func (r Refused) Sentences(lang string, say func(key string, args ...any) string) []string {
	out := make([]string, len(r))
	for i, p := range r {
		var args []any
		for k, v := range p.Args {
			if t, ok := v.(event.Text); ok {
				v = t.In(event.Lang(lang))
			}
			args = append(args, k, v)
		}
		out[i] = say(p.Key, args...)
		if !strings.HasPrefix(p.Key, "problem.") {
			continue // its sentence says what it is about
		}
		called := p.Called.In(event.Lang(lang))
		switch p.About {
		case AboutReason, AboutNote, AboutNext:
			called = say("change.of." + p.About)
		}
		if called != "" {
			out[i] = say("change.about", "About", called, "What", out[i])
		}
	}
	return out
}

// inEach says something of the pack in each language that packs are written in.
func inEach(say func(lang string) string) event.Text {
	t := event.Text{}
	for _, l := range event.Langs {
		t[l] = say(string(l))
	}
	return t
}

// refusals collects problems.
type refusals struct{ list Refused }

func (r *refusals) add(about, key string, args ...any) {
	p := Problem{About: about, Key: key}
	for i := 0; i+1 < len(args); i += 2 {
		if p.Args == nil {
			p.Args = map[string]any{}
		}
		p.Args[args[i].(string)] = args[i+1]
	}
	r.list = append(r.list, p)
}

// err returns the problems as an error, nil if there are none.
func (r *refusals) err() error {
	if len(r.list) == 0 {
		return nil
	}
	return r.list
}

// Limits of what a volunteer writes, in characters.
const (
	MostReason = 200
	MostNote   = 500
	MostKit    = 64 // bytes; Code 128 is hardly readable beyond thirty
)

// initials checks who makes the change. Everything at the desk has a name beside it.
func (r *refusals) initials(by string) string {
	by = strings.TrimSpace(by)
	switch {
	case by == "":
		r.add(AboutInitials, "change.by.none")
	case errors.Is(data.CheckWho(by), data.ErrWho):
		r.add(AboutInitials, "change.by.form")
	}
	return by
}

// text cleans what a volunteer wrote, by the rules of free text on the screen.
func (r *refusals) text(about, s string, most int, missing string) string {
	f := event.Field{ID: about, Kind: "text", MaxLen: most}
	a, problems := form.CheckAll([]event.Field{f}, form.Answers{about: {Text: form.Text(s)}}, form.Context{})
	for _, p := range problems {
		r.list = append(r.list, Problem{About: about, Key: p.Key, Args: p.Args})
	}
	out := string(a[about].Text)
	if len(problems) == 0 && out == "" && missing != "" {
		r.add(about, missing)
	}
	return out
}

// unknown says that a word is none of those that there are, and which one was probably meant.
func (r *refusals) unknown(about, word string, known []string) {
	word, near := shown(word), event.Nearest(strings.ToLower(strings.TrimSpace(word)), known)
	if near != "" {
		r.add(about, "change.unknown.near", "Word", word, "Near", near)
		return
	}
	r.add(about, "change.unknown", "Word", word, "Known", strings.Join(known, ", "))
}

// nameForm is a word that a program gives a name, and nobody a person.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,39}$`)

// shown returns a word as it may be repeated: what is no id may be what somebody typed about a person.
func shown(word string) string {
	word = strings.TrimSpace(word)
	if lower := strings.ToLower(word); nameForm.MatchString(lower) && digits(lower) < 5 {
		return word
	}
	return "…"
}

func digits(s string) (n int) {
	for _, c := range s {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// stamp is the time of a change as it is kept.
func stamp(now time.Time) time.Time { return now.UTC().Truncate(time.Second) }

// sortedProblems puts problems in the order of the columns of the form.
func sortedProblems(list Refused, columns []string) {
	place := func(p Problem) int { return slices.Index(columns, p.About) }
	slices.SortStableFunc(list, func(a, b Problem) int { return cmp.Compare(place(a), place(b)) })
}
