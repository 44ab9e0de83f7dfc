package mirror

import "time"

// State is the state of the journal's second copy.
type State struct {
	Dir     string    `json:"dir"`            // its folder; "" if the folder was opened without one
	Behind  int       `json:"behind"`         // entries saved here that are not fsynced there yet
	Since   time.Time `json:"since,omitzero"` // when the oldest of them was saved; zero if there is none
	Fault   Fault     `json:"fault"`          // why it is behind or cannot be used, "" when all is well
	Err     string    `json:"error"`          // the same as one plain English sentence, "" when all is well
	Pending bool      `json:"pending"`        // an erasure has not reached every copy yet: one may still contain what was erased
	Extra   int       `json:"extra"`          // entries that only the copy has: rescue them
	// SameDisk: the copy is on the disk of the data folder, and would be lost with it.
	SameDisk bool `json:"same_disk"`
	// OtherAudit: the copy has the head of another audit than the one here. See [Store.Verify].
	OtherAudit bool `json:"other_audit"`
}

// Fault is the reason as one word, for a sentence in the reader's language.
type Fault string

// What can be wrong with a second copy.
const (
	Absent   Fault = "absent"   // the folder is not there: the stick was pulled out
	Full     Fault = "full"     // no space left
	ReadOnly Fault = "readonly" // it cannot be written to
	IO       Fault = "io"       // reading or writing fails
	Hangs    Fault = "hangs"    // it does not answer at all
	Foreign  Fault = "foreign"  // it contains something no booth wrote: a link, a pipe, an absurdly large file
)

// Sentence returns the fault in plain English, without a full stop; "" for none.
func (f Fault) Sentence() string {
	switch f {
	case "":
		return ""
	case Absent:
		return "the folder for the second copy is not there: put the stick or card back in"
	case Full:
		return "the second copy has no room left: make room there"
	case ReadOnly:
		return "the second copy cannot be written: take off its write protection"
	case Hangs:
		return "the disk of the second copy does not answer: take it out and put it back in, or use another one"
	case Foreign:
		return "the folder for the second copy holds something no booth wrote: use another stick or card"
	default:
		return "the disk of the second copy does not read or write: use another one"
	}
}
