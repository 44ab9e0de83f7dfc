package session

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
)

// storeOf is a practice folder with n people who do not exist.
func storeOf(b *testing.B, n int) *data.Store {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "booth")
	if err := data.CreatePractice(dir, pack(b).ID, data.Options{}); err != nil {
		b.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	at := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	var some []data.Keyed
	for i := range n {
		some = append(some, data.Keyed{Key: fmt.Append(nil, i), SignUp: record.SignUp{At: at, Lang: "zh", Source: "screen", Reachability: 3,
			Fields: map[string]record.Field{
				"name": {Text: record.Text(fmt.Sprintf("张%c%c", '一'+i%900, '丁'+i/900%900))}, "phone": {Text: record.Text(fmt.Sprintf("139%08d", i))},
				"wechat": {Text: record.Text(fmt.Sprintf("wx_%d", i))}, "email": {Text: record.Text(fmt.Sprintf("p%d@example.org", i))},
			},
			Consents: []record.Consent{{ID: "notice", Lang: "zh", At: at}, {ID: "followup", Lang: "zh", At: at}, {ID: "handover", Lang: "zh", At: at}}}})
		if len(some) == 2000 || i == n-1 {
			if _, err := s.SignUpAll(b.Context(), some); err != nil {
				b.Fatal(err)
			}
			some = some[:0]
		}
	}
	return s
}

// BenchmarkDesk opens the desk over n people: everything after the passphrase was right, up to the list that can be
// searched. reading is opening the records alone, in turn with it. bytes/person is what an open desk holds for each.
func BenchmarkDesk(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := storeOf(b, n)
			d := New(s, pack(b), s.Dir(), time.Now, nil)
			if err := d.Unlock(b.Context(), []byte(data.PracticePassphrase), "LQ"); err != nil {
				b.Fatal(err)
			}
			key, _, err := s.TryPassphrase(b.Context(), []byte(data.PracticePassphrase))
			if err != nil {
				b.Fatal(err)
			}
			var whole, reading time.Duration
			for b.Loop() {
				began := time.Now()
				empty, err := d.Reread(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				whole += time.Since(began)
				empty()
				began = time.Now()
				list, _, err := s.Records(context.Background(), key, nil)
				if err != nil || len(list) != n {
					b.Fatal(len(list), err)
				}
				reading += time.Since(began)
				clear(list)
			}
			var open, locked runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&open)
			d.Lock()
			runtime.GC()
			runtime.ReadMemStats(&locked)
			b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms/desk")
			b.ReportMetric(float64(whole)/float64(reading), "desk/reading")
			b.ReportMetric(float64(open.HeapAlloc-locked.HeapAlloc)/float64(n), "bytes/person")
			b.ReportMetric(float64(open.HeapAlloc)/1e6, "MB-open")
			b.ReportMetric(0, "ns/op") // of both: says nothing
		})
	}
}
