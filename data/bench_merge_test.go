package data

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
)

// BenchmarkMerge10000 merges a booth of 10,000 people into another one of 10,000. The floor, in turn with it, copies the
// same rows between the same two files by one INSERT … SELECT in one transaction, with the same settings of SQLite: it
// checks nothing, works out nothing about who was erased, reads nothing back and writes no journal.
func BenchmarkMerge10000(b *testing.B) {
	one, two := pairOfBooths(b)
	tenThousandIn(b, one)
	tenThousandIn(b, two)
	from := two.Dir()
	for _, s := range []*Store{one, two} {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	var whole, preview, floor time.Duration
	for b.Loop() {
		to := filepath.Join(b.TempDir(), "to")
		if err := os.CopyFS(to, os.DirFS(one.Dir())); err != nil {
			b.Fatal(err)
		}
		s, err := Open(to, Options{})
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if p, err := s.PreviewMerge(b.Context(), from, nil, MergeOptions{Accept: everybody}); err != nil || p.Added != 10_000 {
			b.Fatal(p.Added, err)
		}
		preview += time.Since(began)
		began = time.Now()
		if r, err := s.Merge(b.Context(), from, MergeOptions{Accept: everybody}); err != nil || r.Added != 10_000 {
			b.Fatal(r.Added, err)
		}
		whole += time.Since(began)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		floor += insertSelect(b, one.Dir(), from)
	}
	ms := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(b.N) }
	b.ReportMetric(ms(whole), "ms/merge")
	b.ReportMetric(ms(preview), "ms/preview")
	b.ReportMetric(ms(floor), "ms/floor")
	b.ReportMetric(float64(whole)/float64(floor), "merge/floor")
	b.ReportMetric(0, "ns/op") // of all three: says nothing
}

// insertSelect copies the rows of one store into a copy of the other, and returns how long that took.
func insertSelect(b *testing.B, to, from string) time.Duration {
	b.Helper()
	dir := b.TempDir()
	for name, at := range map[string]string{folder.DB: to, "other.db": from} {
		file, err := os.ReadFile(filepath.Join(at, folder.DB))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), file, 0o600)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	d, err := db.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	began := time.Now()
	for _, do := range []string{
		"ATTACH '" + filepath.Join(dir, "other.db") + "' AS other", "BEGIN",
		"INSERT INTO entry (" + db.EntryColumns + ") SELECT " + db.EntryColumns + " FROM other.entry", "COMMIT",
	} {
		if _, err := d.ExecContext(b.Context(), do); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}
