package page

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"

	"matchbooth/assets/text"
	"matchbooth/data/wire"
)

// said is the page in one language, as its templates ask for it.
type said struct {
	Event        *Event
	Lang, Tag    string
	Other        string // the other language
	OtherTag     string
	Title, Short string
	Whole        bool     // with the ways back and to the other language
	Wishes       []string // all but "everything is still right", which has a button of its own
	Forms        []form
	Problems     []string
	Parents      template.HTML
	ParentsTitle string
	By           [2]string // what stands before and after the day
	Day          string
	Problem      string

	say text.Printer
}

// form is what is asked for one wish.
type form struct {
	Wish   string
	Fields []field
	Lost   []field // asked of those who do not come by the code of their take-home
}

// field is one question.
type field struct {
	ID, Name, Label, Help string
	Kind                  string // how page.js checks it
	Type, Mode, Sample    string
	Max                   int
	Required              bool
	Empty, Wrong          string // what is said if it is, and if it is not of its kind
	Choices               []choice
}

type choice struct{ Value, Label string }

// S is a text of the page.
func (s *said) S(key string) string {
	return strings.TrimSpace(s.say.S("page."+key, "Event", s.Event.Title[s.Lang], "Handler", s.Event.Handler[s.Lang], "Registry", s.Event.Registry[s.Lang], "Phone", s.Event.RegPhone, "Day", dayMark))
}

// Gap stands between a sentence that ends with a colon and what follows: Chinese colons bring it along.
func (s *said) Gap() string {
	if s.Lang == "zh" {
		return ""
	}
	return " "
}

// dayMark stands where the day goes, which is in bold.
const dayMark = "\x00"

func newSaid(e *Event, texts *text.Catalogue, l string) (*said, error) {
	s := &said{Event: e, Lang: l, Tag: tag(l), Short: strings.TrimSpace(e.Title[l]), Whole: true, say: texts.In(l), Wishes: wire.WishKinds[1:], Problems: []string{ProblemNet, ProblemBusy, ProblemSeal, ProblemForm}}
	s.Other = Langs[0]
	if l == Langs[0] {
		s.Other = Langs[1]
	}
	s.OtherTag = tag(s.Other)
	s.Title = s.S("title")
	s.By[0], s.By[1], _ = strings.Cut(s.S("done.by"), dayMark)
	for _, wish := range wire.WishKinds {
		f := form{Wish: wish}
		for _, q := range questions[wish] {
			f.Fields = append(f.Fields, s.field(wish, wish+"."+q.name, q))
		}
		for _, q := range lost {
			f.Lost = append(f.Lost, s.field(wish, q.name, q))
		}
		s.Forms = append(s.Forms, f)
	}
	if e.Parents[l] != "" {
		var b bytes.Buffer
		if err := goldmark.Convert([]byte(e.Parents[l]), &b); err != nil { // it leaves out HTML that stands in the text
			return nil, err
		}
		s.Parents = template.HTML(b.String()) //nolint:gosec // G203: goldmark's, without raw HTML; the policy lets nothing run
		s.ParentsTitle = e.ParentsTop[l]
		if s.ParentsTitle == "" {
			s.ParentsTitle = s.S("parents")
		}
	}
	return s, nil
}

// question is what a field asks, whatever the language.
type question struct {
	name     string
	kind     string
	required bool
	choices  []string
}

// questions are those of each wish, beside how somebody is found.
var questions = map[string][]question{
	wire.WishNumber:   {{name: "phone", kind: "phone", required: true}, {name: "wechat", choices: []string{"same", "other", "none"}}},
	wire.WishContact:  {{name: "who", kind: "text", required: true}, {name: "phone", kind: "phone", required: true}},
	wire.WishGraduate: {{name: "where", kind: "text", required: true}, {name: "month", kind: "month"}, {name: "email", kind: "email"}},
	wire.WishSample:   {{name: "day", kind: "day", required: true}, {name: "where", kind: "text"}},
}

// lost is what is asked of those whose fragment got lost.
var lost = []question{{name: "code", kind: "code", required: true}, {name: "last4", kind: "last4", required: true}}

// inputs are the browser's own kinds of fields, with the keyboard that is wanted, the longest answer, and what shows the
// form of an answer where the browser has no field of the kind.
var inputs = map[string]struct {
	input, mode, sample string
	max                 int
}{
	"text": {"text", "", "", 120}, "phone": {"tel", "tel", "", 32}, "code": {"text", "", "ABCD-EFGH-J", 24}, "last4": {"text", "numeric", "1234", 4},
	"month": {"month", "", "2028-07", 16}, "day": {"date", "", "2028-05-21", 16}, "email": {"email", "email", "", 120},
}

func (s *said) field(wish, key string, q question) field {
	f := field{ID: s.Lang + "-" + wish + "-" + q.name, Name: q.name, Label: s.S(key), Kind: q.kind, Required: q.required}
	for _, c := range q.choices {
		f.Choices = append(f.Choices, choice{c, s.S(key + "." + c)})
	}
	if len(q.choices) > 0 {
		return f
	}
	in := inputs[q.kind]
	f.Type, f.Mode, f.Sample, f.Max = in.input, in.mode, in.sample, in.max
	f.Empty, f.Wrong = s.S("wrong.empty"), s.S("wrong.empty")
	if q.kind != "text" {
		f.Wrong = s.S("wrong." + q.kind)
	}
	if help := s.S(key + ".help"); !strings.Contains(help, "⟦") {
		f.Help = help
	}
	return f
}
