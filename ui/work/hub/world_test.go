package hub

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/record"
	"matchbooth/hub/serve"
	"matchbooth/hub/store"
)

const (
	event  = "a-day"
	phrase = "swift-otter-lamp-brick-cloud-nine"
)

func TestMain(m *testing.M) {
	data.LightWork()
	Every, First, Most, Asked, Last = 5*time.Millisecond, 5*time.Millisecond, 20*time.Millisecond, 20*time.Millisecond, 5*time.Second
	slog.SetDefault(slog.New(slog.DiscardHandler))
	// A booth's SQLite chooses its kind of lock before this process opens the first database, and here that would be a hub's.
	dir, err := os.MkdirTemp("", "matchbooth-hub-test")
	if err == nil {
		err = data.CreatePractice(filepath.Join(dir, "booth"), event, data.Options{})
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func public(name string) ed25519.PublicKey { return keyOf(name).Public().(ed25519.PublicKey) }

// aHub is a real hub on a real address. What front does comes before it.
type aHub struct {
	t     *testing.T
	key   ed25519.PrivateKey
	store atomic.Pointer[store.Store]
	inner atomic.Pointer[http.Handler]
	front atomic.Pointer[http.HandlerFunc]
	asked atomic.Int32
	at    *httptest.Server
}

func newHub(t *testing.T) *aHub {
	t.Helper()
	h := &aHub{t: t, key: keyOf("hub")}
	h.fresh()
	h.at = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.asked.Add(1)
		if f := h.front.Load(); f != nil {
			(*f)(w, r)
			return
		}
		(*h.inner.Load()).ServeHTTP(w, r)
	}))
	t.Cleanup(h.at.Close)
	return h
}

// fresh gives the hub an empty database: what somebody does who restores it from nothing.
func (h *aHub) fresh() {
	h.t.Helper()
	st, err := store.Open(h.t.Context(), filepath.Join(h.t.TempDir(), "hub.db"))
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { st.Close() })
	h.store.Store(st)
	h.serve()
}

func (h *aHub) serve() {
	hub := &serve.Hub{Store: h.store.Load(), Key: h.key, Log: slog.New(slog.DiscardHandler)}
	handler := hub.Handler()
	h.inner.Store(&handler)
}

// says puts something before the hub; nil takes it away.
func (h *aHub) says(f http.HandlerFunc) {
	if f == nil {
		h.front.Store(nil)
		return
	}
	h.front.Store(&f)
}

func (h *aHub) allow(booths ...*data.Store) {
	h.t.Helper()
	for _, s := range booths {
		if err := h.store.Load().Allow(h.t.Context(), event, s.BoothID()); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *aHub) lines() int {
	h.t.Helper()
	st, err := h.store.Load().Stats(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return int(st.Entries)
}

func (h *aHub) joinedBy(s *data.Store) {
	h.t.Helper()
	j, err := Look(h.t.Context(), s, h.at.URL+"/")
	if err != nil {
		h.t.Fatal(err)
	}
	if err := Join(h.t.Context(), s, j); err != nil {
		h.t.Fatal(err)
	}
}

// booth makes a live booth; those after the first get the event's public keys from it.
func booth(t *testing.T, first *data.Store) *data.Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "booth")
	setup := data.Setup{Event: event, Passphrase: []byte(phrase), PIN: "604827", RetentionDays: 365}
	if first != nil {
		shared, err := os.ReadFile(filepath.Join(first.Dir(), "keys.toml"))
		if err != nil {
			t.Fatal(err)
		}
		setup.SharedKeys, setup.Passphrase = string(shared), nil
	}
	if err := data.CreateLive(dir, setup, data.Options{}); err != nil {
		t.Fatal(err)
	}
	return reopened(t, dir)
}

func reopened(t *testing.T, dir string) *data.Store {
	t.Helper()
	s, err := data.Open(dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var phones atomic.Int32

func signUp(t *testing.T, s *data.Store, n int) (out []data.Saved) {
	t.Helper()
	for range n {
		phone := fmt.Sprintf("138%08d", phones.Add(1))
		up := record.SignUp{At: time.Now(), Fields: map[string]record.Field{"name": {Text: "某人"}, "phone": {Text: record.Text(phone)}}}
		saved, err := s.SignUp(t.Context(), up)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, saved)
	}
	return out
}

// pushed pushes in the foreground.
func pushed(t *testing.T, s *data.Store) State {
	t.Helper()
	p := New(s, Options{})
	if err := p.Push(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return p.State()
}

// until waits for something that has to come.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it did not come: " + what)
		}
	}
}

// everybody is the export as JSON, of all who are here.
func everybody(t *testing.T, s *data.Store, key data.Opener) string {
	t.Helper()
	list, faults, err := s.Records(t.Context(), key, nil)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	var out bytes.Buffer
	d := export.Doc{Event: event, Lang: "en", Columns: []export.Column{{ID: "name"}, {ID: "phone"}}, Records: list}
	if err := export.Write(&out, "json", d, nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}
