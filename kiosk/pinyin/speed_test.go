package pinyin

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/assets"
)

// hardInputs are the inputs that ask most of the engine: syllables that can be
// parted in many ways, initials alone, one key of 9 again and again.
func hardInputs() (letters, digits []string) {
	fill := func(s string) string { return strings.Repeat(s, maxKeys)[:maxKeys] }
	for _, s := range []string{
		"a", "o", "e", "n", "z", "s", "zh", "ng", "na", "li", "xian", "shan", "zhuang", "jiang", "angeng", "liang",
		"fangan", "zc", "u", "ui", "nihao", "wang", "zhangke", "ouyangnana",
	} {
		letters = append(letters, fill(s))
	}
	for _, s := range []string{
		"2", "3", "4", "5", "6", "7", "8", "9", "94", "942", "64", "24", "26", "36", "94264", "7426", "9426453", "242", "68",
	} {
		digits = append(digits, fill(s))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		a, b := make([]byte, maxKeys), make([]byte, maxKeys)
		for i := range a {
			a[i], b[i] = byte('a'+random.IntN(26)), byte('2'+random.IntN(8))
		}
		letters, digits = append(letters, string(a)), append(digits, string(b))
	}
	return letters, digits
}

// BenchmarkKey measures what a keyboard does for one key: take it, read the first
// page, what to show, and with 9 keys the readings. It types every hard input letter
// by letter and reports the percentiles of the single keys.
func BenchmarkKey(b *testing.B) {
	d := load(b)
	letters, digits := hardInputs()
	for _, o := range everyOptions() {
		name, inputs := "26-keys", letters
		if o.Nine {
			name, inputs = "9-keys", digits
		}
		if o.Names {
			name += "-names"
		}
		if o.Fuzzy {
			name += "-fuzzy"
		}
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			slowest, worst := time.Duration(0), ""
			i, at := 0, 0
			c := d.Compose(o)
			for b.Loop() {
				began := time.Now()
				c.Key(rune(inputs[i][at]))
				c.Candidates(0, 10)
				c.Shown()
				c.Syllables()
				took := time.Since(began)
				times = append(times, took)
				if at++; took > slowest {
					slowest, worst = took, inputs[i][:at]
				}
				if at == maxKeys {
					i, at = (i+1)%len(inputs), 0
					c.Clear()
				}
			}
			slices.Sort(times)
			for _, p := range []struct {
				name string
				of   int
			}{{"p50-µs", 500}, {"p99-µs", 990}, {"p99.9-µs", 999}} {
				b.ReportMetric(float64(times[(len(times)-1)*p.of/1000].Nanoseconds())/1e3, p.name)
			}
			b.Logf("slowest: %v for %s", slowest, worst)
		})
	}
}

// BenchmarkDeepPage measures turning to the hundredth page of a single letter.
func BenchmarkDeepPage(b *testing.B) {
	d := load(b)
	for b.Loop() {
		compose(d, Options{Names: true}, "z").Candidates(1000, 10)
	}
}

func BenchmarkLoad(b *testing.B) {
	packed := assets.Pinyin()
	for b.Loop() {
		if _, err := loadDict(packed); err != nil {
			b.Fatal(err)
		}
	}
}
