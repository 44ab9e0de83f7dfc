package data

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"matchbooth/data/record"
)

// BenchmarkSave times saving a sign-up beside its floor. One round is twenty-five of each in turn, so that a disk that is
// slow for a while is slow for all of them:
//
//	floor   what no store that seals and writes twice can beat: the same text sealed to the same recipients, and two
//	        4 KiB writes, each with its fsync
//	plain   all of it: seal, commit, read back, journal
//	mirror  the same with a second copy of the journal in another folder, which copies while the next are saved
//
// Reported are the medians of the single calls in ms, which a few slow syncs do not move, and their ratios to the
// floor. The bar is 1.25 for both.
func BenchmarkSave(b *testing.B) {
	stores := map[string]*Store{"plain": practice(b), "mirror": mirrored(b, b.TempDir())}
	p := someone()
	save := func(name string) func() {
		s := stores[name]
		return func() {
			if _, err := s.SignUp(context.Background(), p); err != nil {
				b.Fatal(err)
			}
		}
	}
	kinds := []struct {
		name string
		do   func()
	}{{"floor", floor(b)}, {"plain", save("plain")}, {"mirror", save("mirror")}}
	times := map[string][]time.Duration{}
	for b.Loop() {
		for _, k := range kinds {
			for range 25 {
				start := time.Now()
				k.do()
				times[k.name] = append(times[k.name], time.Since(start))
			}
		}
	}
	median := func(name string) float64 {
		slices.Sort(times[name])
		return float64(times[name][len(times[name])/2].Microseconds()) / 1000
	}
	for _, k := range kinds {
		b.ReportMetric(median(k.name), "ms/"+k.name)
	}
	b.ReportMetric(median("plain")/median("floor"), "plain/floor")
	b.ReportMetric(median("mirror")/median("floor"), "mirror/floor")
	b.ReportMetric(0, "ns/op") // of seventy-five calls: says nothing
	caughtUp(b, stores["mirror"])
}

// floor gives what [BenchmarkSave] holds a save against.
func floor(b *testing.B) func() {
	b.Helper()
	s := practice(b)
	plain, err := record.Body(someone())
	if err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(filepath.Join(s.Dir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	block := make([]byte, 4096)
	return func() {
		if _, err := s.recipients.Seal(plain); err != nil {
			b.Fatal(err)
		}
		for range 2 {
			if _, err := f.Write(block); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
