//go:build e2e

package main

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"
)

// A day at the booth in short: one visitor after the other through the same window, measured all
// the while. `make soak` lets it last twenty minutes.
func TestKioskLastsADay(t *testing.T) {
	if !long { // a long day is measured alone
		t.Parallel()
	}
	lasts, size := 25*time.Second, "1280x800"
	if long {
		lasts, size = 20*time.Minute, "1920x1080"
		if d, err := time.ParseDuration(os.Getenv("MATCHBOOTH_LONG")); err == nil {
			lasts = d // MATCHBOOTH_LONG=3h is a whole evening
		}
	}
	ctx, k := openKiosk(t, lasts+3*time.Minute, "en", func(ctx context.Context, _ string) (*Display, error) { return OpenDisplay(ctx, size) })
	wants(t, pause(ctx, rested))
	pid := k.Interface()
	day := Day{say: func(s string) { t.Log(s) }}
	if err := day.Spend(ctx, k, lasts); err != nil {
		keepPicture(t, k, "stuck")
		t.Fatal(err)
	}
	if k.Interface() != pid {
		t.Error("the interface was started again")
	}
	first, last := day.Samples[0], day.Samples[len(day.Samples)-1]
	if last.Handles > first.Handles+8 {
		t.Errorf("%d handles were open at first, %d at last", first.Handles, last.Handles)
	}
	if most := day.most(func(s Sample) int64 { return s.WAL }); most > 8<<20 {
		t.Errorf("the write-ahead log grew to %.1f MB", mega(most))
	}
	if slope, dev := day.Slope(); long && slope-2*dev > 2<<20 {
		t.Errorf("memory grows by %.1f ± %.1f MB per 1,000 visitors", slope/(1<<20), dev/(1<<20))
	}
	wants(t, k.Close())
	wants(t, k.Verify(ctx))
	if n := k.signups(ctx, t); n != day.SignUps {
		t.Errorf("%d signed up, %d are kept", day.SignUps, n)
	}
	if reports := crashes(t, k); len(reports) > 0 {
		t.Errorf("crash reports: %v", reports)
	}
	var table strings.Builder
	wants(t, day.Table(&table))
	t.Logf("a day of %s at %s:\n%s", day.Took.Round(time.Second), size, table.String())
}
