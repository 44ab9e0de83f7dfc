package rescue

import (
	"context"
	"maps"
	"slices"

	"matchbooth/data/entry"
	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/seal"
)

// insertHandovers carries the lists of exports over, and returns how many rows could not be read as such. Older lists,
// which were stored in the clear, are sealed to the new folder's keys. They are inserted first: if one copy of a store
// was migrated and another was not, the sealed rows are the later ones.
func (r *rescue) insertHandovers(ctx context.Context, x db.Execer, p build.Plan) (lost int, err error) {
	open := map[string]map[entry.ReceiptCode]bool{}
	sealed := map[int64]db.HandoverRow{}
	for _, row := range r.tables {
		switch row.table {
		case "exported":
			to, ok1 := row.values[0].(string)
			code, ok2 := row.values[1].(string)
			if open[to] == nil && len(open) < 100 { // there have only ever been two
				open[to] = map[entry.ReceiptCode]bool{}
			}
			if !ok1 || !ok2 || open[to] == nil {
				lost++
				continue
			}
			open[to][entry.ReceiptCode(code)] = true
		case "handover":
			n, ok1 := row.values[0].(int64)
			to, ok2 := row.values[1].(string)
			b, ok3 := row.values[2].([]byte)
			if _, have := sealed[n]; have { // another copy of the store
				continue
			}
			if !ok1 || !ok2 || !ok3 {
				lost++
				continue
			}
			sealed[n] = db.HandoverRow{N: n, To: to, Sealed: b}
		}
	}
	if len(open) > 0 {
		keys, err := seal.NewRecipients(p.Set.Recipients()...)
		if err != nil {
			return lost, err
		}
		for _, to := range slices.Sorted(maps.Keys(open)) {
			if err := db.InsertHandovers(ctx, x, keys, p.Event, to, slices.Sorted(maps.Keys(open[to])), nil, nil); err != nil {
				return lost, err
			}
		}
	}
	for _, n := range slices.Sorted(maps.Keys(sealed)) {
		if err := db.InsertHandover(ctx, x, sealed[n].To, sealed[n].Sealed); err != nil {
			return lost, err
		}
	}
	return lost, nil
}
