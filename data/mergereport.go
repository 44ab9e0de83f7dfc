package data

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/record"
)

// MergeOptions decide what a merge may add.
type MergeOptions struct {
	// Accept is asked once for each booth that is not known here yet and that the desk has not confirmed as one of the
	// event's ([Store.Belongs]), with the number of its entries. Whoever has a booth's signing key can forge its entries,
	// so a person should compare the id with that booth's own status. nil accepts none.
	Accept func(booth string, entries int) bool
	// Keys is asked if the other booth has a newer key set, signed by the desk that is known here, or if this folder has
	// no signed one: a person should compare its six words with the desk's. nil takes none.
	Keys func(KeyOffer) bool
}

// MergedBooth is what came from one booth.
type MergedBooth struct {
	ID    string `json:"id"`
	New   bool   `json:"new"`   // not known here before
	Named bool   `json:"named"` // nobody was asked: the desk has confirmed it as one of the event's
	Added int    `json:"added"`
	Known int    `json:"known"` // entries that were here already
	// Claims counts what this booth has said about people who signed up elsewhere and the desk has to judge, see
	// [Store.Claims].
	Claims int `json:"claims"`
}

// MergeReport says what a merge did. Nothing in it names a person.
type MergeReport struct {
	Event     string              `json:"event"`
	Booths    []MergedBooth       `json:"booths"`
	Added     int                 `json:"added"`
	Known     int                 `json:"known"`
	Conflicts int                 `json:"conflicts"`  // lines whose id or running number another line has; both are kept and count
	Damaged   int                 `json:"damaged"`    // entries whose sealed part is not what was signed
	Forged    int                 `json:"forged"`     // entries without a valid signature of their booth
	Erasures  int                 `json:"erasures"`   // persons erased here because they were erased there
	Claims    int                 `json:"claims"`     // in total, see [MergedBooth.Claims]
	Ambiguous int                 `json:"ambiguous"`  // receipt codes that two persons have now
	Codes     []entry.ReceiptCode `json:"codes"`      // these
	Refused   []string            `json:"refused"`    // booths that were not accepted
	Keys      []string            `json:"keys"`       // how the key set there differs
	KeysTaken bool                `json:"keys_taken"` // it is now the set here
	KeysLeft  bool                `json:"keys_left"`  // it is newer, and was not accepted
	Faults    []record.Fault      `json:"-"`
}

// KeyOffer is a newer key set found in what is merged.
type KeyOffer struct {
	Now, New    keys.SetInfo
	Differences []string // in sentences
}

// readKeys compares the key set of what is merged with the one here, and names every difference.
func (m *merge) readKeys(ctx context.Context, src *source) error {
	meta, err := db.AllMeta(ctx, src.db)
	if err != nil {
		return folder.Explain(err)
	}
	theirs, err := db.HeldKeys(meta)
	if errors.Is(err, folder.ErrDamaged) {
		m.sum.Keys = append(m.sum.Keys, "The key set there is not as the desk signed it.")
		return nil // its entries are each signed
	}
	if err != nil {
		return err
	}
	m.sum.Keys = m.set.Differences(theirs)
	if m.set.Signed() && theirs.Signed() && !m.set.Desk.Equal(theirs.Desk) {
		return keys.ErrOtherDesk
	}
	if m.set.Takes(theirs) == nil {
		m.offer = theirs
	}
	return nil
}

// offerKeys asks whether to take a newer set.
func (m *merge) offerKeys(accept func(KeyOffer) bool) {
	if m.offer == nil {
		return
	}
	if accept == nil || !accept(KeyOffer{m.set.Info(), m.offer.Info(), m.sum.Keys}) {
		m.offer, m.sum.KeysLeft = nil, true
	}
}

// adoptKeys adopts the newer set, after the entries. The caller holds the lock.
func (m *merge) adoptKeys(ctx context.Context) error {
	if m.offer == nil {
		return nil
	}
	if err := m.s.adoptSet(ctx, m.offer); err != nil {
		return fmt.Errorf("the entries were merged, the keys were not: %w", err)
	}
	m.sum.KeysTaken = true
	return nil
}

// acts returns the audit's lines about a merge: one for each booth with new entries, with how many of its sign-ups were
// new, and one for the people erased because of the merge.
func (m *merge) acts() (out []audit.Act) {
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		if m.booths[id].Added > 0 {
			out = append(out, audit.Act{What: "merge from booth " + id, Persons: m.people[id]})
		}
	}
	if m.sum.Erasures > 0 {
		out = append(out, audit.Act{What: "merge: erased there, and here too", Persons: m.sum.Erasures})
	}
	if len(out) == 0 {
		out = append(out, audit.Act{What: "merge of what was here already", Persons: 0})
	}
	return out
}

// report returns the result of the merge.
func (m *merge) report() MergeReport {
	r := m.sum
	r.Event = m.event
	for _, id := range slices.Sorted(maps.Keys(m.booths)) {
		r.Booths = append(r.Booths, *m.booths[id])
	}
	return r
}
