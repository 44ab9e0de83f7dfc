// Command benchtable makes one table of what `go test -bench` printed: each figure beside its peer or floor of the same run, with
// the ratio and the bar.
//
//	benchtable [-json FILE] [-docs FILE] [-growth PICTURE] < OUTPUT
//
// Of several lines of one benchmark the median counts. The table is printed, written as JSON, and put into the document between
// the lines <!-- table --> and <!-- /table -->; what grows with a booth between <!-- growth --> and <!-- /growth -->, and drawn into
// the picture. It ends with 1 where a bar is missed, after writing.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// spec is a row of the table, and where its figures come from.
type spec struct {
	Name, Bench string
	Value       string  // metric of the value
	Unit        string  // as people read it
	Peer        string  // what it is compared with
	PeerValue   string  // metric of that; "" where Ratio says all
	Ratio       string  // metric of the ratio; "" divides value by peer's
	Bar         float64 // most that the ratio may be or, without a peer, the value; 0 has none
}

var table = []spec{
	{"start of the window to its first useful picture", "BenchmarkStart", "ms/window", "ms", "empty window of the toolkit", "ms/empty", "", 1.6},
	{"start in kiosk mode, supervisor included", "BenchmarkStart", "ms/kiosk", "ms", "Chromium --kiosk, a local form", "ms/browser", "", 0.5},
	{"start of the window with 10,000 sign-ups", "BenchmarkStart", "ms/full", "ms", "an empty booth", "ms/window", "", 1.5},
	{"processor during the first screen's motion, 1280×800", "BenchmarkRest", "%core/motion", "% of a core", "", "", "", 15},
	{"processor at rest on the first screen", "BenchmarkRest", "%core/window", "% of a core", "empty window of the toolkit", "%core/empty", "", 1.2},
	{"memory at rest (PSS)", "BenchmarkRest", "MB/window", "MB", "Chromium --kiosk", "MB/browser", "", 0.6},
	{"memory after 100 visitors, kiosk, all processes (PSS)", "BenchmarkVisitors", "MB/booth", "MB", "Chromium after 100 forms", "MB/browser", "", 0.6},
	{"tap to another picture, 1920×1080, 95th percentile", "BenchmarkVisitors", "ms/tap-p95", "ms", "", "", "", 80},
	{"save a sign-up", "BenchmarkSave", "ms/plain", "ms", "sealing and two flushed writes", "ms/floor", "", 1.25},
	{"save with a second copy", "BenchmarkSave", "ms/mirror", "ms", "sealing and two flushed writes", "ms/floor", "", 1.5},
	{"open 10,000 sign-ups", "BenchmarkOpen10000", "ms/open", "ms", "verifying and decrypting alone", "", "open/floor", 1.2},
	{"export 10,000 as a workbook, opening included", "BenchmarkExport10000", "ms/export", "ms", "decrypting and a workbook in memory", "", "export/floor", 1.3},
	{"merge 10,000 into 10,000", "BenchmarkMerge10000", "ms/merge", "ms", "INSERT … SELECT of the rows", "ms/floor", "", 0},
	{"search 10,000 as one types, 95th percentile", "BenchmarkFind/10000", "p95-ms", "ms", "", "", "", 50},
	{"scrolling 10,000 people, 95th percentile a frame", "BenchmarkScrollingTenThousand", "p95-ms", "ms", "", "", "", 33},
	{"import a row", "BenchmarkImport", "ms/row", "ms", "saving one at the screen", "ms/save", "", 0},
}

// figure is a row with its figures.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Peer  string  `json:"peer,omitempty"`
	Of    float64 `json:"peer_value,omitempty"`
	Ratio float64 `json:"ratio,omitempty"`
	Bar   float64 `json:"bar,omitempty"`
	OK    bool    `json:"ok"`
	Runs  int     `json:"runs"`
}

func main() {
	asJSON := flag.String("json", "", "file to write the table to, as JSON")
	docs := flag.String("docs", "", "document to put the table into")
	picture := flag.String("growth", "", "file for the picture of what grows, of a kind that its name says")
	flag.Parse()
	ok, err := run(os.Stdin, os.Stdout, *asJSON, *docs, *picture)
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, asJSON, docs, picture string) (ok bool, err error) {
	seen, cpu, err := read(in)
	if err != nil {
		return false, err
	}
	ok = true
	var all []figure
	for _, s := range table {
		f, there := s.figure(seen)
		if !there {
			fmt.Fprintf(out, "Not measured: %s (%s)\n", s.Name, s.Bench)
			ok = false
			continue
		}
		ok = ok && f.OK
		all = append(all, f)
	}
	machine := fmt.Sprintf("%s, %s/%s, %d processors, %s, %s", cpu, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), time.Now().Format(time.DateOnly))
	if asJSON != "" {
		raw, err := json.MarshalIndent(map[string]any{"machine": machine, "figures": all}, "", "  ")
		if err != nil {
			return false, err
		}
		if err := os.WriteFile(asJSON, append(raw, '\n'), 0o644); err != nil {
			return false, err
		}
	}
	if docs != "" {
		if err := into(docs, machine, all); err != nil {
			return false, err
		}
	}
	if docs != "" && picture != "" {
		held, err := growth(seen, docs, picture)
		if err != nil {
			return false, err
		}
		ok = ok && held
	}
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, f := range all {
		fmt.Fprintln(t, strings.Join(f.cells(), "\t"))
	}
	fmt.Fprintln(t, machine)
	return ok, t.Flush()
}

// read returns for each benchmark and metric every value that was printed.
func read(in io.Reader) (seen map[string]map[string][]float64, cpu string, err error) {
	seen = map[string]map[string][]float64{}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if rest, is := strings.CutPrefix(lines.Text(), "cpu: "); is {
			cpu = rest
		}
		words := strings.Fields(lines.Text())
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := words[0]
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			if _, err := strconv.Atoi(name[i+1:]); err == nil {
				name = name[:i]
			}
		}
		if seen[name] == nil {
			seen[name] = map[string][]float64{}
		}
		for i := 2; i+1 < len(words); i += 2 {
			v, err := strconv.ParseFloat(words[i], 64)
			if err != nil {
				return nil, "", fmt.Errorf("%s has %q where a number is expected", name, words[i])
			}
			seen[name][words[i+1]] = append(seen[name][words[i+1]], v)
		}
	}
	return seen, cpu, lines.Err()
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[len(v)/2] + v[(len(v)-1)/2]) / 2
}

func (s spec) figure(seen map[string]map[string][]float64) (figure, bool) {
	of := seen[s.Bench]
	if len(of[s.Value]) == 0 || s.PeerValue != "" && len(of[s.PeerValue]) == 0 || s.Ratio != "" && len(of[s.Ratio]) == 0 {
		return figure{}, false
	}
	f := figure{Name: s.Name, Value: median(of[s.Value]), Unit: s.Unit, Peer: s.Peer, Bar: s.Bar, Runs: len(of[s.Value])}
	judged := f.Value
	switch {
	case s.Ratio != "":
		f.Ratio = median(of[s.Ratio])
		f.Of = f.Value / f.Ratio
		judged = f.Ratio
	case s.PeerValue != "":
		f.Of = median(of[s.PeerValue])
		f.Ratio = f.Value / f.Of
		judged = f.Ratio
	}
	f.OK = s.Bar == 0 || judged <= s.Bar
	return f, true
}

// number prints three digits that count.
func number(v float64) string {
	switch {
	case v == 0:
		return ""
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

func (f figure) cells() []string {
	bar, ok := "–", ""
	if f.Bar > 0 {
		bar, ok = "≤ "+number(f.Bar), "ok"
		if f.Peer != "" {
			bar += " ×"
		}
		if !f.OK {
			ok = "**missed**"
		}
	}
	peer, of, ratio := f.Peer, "", ""
	if peer == "" {
		peer = "–"
	} else {
		of, ratio = number(f.Of)+" "+f.Unit, number(f.Ratio)+" ×"
	}
	return []string{f.Name, number(f.Value) + " " + f.Unit, peer, of, ratio, bar, ok}
}

// into puts the table into a document.
func into(path, machine string, all []figure) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("\n" + machine + ". Medians.\n\n| what | value | beside | that | ratio | bar | |\n|---|---|---|---|---|---|---|\n")
	for _, f := range all {
		b.WriteString("| " + strings.Join(f.cells(), " | ") + " |\n")
	}
	b.WriteString("\n")
	text, err = between(text, "table", b.Bytes())
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
