package people

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/intake"
	"matchbooth/ui/work/intake/table"
)

// benchRows is how many people are imported and saved.
const benchRows = 10_000

// BenchmarkImport times one import of 10,000 rows beside saving 10,000 of the same people one after the other, on one disk:
// half of them before the import and half after it, so that a disk that grows slower or quicker is so for both.
//
// Reported are the means in ms for each person, and their ratio. An import opens the booth, has to read and check a row, to
// look whether it was imported before, and to save it; the bar is that a row takes no longer than a save.
func BenchmarkImport(b *testing.B) {
	pack, rd := benchPaper(b)
	header, rows := benchPeople(benchRows)
	if f, _ := rd.Header([]table.Row{{Line: 1, Cells: header}}); f.Any() {
		b.Fatalf("%+v", f)
	}
	for b.Loop() {
		dir := b.TempDir()
		booth := func(name string) string {
			path := filepath.Join(dir, name)
			if err := data.CreatePractice(path, pack.ID, data.Options{}); err != nil {
				b.Fatal(err)
			}
			return path
		}
		s, err := data.Open(booth("save"), data.Options{})
		if err != nil {
			b.Fatal(err)
		}
		var saving time.Duration
		save := func(rows [][]string) {
			for i, row := range rows {
				up, reasons, _ := rd.Row(table.Row{Line: i + 2, Cells: row})
				if len(reasons) > 0 {
					b.Fatal(reasons)
				}
				start := time.Now()
				if _, err := s.SignUp(context.Background(), up); err != nil {
					b.Fatal(err)
				}
				saving += time.Since(start)
			}
		}
		var file strings.Builder
		for _, row := range append([][]string{header}, rows...) {
			fmt.Fprintln(&file, strings.Join(row, ","))
		}
		people, to := filepath.Join(dir, "people.csv"), booth("import")
		if err := os.WriteFile(people, []byte(file.String()), 0o600); err != nil {
			b.Fatal(err)
		}
		save(rows[:benchRows/2])
		start := time.Now()
		if err := (&ImportCmd{Folder: call.Folder{Data: to}, File: people}).Run(rowsCall(b)); err != nil {
			b.Fatal(err)
		}
		importing := time.Since(start)
		save(rows[benchRows/2:])
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / benchRows }
		b.ReportMetric(ms(importing), "ms/row")
		b.ReportMetric(ms(saving), "ms/save")
		b.ReportMetric(float64(importing)/float64(saving), "row/save")
		b.ReportMetric(0, "ns/op") // of twice ten thousand: says nothing
	}
}

// benchPeople are people without anything in their values that csv would quote.
func benchPeople(n int) (header []string, rows [][]string) {
	header = []string{"name", "phone", "consents", "signed_at"}
	for i := range n {
		rows = append(rows, []string{"王" + string(rune('一'+i%10000)), fmt.Sprintf("13%09d", 700000000+i), "notice;handover", "2026-05-21"})
	}
	return header, rows
}

// rowsCall is a call that prints nowhere.
func rowsCall(t testing.TB) *Call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Call{call.New(context.Background(), texts, "en", strings.NewReader(""), io.Discard, io.Discard)}
}

// benchPaper returns the practice pack and a reader of its forms.
func benchPaper(t testing.TB) (*event.Pack, *intake.Paper) {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return p, intake.NewPaper(p, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), rowsCall(t).S)
}
