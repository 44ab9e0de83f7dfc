package record

import (
	"time"

	"matchbooth/data/entry"
)

// SourcePaper is the source of a sign-up that was written on paper and imported.
const SourcePaper = "paper"

// SignUp is what one person leaves: the body of a sign-up entry, sealed before it is stored.
type SignUp struct {
	At           time.Time        `json:"at"` // UTC; for paper forms the day they were signed
	Lang         string           `json:"lang"`
	Source       string           `json:"source"` // "screen" or [SourcePaper]
	Fields       map[string]Field `json:"fields"` // by field id; absent when not given
	Consents     []Consent        `json:"consents"`
	Outcome      string           `json:"outcome"`
	Story        string           `json:"story,omitempty"`
	Reachability int              `json:"reachability"`
	Flags        []string         `json:"flags,omitempty"`
	// Was is the receipt code this person had in an imported export, if the code was not known here at the time: erasing
	// that one erases this one too.
	Was entry.ReceiptCode `json:"was,omitempty"`
	// FollowUp is what the take-home's first code carries, where the event has a hub.
	FollowUp FollowUp `json:"followup,omitempty"`
}

// Field is one answer: a text, or a person. In JSON a string or an object.
type Field struct {
	Text   Text
	Person *Person
}

// Person is someone who will know where to find the visitor.
type Person struct {
	Name     Name   `json:"name"`
	Relation string `json:"relation"`
	Phone    Phone  `json:"phone"`
}

// Consent is one consent as given: the hash is of the text as shown, LF line ends.
type Consent struct {
	ID     string    `json:"id"`
	SHA256 string    `json:"sha256"`
	Lang   string    `json:"lang"`
	At     time.Time `json:"at"`
	// Days is how long the text promises to keep whoever agrees to it, in days after the event; 0: no longer than anybody.
	Days int `json:"days,omitempty"`
}

// Check is what a volunteer has checked, while the visitor was still there or later.
type Check struct {
	At       time.Time `json:"at"`
	Rang     bool      `json:"rang"`     // the phone rang
	Identity bool      `json:"identity"` // the volunteer saw a document
	Kit      string    `json:"kit,omitempty"`
	Initials string    `json:"initials"`
	// Answers are the steps that were answered, by id: yes or no. [StepRang] and [StepIdentity] are repeated in Rang and
	// Identity. Yes to [StepKit] means that somebody made sure which kit is the person's, where another was scanned before.
	// Checks from before there was a desk have none: there a step that is false was not answered.
	Answers map[string]bool `json:"answers,omitempty"`
}

// The steps of a check that the program knows; a pack may have more.
const (
	StepRang     = "rang"
	StepIdentity = "identity"
	StepKit      = "kit"
	StepSample   = "sample"
)

// Answer returns what a check says about a step, and whether it says anything.
func (c Check) Answer(step string) (yes, said bool) {
	switch {
	case step == StepKit:
		return c.Kit != "", c.Kit != ""
	case step == StepRang && c.Rang, step == StepIdentity && c.Identity:
		return true, true
	}
	yes, said = c.Answers[step]
	return yes, said
}

// Record is one living person, folded from all entries.
type Record struct {
	Person string
	Code   entry.ReceiptCode
	Booth  string
	Event  string
	SignUp
	Checks   []Check
	Contacts []Contact           // in order
	Joined   []entry.ReceiptCode // of records joined into this one, see [AtDesk.Join]
	Parts    []string            // their persons, in the same order

	History []Change // what changed after the sign-up, in order

	followUps []FollowUp // of the records that were joined into this one, see [Record.FollowUps]

	inside []entry.Tie // what older joins say of this person, see [Merge]
	joined []Term      // of the records that were joined into this one, see [Record.Terms]
}

// Checked returns the newest answer to a step of the check, and whether there is one.
func (r Record) Checked(step string) (yes, said bool) {
	for i := len(r.Checks) - 1; i >= 0; i-- {
		if yes, said = r.Checks[i].Answer(step); said {
			return yes, true
		}
	}
	return false, false
}

// FollowUps returns the secrets that lead to this person: the own one first, then those of the records joined into this one.
// None of them is empty.
func (r Record) FollowUps() (out []FollowUp) {
	for _, f := range append([]FollowUp{r.FollowUp}, r.followUps...) {
		if f != "" {
			out = append(out, f)
		}
	}
	return out
}

// Kit returns the barcode of the person's sampling kit: the one scanned last, or "".
func (r Record) Kit() string {
	for i := len(r.Checks) - 1; i >= 0; i-- {
		if r.Checks[i].Kit != "" {
			return r.Checks[i].Kit
		}
	}
	return ""
}
