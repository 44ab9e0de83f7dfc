package trust

import (
	"context"
	"errors"

	"matchbooth/data/entry"
	"matchbooth/data/internal/db"
)

// EmptyPerson empties the sealed parts of all the person's entries and returns how many there were. A conflict may be a
// row that the disk changed, under another person's id, so for those that no known booth has signed it also goes by the
// digest. Not for the others: a booth could give its own people the digests of somebody else's.
func EmptyPerson(ctx context.Context, x db.Changer, known entry.Booths, person string) (int64, error) {
	n, err := db.EmptyWhere(ctx, x, "person = ?", person)
	if err != nil {
		return n, err
	}
	rows, err := x.QueryContext(ctx, "SELECT "+db.EntryColumns+" FROM conflict WHERE sealed IS NOT NULL AND person <> ?1 AND digest IN (SELECT digest FROM entry WHERE person = ?1)", person)
	if err != nil {
		return n, err
	}
	defer rows.Close()
	var changed []*entry.Entry
	for rows.Next() {
		e, err := db.ScanEntry(rows)
		if err != nil {
			return n, err
		}
		if !known.Verified(e) {
			changed = append(changed, e)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return n, err
	}
	for _, e := range changed {
		if _, err := x.ExecContext(ctx, "UPDATE conflict SET sealed = NULL WHERE id = ? AND sig = ? AND digest = ?", e.ID, e.Sig, e.Digest); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
