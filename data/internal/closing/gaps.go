package closing

import (
	"context"
	"errors"
	"fmt"

	"matchbooth/data/internal/folder"
)

// Gap is a stretch of running numbers of one booth that no line here has.
type Gap struct {
	Booth string `json:"booth"`
	First int64  `json:"first"`
	Last  int64  `json:"last"` // the same as First if one number is missing
}

// MostGaps is how many gaps are listed. Whoever has a booth's key can sign any numbers, and so leave as many gaps as lines.
const MostGaps = 200

// Gaps lists the gaps in the running numbers of every booth, by booth and number; more is how many are beyond [MostGaps].
// What is missing after a booth's last line is not seen: only that booth knows.
func (s Store) Gaps(ctx context.Context) (list []Gap, more int, err error) {
	s.Lock.Lock()
	defer s.Lock.Unlock()
	fault := func(err error) ([]Gap, int, error) {
		return nil, 0, fmt.Errorf("looking for gaps: %w", folder.Explain(err))
	}
	if n, err := s.DB.Counting(ctx, s.Trust.Known); err != nil {
		return fault(err)
	} else if len(n) == 0 {
		return s.gapsIn(ctx, "entry")
	}
	return s.gapsIn(ctx, "(SELECT booth, seq FROM entry UNION SELECT booth, seq FROM conflict)")
}

// gapsIn compares each number with the one before it; the index on (booth, seq) has them in order.
func (s Store) gapsIn(ctx context.Context, table string) (list []Gap, more int, err error) {
	fault := func(err error) ([]Gap, int, error) {
		return nil, 0, fmt.Errorf("looking for gaps: %w", folder.Explain(err))
	}
	rows, err := s.DB.QueryContext(ctx, "SELECT booth, before + 1, seq - 1 FROM (SELECT booth, seq, lag(seq, 1, 0) OVER (PARTITION BY booth ORDER BY seq) AS before FROM "+
		table+") WHERE seq > before + 1 ORDER BY 1, 2")
	if err != nil {
		return fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var g Gap
		if err := rows.Scan(&g.Booth, &g.First, &g.Last); err != nil {
			return fault(err)
		}
		if len(list) == MostGaps {
			more++
			continue
		}
		list = append(list, g)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return fault(err)
	}
	return list, more, nil
}
