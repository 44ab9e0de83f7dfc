package closing

import (
	"context"
	"database/sql"
	"fmt"

	"matchbooth/data/internal/folder"
)

// Heard is when a booth was last heard of here.
type Heard struct {
	Booth      string
	This, Own  bool // this folder's own, now or under an earlier key
	Belongs    bool // the desk has confirmed it as one of the event's
	Distrusted bool
	Lines      int   // of its entries, those that are here
	Last       int64 // unix hour of the newest of them by its own clock; 0 if there is none
	InSpan     int   // of its lines, those within the span asked for
}

// Missing says whether the booth is one of the event's that is believed and has no line in the span.
func (h Heard) Missing() bool { return !h.This && !h.Own && !h.Distrusted && h.InSpan == 0 }

// Booths lists the booths whose keys are known here, and those that the desk has named and nobody has brought yet, in no
// particular order. The span is in unix hours, `to` not included.
func (s Store) Booths(ctx context.Context, this string, from, to int64) ([]Heard, error) {
	s.Lock.Lock()
	defer s.Lock.Unlock()
	fault := func(err error) ([]Heard, error) {
		return nil, fmt.Errorf("listing the booths: %w", folder.Explain(err))
	}
	list := map[string]*Heard{}
	add := func(id string) {
		if list[id] == nil {
			list[id] = &Heard{Booth: id, This: id == this, Own: s.Trust.Own[id], Belongs: s.Trust.Belongs[id]}
			_, list[id].Distrusted = s.Trust.Distrusted[id]
		}
	}
	for id := range s.Trust.Known {
		add(id)
	}
	for id, yes := range s.Trust.Belongs {
		if yes {
			add(id)
		}
	}
	add(this)
	rows, err := s.DB.QueryContext(ctx, "SELECT booth, count(*), max(hour), sum(hour >= ? AND hour < ?) FROM entry GROUP BY booth", from, to)
	if err != nil {
		return fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var lines, in int
		var last sql.NullInt64
		if err := rows.Scan(&id, &lines, &last, &in); err != nil {
			return fault(err)
		}
		if h := list[id]; h != nil {
			h.Lines, h.Last, h.InSpan = lines, last.Int64, in
		}
	}
	if err := rows.Err(); err != nil {
		return fault(err)
	}
	var out []Heard
	for _, h := range list {
		out = append(out, *h)
	}
	return out, nil
}
