package doctor

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// What a visitor notices: "saved" waits for two or three writes like these.
const (
	slowWrite = 150 * time.Millisecond
	deadWrite = 2 * time.Second
)

// writing checks how fast the disk syncs a write.
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

// millis formats a duration as "0.03 ms" or "15 ms".
func millis(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	if ms < 10 {
		return fmt.Sprintf("%.2f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

// pace writes 4 KiB and waits for the disk, up to 21 times or for up to a second. The file has a
// name, because some file systems sync nothing for an unnamed file; it is removed however this ends,
// and it is not the store's.
func pace(ctx context.Context, dir string) (Pace, error) {
	f, err := os.CreateTemp(dir, ".matchbooth-doctor-*")
	if err != nil {
		return Pace{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := make([]byte, 4<<10)
	var took []time.Duration
	start := time.Now()
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
	return paceOf(took, time.Since(start)), nil
}

// paceOf summarises writes that together took this long. If the clock's resolution is coarser than a write, as on
// Windows, most writes seem to take no time: then the mean stands in for the median.
func paceOf(took []time.Duration, all time.Duration) Pace {
	slices.Sort(took)
	p := Pace{Median: took[len(took)/2], Worst: took[len(took)-1]}
	if p.Median == 0 {
		p.Median = all / time.Duration(len(took))
		p.Worst = max(p.Worst, p.Median)
	}
	return p
}
