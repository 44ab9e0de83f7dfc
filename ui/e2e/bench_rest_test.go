//go:build e2e

package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// tree returns the memory (PSS) that a process and everything that it has started use, in MB.
func tree(b *testing.B, pid int) float64 {
	b.Helper()
	pss, _, err := Memory(pid)
	if err != nil {
		return 0 // ended meanwhile, or not ours to look at, as a browser's sandbox
	}
	sum := mega(pss)
	children, err := Children(pid)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range children {
		sum += tree(b, c)
	}
	return sum
}

// BenchmarkRest compares the processor time that the booth's first screen takes between its motions with that of an empty window of
// the toolkit, over ten seconds each at the same time, in hundredths of a core, and their memory. It also takes that of the motion,
// which comes with each full minute.
func BenchmarkRest(b *testing.B) {
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Minute)
	defer cancel()
	all := rivals(b, 0)
	pids := map[string]int{}
	for _, r := range all {
		if r.none != "" || r.name == "kiosk" {
			continue
		}
		display, err := OpenDisplay(ctx, "1280x800")
		if err != nil {
			b.Fatal(err)
		}
		defer display.Close()
		cmd := display.command(ctx, r.args[0], r.args[1:]...)
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		defer end(cmd)
		pids[r.name] = cmd.Process.Pid
	}
	// The first minute is that in which pictures are drawn.
	next := time.Now().Truncate(time.Minute).Add(time.Minute)
	used, moving := map[string]float64{}, 0.0
	rounds := 0
	for b.Loop() {
		next = next.Add(time.Minute)
		moving += taken(b, pids, next.Add(100*time.Millisecond), 5500*time.Millisecond)["window"]
		for name, share := range taken(b, pids, next.Add(10*time.Second), 10*time.Second) {
			used[name] += share
		}
		rounds++
	}
	b.ReportMetric(moving/float64(rounds), "%core/motion")
	b.ReportMetric(0, "ns/op")
	for name, pid := range pids {
		b.ReportMetric(used[name]/float64(rounds), "%core/"+name)
		b.ReportMetric(tree(b, pid), "MB/"+name)
	}
	b.ReportMetric(used["window"]/max(used["empty"], 0.1), "rest/empty")
}

// taken waits until a moment and returns what each process takes of the processor from then on, in hundredths of a core.
func taken(b *testing.B, pids map[string]int, from time.Time, lasts time.Duration) map[string]float64 {
	b.Helper()
	time.Sleep(time.Until(from))
	before := map[string]time.Duration{}
	for name, pid := range pids {
		t, err := processorTime(pid)
		if err != nil {
			b.Fatal(err)
		}
		before[name] = t
	}
	time.Sleep(lasts)
	share := map[string]float64{}
	for name, pid := range pids {
		t, err := processorTime(pid)
		if err != nil {
			b.Fatal(err)
		}
		share[name] = 100 * (t - before[name]).Seconds() / lasts.Seconds()
	}
	return share
}

// BenchmarkVisitors takes a hundred visitors through the booth in kiosk mode, supervisor included, and fills a browser's page as
// often; then it compares their memory (PSS of all processes, in MB). It reports what the memory grew by per thousand visitors, too, which a
// hundred can only hint at (`make soak` takes twenty minutes for it), and the time from a tap to another picture.
func BenchmarkVisitors(b *testing.B) {
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), 30*time.Minute)
		defer cancel()
		display, err := OpenDisplay(ctx, "1920x1080")
		if err != nil {
			b.Fatal(err)
		}
		defer display.Close()
		folder := b.TempDir()
		k, err := OpenKiosk(ctx, display, program, filepath.Join(folder, "data"), filepath.Join(folder, "home"), "en")
		if err != nil {
			b.Fatal(err)
		}
		time.Sleep(rested)
		b.ReportMetric(tree(b, k.process.Process.Pid), "MB/first")
		day := new(Day)
		if err := day.spend(ctx, k, func() bool { return day.Visitors < 100 }); err != nil {
			b.Fatal(err)
		}
		booth := tree(b, k.process.Process.Pid)
		slope, off := day.Slope()
		if err := k.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(booth, "MB/booth")
		b.ReportMetric(slope/(1<<20), "MB/1000visitors")
		b.ReportMetric(off/(1<<20), "±MB/1000visitors")
		b.ReportMetric(float64(day.Quantile(0.5).Milliseconds()), "ms/tap-median")
		b.ReportMetric(float64(day.Quantile(0.95).Milliseconds()), "ms/tap-p95")
		browser, err := exec.LookPath("chromium")
		if err != nil {
			fmt.Println("Not measured: chromium is not installed")
			continue
		}
		page, err := filepath.Abs("testdata/form.html")
		if err != nil {
			b.Fatal(err)
		}
		cmd := display.command(ctx, browser, "--kiosk", "--no-first-run", "--no-sandbox", "--password-store=basic", "--user-data-dir="+folder+"/browser", "file://"+page+"#100")
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		time.Sleep(45 * time.Second) // a hundred pages of some tenths of a second
		peer := tree(b, cmd.Process.Pid)
		end(cmd)
		b.ReportMetric(peer, "MB/browser")
		b.ReportMetric(booth/peer, "booth/browser")
	}
	b.ReportMetric(0, "ns/op")
}
