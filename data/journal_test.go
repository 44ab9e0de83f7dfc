package data

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/journal"
)

func drawEntry(t *rapid.T) *entry.Entry {
	text := rapid.StringN(0, 20, 60)
	bytes := rapid.SliceOfN(rapid.Byte(), 1, 200)
	e := &entry.Entry{
		ID: text.Draw(t, "id"), Person: text.Draw(t, "person"), Kind: text.Draw(t, "kind"), Booth: text.Draw(t, "booth"),
		Seq: rapid.Int64().Draw(t, "seq"), Tick: rapid.Int64().Draw(t, "tick"), Hour: rapid.Int64().Draw(t, "hour"),
		Digest: bytes.Draw(t, "digest"), Sig: bytes.Draw(t, "sig"),
	}
	if rapid.Bool().Draw(t, "has content") {
		e.Sealed = bytes.Draw(t, "sealed")
	}
	return e
}

// Whatever single stretch of a journal is overwritten, every line outside of it is still read, as it was.
func TestJournalIsReadAroundDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), folder.Journal)
	rapid.Check(t, func(t *rapid.T) {
		var file []byte
		var ends []int
		list := rapid.SliceOfN(rapid.Custom(drawEntry), 1, 6).Draw(t, "entries")
		for _, e := range list {
			file = append(file, journal.Encode(e)...)
			ends = append(ends, len(file))
		}
		from := rapid.IntRange(0, len(file)).Draw(t, "from")
		to := min(len(file), from+rapid.IntRange(0, 60).Draw(t, "length"))
		noise := rapid.SliceOfN(rapid.Byte(), to-from, to-from).Draw(t, "noise")
		changed := string(file[from:to]) != string(noise)
		copy(file[from:], noise)
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		var want []*entry.Entry
		for i, e := range list {
			begin := 0
			if i > 0 {
				begin = ends[i-1]
			}
			if !changed || ends[i] <= from || begin >= to {
				want = append(want, e)
			}
		}
		var got []*entry.Entry
		sc, err := journal.Scan(path, func(e *entry.Entry) error { got = append(got, e); return nil })
		if err != nil {
			t.Fatal(err)
		}
		// Noise may happen to rewrite part of a line with what stood there: more is fine, as long as it is genuine.
		i := 0
		for _, e := range got {
			if i < len(want) && reflect.DeepEqual(e, want[i]) {
				i++
			}
		}
		if i != len(want) || len(got) > len(list) {
			t.Fatalf("%d of %d lines were read, %d undamaged", len(got), len(list), len(want))
		}
		if sc.Lines != len(got) || len(got) < len(list) && sc.Damaged == 0 && !sc.Torn {
			t.Fatalf("damage was not noticed: %+v", sc)
		}
	})
}

func FuzzScanJournal(f *testing.F) {
	f.Add(journal.Encode(&entry.Entry{ID: "a", Digest: []byte{1}, Sig: []byte{2}, Sealed: []byte("sealed")}))
	f.Add(append([]byte("\nmbline\x00\xff\xff\xff\xff"), make([]byte, 64)...))
	f.Add([]byte{})
	path := filepath.Join(f.TempDir(), folder.Journal)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		n := 0
		sc, err := journal.Scan(path, func(*entry.Entry) error { n++; return nil })
		if err != nil || n != sc.Lines || sc.End > int64(len(b)) {
			t.Errorf("%+v, %v", sc, err)
		}
	})
}

// No two entries may have the same signed bytes, however their texts are divided.
func TestSignedBytesAreUnambiguous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawEntry(t), drawEntry(t)
		all := a.ID + a.Person + a.Kind + a.Booth
		cut := rapid.IntRange(0, len(all)).Draw(t, "cut")
		*b = *a
		b.ID, b.Person, b.Kind, b.Booth = all[:cut], all[cut:], "", ""
		same := a.ID == b.ID && a.Person == b.Person && a.Kind == b.Kind && a.Booth == b.Booth
		if same != (string(a.SignedBytes()) == string(b.SignedBytes())) {
			t.Fatal("two entries have the same signed bytes")
		}
	})
}
