// Package trust decides who may say what: what the desk has said about booths, which lines count because of it, whom an
// erasure empties, and since when somebody's data is kept.
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

// A booth's key is in the clear on its disk, and whoever takes the computer has it. So it may speak only for the people
// who signed up there. What it says about others is a claim: stored, counted, shown, and without effect until the booth
// they signed up at or the desk says the same. What is believed is computed on reading, from all lines and statements
// together, and never depends on the order in which they came.

// standing is whether and how a line counts.
type standing uint8

const (
	standsNot        standing = iota // not signed by a known booth, or with ids not derived from its key
	StandsDistrusted                 // the desk has said that this booth's lines from this number on are not its own
	StandsClaim                      // about another booth's person
	Stands                           // counts
)

// Trust is what a folder bases its decisions on.
type Trust struct {
	Known      entry.Booths
	Own        map[string]bool     // this folder's booth, under all its keys
	Live       map[string]bool     // of these, its current key
	Ours       map[entry.Hash]bool // this folder's own lines under the other keys
	Desk       ed25519.PublicKey   // nil if it is not known yet
	entry.Word                     // the effect of what the desk has said on who may say what
	Said       []entry.Statement   // everything the desk has said, as far as known here
	Days       map[string]string   // the event's, as in the settings, if different from the pack's; otherwise nil
	Packs      []entry.PackChange  // the changes of the event pack after setup; the last one counts
	Done       map[entry.Hash]bool // erasures that have waited, and emptied
	Asked      map[entry.Hash]bool // erasures written here: for the person who asked here they count, whatever comes later
}

// Homes returns the booths that a person whose id is from before there were nonces signed up at, as far as they are
// believed. There are several only if a folder was copied, or if somebody lies: then nothing that one of them says
// affects what another one has.
type Homes func(person string) []string

// IsOwn says whether this folder wrote the line. A key that it has given up, as every restored or rescued folder does,
// may be on a stolen disk: under such a key only the lines that were here by then are its own.
func (t *Trust) IsOwn(e *entry.Entry) bool {
	return t.Live[e.Booth] || t.Own[e.Booth] && t.Ours[e.Hash()]
}

// makesHome says whether a line signed by a known booth makes that booth one the person signed up at.
func (t *Trust) makesHome(e *entry.Entry) bool {
	return e.Kind == entry.KindSignUp && len(e.Nonce) == 0 && t.OfSigned(e, NobodysHomes) == Stands
}

// With returns the same trust with more known booths.
func (t *Trust) With(known entry.Booths) *Trust {
	more := *t
	more.Known = known
	return &more
}

// AtDesk says whether the line has the desk's signature.
func (t *Trust) AtDesk(e *entry.Entry) bool {
	return len(t.Desk) == ed25519.PublicKeySize && len(e.Desk) == ed25519.SignatureSize && ed25519.Verify(t.Desk, e.SignedBytes(), e.Desk)
}

// AtHome says whether the line's booth is the one its person signed up at, or a successor of it.
func (t *Trust) AtHome(e *entry.Entry, home Homes) bool {
	for _, b := range t.SpeaksFor(e.Booth) {
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

// Of returns a line's standing.
func (t *Trust) Of(e *entry.Entry, home Homes) standing {
	if !t.Known.Verified(e) {
		return standsNot
	}
	return t.OfSigned(e, home)
}

// OfSigned is Of for a line whose signature was checked.
func (t *Trust) OfSigned(e *entry.Entry, home Homes) standing {
	switch {
	case t.AtDesk(e), e.Kind == entry.KindErasure && t.Asked[e.Hash()]:
		return Stands
	case t.Doubts(e):
		return StandsDistrusted
	case e.Kind == entry.KindJoin, e.Kind == entry.KindUnjoin: // the desk only: it hides one record and changes another
		if t.Accepted[e.Hash()] {
			return Stands
		}
		return StandsClaim
	case e.Kind == entry.KindSignUp, t.IsOwn(e), t.AtHome(e, home), t.Accepted[e.Hash()]:
		return Stands
	}
	return StandsClaim
}

// Empties says whether an erasure removes the person's content, and does not only hide it: at once if it is this folder's
// own or the desk's; if it is another booth's about its own people, once it has waited, see waiting.go.
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

// EmptiesAll says whether it empties everything ever said about the person: not if another booth that claims the person's
// sign-up has a record of its own.
func (t *Trust) EmptiesAll(e *entry.Entry, home Homes) bool {
	return t.Empties(e) && !t.OneOfSeveral(e, home)
}

// HomesIn looks up people's homes in a store, each once.
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

// Gone is who is hidden by erasures that count.
type Gone struct {
	All map[string]bool    // persons
	at  map[[2]string]bool // person and booth: what one of several homes has
}

func nobodyGone() Gone { return Gone{map[string]bool{}, map[[2]string]bool{}} }

// Person says whether the person is hidden completely.
func (g Gone) Person(id string) bool { return g.All[id] }

// At says whether what one of several homes has of the person is hidden.
func (g Gone) At(id, booth string) bool { return g.at[[2]string{id, booth}] }

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

// GoneBy picks the erasures that count, and works out who is hidden by them together: those they are about, and whoever is
// one person with somebody of whom nothing is left. It does not matter whether an erasure or the join was there first.
func (t *Trust) GoneBy(erasures []*entry.Entry, home Homes, pairs entry.Pairs) Gone {
	g := nobodyGone()
	for _, e := range erasures {
		if t.Of(e, home) != Stands {
			continue
		}
		if !t.OneOfSeveral(e, home) {
			g.All[e.Person] = true
			continue
		}
		for _, b := range t.SpeaksFor(e.Booth) {
			g.at[[2]string{e.Person, b}] = true
		}
	}
	for k := range g.at {
		left := slices.ContainsFunc(home(k[0]), func(b string) bool { return !g.at[[2]string{k[0], b}] })
		g.All[k[0]] = g.All[k[0]] || !left
	}
	maps.DeleteFunc(g.All, func(_ string, all bool) bool { return !all })
	pairs.Close(g.All)
	return g
}

// OneOfSeveral says whether an erasure comes from one of several booths that claim the person's sign-up, and so does not
// affect what the others have.
func (t *Trust) OneOfSeveral(e *entry.Entry, home Homes) bool {
	return len(home(e.Person)) > 1 && !t.AtDesk(e) && !t.IsOwn(e) && !t.Accepted[e.Hash()] && !t.Asked[e.Hash()]
}

// GoneIn returns everybody hidden by an erasure that counts.
func (t *Trust) GoneIn(ctx context.Context, x db.Querier) (Gone, error) {
	var erasures []*entry.Entry
	if err := db.EachErasure(ctx, x, func(e *entry.Entry) { erasures = append(erasures, e) }); err != nil {
		return nobodyGone(), err
	}
	pairs, err := t.PairsIn(ctx, x)
	if err != nil {
		return nobodyGone(), err
	}
	home, failed := t.HomesIn(ctx, x)
	return t.GoneBy(erasures, home, pairs), failed()
}
