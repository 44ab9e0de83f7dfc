package wire

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"matchbooth/data/entry"
)

var update = flag.Bool("update", false, "write the vectors anew; what was once signed has to stay as it is")

// keyOf is a key for tests: its seed is the SHA-256 of a name.
func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// signUp is a line of the booth with this key.
func signUp(key ed25519.PrivateKey, seq int64, sealed string) Line {
	nonce := bytes.Repeat([]byte{byte(seq)}, entry.NonceSize)
	sum := sha256.Sum256([]byte(sealed))
	e := entry.Entry{
		ID: entry.ID(public(key), seq), Person: entry.PersonID(public(key), nonce), Kind: entry.KindSignUp, Booth: entry.BoothID(public(key)),
		Seq: seq, Tick: seq, Hour: 498000, Digest: sum[:], Nonce: nonce, Sealed: []byte(sealed),
	}
	e.Sig = ed25519.Sign(key, e.SignedBytes())
	return LineOf(&e)
}

// vectors are all that another program needs to see whether it speaks the protocol.
func vectors(t *testing.T) map[string]string {
	t.Helper()
	booth, hub := keyOf("matchbooth booth"), keyOf("matchbooth hub")
	v := map[string]string{
		"booth seed": hex.EncodeToString(booth.Seed()), "booth": entry.BoothID(public(booth)),
		"hub seed": hex.EncodeToString(hub.Seed()), "hub": entry.BoothID(public(hub)), "hub key": base64.StdEncoding.EncodeToString(public(hub)),
	}
	batch := Batch{Batch: "3f0c", Lines: []Line{signUp(booth, 1, "sealed, by age in truth")}}
	one := func(name, path string, message, answer any) {
		body, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		r := Request{Hub: entry.BoothID(public(hub)), Method: http.MethodPost, Path: path, Body: body, Hour: 498123, Nonce: []byte("sixteen bytes...")}
		h := http.Header{}
		sig := r.Sign(booth, h)
		v[name+" body"], v[name+" signed bytes"] = string(body), hex.EncodeToString(r.SignedBytes())
		for _, key := range []string{HeaderKey, HeaderHour, HeaderNonce, HeaderSig} {
			v[name+" "+key] = h.Get(key)
		}
		said, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		SignAnswer(hub, h, sig, http.StatusOK, said)
		v[name+" answer"], v[name+" answer bytes"], v[name+" answer "+HeaderSig] = string(said), hex.EncodeToString(AnswerBytes(sig, http.StatusOK, said)), h.Get(HeaderSig)
	}
	one("lines", "/v1/spring-2027/lines", batch, Receipt{Batch: "3f0c", Receipt: "00112233445566778899aabbccddeeff", Hour: 498123, Saved: []string{batch.Lines[0].ID}, Apart: []string{}, Refused: []Refused{}})
	one("since", "/v1/spring-2027/since", Query{Have: map[string]int64{entry.BoothID(public(booth)): 0}, Limit: 1},
		Page{Lines: batch.Lines, Keys: [][]byte{public(booth)}, Next: &Place{Booth: entry.BoothID(public(booth)), Seq: 1, ID: batch.Lines[0].ID}})
	desk := keyOf("matchbooth desk")
	said := entry.Statement{Event: "spring-2027", Kind: entry.SaysBelongs, Serial: 1, Body: `{"booth":"` + entry.BoothID(public(booth)) + `"}`}
	said.Sig = ed25519.Sign(desk, said.Signed())
	v["desk seed"], v["desk key"] = hex.EncodeToString(desk.Seed()), base64.StdEncoding.EncodeToString(public(desk))
	v["statement signed bytes"], v["statement"] = hex.EncodeToString(said.Signed()), said.ID()
	one("statements", "/v1/spring-2027/statements", Saying{Batch: "3f0d", Statements: []Statement{StatementOf(&said)}},
		Receipt{Batch: "3f0d", Receipt: "112233445566778899aabbccddeeff00", Hour: 498123, Saved: []string{said.ID()}, Apart: []string{}, Refused: []Refused{}})
	one("said", "/v1/spring-2027/said", Asking{}, Said{Statements: []Statement{StatementOf(&said)}, Next: &SaidHere{Serial: 1, ID: said.ID()}})
	return v
}

func TestTheVectorsStayAsTheyAre(t *testing.T) {
	got := vectors(t)
	if *update {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/vectors.json", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) < 20 {
		t.Fatalf("only %d vectors", len(want))
	}
	for name, is := range want {
		if got[name] != is {
			t.Errorf("%s is %q, and was %q", name, got[name], is)
		}
	}
}

// The page for other programmers has values that can be computed with. They are those of the vectors.
func TestTheExamplesOnThePageAreRight(t *testing.T) {
	page, err := os.ReadFile("../../docs/hub-protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	v := vectors(t)
	seen := 0
	for _, block := range strings.Split(string(page), "```")[1:] {
		kind, text, _ := strings.Cut(block, "\n")
		name, is := strings.CutPrefix(kind, "text ")
		if !is {
			continue
		}
		seen++
		if got := strings.ReplaceAll(strings.TrimSpace(text), "\n", ""); got != v[strings.ReplaceAll(name, "_", " ")] {
			t.Errorf("%s on the page is\n%s, and is\n%s", name, got, v[strings.ReplaceAll(name, "_", " ")])
		}
	}
	if seen < 8 {
		t.Errorf("only %d examples are on the page", seen)
	}
	// Every code and every limit stands there, with its status or value.
	for code, status := range Statuses {
		if !strings.Contains(string(page), fmt.Sprintf("| `%s` | %d |", code, status)) {
			t.Errorf("the page lacks the code %s with %d", code, status)
		}
	}
	for _, code := range []string{LineForm, LineDamaged, LineBooth, LineSignature, LineFull} {
		if !strings.Contains(string(page), "| `"+code+"` | line") {
			t.Errorf("the page lacks what a line is refused for: %s", code)
		}
	}
	for _, limit := range []int{MaxBody, MaxLines, MaxPage, MaxSealed, MaxKeys, MaxBooths, MaxBatchID, MaxKind, MaxSaidBody, MaxStatements, MaxStatement, MaxSaid} {
		if !strings.Contains(string(page), " "+strconv.Itoa(limit)+" ") {
			t.Errorf("the page lacks the limit %d", limit)
		}
	}
	// And every field of every message.
	for _, m := range []any{Batch{}, Line{}, entry.Entry{}, Receipt{}, Refused{}, Query{}, Place{}, Page{}, Statement{}, Saying{}, Asking{}, SaidHere{}, Said{}, Hello{}, Failure{}} {
		for i := range reflect.TypeOf(m).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(m).Field(i).Tag.Get("json"), ",")
			if name != "" && name != "-" && !strings.Contains(string(page), "`"+name+"`") {
				t.Errorf("the page lacks the field %s of %T", name, m)
			}
		}
	}
}

func TestASignatureIsOfOneRequest(t *testing.T) {
	booth := keyOf("booth")
	r := Request{Hub: "hub", Method: "POST", Path: "/v1/e/lines", Body: []byte("body"), Hour: 5, Nonce: NewNonce()}
	h := http.Header{}
	sig := r.Sign(booth, h)
	s, ok := ReadSigned(h)
	if !ok || s.Booth != entry.BoothID(public(booth)) || !s.Verify(r) || !bytes.Equal(sig, s.Sig) {
		t.Fatalf("%v %+v", ok, s)
	}
	for name, change := range map[string]func(*Request, *Signed){
		"hub":    func(r *Request, _ *Signed) { r.Hub = "huc" },
		"method": func(r *Request, _ *Signed) { r.Method = "PUT" },
		"path":   func(r *Request, _ *Signed) { r.Path = "/v1/f/lines" },
		"moved":  func(r *Request, _ *Signed) { r.Method, r.Path = "POST/", "v1/e/lines" },
		"body":   func(r *Request, _ *Signed) { r.Body = []byte("bodY") },
		"hour":   func(_ *Request, s *Signed) { s.Hour++ },
		"nonce":  func(_ *Request, s *Signed) { s.Nonce = NewNonce() },
		"key":    func(_ *Request, s *Signed) { s.Key = public(keyOf("other")) },
	} {
		other, by := r, s
		change(&other, &by)
		if by.Verify(other) {
			t.Errorf("with another %s it verifies", name)
		}
	}
	for _, name := range []string{HeaderKey, HeaderHour, HeaderNonce, HeaderSig} {
		for _, value := range []string{"", "x", "ÿ", strings.Repeat("A", 200)} {
			bad := h.Clone()
			bad.Set(name, value)
			if _, ok := ReadSigned(bad); ok {
				t.Errorf("%s: %q is read", name, value)
			}
		}
	}
	hub := keyOf("hub")
	answer := http.Header{}
	SignAnswer(hub, answer, sig, 200, []byte("yes"))
	if !VerifyAnswer(public(hub), answer, sig, 200, []byte("yes")) {
		t.Fatal("a good answer does not verify")
	}
	if VerifyAnswer(public(hub), answer, sig, 200, []byte("no")) || VerifyAnswer(public(hub), answer, sig, 500, []byte("yes")) ||
		VerifyAnswer(public(hub), answer, r.Nonce, 200, []byte("yes")) || VerifyAnswer(public(booth), answer, sig, 200, []byte("yes")) || VerifyAnswer(nil, answer, sig, 200, []byte("yes")) {
		t.Error("an answer verifies that is another")
	}
}

// A line comes out of JSON as it went in: every byte that is signed, and what is sealed.
func TestALineTravelsWhole(t *testing.T) {
	key := keyOf("booth")
	l := signUp(key, 7, "sealed\x00\xff")
	e := l.Whole()
	e.Desk = bytes.Repeat([]byte{9}, 64)
	b, err := json.Marshal(LineOf(e))
	if err != nil {
		t.Fatal(err)
	}
	var back Line
	if err := Decode(b, &back); err != nil {
		t.Fatal(err)
	}
	got := back.Whole()
	if !reflect.DeepEqual(got, e) || !(entry.Booths{e.Booth: public(key)}).Verified(got) || !got.Intact() {
		t.Errorf("%+v\n%+v", got, e)
	}
	join := entry.Entry{ID: e.ID, Person: e.Person, Kind: entry.KindJoin, Booth: e.Booth, Seq: 1, Tick: 1, Partner: e.ID}
	b, err = json.Marshal(LineOf(&join))
	if err != nil {
		t.Fatal(err)
	}
	if back = (Line{}); Decode(b, &back) != nil || !reflect.DeepEqual(back.Whole(), &join) {
		t.Errorf("%+v", back)
	}
}

func TestAMessageIsReadStrictly(t *testing.T) {
	good := `{"batch":"x","lines":[]}`
	if err := Decode([]byte(good), new(Batch)); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "x", good + "x", good + good, `{"batch":"x","lines":[],"more":1}`, `{"batch":"x","lines":[{"ids":"x"}]}`, `[]`, strings.Repeat("[", 100000)} {
		if err := Decode([]byte(bad), new(Batch)); !errors.Is(err, ErrFormat) {
			t.Errorf("%.40q is read: %v", bad, err)
		}
	}
}

func TestABatchIsChecked(t *testing.T) {
	key := keyOf("booth")
	l := signUp(key, 1, "x")
	many := make([]Line, MaxLines+1)
	for i := range many {
		many[i] = signUp(key, int64(i+1), "x")
	}
	if (&Batch{Batch: "b", Lines: many[:MaxLines]}).Check() != nil {
		t.Error("a full batch is refused")
	}
	for name, b := range map[string]Batch{
		"no name": {Lines: []Line{l}}, "no lines": {Batch: "b"}, "too many": {Batch: "b", Lines: many}, "twice": {Batch: "b", Lines: []Line{l, l}},
		"a key": {Batch: "b", Lines: []Line{l}, Keys: [][]byte{{1}}}, "a long name": {Batch: strings.Repeat("b", MaxBatchID+1), Lines: []Line{l}}, "a name": {Batch: "b\n", Lines: []Line{l}},
	} {
		if b.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
	place := Place{Booth: l.Booth, Seq: 1, ID: l.ID}
	if (&Query{After: &place, Have: map[string]int64{l.Booth: 3}}).Check() != nil {
		t.Error("a query is refused")
	}
	for name, q := range map[string]Query{
		"a booth": {Have: map[string]int64{"x": 1}}, "a number": {Have: map[string]int64{l.Booth: -1}}, "a limit": {Limit: -1},
		"a place": {After: &Place{Booth: "x", ID: l.ID}}, "an id": {After: &Place{Booth: l.Booth, ID: "x"}}, "no hash": {Apart: true, After: &place},
	} {
		if q.Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// What is refused has its code; everything else a line can be is taken.
func TestALineIsChecked(t *testing.T) {
	key := keyOf("booth")
	for name, c := range map[string]struct {
		change func(*Line)
		want   string
	}{
		"nothing":         {func(*Line) {}, ""},
		"emptied":         {func(l *Line) { l.Sealed = nil }, ""},
		"a new kind":      {func(l *Line) { l.Kind = "wish-2"; l.Kind = "wish" }, ""},
		"an id":           {func(l *Line) { l.ID = strings.ToUpper(l.ID) }, LineForm},
		"a person":        {func(l *Line) { l.Person = "x" }, LineForm},
		"a partner":       {func(l *Line) { l.Partner = "x" }, LineForm},
		"a booth":         {func(l *Line) { l.Booth = "x" }, LineForm},
		"no kind":         {func(l *Line) { l.Kind = "" }, LineForm},
		"a kind":          {func(l *Line) { l.Kind = "Kind" }, LineForm},
		"a long kind":     {func(l *Line) { l.Kind = strings.Repeat("k", MaxKind+1) }, LineForm},
		"a number":        {func(l *Line) { l.Seq = 0 }, LineForm},
		"a large number":  {func(l *Line) { l.Tick = entry.MaxNumber + 1 }, LineForm},
		"a digest":        {func(l *Line) { l.Digest = nil }, LineForm},
		"a signature":     {func(l *Line) { l.Sig = l.Sig[1:] }, LineForm},
		"a nonce":         {func(l *Line) { l.Nonce = l.Nonce[1:] }, LineForm},
		"a desk":          {func(l *Line) { l.Desk = make([]byte, MaxDesk+1) }, LineForm},
		"much sealed":     {func(l *Line) { l.Sealed = make([]byte, MaxSealed+1) }, LineForm},
		"a full erasure":  {func(l *Line) { l.Kind = entry.KindErasure }, LineForm},
		"other sealed":    {func(l *Line) { l.Sealed = []byte("other") }, LineDamaged},
		"an odd erasure":  {func(l *Line) { l.Kind, l.Sealed = entry.KindErasure, nil }, LineForm},
		"a plain erasure": {func(l *Line) { l.Kind, l.Sealed, l.Digest = entry.KindErasure, nil, entry.EmptyDigest[:] }, ""},
	} {
		l := signUp(key, 1, "sealed")
		if c.change(&l); l.Refuse() != c.want {
			t.Errorf("%s: %q, not %q", name, l.Refuse(), c.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	b, err := json.Marshal(Batch{Batch: "b", Lines: []Line{signUp(keyOf("booth"), 1, "x")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		var batch Batch
		if Decode(b, &batch) == nil && batch.Check() == nil {
			for i := range batch.Lines {
				l := &batch.Lines[i]
				if l.Refuse() == "" {
					(entry.Booths{l.Booth: public(keyOf("booth"))}).Verified(l.Whole())
				}
			}
		}
		var q Query
		if Decode(b, &q) == nil {
			q.Check()
		}
	})
}
