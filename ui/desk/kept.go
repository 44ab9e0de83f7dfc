package desk

import (
	"fmt"
	"io"

	"matchbooth/data/record"
	"matchbooth/ui/work/people"
)

// Kept is what the desk's pages remember from one drawing to the next, until the desk is locked. It may hold what was typed
// about somebody.
type Kept struct {
	Search record.Text  // what is looked for in the list
	Only   people.State // the chip of the list; "" for everybody
	Row    int          // the row of the list that the keys are on
	InList bool         // whether they are: then a space shows a name instead of being typed

	Erased bool // somebody has just been erased, and the list says so

	One onePerson
}

// onePerson is what a person's page remembers.
type onePerson struct {
	Person string // whose page it was; another one begins anew
	Shown  bool   // unmasked
	Panel  panel  // what lies over the page
	About  string // the field or the consent that the panel is about
	Typed  map[string]record.Text
	Chip   string // the reason that was chosen
	Said   string // what came of the last change
	Wrong  bool   // whether it was refused
	Busy   bool   // something is being written: what is typed twice is written once
}

// panel is what lies over a person's page.
type panel string

// At remembers a person's page, unmasked or not, with one of its panels open about a field, a consent or another person.
func (k *Kept) At(person string, shown bool, over, about string) {
	k.One = onePerson{Person: person, Shown: shown, Panel: panel(over), About: about, Typed: map[string]record.Text{}}
}

// Forget drops all of it.
func (k *Kept) Forget() {
	clear(k.One.Typed)
	*k = Kept{}
}

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (onePerson) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
