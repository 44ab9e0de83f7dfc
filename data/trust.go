package data

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"maps"
	"slices"

	"matchbooth/data/entry"
)

// A booth's key lies open on its disk, and whoever takes the computer has it. So it may speak only for the people who
// signed up there. What it says about others is a claim: kept, counted, shown, and without effect, until the booth they
// signed up at or the desk says so. What is believed is found out when reading, of all lines and statements together,
// never of the order in which they came.

// standing is what becomes of a line.
type standing uint8

const (
	standsNot        standing = iota // not signed by a known booth, or with ids not of its making
	standsDistrusted                 // the desk has said that this booth's lines from this number on are not its own
	standsClaim                      // about another booth's person
	stands
)

// trust is what a folder goes by.
type trust struct {
	known      entry.Booths
	own        map[string]bool     // this folder's booth, under all its keys
	live       map[string]bool     // of these, the key that it has now
	ours       map[entry.Hash]bool // lines of this folder's own under the others
	desk       ed25519.PublicKey   // nil where it is not known yet
	distrusted map[string]doubt    // by booth
	succeeds   map[string][]string // by booth: those for whose people it speaks too
	accepted   map[entry.Hash]bool // claims that the desk has accepted, by rank
	belongs    map[string]bool     // booths that the desk has named as the event's
	said       []statement         // all that the desk has said, so far as is known here
	days       map[string]string   // the event's, as settings have them, where they are others than the pack's; nil else
	done       map[entry.Hash]bool // erasures that have waited, and emptied
	asked      map[entry.Hash]bool // erasures that were written here: for whoever asked here they hold, whatever comes
}

// doubt is what of a booth's lines is not believed. Whoever has its key signs under any number, also under one that the
// booth has used; so of the numbers below the first that is not believed, only the lines count that the desk had before
// it when it said so.
type doubt struct {
	from int64               // the first running number that is not believed
	keep map[entry.Hash]bool // by rank: the lines below it that are; nil for all, in statements that do not list them
}

// and is what is believed where the desk has said both: neither takes anything back of the other, whichever was said
// where less was known.
func (d doubt) and(o doubt) doubt {
	d.from = min(d.from, o.from)
	switch {
	case d.keep == nil:
		d.keep = o.keep
	case o.keep != nil:
		both := map[entry.Hash]bool{}
		for line := range d.keep {
			if o.keep[line] {
				both[line] = true
			}
		}
		d.keep = both
	}
	return d
}

// doubts says whether a line is from a booth that the desk does not believe, and none of those that count all the same.
func (t *trust) doubts(e *entry.Entry) bool {
	d, ok := t.distrusted[e.Booth]
	return ok && (e.Seq >= d.from || d.keep != nil && !d.keep[e.Hash()])
}

// homes gives the booths that somebody with an id from before there were nonces signed up at, so far as they are
// believed. More than one only where a folder was copied, or where somebody lies: then nothing that one of them says
// touches what the other has.
type homes func(person string) []string

// isOwn says whether this folder has written the line. A key that it has given up, as every restored or rescued folder
// does, may be on a stolen disk: under such a one only those lines are its own that were here by then.
func (t *trust) isOwn(e *entry.Entry) bool {
	return t.live[e.Booth] || t.own[e.Booth] && t.ours[e.Hash()]
}

// makesHome says whether a line that a known booth has signed makes its booth one that such a person signed up at.
func (t *trust) makesHome(e *entry.Entry) bool {
	return e.Kind == entry.KindSignUp && len(e.Nonce) == 0 && t.ofSigned(e, nobodysHomes) == stands
}

// with is the same for more booths.
func (t *trust) with(known entry.Booths) *trust {
	more := *t
	more.known = known
	return &more
}

// atDesk says whether the line bears the desk's signature.
func (t *trust) atDesk(e *entry.Entry) bool {
	return len(t.desk) == ed25519.PublicKeySize && len(e.Desk) == ed25519.SignatureSize && ed25519.Verify(t.desk, e.SignedBytes(), e.Desk)
}

// atHome says whether the line's booth is the one its person signed up at, or that one's successor.
func (t *trust) atHome(e *entry.Entry, home homes) bool {
	for _, b := range t.speaksFor(e.Booth) {
		if entry.IsBound(e.Person) {
			if key := t.known[b]; key != nil && e.MadeBy(key) {
				return true
			}
		} else if slices.Contains(home(e.Person), b) {
			return true
		}
	}
	return false
}

// of gives a line's standing.
func (t *trust) of(e *entry.Entry, home homes) standing {
	if !t.known.Verified(e) {
		return standsNot
	}
	return t.ofSigned(e, home)
}

// ofSigned is of for a line whose signature was checked.
func (t *trust) ofSigned(e *entry.Entry, home homes) standing {
	switch {
	case t.atDesk(e), e.Kind == entry.KindErasure && t.asked[e.Hash()]:
		return stands
	case t.doubts(e):
		return standsDistrusted
	case e.Kind == entry.KindJoin: // the desk's alone: it takes a record away, and changes another one
		if t.accepted[e.Hash()] {
			return stands
		}
		return standsClaim
	case e.Kind == entry.KindSignUp, t.isOwn(e), t.atHome(e, home), t.accepted[e.Hash()]:
		return stands
	}
	return standsClaim
}

// empties says whether an erasure takes away what the person left, and not only hides it: one of this folder's own or of
// the desk's, at once; another booth's about its own people once it has waited, see waiting.go.
func (t *trust) empties(e *entry.Entry) bool {
	if e.Kind != entry.KindErasure || !t.known.Verified(e) {
		return false
	}
	switch mark := e.Hash(); {
	case t.atDesk(e), t.asked[mark]:
		return true
	case t.doubts(e):
		return false
	default:
		return t.isOwn(e) || t.accepted[mark] || t.done[mark]
	}
}

// emptiesAll says whether it takes away all that was ever said about the person: not where another booth that the person
// signed up at as well, so far as is said, has a record of its own.
func (t *trust) emptiesAll(e *entry.Entry, home homes) bool {
	return t.empties(e) && !t.oneOfSeveral(e, home)
}

// homesIn looks the homes of people up in a store, each once.
func (t *trust) homesIn(ctx context.Context, x rower) (home homes, failed func() error) {
	var err error
	seen := map[string][]string{}
	return func(person string) []string {
		if at, ok := seen[person]; ok || entry.IsBound(person) {
			return at
		}
		var at []string
		e := eachOf(ctx, x, func(e *entry.Entry) {
			if t.known.Verified(e) && t.makesHome(e) && !slices.Contains(at, e.Booth) {
				at = append(at, e.Booth)
			}
		}, "person = ? AND kind = ?", person, entry.KindSignUp)
		err = cmp.Or(err, e)
		seen[person] = at
		return at
	}, func() error { return err }
}

// gone is who is hidden by erasures that stand.
type gone struct {
	all map[string]bool    // persons
	at  map[[2]string]bool // person and booth: what one of several homes has
}

func nobodyGone() gone { return gone{map[string]bool{}, map[[2]string]bool{}} }

// person says whether nothing of the person is shown.
func (g gone) person(id string) bool { return g.all[id] }

// any says whether anything of the person is hidden.
func (g gone) any(id string) bool {
	if g.all[id] {
		return true
	}
	for k := range g.at {
		if k[0] == id {
			return true
		}
	}
	return false
}

// goneBy takes the erasures that stand out of some, and works out who is hidden by them together.
func (t *trust) goneBy(tombs []*entry.Entry, home homes) gone {
	g := nobodyGone()
	for _, e := range tombs {
		if t.of(e, home) != stands {
			continue
		}
		if !t.oneOfSeveral(e, home) {
			g.all[e.Person] = true
			continue
		}
		for _, b := range t.speaksFor(e.Booth) {
			g.at[[2]string{e.Person, b}] = true
		}
	}
	for k := range g.at {
		left := slices.ContainsFunc(home(k[0]), func(b string) bool { return !g.at[[2]string{k[0], b}] })
		g.all[k[0]] = g.all[k[0]] || !left
	}
	maps.DeleteFunc(g.all, func(_ string, all bool) bool { return !all })
	return g
}

// oneOfSeveral says whether an erasure is the word of one of several booths that the person signed up at, and says
// nothing of what the others have.
func (t *trust) oneOfSeveral(e *entry.Entry, home homes) bool {
	return len(home(e.Person)) > 1 && !t.atDesk(e) && !t.isOwn(e) && !t.accepted[e.Hash()] && !t.asked[e.Hash()]
}

// speaksFor are the booths for whose people one speaks.
func (t *trust) speaksFor(booth string) []string {
	return append([]string{booth}, t.succeeds[booth]...)
}

// goneIn gives everybody whom an erasure that stands has hidden.
func (t *trust) goneIn(ctx context.Context, x rower) (gone, error) {
	var tombs []*entry.Entry
	if err := eachErasure(ctx, x, func(e *entry.Entry) { tombs = append(tombs, e) }); err != nil {
		return nobodyGone(), err
	}
	home, failed := t.homesIn(ctx, x)
	return t.goneBy(tombs, home), failed()
}
