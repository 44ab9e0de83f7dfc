package entry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// vectors are the ones of the store: what was once signed stays as it is.
func vectors(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile("../testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]string
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// unhex decodes a vector.
func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil || len(b) == 0 {
		t.Fatalf("%q: %v", s, err)
	}
	return b
}

// readSigned takes signed bytes apart as another program would: a line that names the form, texts with their length, three
// numbers, and again texts with their length.
func readSigned(t *testing.T, b []byte) (form string, e *Entry) {
	t.Helper()
	form, rest, _ := strings.Cut(string(b), "\n")
	text := func() string {
		n := binary.BigEndian.Uint32([]byte(rest[:4]))
		s := rest[4 : 4+n]
		rest = rest[4+n:]
		return s
	}
	number := func() int64 {
		n := binary.BigEndian.Uint64([]byte(rest[:8]))
		rest = rest[8:]
		return int64(n)
	}
	e = &Entry{ID: text(), Person: text(), Kind: text(), Booth: text(), Seq: number(), Tick: number(), Hour: number(), Digest: []byte(text())}
	if rest != "" {
		e.Nonce = []byte(text())
	}
	if rest != "" {
		e.Partner = text()
	}
	if rest != "" {
		t.Fatalf("%q is left over", rest)
	}
	return form, e
}

// Each form that was ever signed is written again byte for byte, and its signature still counts.
func TestSignedBytesOfEveryForm(t *testing.T) {
	v := vectors(t)
	_, key, _ := strings.Cut(strings.TrimSpace(v["list of booths"]), " ")
	public, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	booths := Booths{BoothID(public): public}
	for n, partner := range map[string]bool{"1": false, "2": false, "3": true} {
		signed := unhex(t, v["entry "+n+" signed"])
		form, e := readSigned(t, signed)
		if form != "matchbooth-entry-"+n || (e.Partner != "") != partner || (len(e.Nonce) > 0) != (n != "1") {
			t.Errorf("entry %s is of form %s, with the partner %q", n, form, e.Partner)
		}
		if !bytes.Equal(e.SignedBytes(), signed) {
			t.Errorf("entry %s: other bytes would be signed now", n)
		}
		e.Sig = unhex(t, v["entry "+n+" signature"])
		if !booths.Verified(e) {
			t.Errorf("entry %s: its signature does not count", n)
		}
		for what, change := range map[string]func(*Entry){
			"another number": func(e *Entry) { e.Seq++ }, "another tick": func(e *Entry) { e.Tick++ }, "another hour": func(e *Entry) { e.Hour++ },
			"another kind": func(e *Entry) { e.Kind = KindErasure }, "another digest": func(e *Entry) { e.Digest = EmptyDigest[:31] },
			"another booth's": func(e *Entry) { e.Booth = BoothID(make([]byte, 32)) }, "no signature": func(e *Entry) { e.Sig = nil },
		} {
			changed := *e
			if change(&changed); booths.Verified(&changed) {
				t.Errorf("entry %s counts with %s", n, what)
			}
			if e.Same(&changed) {
				t.Errorf("entry %s is the same with %s", n, what)
			}
		}
		again := *e
		again.Sealed = []byte("emptied or not")
		if !e.Same(&again) {
			t.Errorf("entry %s is another one once its sealed part is gone", n)
		}
	}
}

// A partner is signed with the nonce that stands beside it, and an empty nonce is not left out before a partner: or two
// entries could have the same signed bytes.
func TestAPartnerIsNeverReadAsANonce(t *testing.T) {
	for _, e := range []*Entry{{Partner: "somebody"}, {Partner: "somebody", Nonce: NoNonce}, {Nonce: []byte("somebody")}, {}} {
		_, back := readSigned(t, e.SignedBytes())
		if back.Partner != e.Partner || !bytes.Equal(back.Nonce, e.Nonce) {
			t.Errorf("%+v is read as %+v", e, back)
		}
	}
}

func TestIntactIsWhatTheDigestSays(t *testing.T) {
	sum := sha256.Sum256([]byte("sealed"))
	for _, x := range []struct {
		sealed []byte
		want   bool
	}{{[]byte("sealed"), true}, {[]byte("Sealed"), false}, {[]byte{}, false}, {nil, true}} {
		if got := (&Entry{Sealed: x.sealed, Digest: sum[:]}).Intact(); got != x.want {
			t.Errorf("%q: %t", x.sealed, got)
		}
	}
}

// A booth signs up people of its own making only; what it says of other booths' people may be read (whether it counts is
// another question), under its own ids.
func TestABoothSignsUpOnlyItsOwnPeople(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := key.Public().(ed25519.PublicKey)
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	nonce := NewNonce()
	booths := Booths{BoothID(public): public}
	for _, x := range []struct {
		what, kind, id, person string
		nonce                  []byte
		want                   bool
	}{
		{"its own person", KindSignUp, ID(public, 1), PersonID(public, nonce), nonce, true},
		{"another booth's person", KindSignUp, ID(public, 1), PersonID(other, nonce), nonce, false},
		{"a correction of another booth's person", KindCorrection, ID(public, 1), PersonID(other, nonce), nonce, true},
		{"another number's id", KindSignUp, ID(public, 2), PersonID(public, nonce), nonce, false},
		{"another booth's id", KindCorrection, ID(other, 1), PersonID(public, nonce), nonce, false},
		{"a person from before, signed up now", KindSignUp, ID(public, 1), RandomID(), NoNonce, false},
		{"a person from before, corrected", KindCorrection, ID(public, 1), RandomID(), NoNonce, true},
		{"a derived person, as one from before", KindCorrection, ID(public, 1), PersonID(public, nonce), NoNonce, false},
		{"a nonce cut short", KindSignUp, ID(public, 1), PersonID(public, nonce), nonce[:8], false},
		{"a line from before", KindSignUp, RandomID(), RandomID(), nil, true},
		{"a line from before, of a derived person", KindSignUp, RandomID(), PersonID(public, nonce), nil, false},
		{"a line from before, under a derived id", KindSignUp, ID(public, 1), RandomID(), nil, false},
	} {
		e := &Entry{ID: x.id, Person: x.person, Kind: x.kind, Booth: BoothID(public), Seq: 1, Tick: 1, Digest: EmptyDigest[:], Nonce: x.nonce}
		e.Sig = ed25519.Sign(key, e.SignedBytes())
		if got := booths.Verified(e); got != x.want {
			t.Errorf("%s: counts %t", x.what, got)
		}
	}
}

// Two lines that whoever has a booth's key has signed under one id come in one order on every computer.
func TestTwoLinesOfOneIDHaveAnOrder(t *testing.T) {
	a := Entry{ID: "i", Booth: "b", Seq: 3, Tick: 4, Person: "one", Kind: KindSignUp, Sig: []byte{1}}
	b, c := a, a
	b.Person = "another"
	c.Sig = []byte{2} // the same line, signed again
	for _, pair := range [][2]*Entry{{&a, &b}, {&a, &c}, {&b, &c}} {
		if x, y := pair[0].Compare(pair[1]), pair[1].Compare(pair[0]); x == 0 || x != -y {
			t.Errorf("%s, %x and %s, %x: %d and %d", pair[0].Person, pair[0].Sig, pair[1].Person, pair[1].Sig, x, y)
		}
	}
	if a.Compare(&a) != 0 {
		t.Error("a line is not itself")
	}
}
