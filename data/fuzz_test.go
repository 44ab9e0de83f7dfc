package data

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"matchbooth/data/entry"
	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/internal/lockout"
	"matchbooth/data/keyset"
	"matchbooth/data/record"
)

// secretWords is what stands in the seeds as if somebody had typed it: no error may repeat it.
const secretWords = "Quillfeather13899990000"

// FuzzUnpack puts anything where an opened envelope is wanted: a body only where all ids are those
// of the line, and an error that quotes nothing.
func FuzzUnpack(f *testing.F) {
	e := &entry.Entry{ID: "e1", Person: "p1", Kind: entry.KindSignUp}
	whole, err := json.Marshal(entry.Envelope{V: entry.EnvelopeVersion, Event: "ev", Person: "p1", Entry: "e1", Kind: entry.KindSignUp, Body: json.RawMessage(`{"a":"` + secretWords + `"}`)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(bytes.Replace(whole, []byte("p1"), []byte("p2"), 1))
	f.Add(bytes.Replace(whole, []byte(`:1`), []byte(`:2`), 1))
	f.Add(whole[:len(whole)/2])
	f.Add(append(bytes.Clone(whole), whole...))
	f.Add(append(bytes.Clone(whole), "   "...))
	f.Add(bytes.Replace(whole, []byte(`"body":`), []byte(`"body":1,"body":`), 1))
	f.Add(bytes.Replace(whole, []byte(`"body":`), []byte(`"body":2,"v":2,"x":`), 1))
	f.Add(bytes.Replace(whole, []byte(`}}`), []byte(`}} }`), 1))
	f.Add([]byte(`{"V":1,"EVENT":"ev","person":"p1","Entry":"e1","kind":"signup"}`))
	f.Add([]byte(strings.Repeat("[", 20_000)))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		body, err := e.Unpack(plain, "ev")
		switch {
		case err == entry.ErrContent || err == entry.ErrInside:
			if body != nil {
				t.Fatal("a body and an error")
			}
		case err != nil:
			t.Fatalf("an error of another kind: %v", err)
		case body != nil && !json.Valid(body):
			t.Fatal("a body that is no JSON")
		}
		var env entry.Envelope
		whole := json.Unmarshal(plain, &env) == nil && env.V == entry.EnvelopeVersion && env.Event == "ev" && env.Person == "p1" && env.Entry == "e1" && env.Kind == entry.KindSignUp
		if whole != (err == nil) || whole && !bytes.Equal(bytes.TrimSpace(body), env.Body) {
			t.Fatal("not what reading the whole as JSON gives")
		}
	})
}

// FuzzFold puts anything into the bodies of one person's entries: the same record whatever their
// order and however often they come, faults that quote nothing, and nothing after an erasure.
func FuzzFold(f *testing.F) {
	up, err := record.Body(someone())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(up, []byte(`{"at":"2027-05-21T10:00:00Z","fields":{"name":null,"phone":"`+secretWords+`"}}`), []byte(`{"kit":"`+secretWords+`"}`), uint16(0))
	f.Add(up, up, up, uint16(9))
	f.Add([]byte(`{"fields":{"c":{"name":5,"phone":"`+secretWords+`"}}}`), []byte(`{"fields":{"x":{}}}`), []byte(`[]`), uint16(77))
	f.Add([]byte(`{"fields":{"a":["`+secretWords+`"]},"at":"`+secretWords+`"}`), []byte("null"), []byte(`"`+secretWords+`"`), uint16(1234))
	f.Fuzz(func(t *testing.T, one, two, three []byte, order uint16) {
		kinds := []string{entry.KindSignUp, entry.KindCorrection, entry.KindCheck, entry.KindContact, entry.KindSignUp, "later"}
		list := []record.Opened{
			{Entry: &entry.Entry{ID: "a", Person: "p", Kind: kinds[0], Booth: "b", Seq: 1, Tick: 1}, Body: one},
			{Entry: &entry.Entry{ID: "b", Person: "p", Kind: kinds[int(order)%len(kinds)], Booth: "b", Seq: 2, Tick: 2}, Body: two},
			{Entry: &entry.Entry{ID: "c", Person: "p", Kind: kinds[int(order/8)%len(kinds)], Booth: "b", Seq: 3, Tick: 2 + int64(order%2)}, Body: three},
		}
		r, faults, ok := record.Fold(list)
		for _, other := range [][]record.Opened{{list[2], list[1], list[0]}, {list[1], list[0], list[2], list[1]}} {
			r2, faults2, ok2 := record.Fold(other)
			if ok2 != ok || !reflect.DeepEqual(r2, r) || !reflect.DeepEqual(faults2, faults) {
				t.Fatal("another order gives another record")
			}
		}
		for _, fault := range faults {
			if strings.Contains(fault.What, "Quillfeather") || strings.Contains(fault.What, "1389999") {
				t.Fatal("a fault quotes what was sealed")
			}
		}
		if _, _, ok := record.Fold(append(list, record.Opened{Entry: &entry.Entry{ID: "z", Person: "p", Kind: entry.KindErasure}, Body: nil})); ok {
			t.Fatal("somebody who was erased is there")
		}
	})
}

// FuzzField puts anything where one answer is wanted, and writes what was read: it reads the same.
func FuzzField(f *testing.F) {
	for _, s := range []string{`"x"`, `{"name":"a","relation":"b","phone":"c"}`, `"\ud800"`, `{}`, `null`, `5`, `["` + secretWords + `"]`, `{"name":["` + secretWords + `"]}`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v, again record.Field
		if err := v.UnmarshalJSON(b); err != nil {
			if strings.Contains(err.Error(), "Quillfeather") {
				t.Fatal("the error quotes the value")
			}
			return
		}
		out, err := json.Marshal(v.Plain())
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(out, &again); err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("a field does not come back: %v", err)
		}
	})
}

// FuzzKeys puts anything into keys.toml: keys that are written and read as the same, or an error.
func FuzzKeys(f *testing.F) {
	s := practice(f)
	good, err := os.ReadFile(filepath.Join(s.Dir(), folder.Keys))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	f.Add(string(good[:len(good)-100]))
	f.Add(strings.Replace(string(good), "format = 3", "format = 2", 1))
	f.Add(strings.Replace(string(good), "serial = 1", "serial = 2", 1))
	for _, added := range [][]keyset.Added{nil, {{Fingerprint: s.Fingerprints()[1], Name: "x"}}} {
		old, err := keyset.NewSet(keyset.ModeLive, "e", s.set.Recipients(), added, keyset.ZeroTime).Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(old))
	}
	f.Add(strings.Replace(string(good), "age1pq1", "AGE-SECRET-KEY-PQ-1", 1))
	f.Add("recipients = [" + strings.Repeat("[", 5000))
	f.Add("a = 1")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := keyset.Parse(text)
		if err != nil {
			return
		}
		if len(k.Recipients()) < 2 {
			t.Fatal("fewer than two keys")
		}
		if k.Signed() && !k.Verified() {
			t.Fatal("a set counts that its desk has not signed")
		}
		again, err := k.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if k2, err := keyset.Parse(string(again)); err != nil || !reflect.DeepEqual(k, k2) {
			t.Fatalf("the keys do not read back as themselves: %v", err)
		}
	})
}

// FuzzBoothKey puts anything into booth.key.
func FuzzBoothKey(f *testing.F) {
	_, file, err := keys.NewBoothKey()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"))
	f.Add([]byte{})
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(filepath.Join(dir, folder.BoothKey), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if key, err := keys.ReadBoothKey(dir); (err == nil) != (len(key) == 64) || err != nil && err != keys.ErrBoothKey {
			t.Fatalf("a key of %d bytes, %v", len(key), err)
		}
	})
}

// FuzzPINHash puts anything where the hash of the PIN is wanted: it asks for no more work than four
// times ours, takes no shorter sum, and reads back as itself.
func FuzzPINHash(f *testing.F) {
	fullPINWork(f)
	good, err := lockout.HashPIN("5210")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, change := range [][2]string{{"m=19456", "m=4294967295"}, {"t=2", "t=0"}, {"v=19", "v=16"}, {"p=1", "p=1,x=2"}, {"argon2id", "argon2i"}, {"t=2", "t=+2"}} {
		f.Add(strings.Replace(good, change[0], change[1], 1))
	}
	f.Add(good[:len(good)-10])
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$$")
	f.Fuzz(func(t *testing.T, hash string) {
		h, ok := lockout.ParsePIN(hash)
		if ok && (h.Memory > 4*lockout.PINMemory || h.Passes > 4*lockout.PINPasses || len(h.Sum) != lockout.PINBytes || len(h.Salt) < 16) {
			t.Fatalf("%d KiB, %d passes, a sum of %d bytes", h.Memory, h.Passes, len(h.Sum))
		}
		if !ok && lockout.MatchPIN(hash, "5210") {
			t.Fatal("a PIN matches what is no hash")
		}
	})
}
