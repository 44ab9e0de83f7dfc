package desk

import (
	"fmt"
	"io"

	"matchbooth/data/record"
)

// Kept is what pages of the desk remember while they are drawn anew: what a volunteer has answered and not saved yet, and
// who is shown unmasked. The window keeps it, and wipes it when the desk locks.
type Kept struct {
	unmasked string // the person who is shown in full; never more than one
	check    checkKept
	calls    callsKept
	doubles  doublesKept
}

// Wipe forgets everything.
func (k *Kept) Wipe() { *k = Kept{} }

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// kept returns what is remembered; pictures remember nothing.
func (b *B) kept() *Kept {
	if b.Work.Kept == nil {
		b.Work.Kept = &Kept{}
	}
	return b.Work.Kept
}

// again draws the page anew.
func (b *B) again() {
	if b.Redraw != nil {
		b.Redraw()
	}
}

// Format prints [redacted].
func (checkPage) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (callsPage) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Format prints [redacted].
func (pendingCall) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }
