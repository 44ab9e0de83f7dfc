package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// sizes are the numbers of sign-ups at which what grows is measured.
var sizes = []int{1, 10, 100, 1_000, 10_000, 100_000}

// grows are what is measured at each size.
var grows = []struct {
	name, bench, metric, unit string
	flat                      float64 // at 100,000 it may be that many times what it is at 1; 0: no worse than linear
	colour                    color.RGBA
}{
	{"window to its first picture", "BenchmarkGrowth", "ms/start", "ms", 1.5, color.RGBA{122, 12, 33, 255}},
	{"save one more", "BenchmarkAppend", "ms/append", "ms", 1.5, color.RGBA{226, 166, 61, 255}},
	{"`matchbooth status`", "BenchmarkGrowth", "ms/status", "ms", 0, color.RGBA{90, 90, 90, 255}},
	{"`matchbooth people`: open all", "BenchmarkGrowth", "ms/people", "ms", 0, color.RGBA{38, 112, 96, 255}},
	{"`matchbooth export` to a workbook", "BenchmarkGrowth", "ms/export", "ms", 0, color.RGBA{52, 84, 150, 255}},
	{"memory of `people`", "BenchmarkGrowth", "MB/people", "MB", 0, color.RGBA{}},
	{"memory of `export`", "BenchmarkGrowth", "MB/export", "MB", 0, color.RGBA{}},
}

// linear is how much more than tenfold something may be at 100,000 than at 10,000: clocks are not exact.
const linear = 1.2

// growth puts what grows into the document, and its picture beside it. It reports whether every bar was held; where nothing was
// measured it changes nothing.
func growth(seen map[string]map[string][]float64, docs, picture string) (ok bool, err error) {
	ok = true
	var out bytes.Buffer
	fmt.Fprint(&out, "\n| |")
	for _, n := range sizes {
		fmt.Fprintf(&out, " %s |", thousands(n))
	}
	fmt.Fprintf(&out, " bar | |\n|---|%s---|---|\n", strings.Repeat("---|", len(sizes)))
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = "sign-ups", "ms"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, true
	p.Add(plotter.NewGrid())
	for _, g := range grows {
		var at []float64
		for _, n := range sizes {
			v := seen[g.bench+"/"+strconv.Itoa(n)][g.metric]
			if len(v) == 0 {
				return false, nil
			}
			at = append(at, median(v))
		}
		first, before, last := at[0], at[len(at)-2], at[len(at)-1]
		held, bar := last <= linear*10*before, "no worse than linear"
		if g.flat > 0 {
			held, bar = last <= g.flat*first, fmt.Sprintf("≤ %s × of that at 1", number(g.flat))
		}
		said := "ok"
		if !held {
			said, ok = "**missed**", false
		}
		fmt.Fprintf(&out, "| %s, %s |", g.name, g.unit)
		for _, v := range at {
			fmt.Fprintf(&out, " %s |", number(v))
		}
		fmt.Fprintf(&out, " %s | %s |\n", bar, said)
		if g.unit != "ms" {
			continue
		}
		line := make(plotter.XYs, len(sizes))
		for i, n := range sizes {
			line[i].X, line[i].Y = float64(n), at[i]
		}
		l, points, err := plotter.NewLinePoints(line)
		if err != nil {
			return false, err
		}
		l.Color, l.Width, points.Color = g.colour, vg.Points(1.6), g.colour
		p.Add(l, points)
		p.Legend.Add(strings.ReplaceAll(g.name, "`", ""), l)
	}
	if err := p.Save(16*vg.Centimeter, 10*vg.Centimeter, picture); err != nil {
		return false, err
	}
	text, err := os.ReadFile(docs)
	if err != nil {
		return false, err
	}
	out.WriteString("\n![What grows with a booth](pictures/growth.png)\n")
	text, err = between(text, "growth", out.Bytes())
	if err != nil {
		return false, err
	}
	return ok, os.WriteFile(docs, text, 0o644)
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// between replaces what stands between <!-- name --> and <!-- /name -->.
func between(text []byte, name string, with []byte) ([]byte, error) {
	head, rest, found := bytes.Cut(text, []byte("<!-- "+name+" -->\n"))
	_, tail, ended := bytes.Cut(rest, []byte("<!-- /"+name+" -->"))
	if !found || !ended {
		return nil, fmt.Errorf("the document has no place for %s", name)
	}
	return bytes.Join([][]byte{head, []byte("<!-- " + name + " -->\n"), with, []byte("<!-- /" + name + " -->"), tail}, nil), nil
}
