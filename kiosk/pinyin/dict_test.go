package pinyin

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime"
	"sync"
	"testing"

	"matchbooth/assets"
)

// load returns the built-in dictionary.
func load(t testing.TB) *Dict {
	t.Helper()
	d, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheDictionaryHoldsWhatItsSourcesHave(t *testing.T) {
	d := load(t)
	if n := len(d.syllables); n < 410 {
		t.Errorf("%d syllables, want the 415 of the dictionary", n)
	}
	if n := d.first[len(d.syllables)]; n < 17000 {
		t.Errorf("%d readings of single characters, want at least the 17,045 of the dictionary", n)
	}
	if n := len(d.start) - 1; n < 65000 {
		t.Errorf("%d words, want at least 65,000", n)
	}
	if len(d.surnames) < 500 {
		t.Errorf("%d surnames, want at least 500", len(d.surnames))
	}
	for i := range d.start[:len(d.start)-1] {
		if n := len([]rune(d.text(uint32(i)))); n != d.characters(uint32(i)) {
			t.Fatalf("word %d has %d characters, and counts as of %d", i, n, d.characters(uint32(i)))
		}
	}
}

func TestTheDictionaryTakesLittleMemory(t *testing.T) {
	packed := assets.Pinyin()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	d, err := loadDict(packed)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	held := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("a loaded dictionary holds %.1f MB", float64(held)/1e6)
	if held > 30<<20 {
		t.Errorf("a loaded dictionary holds %d bytes, want at most 30 MB", held)
	}
	runtime.KeepAlive(d)
}

func TestDamagedDictionariesAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	r, err := gzip.NewReader(bytes.NewReader(assets.Pinyin()))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"nothing", nil},
		{"another version", bytes.Replace(whole, []byte("pinyin 3"), []byte("pinyin 9"), 1)},
		{"only its head", whole[:len(magic)]},
		{"the first half", whole[:len(whole)/2]},
		{"all but the last byte", whole[:len(whole)-1]},
		{"a byte too many", append(bytes.Clone(whole), 0)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := loadDict(zipped(t, tt.data)); err == nil {
				t.Error("it was loaded")
			}
		})
	}
	if _, err := loadDict([]byte("no gzip file")); err == nil {
		t.Error("bytes that are no gzip file were loaded")
	}
	if _, err := loadDict(assets.Pinyin()[:1000]); err == nil {
		t.Error("a torn file was loaded")
	}
}

func zipped(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzLoad finds bytes that stop the program instead of giving an error.
func FuzzLoad(f *testing.F) {
	small := []byte(smallDict)
	f.Add(small)
	f.Add(small[:20])
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := loadDict(zipped(t, data))
		if err != nil {
			return
		}
		for _, o := range everyOptions() {
			c := d.Compose(o)
			for _, r := range "baba22" {
				c.Key(r)
			}
			c.Candidates(0, 50)
			c.Confirm()
		}
	})
	if _, err := loadDict(zipped(f, small)); err != nil {
		f.Fatalf("the seed is no dictionary: %v", err)
	}
}

func TestOneDictionaryServesManyAtOnce(t *testing.T) {
	d := load(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, o := range everyOptions() {
				c := compose(d, o, "zhangkewangzihan")
				c.Candidates(0, 30)
				c.Confirm()
			}
		})
	}
	all.Wait()
}

// everyOptions returns every way to set the options.
func everyOptions() (all []Options) {
	for i := range 8 {
		all = append(all, Options{Names: i&1 != 0, Nine: i&2 != 0, Fuzzy: i&4 != 0})
	}
	return all
}

// compose types the letters, on the digits they are on when there are only 9 keys.
func compose(d *Dict, o Options, letters string) *Composer {
	c := d.Compose(o)
	for _, r := range letters {
		if o.Nine && r >= 'a' && r <= 'z' {
			r = rune(digits(string(r))[0])
		}
		c.Key(r)
	}
	return c
}

// texts returns the texts of the first n candidates.
func texts(c *Composer, n int) (out []string) {
	page, _ := c.Candidates(0, n)
	for _, p := range page {
		out = append(out, p.Text)
	}
	return out
}
