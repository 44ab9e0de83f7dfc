package desk

import (
	"fmt"
	"io"
	"time"

	"matchbooth/data/record"
	"matchbooth/ui/work/figures"
	"matchbooth/ui/work/handover"
)

// Kept is what the desk's pages remember while they are drawn again and turned: the window keeps it, and [Kept.Forget]
// forgets it when the desk locks, which also stops a file that is being written.
type Kept struct {
	day  closing
	give handing
}

// Forget drops everything but how many paper forms were counted, which is about nobody and counted by hand.
func (k *Kept) Forget() {
	if k.give.run != nil {
		k.give.run.cancel()
	}
	*k = Kept{day: closing{paper: k.day.paper, on: k.day.on}}
}

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, record.Redacted) }

// kept returns what the pages remember; pictures remember nothing.
func (b *B) kept() *Kept {
	if b.Work.Kept == nil {
		b.Work.Kept = &Kept{}
	}
	return b.Work.Kept
}

// closing is what the page that closes the day remembers.
type closing struct {
	paper  *int      // forms that somebody has counted; nil: nobody did
	on     time.Time // the day on which
	report bool      // it is asked where to write the report
	whole  bool      // of the whole event and not only of today
	place  string    // what came of it
	at     string    // what the arrow keys are at

	last  *figures.Day     // what was counted last, so that the page need not be empty while it counts again
	where []handover.Place // where the report can go
}
