package people

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/data/record"
)

// keystrokes are texts as they grow in the search box while somebody looks for people of the list.
func keystrokes(list []record.Record) (out []string) {
	rnd := rand.New(rand.NewPCG(1, 2))
	type_ := func(s string) {
		for i := range s {
			if i > 0 {
				out = append(out, s[:i])
			}
		}
		out = append(out, s)
	}
	for range 10 {
		r := list[rnd.IntN(len(list))]
		type_(string(r.Fields["name"].Text))
		type_(string(r.Fields["phone"].Text))
		type_(string(r.Fields["phone"].Text[7:]))
		type_(r.Code.String())
		type_(string(r.Fields["student_id"].Text))
	}
	for _, s := range []string{"zhang ke", "zk", "wangzihan", "liu", "chen yx", "li 0417", "shanghai", "oyang", "wx_a", "m1@example.com", "+86 138 1234", "KIT-0000", "zhao wei 13", "muller", "zzzz", "xiang"} {
		type_(s)
	}
	return out
}

// BenchmarkFind types into the search box. p95 is per keystroke; the floor is strings.Contains over the same texts in the
// same order, each keystroke after the other.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		list := crowd(n)
		l := New(practicePack(b), list, Options{})
		typed := keystrokes(list)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var took, floor []time.Duration
			hits := 0
			for b.Loop() {
				for _, s := range typed {
					began := time.Now()
					hits += len(l.Find(s, ""))
					took = append(took, time.Since(began))
					began = time.Now()
					for i := range l.people {
						if strings.Contains(l.people[i].text, s) {
							hits++
						}
					}
					floor = append(floor, time.Since(began))
				}
			}
			ms := func(list []time.Duration, q float64) float64 {
				slices.Sort(list)
				return float64(list[int(q*float64(len(list)-1))]) / 1e6
			}
			b.ReportMetric(ms(took, 0.5), "p50-ms")
			b.ReportMetric(ms(took, 0.95), "p95-ms")
			b.ReportMetric(ms(took, 1), "max-ms")
			b.ReportMetric(ms(floor, 0.95), "floor-p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkNew makes lists: how long it takes, and how much memory a person takes beside the record.
func BenchmarkNew(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		list, pack := crowd(n), practicePack(b)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var l *List
			for b.Loop() {
				l = New(pack, list, Options{})
			}
			var with, without runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&with)
			l.Clear()
			runtime.GC()
			runtime.ReadMemStats(&without)
			b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/float64(n), "bytes/person")
			runtime.KeepAlive(list)
		})
	}
}
