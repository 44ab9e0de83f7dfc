// Package trust is who may say what: what the desk has said about booths, which line counts by it, whom an erasure takes
// away and since when somebody is kept.
package trust

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"maps"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// A booth's key lies open on its disk, and whoever takes the computer has it. So it may speak only for the people who
// signed up there. What it says about others is a claim: kept, counted, shown, and without effect, until the booth they
// signed up at or the desk says so. What is believed is found out when reading, of all lines and statements together,
// never of the order in which they came.

// standing is what becomes of a line.
type standing uint8

const (
	standsNot        standing = iota // not signed by a known booth, or with ids not of its making
	StandsDistrusted                 // the desk has said that this booth's lines from this number on are not its own
	StandsClaim                      // about another booth's person
	Stands
)

// Trust is what a folder goes by.
type Trust struct {
	Known      entry.Booths
	Own        map[string]bool     // this folder's booth, under all its keys
	Live       map[string]bool     // of these, the key that it has now
	Ours       map[entry.Hash]bool // lines of this folder's own under the others
	Desk       ed25519.PublicKey   // nil where it is not known yet
	Distrusted map[string]Doubt    // by booth
	Succeeds   map[string][]string // by booth: those for whose people it speaks too
	Accepted   map[entry.Hash]bool // claims that the desk has accepted, by rank
	Belongs    map[string]bool     // booths that the desk has named as the event's
	Said       []Statement         // all that the desk has said, so far as is known here
	Days       map[string]string   // the event's, as settings have them, where they are others than the pack's; nil else
	Done       map[entry.Hash]bool // erasures that have waited, and emptied
	Asked      map[entry.Hash]bool // erasures that were written here: for whoever asked here they hold, whatever comes
}

// Doubt is what of a booth's lines is not believed. Whoever has its key signs under any number, also under one that the
// booth has used; so of the numbers below the first that is not believed, only the lines count that the desk had before
// it when it said so.
type Doubt struct {
	From int64               // the first running number that is not believed
	keep map[entry.Hash]bool // by rank: the lines below it that are; nil for all, in statements that do not list them
}

// and is what is believed where the desk has said both: neither takes anything back of the other, whichever was said
// where less was known.
func (d Doubt) and(o Doubt) Doubt {
	d.From = min(d.From, o.From)
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

// Doubts says whether a line is from a booth that the desk does not believe, and none of those that count all the same.
func (t *Trust) Doubts(e *entry.Entry) bool {
	d, ok := t.Distrusted[e.Booth]
	return ok && (e.Seq >= d.From || d.keep != nil && !d.keep[e.Hash()])
}

// Homes gives the booths that somebody with an id from before there were nonces signed up at, so far as they are
// believed. More than one only where a folder was copied, or where somebody lies: then nothing that one of them says
// touches what the other has.
type Homes func(person string) []string

// IsOwn says whether this folder has written the line. A key that it has given up, as every restored or rescued folder
// does, may be on a stolen disk: under such a one only those lines are its own that were here by then.
func (t *Trust) IsOwn(e *entry.Entry) bool {
	return t.Live[e.Booth] || t.Own[e.Booth] && t.Ours[e.Hash()]
}

// makesHome says whether a line that a known booth has signed makes its booth one that such a person signed up at.
func (t *Trust) makesHome(e *entry.Entry) bool {
	return e.Kind == entry.KindSignUp && len(e.Nonce) == 0 && t.OfSigned(e, NobodysHomes) == Stands
}

// With is the same for more booths.
func (t *Trust) With(known entry.Booths) *Trust {
	more := *t
	more.Known = known
	return &more
}

// AtDesk says whether the line bears the desk's signature.
func (t *Trust) AtDesk(e *entry.Entry) bool {
	return len(t.Desk) == ed25519.PublicKeySize && len(e.Desk) == ed25519.SignatureSize && ed25519.Verify(t.Desk, e.SignedBytes(), e.Desk)
}

// AtHome says whether the line's booth is the one its person signed up at, or that one's successor.
func (t *Trust) AtHome(e *entry.Entry, home Homes) bool {
	for _, b := range t.speaksFor(e.Booth) {
		if entry.IsBound(e.Person) {
			if key := t.Known[b]; key != nil && e.MadeBy(key) {
				return true
			}
		} else if slices.Contains(home(e.Person), b) {
			return true
		}
	}
	return false
}

// Of gives a line's standing.
func (t *Trust) Of(e *entry.Entry, home Homes) standing {
	if !t.Known.Verified(e) {
		return standsNot
	}
	return t.OfSigned(e, home)
}

// OfSigned is of for a line whose signature was checked.
func (t *Trust) OfSigned(e *entry.Entry, home Homes) standing {
	switch {
	case t.AtDesk(e), e.Kind == entry.KindErasure && t.Asked[e.Hash()]:
		return Stands
	case t.Doubts(e):
		return StandsDistrusted
	case e.Kind == entry.KindJoin: // the desk's alone: it takes a record away, and changes another one
		if t.Accepted[e.Hash()] {
			return Stands
		}
		return StandsClaim
	case e.Kind == entry.KindSignUp, t.IsOwn(e), t.AtHome(e, home), t.Accepted[e.Hash()]:
		return Stands
	}
	return StandsClaim
}

// Empties says whether an erasure takes away what the person left, and not only hides it: one of this folder's own or of
// the desk's, at once; another booth's about its own people once it has waited, see waiting.go.
func (t *Trust) Empties(e *entry.Entry) bool {
	if e.Kind != entry.KindErasure || !t.Known.Verified(e) {
		return false
	}
	switch mark := e.Hash(); {
	case t.AtDesk(e), t.Asked[mark]:
		return true
	case t.Doubts(e):
		return false
	default:
		return t.IsOwn(e) || t.Accepted[mark] || t.Done[mark]
	}
}

// EmptiesAll says whether it takes away all that was ever said about the person: not where another booth that the person
// signed up at as well, so far as is said, has a record of its own.
func (t *Trust) EmptiesAll(e *entry.Entry, home Homes) bool {
	return t.Empties(e) && !t.OneOfSeveral(e, home)
}

// HomesIn looks the homes of people up in a store, each once.
func (t *Trust) HomesIn(ctx context.Context, x db.Querier) (home Homes, failed func() error) {
	var err error
	seen := map[string][]string{}
	return func(person string) []string {
		if at, ok := seen[person]; ok || entry.IsBound(person) {
			return at
		}
		var at []string
		e := db.EachEntry(ctx, x, func(e *entry.Entry) {
			if t.Known.Verified(e) && t.makesHome(e) && !slices.Contains(at, e.Booth) {
				at = append(at, e.Booth)
			}
		}, "person = ? AND kind = ?", person, entry.KindSignUp)
		err = cmp.Or(err, e)
		seen[person] = at
		return at
	}, func() error { return err }
}

// Gone is who is hidden by erasures that stand.
type Gone struct {
	All map[string]bool    // persons
	at  map[[2]string]bool // person and booth: what one of several homes has
}

func nobodyGone() Gone { return Gone{map[string]bool{}, map[[2]string]bool{}} }

// Person says whether nothing of the person is shown.
func (g Gone) Person(id string) bool { return g.All[id] }

// Any says whether anything of the person is hidden.
func (g Gone) Any(id string) bool {
	if g.All[id] {
		return true
	}
	for k := range g.at {
		if k[0] == id {
			return true
		}
	}
	return false
}

// GoneBy takes the erasures that stand out of some, and works out who is hidden by them together.
func (t *Trust) GoneBy(tombs []*entry.Entry, home Homes) Gone {
	g := nobodyGone()
	for _, e := range tombs {
		if t.Of(e, home) != Stands {
			continue
		}
		if !t.OneOfSeveral(e, home) {
			g.All[e.Person] = true
			continue
		}
		for _, b := range t.speaksFor(e.Booth) {
			g.at[[2]string{e.Person, b}] = true
		}
	}
	for k := range g.at {
		left := slices.ContainsFunc(home(k[0]), func(b string) bool { return !g.at[[2]string{k[0], b}] })
		g.All[k[0]] = g.All[k[0]] || !left
	}
	maps.DeleteFunc(g.All, func(_ string, all bool) bool { return !all })
	return g
}

// OneOfSeveral says whether an erasure is the word of one of several booths that the person signed up at, and says
// nothing of what the others have.
func (t *Trust) OneOfSeveral(e *entry.Entry, home Homes) bool {
	return len(home(e.Person)) > 1 && !t.AtDesk(e) && !t.IsOwn(e) && !t.Accepted[e.Hash()] && !t.Asked[e.Hash()]
}

// speaksFor are the booths for whose people one speaks.
func (t *Trust) speaksFor(booth string) []string {
	return append([]string{booth}, t.Succeeds[booth]...)
}

// GoneIn gives everybody whom an erasure that stands has hidden.
func (t *Trust) GoneIn(ctx context.Context, x db.Querier) (Gone, error) {
	var tombs []*entry.Entry
	if err := db.EachErasure(ctx, x, func(e *entry.Entry) { tombs = append(tombs, e) }); err != nil {
		return nobodyGone(), err
	}
	home, failed := t.HomesIn(ctx, x)
	return t.GoneBy(tombs, home), failed()
}
