// Package inbox is the desk's page of what people have sent from their phones: the list of it, and one wish beside what is
// known of the person, to be accepted or refused.
package inbox

import (
	"fmt"
	"io"
	"slices"

	"matchbooth/data/record"
	"matchbooth/ui/page"
	box "matchbooth/ui/work/inbox"
	work "matchbooth/ui/work/session"
)

// Kept is what the page remembers from one drawing to the next, until the desk is locked.
type Kept struct {
	list   []box.Wish
	read   bool // the list is what the inbox had when the page was opened
	failed bool
	busy   bool // something is being fetched or written
	At     string
	top    int
	person string // of several who fit
	column string // of several numbers
	Shown  bool   // who was chosen is not masked

	Refusing bool
	why      string // of the reasons that are offered
	typed    record.Text

	said  string // what came of the last thing
	wrong bool
}

// Format prints [redacted].
func (Kept) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Forget drops all of it.
func (k *Kept) Forget() {
	clear(k.list)
	*k = Kept{}
}

// choose turns to another wish.
func (k *Kept) choose(id string) {
	if k.At != id {
		k.At, k.person, k.column, k.Shown, k.Refusing, k.why, k.typed = id, "", "", false, false, "", ""
	}
}

// one returns the wish that is chosen, the first if none is; false if there is none.
func (k *Kept) one() (i int, w box.Wish, ok bool) {
	if len(k.list) == 0 {
		return 0, w, false
	}
	i = max(0, slices.IndexFunc(k.list, func(w box.Wish) bool { return w.ID == k.At }))
	return i, k.list[i], true
}

// Page draws the page.
type Page struct {
	*page.B
	Desk work.Desk
	Kept *Kept
	// Redraw draws the page anew.
	Redraw func()
	// Head is right of the title. Of a totem, High is what is only read and Low within reach; elsewhere High is empty.
	Head, High, Low page.Box

	tools page.Box // of a totem: a row within reach for what stands above elsewhere
}
