package event

// The kinds of conditions.
const (
	KindAge        = "age"
	KindWeight     = "weight"
	KindNotSampled = "not_sampled"
	KindText       = "text" // also a kind of field
)

// What follows after a way.
const (
	ThenEnd    = "end"
	ThenForm   = "form"
	ThenDate   = "date"
	ThenUpdate = "update"
)

// OutcomeAllTrue is the outcome of "all of these are true for me". It is not a way: nothing more is asked.
const OutcomeAllTrue = "all_true"

// The words that a pack may use where it has to choose one of several.
var (
	conditionKinds = []string{KindAge, KindWeight, KindNotSampled, KindText}
	thens          = []string{ThenEnd, ThenForm, ThenDate, ThenUpdate}
	fieldKinds     = []string{"name", "phone", "email", "choice", "date", "month", "text", "person", "resident_id"}
	channels       = []string{"", "own", "second", "other"}
	consentKinds   = []string{"notice", "consent"}
	drawings       = []string{"rings", "twice"} // assets/art/story.go draws them
	takeKinds      = []string{"link", "vcard", "vevent"}
)
