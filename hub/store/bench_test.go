package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// BenchmarkPut is batches of 100 lines, each as large as a sealed sign-up, beside the plain inserts of the same rows by
// the same engine, in transactions of the same size: lines/s.
func BenchmarkPut(b *testing.B) {
	const size = 100
	sealed := strings.Repeat("x", 8000)
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
				a := newBooth(1)
				if err := s.Allow(context.Background(), theEvent, a.id); err != nil {
					b.Fatal(err)
				}
				var batches []wire.Batch
				for range b.N {
					batch := wire.Batch{Batch: fmt.Sprint(a.seq)}
					for range size {
						batch.Lines = append(batch.Lines, a.line(entry.KindSignUp, a.person(int(a.seq)), sealed))
					}
					batches = append(batches, batch)
				}
				b.ResetTimer()
				for i := range batches {
					if !plain {
						if r, err := s.Put(context.Background(), a.caller(), batches[i]); err != nil || len(r.Saved) != size {
							b.Fatal(err)
						}
						continue
					}
					if err := s.engine.transact(context.Background(), func(ctx context.Context, ask asker) error {
						var steps []step
						for j := range batches[i].Lines {
							steps = append(steps, change("INSERT INTO line (event, "+columns+") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
								append([]any{theEvent}, values(&batches[i].Lines[j])...)...))
						}
						_, err := ask(ctx, steps...)
						return err
					}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*size)/b.Elapsed().Seconds(), "lines/s")
			})
		}
	}
}
