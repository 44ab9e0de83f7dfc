package rescue

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"matchbooth/data/internal/audit"
	"matchbooth/data/internal/db"
)

// salvagedAct is a line of the audit that a rescue has found, with the digest that stood beside it; nil where it is from
// before there was one.
type salvagedAct struct {
	db.AuditLine
	chain []byte
}

// What is believed of the audit of a folder that is rescued.
const (
	maxActs = 100_000 // lines
	maxAct  = 1000    // bytes of one
)

// addAct takes a row of the audit of a store of any age: n, at, who, what, persons, chain. Of a line that two copies
// have, the first counts.
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
	a.Who, _ = v[2].(string) // not there in a line of before
	a.Persons, _ = v[4].(int64)
	a.chain, _ = v[5].([]byte)
	if len(r.acts) >= maxActs || len(a.What)+len(a.Who) > maxAct {
		r.lostActs = true
		return nil
	}
	r.acts[n] = a
	return nil
}

// insertAudit writes the lines that were found into the new store, chained anew, and one for the rescue. Where all of them
// were found the chain comes to the same as before; else that is said.
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
