package cli

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"filippo.io/age/armor"
	"github.com/rogpeppe/go-internal/testscript"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
	"matchbooth/data/wire"
	"matchbooth/hub/page"
	"matchbooth/hub/serve"
	"matchbooth/hub/store"
	"matchbooth/kiosk/event"
)

// hubOf is the command hub. hub NAME makes a real hub, which listens on this computer until the script ends: its address is in $HUB, its fingerprint in
// $PRINT. hub NAME empty gives the one that was made last an empty database and another key, named so; hub NAME allow EVENT
// BOOTH… lets booths speak there; hub NAME event KEYS tells it of the event in the folder pack; hub NAME wish KEYS KIND CODE
// LAST4 ANSWER=VALUE… has a phone send a wish, whose id is in $WISH1 and so on, and mail in place of wish writes it to
// mail.txt; hub NAME gone and hub NAME back take it away and bring it back.
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
		texts, err := text.Load()
		ts.Check(err)
		key := ed25519.NewKeyFromSeed(seed[:])
		st, err := store.Open(context.Background(), filepath.Join(ts.MkAbs("."), "hub-"+name+do+".db"))
		ts.Check(err)
		ts.Defer(func() { st.Close() })
		h.store = st
		handler := (&serve.Hub{Texts: texts, Store: st, Key: key, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}).Handler()
		h.inner.Store(&handler)
		ts.Setenv("PRINT", entry.BoothID(key.Public().(ed25519.PublicKey)))
	case "allow":
		for _, booth := range args[3:] {
			ts.Check(h.store.Allow(context.Background(), args[2], booth))
		}
	case "event":
		set := keysIn(ts, args[2])
		ts.Check(h.store.SetKeys(context.Background(), set, ts.ReadFile(args[2])))
		pack, _, err := event.LoadFS(os.DirFS(ts.MkAbs("pack")))
		ts.Check(err)
		says, err := json.Marshal(page.Of(pack, set.Recipients()))
		ts.Check(err)
		ts.Check(h.store.SetPage(context.Background(), set.Event, says))
	case "wish", "mail":
		h.wish(ts, do == "mail", args[2:])
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
	sent  int
}

// keysIn reads a keys.toml.
func keysIn(ts *testscript.TestScript, path string) *keyset.Set {
	set, err := keyset.Parse(ts.ReadFile(path))
	ts.Check(err)
	return set
}

// wish sends what a phone does, or writes it as a mail.
func (h *scriptHub) wish(ts *testscript.TestScript, mail bool, args []string) {
	set := keysIn(ts, args[0])
	h.sent++
	w := wire.Wish{Version: 1, Event: set.Event, ID: fmt.Sprintf("0f9a4c%02x-0000-4000-8000-000000000001", h.sent), Wish: args[1], Lang: "zh",
		Hour: time.Now().Unix() / 3600, By: wire.WishByPage, Code: args[2], Last4: args[3], Answers: map[string]string{}}
	for _, a := range args[4:] {
		name, value, _ := strings.Cut(a, "=")
		w.Answers[name] = value
	}
	plain, err := w.Pack()
	ts.Check(err)
	to, err := seal.NewRecipients(set.Recipients()...)
	ts.Check(err)
	sealed, err := to.Seal(plain)
	ts.Check(err)
	ts.Setenv(fmt.Sprint("WISH", h.sent), w.ID)
	if !mail {
		ts.Check(h.store.PutWish(context.Background(), set.Event, wire.SealedWish{ID: w.ID, Hour: w.Hour, Sealed: sealed}))
		return
	}
	var text strings.Builder
	text.WriteString("您好：\n\n")
	a := armor.NewWriter(&text)
	_, err = a.Write(sealed)
	ts.Check(err)
	ts.Check(a.Close())
	ts.Check(os.WriteFile(ts.MkAbs("mail.txt"), []byte(text.String()), 0o600))
}

func (h *scriptHub) answer(w http.ResponseWriter, r *http.Request) {
	if h.gone.Load() {
		panic(http.ErrAbortHandler)
	}
	(*h.inner.Load()).ServeHTTP(w, r)
}
