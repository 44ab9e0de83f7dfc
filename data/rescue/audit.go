package rescue

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
)

// salvagedAct is a line of the audit that a rescue has found, with the digest stored next to it; chain is nil for a
// line from before there were digests.
type salvagedAct struct {
	db.AuditLine
	chain []byte
}

// Limits on the audit of a folder that is rescued.
const (
	maxActs = 100_000 // lines
	maxAct  = 1000    // bytes of one
)

// addAct adds a row of the audit from a store of any version: n, at, who, what, persons, chain. If two copies have a
// line, the first one counts.
func (r *rescue) addAct(v []any) error {
	n, ok1 := v[0].(int64)
	at, ok2 := v[1].(int64)
	what, ok3 := v[3].(string)
	if !ok1 || !ok2 || !ok3 {
		r.lostActs = true
		return nil
	}
	if _, ok := r.acts[n]; ok {
		return nil
	}
	a := salvagedAct{AuditLine: db.AuditLine{At: at, What: what}}
	a.Who, _ = v[2].(string) // older lines lack it
	a.Persons, _ = v[4].(int64)
	a.chain, _ = v[5].([]byte)
	if len(r.acts) >= maxActs || len(a.What)+len(a.Who) > maxAct {
		r.lostActs = true
		return nil
	}
	r.acts[n] = a
	return nil
}

// insertAudit writes the lines that were found into the new store, chained anew, and one for the rescue. If all of them
// were found, the chain is the same as before; otherwise it adds a note to the report.
func (r *rescue) insertAudit(ctx context.Context, x db.AuditWriter, by audit.Author, persons int) error {
	whole, next := !r.lostActs, int64(1)
	var last db.AuditSum
	for _, n := range slices.Sorted(maps.Keys(r.acts)) {
		a := r.acts[n]
		last = a.After(last)
		whole = whole && n == next && (a.chain == nil || bytes.Equal(a.chain, last[:]))
		next++
		if err := db.InsertAudit(ctx, x, a.AuditLine); err != nil {
			return err
		}
	}
	if !whole {
		r.note("The audit had lost lines, or some were changed; what was found is carried over.")
	}
	return audit.Insert(ctx, x, by, audit.Act{What: "rescue", Persons: persons})
}
