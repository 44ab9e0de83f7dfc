package pinyin_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"matchbooth/kiosk/pinyin"
)

// TestCompareNames prints our figures beside those of librime with the same dictionary;
// .ci/compare-rime.sh calls it. MATCHBOOTH_LIBRIME is the command that types into
// librime (testdata/librime.c); without it only our figures are printed.
//
// Three things make the comparison fair: both get the same keys, the same pages of ten
// and the same person who chooses; librime's user dictionary is off, as ours learns
// nothing. One is not equal, and is the point of it: librime has no mode for names. So
// our engine is shown without it as well.
//
// The two last rows of a list are what the bar of the booth's own keyboard shows, where
// fewer than ten candidates may have room.
func TestCompareNames(t *testing.T) {
	if os.Getenv("MATCHBOOTH_COMPARE") == "" {
		t.Skip("only .ci/compare-rime.sh asks for this")
	}
	d := dictionary(t)
	librime := strings.Fields(os.Getenv("MATCHBOOTH_LIBRIME"))
	for _, file := range []string{namesFile, citiesFile} {
		names := readNames(t, file)
		var out bytes.Buffer
		w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "%d names, %s\tfirst page\tentered\ttaps a name\tkey, median\tkey, 99th\n", len(names), file)
		var verdicts []string
		for _, way := range ways {
			measured := func(o pinyin.Options) figures {
				return quickest(func() figures { f, _ := measure(d, names, way, o); return f })
			}
			ours := measured(pinyin.Options{Names: true})
			row(w, "ours, "+way.name, ours)
			if way.nine || way.bar > 0 {
				continue
			}
			row(w, "ours without names mode, "+way.name, measured(pinyin.Options{}))
			if len(librime) == 0 {
				continue
			}
			theirs := quickest(func() figures { return measureLibrime(t, librime, names, way) })
			row(w, "librime, "+way.name, theirs)
			verdicts = append(verdicts, verdict(way.name, ours, theirs))
		}
		w.Flush()
		for line := range strings.Lines(out.String()) {
			t.Log(strings.TrimRight(line, "\n"))
		}
		for _, v := range verdicts {
			t.Log(v)
		}
	}
}

// quickest measures three times, and takes of every key the quickest: other programs of
// the machine, which are no matter here, make a key slower and never faster.
func quickest(run func() figures) figures {
	f := run()
	for range 2 {
		for i, again := range run().times {
			f.times[i] = min(f.times[i], again)
		}
	}
	return f
}

func row(w *tabwriter.Writer, name string, f figures) {
	fmt.Fprintf(w, "%s\t%.1f %%\t%.1f %%\t%.2f\t%.0f µs\t%.0f µs\n", name, f.share(), 100*float64(f.found)/float64(f.names), f.mean(),
		float64(f.percentile(50).Nanoseconds())/1e3, float64(f.percentile(99).Nanoseconds())/1e3)
}

// verdict says who is better and by how much.
func verdict(way string, ours, theirs figures) string {
	compare := func(what string, ours, theirs float64, unit string, more bool) string {
		switch {
		case ours == theirs:
			return what + ": equal"
		case (ours > theirs) == more:
			return fmt.Sprintf("%s: ours better by %.2f %s", what, max(ours-theirs, theirs-ours), unit)
		default:
			return fmt.Sprintf("%s: librime better by %.2f %s", what, max(ours-theirs, theirs-ours), unit)
		}
	}
	micro := func(f figures, p int) float64 { return float64(f.percentile(p).Nanoseconds()) / 1e3 }
	return way + ": " + strings.Join([]string{
		compare("first page", ours.share(), theirs.share(), "points", true),
		compare("taps a name", ours.mean(), theirs.mean(), "taps", false),
		compare("key, median", micro(ours, 50), micro(theirs, 50), "µs", false),
		compare("key, 99th percentile", micro(ours, 99), micro(theirs, 99), "µs", false),
	}, "; ")
}

// measureLibrime types the names into librime.
func measureLibrime(t *testing.T, command []string, names []fullName, w way) figures {
	t.Helper()
	var in bytes.Buffer
	for _, n := range names {
		for _, y := range w.parts(n) {
			fmt.Fprintf(&in, "%s\t%s\n", y.all(), y.text)
		}
	}
	c := exec.Command(command[0], command[1:]...)
	c.Stdin = &in
	var errors bytes.Buffer
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil {
		t.Fatalf("typing into librime: %v: %s", err, errors.String())
	}
	// librime may print of its own accord while it prepares its tables.
	var lines [][]string
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) > 3 && !slices.ContainsFunc(f, func(s string) bool { _, err := strconv.Atoi(s); return err != nil }) {
			lines = append(lines, f)
		}
	}
	var f figures
	for _, n := range names {
		r := result{first: true, found: true}
		for range w.parts(n) {
			if len(lines) == 0 {
				t.Fatal("librime answered fewer lines than it was asked")
			}
			r.add(parseResult(lines[0]))
			lines = lines[1:]
		}
		f.add(r)
	}
	return f
}

func parseResult(f []string) result {
	r := result{first: f[0] == "1", found: f[1] == "1"}
	r.taps, _ = strconv.Atoi(f[2])
	for _, s := range f[3:] {
		ns, _ := strconv.ParseInt(s, 10, 64)
		r.times = append(r.times, time.Duration(ns))
	}
	return r
}
