package doctor

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// What a visitor feels: "saved" waits for two or three writes like these.
const (
	slowWrite = 150 * time.Millisecond
	deadWrite = 2 * time.Second
)

// writing: how fast does the disk keep something?
func writing(ctx context.Context, c *Computer) []Finding {
	p, err := c.Sync(ctx, c.dir())
	if err != nil {
		return []Finding{fault("writing.failed")}
	}
	args := []any{"Median", millis(p.Median), "Worst", millis(p.Worst)}
	switch {
	case p.Median >= deadWrite:
		return []Finding{fault("writing.dead", args...)}
	case p.Median >= slowWrite || p.Worst >= deadWrite:
		return []Finding{warn("writing.slow", args...)}
	}
	return []Finding{good("writing.good", args...)}
}

// millis is "0.03 ms" or "15 ms".
func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 10 {
		return fmt.Sprintf("%.2f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

// pace writes 4 KiB and waits for the disk, up to 21 times or a second long. The file has a
// name, because some file systems keep nothing of a file without one; it is removed however
// this ends, and it is not the store's.
func pace(ctx context.Context, dir string) (Pace, error) {
	f, err := os.CreateTemp(dir, ".matchbooth-doctor-*")
	if err != nil {
		return Pace{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := make([]byte, 4<<10)
	var took []time.Duration
	for end := time.Now().Add(time.Second); len(took) < 21 && (len(took) < 3 || time.Now().Before(end)); {
		for i := range block {
			block[i] = byte(len(took) + i)
		}
		began := time.Now()
		if _, err := f.Write(block); err != nil {
			return Pace{}, err
		}
		if err := f.Sync(); err != nil {
			return Pace{}, err
		}
		took = append(took, time.Since(began))
		if ctx.Err() != nil {
			break
		}
	}
	slices.Sort(took)
	return Pace{Median: took[len(took)/2], Worst: took[len(took)-1]}, nil
}
