package draft

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
)

// Kind is what an answer has to be.
type Kind string

// The kinds of questions.
const (
	Text   Kind = "text"  // in both languages
	ID     Kind = "id"    // of the pack
	Ref    Kind = "ref"   // of the event, in the registry's link
	Date   Kind = "date"  // a whole one
	Phone  Kind = "phone" // that people call
	Link   Kind = "link"
	Email  Kind = "email"
	Days   Kind = "days"  // 1 to 3650
	Choice Kind = "yesno" // "yes" or "no"
	List   Kind = "list"  // in both languages, parted by commas
)

// Question is one thing that is asked for a new pack. Its words are in the catalogue: see [Question.Ask].
type Question struct {
	ID   string
	Kind Kind
	// Page is the page of a window that the question stands on. Those of a page follow one another.
	Page string
	// Optional is what a pack can do without: left empty it leaves nothing to be written.
	Optional bool
}

// Questions lists what is asked, in order.
func Questions() []Question {
	return []Question{
		{ID: "title", Page: "event", Kind: Text},
		{ID: "starts", Page: "event", Kind: Date},
		{ID: "ends", Page: "event", Kind: Date},
		{ID: "id", Page: "event", Kind: ID},
		{ID: "ref", Page: "event", Kind: Ref},
		{ID: "school", Page: "where", Kind: Text},
		{ID: "city", Page: "where", Kind: Text},
		{ID: "place", Page: "where", Kind: Text},
		{ID: "cmdp", Page: "registry", Kind: Choice},
		{ID: "registry_name", Page: "registry", Kind: Text},
		{ID: "registry_branch", Page: "registry", Kind: Text},
		{ID: "registry_phone", Page: "registry", Kind: Phone},
		{ID: "registry_link", Page: "registry", Kind: Link},
		{ID: "handler_name", Page: "handler", Kind: Text},
		{ID: "handler_contact", Page: "handler", Kind: Text},
		{ID: "handler_phone", Page: "handler", Kind: Phone},
		{ID: "handler_email", Page: "handler", Kind: Email},
		{ID: "retention_days", Page: "keep", Kind: Days},
		{ID: "followup_days", Page: "keep", Kind: Days, Optional: true},
		{ID: "erasure", Page: "keep", Kind: Text},
		{ID: "campuses", Page: "form", Kind: List, Optional: true},
		{ID: "student_number", Page: "form", Kind: Choice},
		{ID: "wechat", Page: "form", Kind: Choice},
		{ID: "email", Page: "form", Kind: Choice},
		{ID: "graduation", Page: "later", Kind: Choice},
		{ID: "second_number", Page: "later", Kind: Choice},
		{ID: "contacts", Page: "later", Kind: Choice},
		{ID: "parents_link", Page: "later", Kind: Link, Optional: true},
	}
}

// Page is a page of a window with its questions, in order.
type Page struct {
	ID        string
	Questions []Question
}

// Pages lists the pages that a window asks the questions on, in order. Their titles are in the catalogue.
func Pages() (out []Page) {
	for _, q := range Questions() {
		if n := len(out); n == 0 || out[n-1].ID != q.Page {
			out = append(out, Page{ID: q.Page})
		}
		last := &out[len(out)-1]
		last.Questions = append(last.Questions, q)
	}
	return out
}

// Find returns the question with that id; ok is false if there is none.
func Find(id string) (q Question, ok bool) {
	for _, q := range Questions() {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// TwoLanguages reports whether a question is answered in each language.
func (q Question) TwoLanguages() bool { return q.Kind == Text || q.Kind == List }

// Ask returns the question in the language of the printer.
func (q Question) Ask(p text.Printer) string { return p.S("draft." + q.ID) }

// Why returns in a line why it is asked.
func (q Question) Why(p text.Printer) string { return p.S("draft." + q.ID + ".why") }

// Answers are the answers so far, by the question's id. What is not in a language is in both.
type Answers map[string]event.Text

// In returns an answer in a language, "" if there is none.
func (a Answers) In(id string, l event.Lang) string { return a[id][l] }

// Both returns the answer that is the same in both languages.
func Both(s string) event.Text { return event.Text{event.ZH: s, event.EN: s} }

// Yes reports whether a question of yes and no was answered with yes.
func (a Answers) Yes(id string) bool { return a[id][event.EN] == "yes" }

var (
	idForm  = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	refForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)
)

// Check says what is wrong with an answer as the key of a sentence in the catalogue, "" if nothing is. An empty answer and
// [[what is to stand here]] are none to be checked.
func (q Question) Check(s string, a Answers) (key string) {
	if s == "" {
		return ""
	}
	bad := func(wrong bool, key string) string {
		if wrong {
			return "draft.bad." + key
		}
		return ""
	}
	if waits := strings.Contains(s, "[["); waits && (q.Kind == ID || q.Kind == Ref || q.Kind == Days || q.Kind == Choice) {
		return bad(true, string(q.Kind))
	} else if waits {
		return ""
	}
	if compare.Reserved(s) {
		return bad(true, "reserved")
	}
	switch q.Kind {
	case Text, List:
		return bad(!event.PlainLine(s) || len([]rune(s)) > 300, "text")
	case ID:
		return bad(len(s) > 40 || !idForm.MatchString(s), "id")
	case Ref:
		return bad(!refForm.MatchString(s), "ref")
	case Date:
		day, err := time.Parse(time.DateOnly, s)
		if err != nil || day.Year() < 2000 || day.Year() > 2199 {
			return bad(true, "date")
		}
		first, err := time.Parse(time.DateOnly, a.In("starts", event.EN))
		return bad(q.ID == "ends" && err == nil && day.Before(first), "ends")
	case Phone:
		return bad(!event.GoodPhone(s), "phone")
	case Link:
		return bad(!event.GoodLink(s), "link")
	case Email:
		return bad(!event.GoodEmail(s), "email")
	case Days:
		n, err := strconv.Atoi(s)
		return bad(err != nil || n < 1 || n > event.MaxRetention, "days")
	case Choice:
		return bad(s != "yes" && s != "no", "yesno")
	}
	return ""
}

// Propose returns an answer that is likely, "" if none is: it may be taken as it is.
func (q Question) Propose(a Answers, l event.Lang, now time.Time) string {
	switch q.ID {
	case "id":
		year := strconv.Itoa(now.Year())
		if day := a.In("starts", event.EN); len(day) >= 4 {
			year = day[:4]
		}
		if s := slug(a.In("title", event.EN)); s != "" {
			return strings.Trim(s[:min(len(s), 30)], "-") + "-" + year
		}
		return "event-" + year
	case "ref":
		return strings.ReplaceAll(a.In("id", event.EN), "-", "")
	case "place":
		return a.In("school", l)
	case "ends":
		return a.In("starts", l)
	case "cmdp":
		if l == event.ZH {
			return "yes"
		}
		return "no"
	case "registry_name":
		if a.Yes("cmdp") {
			return map[event.Lang]string{event.ZH: "中国造血干细胞捐献者资料库（中华骨髓库）", event.EN: "China Marrow Donor Program (CMDP)"}[l]
		}
	case "retention_days":
		return "90"
	case "followup_days":
		return "1095" // three years: most who give a graduation month are there by then
	case "wechat":
		if a.Yes("cmdp") {
			return "yes"
		}
		return "no"
	case "email", "graduation", "second_number", "contacts":
		return "yes"
	case "student_number":
		return "no" // what is not needed is not asked for
	}
	return ""
}

// slug makes an id of a title.
func slug(s string) string {
	s = strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(s), "-"), "-")
	return strings.TrimLeft(s, "0123456789-")
}
