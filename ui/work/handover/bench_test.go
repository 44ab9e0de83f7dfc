package handover

import (
	"crypto/ed25519"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/kiosk/event"
)

// exported is how many people the benchmark has.
const exported = 10_000

// BenchmarkExport10000 opens 10,000 people and writes them to a workbook, as the command does, on the list of exports too. The
// floor, in turn with it, checks as many signatures and decrypts as many texts of that length on all cores, and writes the
// same sheet from values in memory by the same writer to the same disk.
func BenchmarkExport10000(b *testing.B) {
	dir, out := filepath.Join(b.TempDir(), "booth"), b.TempDir()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil {
		b.Fatal(err, faults)
	}
	if err := data.CreatePractice(dir, p.ID, data.Options{}); err != nil {
		b.Fatal(err)
	}
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	at := time.Date(2027, 5, 21, 10, 0, 0, 0, time.UTC)
	var people []data.Keyed
	for i := range exported {
		people = append(people, data.Keyed{Key: fmt.Append(nil, i), SignUp: record.SignUp{At: at.Add(time.Duration(i) * time.Second), Lang: "zh", Source: "screen", Reachability: 3,
			Fields: map[string]record.Field{
				"name": {Text: record.Text(fmt.Sprintf("张%c%c", '一'+i%900, '丁'+i/900%900))}, "phone": {Text: record.Text(fmt.Sprintf("139%08d", i))},
				"wechat": {Text: record.Text(fmt.Sprintf("wx_%d", i))}, "email": {Text: record.Text(fmt.Sprintf("p%d@example.org", i))},
			},
			Consents: []record.Consent{{ID: "notice", Lang: "zh", At: at}, {ID: "followup", Lang: "zh", At: at}, {ID: "handover", Lang: "zh", At: at}}}})
	}
	for some := range slices.Chunk(people, 2000) {
		if _, err := s.SignUpAll(b.Context(), some); err != nil {
			b.Fatal(err)
		}
	}
	key, _, err := s.TryPassphrase(b.Context(), []byte(data.PracticePassphrase))
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	path := func() string { n++; return filepath.Join(out, fmt.Sprint(n, ".xlsx")) }
	export1 := func(to string) {
		list, faults, err := s.Records(b.Context(), key, nil)
		if err != nil || len(list) != exported {
			b.Fatal(len(list), err)
		}
		if _, err := Write(b.Context(), s, Opened{Key: key, Records: list, Faults: faults}, Order{Pack: p, Format: "xlsx", For: Us, Path: to, Data: dir}); err != nil {
			b.Fatal(err)
		}
	}
	first := path()
	export1(first)
	floor := newFloor(b, first)
	var whole, least, opening time.Duration
	for b.Loop() {
		began := time.Now()
		export1(path())
		whole += time.Since(began)
		began = time.Now()
		floor.open(b)
		opening += time.Since(began)
		if _, err := export.ListToFile(path(), floor.list, nil); err != nil {
			b.Fatal(err)
		}
		least += time.Since(began)
	}
	b.ReportMetric(float64(whole.Milliseconds())/float64(b.N), "ms/export")
	b.ReportMetric(float64(least-opening)/float64(least), "writing/floor")
	b.ReportMetric(float64(whole)/float64(least), "export/floor")
	b.ReportMetric(0, "ns/op") // of both: says nothing
}

// exportFloor is what an export is at the least.
type exportFloor struct {
	sealed [][]byte
	signed []*entry.Entry
	key    *seal.Identity
	public ed25519.PublicKey
	list   export.List
}

// newFloor reads the sheet of people of a workbook that was written, and makes as many sealed lines.
func newFloor(b *testing.B, path string) *exportFloor {
	f := &exportFloor{}
	x, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	f.list = export.List{Lang: "zh", Title: "people", Sheet: x.GetSheetName(0)}
	if f.list.Rows, err = x.GetRows(f.list.Sheet); err != nil || len(f.list.Rows) != exported+1 {
		b.Fatal(len(f.list.Rows), err)
	}
	f.list.Header, f.list.Rows = f.list.Rows[0], f.list.Rows[1:]
	other, err := seal.Generate()
	if err != nil {
		b.Fatal(err)
	}
	if f.key, err = seal.Generate(); err != nil {
		b.Fatal(err)
	}
	to, err := seal.NewRecipients(f.key.Recipient(), other.Recipient())
	if err != nil {
		b.Fatal(err)
	}
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		b.Fatal(err)
	}
	f.public = public
	plain := entry.Pad(nil, entry.PadFloor, 1)
	for i := range exported {
		text, err := to.Seal(plain)
		if err != nil {
			b.Fatal(err)
		}
		e := &entry.Entry{ID: entry.RandomID(), Person: entry.RandomID(), Kind: entry.KindSignUp, Booth: entry.BoothID(public), Seq: int64(i + 1), Tick: int64(i + 1), Digest: plain[:32], Nonce: entry.NewNonce()}
		e.Sig = ed25519.Sign(private, e.SignedBytes())
		f.sealed, f.signed = append(f.sealed, text), append(f.signed, e)
	}
	return f
}

// open checks and decrypts all of it on all cores.
func (f *exportFloor) open(b *testing.B) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(f.sealed); i = int(next.Add(1)) - 1 {
				if !ed25519.Verify(f.public, f.signed[i].SignedBytes(), f.signed[i].Sig) {
					b.Error("not signed")
				}
				if _, err := f.key.Open(f.sealed[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}
