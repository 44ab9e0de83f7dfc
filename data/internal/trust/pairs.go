package trust

import (
	"context"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// Somebody may have signed up twice, and the desk may have joined the two. Lines in the clear say so, and without a key
// that decides two things: who is erased together, and who is counted as one.

// PairsOf works out who is one person from those of these lines that name a partner and count.
func (t *Trust) PairsOf(lines []*entry.Entry) entry.Pairs { return entry.PairsOf(t.TiesOf(lines)) }

// TiesOf returns what those of these lines say that name a partner and count.
func (t *Trust) TiesOf(lines []*entry.Entry) (ties []entry.Tie) {
	for _, e := range lines {
		if tie, ok := e.Tie(); ok && t.Of(e, NobodysHomes) == Stands {
			ties = append(ties, tie)
		}
	}
	return ties
}

// PairsIn works out who is one person in a store.
func (t *Trust) PairsIn(ctx context.Context, x db.Querier) (entry.Pairs, error) {
	var joins []*entry.Entry
	if err := db.EachJoin(ctx, x, func(e *entry.Entry) {
		e.Sealed = nil
		joins = append(joins, e)
	}); err != nil {
		return entry.Pairs{}, err
	}
	return t.PairsOf(joins), nil
}

// PairsAround is PairsIn for those only who may be one person with this one: there may be thousands of pairs, and every
// line about somebody asks.
func (t *Trust) PairsAround(ctx context.Context, x db.Querier, person string) (entry.Pairs, error) {
	var ties []entry.Tie
	seen := map[string]bool{person: true}
	for todo := []string{person}; len(todo) > 0; todo = todo[1:] {
		joins, err := db.JoinsOf(ctx, x, todo[0])
		if err != nil {
			return entry.Pairs{}, err
		}
		for _, e := range joins {
			tie, ok := e.Tie()
			if !ok || t.Of(e, NobodysHomes) != Stands {
				continue
			}
			ties = append(ties, tie)
			for _, id := range []string{e.Person, e.Partner} {
				if !seen[id] {
					seen[id] = true
					todo = append(todo, id)
				}
			}
		}
	}
	return entry.PairsOf(ties), nil
}

// Emptied returns everybody whom these erasures empty completely: those they are about, and whoever is one person with
// them.
func (t *Trust) Emptied(erasures []*entry.Entry, home Homes, pairs entry.Pairs) map[string]bool {
	out := map[string]bool{}
	for _, e := range erasures {
		if t.EmptiesAll(e, home) {
			out[e.Person] = true
		}
	}
	pairs.Close(out)
	return out
}

// LeftOf returns those who are to be emptied because they are one person with somebody whom these erasures leave nothing
// of, and who still have content here.
func (t *Trust) LeftOf(ctx context.Context, x db.RowQueryer, emptying []*entry.Entry, home Homes, pairs entry.Pairs) (left []string, err error) {
	if pairs.None() {
		return nil, nil
	}
	for person := range t.GoneBy(emptying, home, pairs).All {
		if !pairs.Has(person) {
			continue // the erasures themselves empty everything
		}
		var has bool
		if err := x.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+db.BothTables+" WHERE sealed IS NOT NULL AND person = ?)", person).Scan(&has); err != nil {
			return nil, err
		}
		if has {
			left = append(left, person)
		}
	}
	slices.Sort(left)
	return left, nil
}
