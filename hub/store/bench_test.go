package store

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// BenchmarkPut is batches of 100 lines from eight booths at once, each line as large as a sealed sign-up, beside the plain inserts of
// the same rows by the same engine, in transactions of the same size from as many at once: lines/s.
func BenchmarkPut(b *testing.B) {
	for _, e := range engines {
		for _, plain := range []bool{true, false} {
			name := e.name + "/put"
			if plain {
				name = e.name + "/plain"
			}
			b.Run(name, func(b *testing.B) {
				s, err := Open(context.Background(), e.at(b))
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				senders := madeBatches(b, s, b.N)
				b.ResetTimer()
				var all sync.WaitGroup
				for _, from := range senders {
					all.Go(func() {
						for _, batch := range from.batches {
							if err := from.send(s, batch, plain); err != nil {
								b.Error(err)
							}
						}
					})
				}
				all.Wait()
				b.ReportMetric(float64(b.N*batchSize)/b.Elapsed().Seconds(), "lines/s")
			})
		}
	}
}

// batchSize is how many lines a batch of the benchmark has.
const batchSize = 100

// sender is a booth with what it has to send.
type sender struct {
	*booth
	batches []wire.Batch
}

// madeBatches deals n batches out to eight booths.
func madeBatches(b *testing.B, s *Store, n int) []*sender {
	sealed := strings.Repeat("x", 8000)
	senders := make([]*sender, 8)
	for i := range senders {
		senders[i] = &sender{booth: newBooth(i + 1)}
		if err := s.Allow(context.Background(), theEvent, senders[i].id); err != nil {
			b.Fatal(err)
		}
	}
	for i := range n {
		a := senders[i%len(senders)]
		batch := wire.Batch{Batch: fmt.Sprint(a.seq)}
		for range batchSize {
			batch.Lines = append(batch.Lines, a.line(entry.KindSignUp, a.person(int(a.seq)), sealed))
		}
		a.batches = append(a.batches, batch)
	}
	return senders
}

// send puts a batch, or inserts its rows plainly.
func (a *sender) send(s *Store, batch wire.Batch, plain bool) error {
	ctx := context.Background()
	if !plain {
		r, err := s.Put(ctx, a.caller(), batch)
		if err == nil && len(r.Saved) != batchSize {
			err = fmt.Errorf("%d lines of %d were saved", len(r.Saved), batchSize)
		}
		return err
	}
	return s.engine.transact(ctx, func(ctx context.Context, ask asker) error {
		var steps []step
		for i := range batch.Lines {
			steps = append(steps, change("INSERT INTO line (event, "+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
				append([]any{theEvent}, values(&batch.Lines[i])...)...))
		}
		_, err := ask(ctx, steps...)
		return err
	})
}
