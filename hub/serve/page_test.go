package serve

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/hub/page"
	"matchbooth/hub/store"
)

// aCode is a receipt code of nobody.
var aCode = entry.CodeOf("nobody")

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// phoneHub is a hub with a page, the keys that open what comes, and the desk that fetches it.
type phoneHub struct {
	*serving
	event page.Event
	keys  []*age.HybridIdentity
	desk  ed25519.PrivateKey
	dir   string
	full  bool // answer as a hub whose queue is full
}

func phoneHubOf(t *testing.T) *phoneHub {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &phoneHub{desk: keyOf("desk"), dir: t.TempDir()}
	st, err := store.Open(t.Context(), filepath.Join(p.dir, "hub.db"))
	if err != nil {
		t.Fatal(err)
	}
	p.serving = serve(t, func(h *Hub) {
		h.Store.Close()
		h.Store, h.Texts = st, texts
	})
	t.Cleanup(func() { st.Close() })
	inner := p.at.Config.Handler
	p.at.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.full && r.Method == http.MethodPost {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(503)
			io.WriteString(w, `{"code":"busy"}`)
			return
		}
		inner.ServeHTTP(w, r)
	})
	for range 2 {
		key, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		p.keys = append(p.keys, key)
		p.event.Recipients = append(p.event.Recipients, key.Recipient().String())
	}
	p.event = page.Event{
		ID: event, Practice: true, Title: map[string]string{"zh": "5.21 游园会", "en": "5.21 Love to Medicine"}, Handler: map[string]string{"zh": "5.21 练习摊位（示例）", "en": "the 5.21 practice booth (example)"},
		Phone: "021-0000-0521", Email: "booth@example.org", Registry: map[string]string{"zh": "中华骨髓库", "en": "China Marrow Donor Program"}, Link: "https://enrol.example.org/r/x",
		Parents:    map[string]string{"zh": "预登记不等于捐献。\n\n**会经历什么**\n\n- 骨髓库采样、分型，然后入库。\n- 电话也许几年后才来。", "en": "Signing up is not donating.\n\n**What would happen**\n\n- The registry takes a sample.\n- A call may come years later."},
		ParentsTop: map[string]string{"zh": "写给爸妈", "en": "For parents"}, Recipients: p.event.Recipients,
	}
	if err := st.SetPage(t.Context(), event, []byte(asJSON(t, p.event))); err != nil {
		t.Fatal(err)
	}
	if err := st.SetDesk(t.Context(), event, public(p.desk)); err != nil {
		t.Fatal(err)
	}
	return p
}

// opens opens a wish with each of the keys.
func (p *phoneHub) opens(t *testing.T, s wire.SealedWish) (w wire.Wish) {
	t.Helper()
	for _, key := range p.keys {
		r, err := age.Decrypt(bytes.NewReader(s.Sealed), key)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil || len(plain)%wire.WishStep != 0 {
			t.Fatal(len(plain), err)
		}
		if w, err = wire.UnpackWish(plain); err != nil {
			t.Fatalf("%v: %q", err, plain)
		}
	}
	if s.ID != "" && s.ID != w.ID {
		t.Errorf("%s is inside of %s", w.ID, s.ID)
	}
	return w
}

// fetch is all that waits for the desk.
func (p *phoneHub) fetch(t *testing.T) []wire.SealedWish {
	t.Helper()
	got, err := p.client(t, p.desk).Wishes(t.Context(), event, wire.WishQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return got.Wishes
}

// posts sends to the page and returns status, headers but the date, and body.
func (p *phoneHub) posts(t *testing.T, kind, body string) (int, http.Header, string) {
	t.Helper()
	res, err := http.Post(p.at.URL+"/f", kind, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	said, _ := io.ReadAll(res.Body)
	res.Header.Del("Date")
	return res.StatusCode, res.Header, string(said)
}

const formKind = "application/x-www-form-urlencoded"

func aForm(change map[string]string) string {
	v := url.Values{"wish": {"number"}, "lang": {"zh"}, "phone": {"13900002618"}, "code": {string(aCode)}, "last4": {"0417"}}
	for name, said := range change {
		v.Set(name, said)
	}
	return v.Encode()
}

func (p *phoneHub) sealedBody(t *testing.T, w wire.Wish) string {
	t.Helper()
	made, err := page.New(p.event, p.Texts)
	if err != nil {
		t.Fatal(err)
	}
	s, err := made.Seal(w)
	if err != nil {
		t.Fatal(err)
	}
	return asJSON(t, sent{s.ID, s.Sealed})
}

func aWish() wire.Wish {
	return wire.Wish{Version: 1, Event: event, ID: newUUID(), Wish: wire.WishSame, Lang: "zh", Hour: 1, By: wire.WishByPage, Match: make([]byte, 32), Answers: map[string]string{}}
}

// Known, unknown, erased, mistyped: whoever asks is told the same, byte by byte, with the same headers.
func TestTheAnswerTellsNothing(t *testing.T) {
	p := phoneHubOf(t)
	booth := keyOf("booth")
	p.allow(t, booth)
	known, gone := signUp(booth, 1, "sealed"), signUp(booth, 2, "sealed")
	erasure := signUp(booth, 3, "")
	erasure.Kind, erasure.Person, erasure.Nonce, erasure.Digest = entry.KindErasure, gone.Person, gone.Nonce, entry.EmptyDigest[:]
	erasure.Sig = ed25519.Sign(booth, erasure.SignedBytes())
	if r, err := p.client(t, booth).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{known, gone, erasure}}); err != nil || len(r.Saved) != 3 {
		t.Fatal(r, err)
	}
	codes := map[string]string{"known": string(entry.CodeOf(known.Person)), "erased": string(entry.CodeOf(gone.Person)), "unknown": string(aCode), "mistyped": "ABCD", "junk": "' OR 1=1 --"}
	var first string
	for name, code := range codes {
		for _, wish := range wire.WishKinds {
			status, head, said := p.posts(t, formKind, aForm(map[string]string{"code": code, "wish": wish, "who": "w", "where": "w", "day": "d"}))
			got := fmt.Sprint(status, head, said)
			if first == "" {
				first = got
			}
			if got != first || status != 200 {
				t.Errorf("%s, %s: another answer: %s", name, wish, got)
			}
		}
	}
	first = ""
	for name, match := range map[string][]byte{"known": wire.Match([]byte("sixteen bytes...")), "unknown": wire.Match(make([]byte, 16))} {
		w := aWish()
		w.Match = match
		body := p.sealedBody(t, w)
		for range 2 { // sent again, it is the same too
			status, head, said := p.posts(t, "application/json", body)
			got := fmt.Sprint(status, head, said)
			if first == "" {
				first = got
			}
			if got != first || status != 200 {
				t.Errorf("%s: another answer: %s", name, got)
			}
		}
	}
	if n := len(p.fetch(t)); n != len(codes)*len(wire.WishKinds)+2 {
		t.Errorf("%d wishes wait", n)
	}
}

// Nothing that was typed is in the hub's folder, its log or its metrics, whatever happened to it.
func TestNothingTypedIsKeptReadable(t *testing.T) {
	p := phoneHubOf(t)
	canaries := map[string]string{"phone": "canary-139-phone", "code": "canary-code", "last4": "canary-9999"}
	if status, _, said := p.posts(t, formKind, aForm(canaries)); status != 200 || strings.Contains(said, "canary") {
		t.Fatalf("%d %s", status, said)
	}
	if w := p.opens(t, p.fetch(t)[0]); w.Answers["phone"] != canaries["phone"] || w.Code != canaries["code"] || w.By != wire.WishByHub {
		t.Errorf("%s", asJSON(t, w))
	}
	// Refused, and failed while sealing.
	for _, body := range []string{aForm(map[string]string{"phone": "canary-" + strings.Repeat("x", 700)}), aForm(map[string]string{"wish": "canary-wish"}), "%zz&phone=canary", strings.Repeat("canary", wire.MaxWishBody)} {
		if status, _, said := p.posts(t, formKind, body); status < 400 || status >= 500 || strings.Contains(said, "canary") || !strings.Contains(said, p.event.Phone) {
			t.Errorf("%d %.300s", status, said)
		}
	}
	was := sealWish
	sealWish = func(_ *page.Page, w wire.Wish) (wire.SealedWish, error) {
		return wire.SealedWish{}, fmt.Errorf("failed: %v %+v", w, w)
	}
	status, head, said := p.posts(t, formKind, aForm(canaries))
	sealWish = was
	if status != 503 || head.Get("Retry-After") == "" || !strings.Contains(said, p.event.Phone) || !strings.Contains(said, p.event.Email) || strings.Contains(said, "canary") {
		t.Errorf("where sealing fails: %d %s", status, said)
	}
	if n := len(p.fetch(t)); n != 1 {
		t.Errorf("%d wishes wait", n)
	}
	res, err := http.Get(p.at.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	metrics, _ := io.ReadAll(res.Body)
	res.Body.Close()
	all := map[string][]byte{"the log": []byte(p.log.String()), "the metrics": metrics}
	files, _ := filepath.Glob(filepath.Join(p.dir, "*"))
	for _, f := range files {
		if all[f], err = os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	if len(files) < 2 {
		t.Errorf("only %v: the -wal is not looked at", files)
	}
	for where, b := range all {
		for _, no := range []string{"canary", "139-phone", "127.0.0.1"} {
			if bytes.Contains(b, []byte(no)) {
				t.Errorf("%s has %s", where, no)
			}
		}
	}
}

// What the desk has, the hub has no more: not in its file either. Nobody else can make it disappear.
func TestTheDeskTakesWishesAway(t *testing.T) {
	p := phoneHubOf(t)
	booth, stranger := keyOf("booth"), keyOf("stranger")
	p.allow(t, booth)
	w := aWish()
	if status, _, said := p.posts(t, "application/json", p.sealedBody(t, w)); status != 200 {
		t.Fatal(status, said)
	}
	got, err := p.client(t, booth).Wishes(t.Context(), event, wire.WishQuery{})
	if err != nil || len(got.Wishes) != 1 || got.Wishes[0].ID != w.ID || got.Wishes[0].Hour != p.hour() {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = p.client(t, stranger).Wishes(t.Context(), event, wire.WishQuery{})
	codeIs(t, "a stranger asks", err, wire.CodeBooth)
	codeIs(t, "a booth acknowledges", p.client(t, booth).WishesDone(t.Context(), event, []string{w.ID}), wire.CodeBooth)
	_, err = p.client(t, p.desk).Put(t.Context(), event, wire.Batch{Batch: "b", Lines: []wire.Line{signUp(booth, 1, "x")}})
	codeIs(t, "the desk's key sends lines", err, wire.CodeBooth)
	if n, err := p.Store.Stats(t.Context()); err != nil || n.Wishes != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	for range 2 {
		if err := p.client(t, p.desk).WishesDone(t.Context(), event, []string{w.ID}); err != nil {
			t.Error(err)
		}
	}
	if n, err := p.Store.Stats(t.Context()); err != nil || n.Wishes != 0 {
		t.Errorf("%+v, %v", n, err)
	}
	files, _ := filepath.Glob(filepath.Join(p.dir, "*"))
	for _, f := range files {
		if b, _ := os.ReadFile(f); bytes.Contains(b, got.Wishes[0].Sealed[200:400]) || bytes.Contains(b, []byte(w.ID)) {
			t.Errorf("%s still has it", f)
		}
	}
}

func TestThePageKeepsToItself(t *testing.T) {
	p := phoneHubOf(t)
	res, err := http.Get(p.at.URL + "/f")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	res.Body.Close()
	for name, want := range map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=utf-8"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	csp := res.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'none'; script-src 'sha256-") || strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("the policy is %s", csp)
	}
	if len(res.Cookies()) > 0 {
		t.Error("a cookie")
	}
	made, err := page.New(p.event, p.Texts)
	if err != nil || !bytes.Equal(body, made.Body) {
		t.Errorf("the hub serves other bytes than page-hash takes: %v", err)
	}
	for _, path := range []string{"/f/" + event, "/f?x=1"} {
		req, _ := http.NewRequest("GET", p.at.URL+path, nil)
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if same, _ := io.ReadAll(z); !bytes.Equal(same, body) {
			t.Errorf("%s: other bytes", path)
		}
		res.Body.Close()
	}
	for path, want := range map[string]int{"/f/another-event": 404, "/f/": 404, "/f/x/y": 404, "/f/canary-event": 404} {
		res, err := http.Get(p.at.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	if strings.Contains(p.log.String(), "canary") {
		t.Error("the log has what somebody made up")
	}
}

// Several events: people choose; none: they are sent to the phone on their receipt.
func TestSeveralEventsOrNone(t *testing.T) {
	p := phoneHubOf(t)
	other := p.event
	other.ID, other.Title = "another", map[string]string{"zh": "<b>秋季</b>", "en": "Autumn"}
	if err := p.Store.SetPage(t.Context(), other.ID, []byte(asJSON(t, other))); err != nil {
		t.Fatal(err)
	}
	get := func() (int, string) {
		p.phones.mu.Lock()
		p.phones.read = time.Time{}
		p.phones.mu.Unlock()
		res, err := http.Get(p.at.URL + "/f")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		b, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(b)
	}
	if status, said := get(); status != 200 || !strings.Contains(said, `href="f/another"`) || !strings.Contains(said, `href="f/`+event+`"`) || strings.Contains(said, "<b>秋季") {
		t.Errorf("%d %s", status, said)
	}
	if status, _, _ := p.posts(t, formKind, aForm(nil)); status != 404 {
		t.Errorf("sent to no event: %d", status)
	}
	if err := p.Store.SetPage(t.Context(), other.ID, []byte(`{"id":"another"}`)); err != nil { // a page that cannot be made does not take the other along
		t.Fatal(err)
	}
	if status, said := get(); status != 200 || !strings.Contains(said, "一切照旧") {
		t.Errorf("%d %s", status, said)
	}
}

func TestWhatIsNoWishIsRefused(t *testing.T) {
	p := phoneHubOf(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, _ := age.Encrypt(&b, classic.Recipient())
	io.WriteString(w, "{}")
	w.Close()
	good := p.sealedBody(t, aWish())
	for name, body := range map[string]string{
		"classic": asJSON(t, sent{newUUID(), b.Bytes()}), "empty": "", "no JSON": "x", "a field more": strings.Replace(good, "{", `{"x":1,`, 1), "twice": good + good,
		"no id": strings.Replace(good, `"id":"`, `"id":"x`, 1), "no age file": asJSON(t, sent{newUUID(), []byte("canary")}), "large": asJSON(t, sent{newUUID(), make([]byte, wire.MaxWishSealed+1)}),
	} {
		if status, _, _ := p.posts(t, "application/json", body); status != 400 {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, _ := p.posts(t, "application/json", strings.Repeat(" ", wire.MaxWishBody+1)); status != 413 {
		t.Errorf("too large: %d", status)
	}
	if n := len(p.fetch(t)); n != 0 {
		t.Errorf("%d wishes wait", n)
	}
}

// A campus behind one address is not kept out; somebody who sends without end is, and others are not.
func TestTapsAreBounded(t *testing.T) {
	var b taps
	now := time.Unix(1e9, 0)
	for n := range tapsAtOnce {
		if !b.may("campus", now) {
			t.Fatalf("tap %d is refused", n)
		}
	}
	if b.may("campus", now) || !b.may("elsewhere", now) {
		t.Error("the bound is not of one network")
	}
	if now = now.Add(tapsEvery); !b.may("campus", now) || b.may("campus", now) {
		t.Error("one more after a while, and one only")
	}
	if now = now.Add(time.Hour); !b.may("campus", now) {
		t.Error("still refused after an hour")
	}
	for k := range b.full {
		if bytes.Contains(k[:], []byte("campus")) {
			t.Error("networks are remembered by name")
		}
	}
	for from, want := range map[[2]string]string{
		{"203.0.113.7:1", ""}: "203.0.113.0/24", {"203.0.113.7:1", "198.51.100.1"}: "203.0.113.0/24", {"127.0.0.1:1", "10.0.0.1, 198.51.100.9"}: "198.51.100.0/24",
		{"[2001:db8:1:2::3]:1", ""}: "2001:db8:1::/48", {"127.0.0.1:1", "junk"}: "127.0.0.0/24", {"[::ffff:203.0.113.7]:1", ""}: "203.0.113.0/24", {"junk", ""}: "",
	} {
		r, _ := http.NewRequest("GET", "/", nil)
		r.RemoteAddr = from[0]
		if from[1] != "" {
			r.Header.Set("X-Forwarded-For", from[1])
		}
		if got := networkOf(r); got != want {
			t.Errorf("%v: %s, not %s", from, got, want)
		}
	}
}

func TestATooBusyHubSaysWhatElse(t *testing.T) {
	p := phoneHubOf(t)
	for range tapsAtOnce {
		p.phones.taps.may("127.0.0.0/24", time.Now())
	}
	if status, head, said := p.posts(t, formKind, aForm(nil)); status != 503 || head.Get("Retry-After") == "" || !strings.Contains(said, p.event.Phone) {
		t.Errorf("%d %v %s", status, head, said)
	}
}
