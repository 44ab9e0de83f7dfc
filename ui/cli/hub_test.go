package cli

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/hub/serve"
	"matchbooth/hub/store"
)

// hubOf is the command hub. hub NAME makes a real hub, which listens on this computer until the script ends: its address is in $HUB, its fingerprint in
// $PRINT. hub NAME empty gives the one that was made last an empty database and another key, named so; hub NAME allow EVENT
// BOOTH… lets booths speak there; hub NAME gone and hub NAME back take it away and bring it back.
func hubOf(ts *testscript.TestScript, _ bool, args []string) {
	name, do := args[0], ""
	if len(args) > 1 {
		do = args[1]
	}
	hubs.Lock()
	defer hubs.Unlock()
	h := hubs.of[ts.MkAbs(".")]
	if do == "" {
		h = &scriptHub{}
		hubs.of[ts.MkAbs(".")] = h
		// A booth's SQLite chooses its kind of lock before this process opens its first database.
		ts.Check(data.CreatePractice(filepath.Join(ts.MkAbs("."), "locks"), "a-day", data.Options{}))
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		h.at = &httptest.Server{Listener: l, Config: &http.Server{Handler: http.HandlerFunc(h.answer)}}
		h.at.Start()
		ts.Defer(h.at.Close)
		ts.Setenv("HUB", h.at.URL)
	}
	switch do {
	case "", "empty":
		seed := sha256.Sum256([]byte(name))
		key := ed25519.NewKeyFromSeed(seed[:])
		st, err := store.Open(context.Background(), filepath.Join(ts.MkAbs("."), "hub-"+name+do+".db"))
		ts.Check(err)
		ts.Defer(func() { st.Close() })
		h.store = st
		handler := (&serve.Hub{Store: st, Key: key, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}).Handler()
		h.inner.Store(&handler)
		ts.Setenv("PRINT", entry.BoothID(key.Public().(ed25519.PublicKey)))
	case "allow":
		for _, booth := range args[3:] {
			ts.Check(h.store.Allow(context.Background(), args[2], booth))
		}
	case "gone":
		h.gone.Store(true)
	case "back":
		h.gone.Store(false)
	}
}

// hubs are the hubs of the scripts that run, by their folder.
var hubs = struct {
	sync.Mutex
	of map[string]*scriptHub
}{of: map[string]*scriptHub{}}

type scriptHub struct {
	at    *httptest.Server
	store *store.Store
	inner atomic.Pointer[http.Handler]
	gone  atomic.Bool
}

func (h *scriptHub) answer(w http.ResponseWriter, r *http.Request) {
	if h.gone.Load() {
		panic(http.ErrAbortHandler)
	}
	(*h.inner.Load()).ServeHTTP(w, r)
}
