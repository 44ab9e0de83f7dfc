//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crowded makes a practice booth with so many sign-ups, by one import.
func crowded(b *testing.B, dir string, n int) {
	b.Helper()
	file := filepath.Join(b.TempDir(), "people.csv")
	var rows strings.Builder
	rows.WriteString("name,phone,consents,signed_at\n")
	for i := range n {
		fmt.Fprintf(&rows, "王%c,13%09d,notice;handover,2026-05-21\n", '一'+rune(i%10000), 700000000+i)
	}
	if err := os.WriteFile(file, []byte(rows.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	timed(b, "import", "--data", dir, file)
}

// timed runs a command of the program and returns how long it took and how much memory it had at most, in MB.
func timed(b *testing.B, args ...string) (ms, mb float64) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), program, args...)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%s: %v\n%s", args[0], err, out)
	}
	took := time.Since(began)
	if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		mb = float64(use.Maxrss) / 1024 // kB on Linux
	}
	return float64(took.Microseconds()) / 1000, mb
}

// BenchmarkGrowth takes what grows with a booth: the first picture of its window, the commands status and people, which opens all,
// and an export as a workbook, at 1 to 100,000 sign-ups. Times in ms; memory is the most that the process had, in MB.
func BenchmarkGrowth(b *testing.B) {
	booth, err := filepath.Abs(program)
	if err != nil {
		b.Fatal(err)
	}
	for n := 1; n <= 100_000; n *= 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			data := filepath.Join(dir, "data")
			crowded(b, data, n)
			secret := filepath.Join(dir, "passphrase")
			if err := os.WriteFile(secret, []byte(practicePassphrase+"\n"), 0o600); err != nil {
				b.Fatal(err)
			}
			sum := map[string]float64{}
			rounds := 0
			for b.Loop() {
				start := firstPicture(b, rival{name: b.Name(), args: []string{booth, "run", "--data", data, "--size", "1280x800", "--lang", "zh"}})
				sum["ms/start"] += float64(start.Microseconds()) / 1000
				ms, _ := timed(b, "status", "--data", data)
				sum["ms/status"] += ms
				ms, mb := timed(b, "people", "--data", data, "--passphrase-file", secret)
				sum["ms/people"], sum["MB/people"] = sum["ms/people"]+ms, sum["MB/people"]+mb
				ms, mb = timed(b, "export", "--data", data, "--format", "xlsx", "--out", filepath.Join(dir, fmt.Sprintf("%d.xlsx", rounds)), "--passphrase-file", secret)
				sum["ms/export"], sum["MB/export"] = sum["ms/export"]+ms, sum["MB/export"]+mb
				rounds++
			}
			b.ReportMetric(0, "ns/op")
			for unit, v := range sum {
				b.ReportMetric(v/float64(rounds), unit)
			}
		})
	}
}
