package serve

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/hub/store"
)

const event = "an-event"

func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func signUp(key ed25519.PrivateKey, seq int64, sealed string) wire.Line {
	nonce := bytes.Repeat([]byte{byte(seq)}, entry.NonceSize)
	sum := sha256.Sum256([]byte(sealed))
	e := entry.Entry{
		ID: entry.ID(public(key), seq), Person: entry.PersonID(public(key), nonce), Kind: entry.KindSignUp, Booth: entry.BoothID(public(key)),
		Seq: seq, Tick: seq, Hour: 1, Digest: sum[:], Nonce: nonce, Sealed: []byte(sealed),
	}
	e.Sig = ed25519.Sign(key, e.SignedBytes())
	return wire.LineOf(&e)
}

// buffer is a log that several write to.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// serving is a hub of a test, at a server, with what it has logged.
type serving struct {
	*Hub
	at  *httptest.Server
	log *buffer
}

func serve(t *testing.T, change func(*Hub)) *serving {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := &serving{Hub: &Hub{Store: st, Key: keyOf("hub")}, log: &buffer{}}
	s.Log = slog.New(slog.NewJSONHandler(s.log, nil))
	if change != nil {
		change(s.Hub)
	}
	s.at = httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.at.Close(); st.Close() })
	return s
}

func (s *serving) client(t *testing.T, key ed25519.PrivateKey) *wire.Client {
	t.Helper()
	c, err := wire.NewClient(s.at.URL+s.Base, public(s.Key), key, wire.Options{Now: s.Now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *serving) allow(t *testing.T, key ed25519.PrivateKey) {
	t.Helper()
	if err := s.Store.Allow(t.Context(), event, entry.BoothID(public(key))); err != nil {
		t.Fatal(err)
	}
}

// codeIs says whether an error is this code, signed by the hub.
func codeIs(t *testing.T, what string, err error, want wire.Code) {
	t.Helper()
	said, ok := errors.AsType[*wire.Error](err)
	if !ok || said.Code != want || !said.Signed || said.Status != wire.Statuses[want] {
		t.Errorf("%s: %v, not %s", what, err, want)
	}
}

func TestABoothSendsAndADeskFetches(t *testing.T) {
	s := serve(t, nil)
	booth, desk := keyOf("booth"), keyOf("desk")
	l := signUp(booth, 1, "sealed")
	batch := wire.Batch{Batch: "b", Lines: []wire.Line{l}}
	_, err := s.client(t, booth).Put(t.Context(), event, batch)
	codeIs(t, "a stranger", err, wire.CodeBooth)
	s.allow(t, booth)
	s.allow(t, desk)
	r, err := s.client(t, booth).Put(t.Context(), event, batch)
	if err != nil || len(r.Saved) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	p, err := s.client(t, desk).Since(t.Context(), event, wire.Query{})
	if err != nil || len(p.Lines) != 1 || string(p.Lines[0].Sealed) != "sealed" || !(entry.Booths{l.Booth: p.Keys[0]}).Verified(&p.Lines[0].Entry) {
		t.Fatalf("%+v, %v", p, err)
	}
	if p, err = s.client(t, desk).Since(t.Context(), event, wire.Query{Have: map[string]int64{l.Booth: 1}}); err != nil || len(p.Lines) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = s.client(t, booth).Since(t.Context(), "another-event", wire.Query{})
	codeIs(t, "at another event", err, wire.CodeBooth)
	if err := s.Store.Revoke(t.Context(), event, l.Booth, false); err != nil {
		t.Fatal(err)
	}
	_, err = s.client(t, booth).Put(t.Context(), event, batch)
	codeIs(t, "the next request of a revoked booth", err, wire.CodeBooth)
}

func TestWhatTheDeskSaysTravels(t *testing.T) {
	s := serve(t, nil)
	booth, desk := keyOf("booth"), keyOf("desk")
	s.allow(t, booth)
	if err := s.Store.SetDesk(t.Context(), event, public(desk)); err != nil {
		t.Fatal(err)
	}
	m := entry.Statement{Event: event, Kind: entry.SaysAccept, Serial: 3, Body: strings.Repeat("x", wire.MaxStatement)}
	m.Sig = ed25519.Sign(desk, m.Signed())
	strange := m
	strange.Body, strange.Sig = "", m.Sig
	r, err := s.client(t, booth).Say(t.Context(), event, wire.Saying{Batch: "b", Statements: []wire.Statement{wire.StatementOf(&m), wire.StatementOf(&strange)}})
	if err != nil || len(r.Saved) != 1 || r.Saved[0] != m.ID() || len(r.Refused) != 1 || r.Refused[0] != (wire.Refused{ID: strange.ID(), Code: wire.LineSignature}) {
		t.Fatalf("%+v, %v", r, err)
	}
	p, err := s.client(t, booth).Said(t.Context(), event, wire.Asking{})
	if err != nil || len(p.Statements) != 1 || !p.Statements[0].Whole(event).By(public(desk)) {
		t.Fatalf("%d, %v", len(p.Statements), err)
	}
	if p, err = s.client(t, booth).Said(t.Context(), event, wire.Asking{Known: r.Saved}); err != nil || len(p.Statements) != 0 {
		t.Errorf("%d, %v", len(p.Statements), err)
	}
	_, err = s.client(t, keyOf("stranger")).Said(t.Context(), event, wire.Asking{})
	codeIs(t, "a stranger", err, wire.CodeBooth)
}

func TestAHubSaysWhoItIs(t *testing.T) {
	s := serve(t, nil)
	hello, err := wire.Ask(t.Context(), s.at.URL, nil)
	if err != nil || !bytes.Equal(hello.Key, public(s.Key)) || hello.Protocol != wire.Version || hello.Hour != entry.Hour(time.Now()) {
		t.Errorf("%+v, %v", hello, err)
	}
	for _, path := range []string{"/health", "/metrics"} {
		res, err := http.Get(s.at.URL + path)
		if err != nil || res.StatusCode != 200 {
			t.Errorf("%s: %v %v", path, res, err)
		}
		res.Body.Close()
	}
	s.Store.Close()
	res, err := http.Get(s.at.URL + "/health")
	if err != nil || res.StatusCode != 503 || res.Header.Get("Retry-After") == "" {
		t.Errorf("health without a database: %v %v", res, err)
	}
	res.Body.Close()
}

// raw sends a request as it is, and returns status and code.
func raw(t *testing.T, s *serving, method, path string, body []byte, h http.Header) (int, wire.Code) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.at.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = h
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var f wire.Failure
	answer, _ := io.ReadAll(res.Body)
	json.Unmarshal(answer, &f)
	if sig := h.Get(wire.HeaderSig); sig != "" {
		by, ok := wire.ReadSigned(h)
		if ok && !wire.VerifyAnswer(public(s.Key), res.Header, by.Sig, res.StatusCode, answer) {
			t.Errorf("%s: an answer that is not signed", path)
		}
	}
	return res.StatusCode, f.Code
}

func TestWhatIsWrongHasItsCode(t *testing.T) {
	now := time.Unix(500000*3600, 0)
	s := serve(t, func(h *Hub) { h.Now = func() time.Time { return now } })
	booth := keyOf("booth")
	s.allow(t, booth)
	path := "/v1/" + event + "/since"
	sign := func(change func(*wire.Request), body string) http.Header {
		r := wire.Request{Hub: entry.BoothID(public(s.Key)), Method: "POST", Path: path, Body: []byte(body), Hour: entry.Hour(now), Nonce: wire.NewNonce()}
		if change != nil {
			change(&r)
		}
		h := http.Header{}
		r.Sign(booth, h)
		return h
	}
	good := sign(nil, "{}")
	for _, c := range []struct {
		name, method, path, body string
		h                        http.Header
		want                     wire.Code
	}{
		{"good", "POST", path, "{}", good, ""},
		{"the same again", "POST", path, "{}", good, wire.CodeReplay},
		{"unsigned", "POST", path, "{}", http.Header{}, wire.CodeSignature},
		{"other bytes", "POST", path, "{ }", sign(nil, "{}"), wire.CodeSignature},
		{"another hub's", "POST", path, "{}", sign(func(r *wire.Request) { r.Hub = "x" }, "{}"), wire.CodeSignature},
		{"another path's", "POST", path, "{}", sign(func(r *wire.Request) { r.Path = "/v1/" + event + "/lines" }, "{}"), wire.CodeSignature},
		{"an hour ago", "POST", path, "{}", sign(func(r *wire.Request) { r.Hour-- }, "{}"), ""},
		{"two hours ago", "POST", path, "{}", sign(func(r *wire.Request) { r.Hour -= 2 }, "{}"), wire.CodeClock},
		{"in two hours", "POST", path, "{}", sign(func(r *wire.Request) { r.Hour += 2 }, "{}"), wire.CodeClock},
		{"no message", "POST", path, "{", sign(nil, "{"), wire.CodeFormat},
		{"too large", "POST", path, strings.Repeat(" ", wire.MaxBody+1), sign(nil, ""), wire.CodeLarge},
		{"a query behind it", "POST", path + "?x=1", "{}", sign(nil, "{}"), wire.CodeMissing},
		{"fetched", "GET", path, "", http.Header{}, wire.CodeMethod},
		{"nowhere", "GET", "/v1/x", "", http.Header{}, wire.CodeMissing},
		{"the top", "GET", "/", "", http.Header{}, wire.CodeMissing},
		{"an odd event", "POST", "/v1/..%2f..%2fx/since", "{}", sign(nil, "{}"), wire.CodeMissing},
	} {
		status, code := raw(t, s, c.method, c.path, []byte(c.body), c.h)
		if code != c.want || c.want != "" && status != wire.Statuses[c.want] || c.want == "" && status != 200 {
			t.Errorf("%s: %d %s, not %s", c.name, status, code, c.want)
		}
	}
}

// A booth whose clock is years off is heard all the same.
func TestAWrongClockIsHeard(t *testing.T) {
	s := serve(t, nil)
	booth := keyOf("booth")
	s.allow(t, booth)
	for _, at := range []time.Time{time.Unix(0, 0), time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)} {
		c, err := wire.NewClient(s.at.URL, public(s.Key), booth, wire.Options{Now: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Since(t.Context(), event, wire.Query{}); err != nil {
			t.Errorf("%v: %v", at.Year(), err)
		}
	}
}

// A proxy may leave its part of the path on, or take it off.
func TestABasePath(t *testing.T) {
	s := serve(t, func(h *Hub) { h.Base = "/school/hub" })
	booth := keyOf("booth")
	s.allow(t, booth)
	for _, base := range []string{"", "/school/hub"} {
		c, err := wire.NewClient(s.at.URL+base, public(s.Key), booth, wire.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Since(t.Context(), event, wire.Query{}); err != nil {
			t.Errorf("%q: %v", base, err)
		}
	}
	if status, code := raw(t, s, "GET", "/school/hubris/health", nil, http.Header{}); status != 404 || code != wire.CodeMissing {
		t.Errorf("%d %s", status, code)
	}
}

func TestABusyHubSaysSo(t *testing.T) {
	s := serve(t, nil)
	booth := keyOf("booth")
	s.allow(t, booth)
	for range atOnce {
		s.slots <- struct{}{}
	}
	_, err := s.client(t, booth).Since(t.Context(), event, wire.Query{})
	codeIs(t, "a full hub", err, wire.CodeBusy)
	if said, ok := errors.AsType[*wire.Error](err); !ok || said.Retry < 5*time.Second {
		t.Errorf("%+v", said)
	}
	<-s.slots
	if _, err := s.client(t, booth).Since(t.Context(), event, wire.Query{}); err != nil {
		t.Error(err)
	}
	if len(s.slots) != atOnce-1 {
		t.Errorf("%d are taken", len(s.slots))
	}
}

// What the log and the metrics say: booths, events, counts. No address, nothing of a line, nothing of a panic.
func TestTheLogNamesNobody(t *testing.T) {
	s := serve(t, nil)
	booth := keyOf("booth")
	s.allow(t, booth)
	l := signUp(booth, 1, "canary-sealed")
	if _, err := s.client(t, booth).Put(t.Context(), event, wire.Batch{Batch: "canary-batch", Lines: []wire.Line{l}}); err != nil {
		t.Fatal(err)
	}
	raw(t, s, "GET", "/canary-path?canary-query", nil, http.Header{"User-Agent": {"canary-agent"}, "X-Forwarded-For": {"canary-address"}})
	raw(t, s, "POST", "/v1/canary-event/lines", []byte("canary-body"), http.Header{})
	odd := s.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { panic("canary-panic") }))
	w := httptest.NewRecorder()
	odd.ServeHTTP(w, httptest.NewRequest("GET", "/canary", nil))
	if w.Code != 500 {
		t.Errorf("a panic answers %d", w.Code)
	}
	counting{&s.metrics}.Write([]byte("http: TLS handshake error from canary-address"))
	res, err := http.Get(s.at.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	metrics, _ := io.ReadAll(res.Body)
	res.Body.Close()
	for what, said := range map[string]string{"the log": s.log.String(), "the metrics": string(metrics)} {
		for _, no := range []string{"canary", "127.0.0.1", l.ID, l.Person, "Agent"} {
			if strings.Contains(said, no) {
				t.Errorf("%s has %s:\n%s", what, no, said)
			}
		}
	}
	if strings.Contains(string(metrics), entry.BoothID(public(booth))) {
		t.Error("the metrics name a booth")
	}
	for _, want := range []string{`"booth":"` + entry.BoothID(public(booth)), `"lines":1`, `"msg":"panic"`, "hub/serve."} {
		if !strings.Contains(s.log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, s.log.String())
		}
	}
	for _, want := range []string{`matchbooth_hub_lines_total{became="saved"} 1`, "matchbooth_hub_panics_total 1", "matchbooth_hub_connection_errors_total 1", `path="/v1/{event}/lines",status="200",code=""} 1`} {
		if !strings.Contains(string(metrics), want) {
			t.Errorf("the metrics lack %s:\n%s", want, metrics)
		}
	}
	s.metrics.mu.Lock()
	defer s.metrics.mu.Unlock()
	for name := range s.metrics.counts {
		if family, _, _ := strings.Cut(name, "{"); counted[family] == "" {
			t.Errorf("%s is counted and never shown", family)
		}
	}
}

// Sixty-four booths send at once, and some lines through several of them: everything is there once.
func TestManyBoothsAtOnce(t *testing.T) {
	s := serve(t, nil)
	var keys []ed25519.PrivateKey
	for n := range 64 {
		keys = append(keys, keyOf(fmt.Sprint("booth ", n)))
		s.allow(t, keys[n])
	}
	common := signUp(keys[0], 1, "common")
	var all sync.WaitGroup
	for n, key := range keys {
		all.Go(func() {
			b := wire.Batch{Batch: "b", Keys: [][]byte{public(keys[0])}, Lines: []wire.Line{common, signUp(key, 2, "own")}}
			for try := range 60 {
				r, err := s.client(t, key).Put(t.Context(), event, b)
				if err == nil && len(r.Saved) == 2 {
					return
				}
				if said, ok := errors.AsType[*wire.Error](err); !ok || said.Code != wire.CodeBusy || try == 59 {
					t.Errorf("%d: %+v, %v", n, r, err)
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		})
	}
	all.Wait()
	n, err := s.Store.Stats(t.Context())
	if err != nil || n.Entries != 65 || n.Apart != 0 || n.Receipts != 64 {
		t.Errorf("%+v, %v", n, err)
	}
}
