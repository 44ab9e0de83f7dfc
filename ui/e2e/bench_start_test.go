//go:build e2e

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// rival is a program that is started beside the booth.
type rival struct {
	name string
	args []string
	none string // why it cannot be had; "" where it can
}

// rivals are the booth, in a window and in kiosk mode, an empty window of the toolkit, and a browser's kiosk with a page of its
// own; with a crowd, also a booth with that many sign-ups. Each has been started once before it is measured: nothing is cold.
func rivals(b *testing.B, crowd int) []rival {
	b.Helper()
	empty, err := buildEmpty()
	if err != nil {
		b.Fatal(err)
	}
	booth, err := filepath.Abs(program)
	if err != nil {
		b.Fatal(err)
	}
	page, err := filepath.Abs("testdata/form.html")
	if err != nil {
		b.Fatal(err)
	}
	data := b.TempDir()
	all := []rival{
		{name: "window", args: []string{booth, "run", "--data", filepath.Join(data, "window"), "--size", "1280x800", "--lang", "zh"}},
		{name: "kiosk", args: []string{booth, "run", "--kiosk", "--data", filepath.Join(data, "kiosk"), "--lang", "zh"}},
		{name: "empty", args: []string{empty}},
	}
	if crowd > 0 {
		full := filepath.Join(data, "full")
		crowded(b, full, crowd)
		all = append(all, rival{name: "full", args: []string{booth, "run", "--data", full, "--size", "1280x800", "--lang", "zh"}})
	}
	browser, err := exec.LookPath("chromium")
	if err != nil {
		return append(all, rival{name: "browser", none: "chromium is not installed"})
	}
	return append(all, rival{name: "browser", args: []string{browser, "--kiosk", "--no-first-run", "--no-sandbox", "--password-store=basic",
		"--user-data-dir=" + filepath.Join(data, "browser"), "file://" + page}})
}

// firstPicture starts a program on a display of its own and returns how long it takes until its first useful picture is in the
// display's memory.
func firstPicture(b *testing.B, r rival) time.Duration {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), time.Minute)
	defer cancel()
	folder := b.TempDir()
	display, err := openDisplay(ctx, "1280x800", windowRules, "-fbdir", folder)
	if err != nil {
		b.Fatal(err)
	}
	defer display.Close()
	time.Sleep(500 * time.Millisecond) // the window manager
	eye, err := openWatcher(folder)
	if err != nil {
		b.Fatal(err)
	}
	defer eye.close()
	cmd := display.command(ctx, r.args[0], r.args[1:]...)
	cmd.Env = append(cmd.Env, "XDG_CACHE_HOME="+os.TempDir()) // the toolkit's list of the system's fonts is kept from start to start, as on a booth
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	defer end(cmd)
	took, err := eye.arrives(began, 4*time.Second)
	if err != nil {
		b.Fatalf("%s: %v", r.name, err)
	}
	return took
}

// BenchmarkStart starts the booth, empty and with 10,000 sign-ups, an empty window of the toolkit and a browser's kiosk, by turns, and takes the time from the
// start of the process until the first useful picture is in the display's memory. Medians; ratios are of medians.
func BenchmarkStart(b *testing.B) {
	all := rivals(b, 10_000)
	times := map[string][]time.Duration{}
	once := func(r rival) time.Duration { return firstPicture(b, r) }
	for _, r := range all {
		if r.none == "" {
			once(r)
		}
	}
	for b.Loop() {
		for _, r := range all {
			if r.none == "" {
				times[r.name] = append(times[r.name], once(r))
			}
		}
	}
	b.ReportMetric(0, "ns/op") // of all of them and the watching: says nothing
	median := func(name string) float64 {
		if len(times[name]) == 0 {
			return 0
		}
		slices.Sort(times[name])
		return float64(times[name][len(times[name])/2].Microseconds()) / 1000
	}
	for _, r := range all {
		if r.none != "" {
			fmt.Println("Not measured:", r.none)
			continue
		}
		b.ReportMetric(median(r.name), "ms/"+r.name)
	}
	b.ReportMetric(median("window")/median("empty"), "window/empty")
	b.ReportMetric(median("full")/median("window"), "full/window")
	if m := median("browser"); m > 0 {
		b.ReportMetric(median("kiosk")/m, "kiosk/browser")
		b.ReportMetric(median("window")/m, "window/browser")
	}
}
