// Package serve is the hub on the network: it reads signed requests, asks the store, and signs the answers. Its log and
// its metrics name booths, events and counts, never an address, a line or what is in it.
package serve

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"io"
	"log"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"matchbooth/assets/text"
	"matchbooth/data/entry"
	"matchbooth/data/wire"
	"matchbooth/hub/store"
)

// Hub serves one store.
type Hub struct {
	Store *store.Store
	Key   ed25519.PrivateKey // signs the answers
	Base  string             // what a proxy puts before every path: "" or "/something"
	Log   *slog.Logger
	Now   func() time.Time // nil: time.Now
	Texts *text.Catalogue  // of the page on people's phones; nil: there is none

	phones  phones
	metrics metrics
	slots   chan struct{}
}

// atOnce is how many batches and queries are worked on at the same time; the others are asked to come again.
const atOnce = 64

// tidyEvery is how often waiting erasures are looked through.
const tidyEvery = 10 * time.Minute

// stopWithin is how long requests that are under way may take once the hub is to stop.
const stopWithin = 30 * time.Second

func (h *Hub) hour() int64 {
	if h.Now != nil {
		return entry.Hour(h.Now())
	}
	return entry.Hour(time.Now())
}

// Serve answers on a listener until ctx ends, then ends what is under way.
func (h *Hub) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: h.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
		// What net/http writes about connections begins with addresses.
		ErrorLog: log.New(counting{&h.metrics}, "", 0),
	}
	tidied := make(chan struct{})
	go func() {
		defer close(tidied)
		h.tidy(ctx)
	}()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	err := server.Shutdown(stop)
	<-tidied
	return err
}

// counting counts what net/http would have written.
type counting struct{ m *metrics }

func (c counting) Write(b []byte) (int, error) {
	c.m.add("connection_errors_total", 1)
	return len(b), nil
}

// tidy carries out what waits, now and again.
func (h *Hub) tidy(ctx context.Context) {
	for {
		n, err := h.Store.Tidy(ctx, h.hour())
		h.metrics.add("erasures_carried_out_total", int64(n))
		switch {
		case err != nil:
			h.Log.Error("tidying failed", "error", err.Error())
		case n > 0:
			h.Log.Info("erasures carried out", "count", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tidyEvery):
		}
	}
}

// Handler answers requests.
func (h *Hub) Handler() http.Handler {
	h.slots = make(chan struct{}, atOnce)
	mux := http.NewServeMux()
	mux.HandleFunc("/health", h.health)
	mux.HandleFunc("/metrics", h.metrics.serve)
	mux.HandleFunc(wire.PathHello, h.hello)
	mux.HandleFunc(wire.PathLines, h.signed(h.put))
	mux.HandleFunc(wire.PathSince, h.signed(h.since))
	mux.HandleFunc(wire.PathSay, h.signed(h.say))
	mux.HandleFunc(wire.PathSaid, h.signed(h.said))
	if h.Texts != nil {
		h.pageRoutes(mux)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { h.fail(w, nil, wire.CodeMissing) })
	return h.guarded(mux)
}

// guarded takes the base off the path, and notes how each request ended.
func (h *Hub) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		if rest, ok := strings.CutPrefix(r.URL.Path, h.Base); ok && h.Base != "" && strings.HasPrefix(rest, "/") {
			r.URL.Path, r.URL.RawPath = rest, ""
		}
		note := &noted{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				// What it says may be anything; where it was is ours.
				h.metrics.add("panics_total", 1)
				h.Log.Error("panic", "at", place())
				if note.status == 0 {
					h.fail(note, note.sig, wire.CodeFault)
				}
			}
			path := r.Pattern
			if path == "/" || path == "" {
				path = "other"
			}
			h.metrics.request(path, note.status, note.code)
			if path == "/health" || path == "/metrics" {
				return
			}
			h.Log.Info("request", "path", path, "status", note.status, "code", string(note.code), "event", note.event, "booth", note.booth, "lines", note.lines,
				"ms", time.Since(began).Milliseconds())
		}()
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(note, r)
	})
}

// place is where a panic was: the first functions of ours on the stack.
func place() string {
	var at []string
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "matchbooth/") {
			at = append(at, f.Function+":"+strconv.Itoa(f.Line))
		}
		if !more || len(at) == 5 {
			return strings.Join(at, " < ")
		}
	}
}

// noted is an answer, and what the log says of it.
type noted struct {
	http.ResponseWriter
	status       int
	code         wire.Code
	event, booth string
	lines        int
	sig          []byte
}

// WriteHeader notes the status.
func (n *noted) WriteHeader(status int) {
	if n.status == 0 {
		n.status = status
	}
	n.ResponseWriter.WriteHeader(status)
}

// Write notes that it was a success where nothing else was said.
func (n *noted) Write(b []byte) (int, error) {
	if n.status == 0 {
		n.status = http.StatusOK
	}
	return n.ResponseWriter.Write(b)
}

// says are the sentences of the codes, for people.
var says = map[wire.Code]string{
	wire.CodeFormat:    "this is not a message of the hub's protocol",
	wire.CodeSignature: "this request is not signed, or not by the key it names, or for another hub",
	wire.CodeClock:     "the hour of this request is too far from the hub's",
	wire.CodeReplay:    "this request was sent before",
	wire.CodeBooth:     "this booth is not allowed at this event: the organiser allows it with matchbooth-hub allow",
	wire.CodeMissing:   "there is nothing at this path",
	wire.CodeMethod:    "this path is asked in another way",
	wire.CodeLarge:     "this request is too large",
	wire.CodeFault:     "a fault of the hub; its log says more",
	wire.CodeBusy:      "the hub is busy; nothing was saved; come again later",
	wire.CodeFull:      "the disk of the hub is full; nothing was saved",
	wire.CodeUnknown:   "it is not known whether this was saved; send it again",
}

// answer writes and signs an answer. sig is the request's signature; nil if it has none.
func (h *Hub) answer(w http.ResponseWriter, sig []byte, status int, message any) {
	body, err := json.Marshal(message)
	if err != nil { // it is made of texts, numbers and bytes
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	if sig != nil {
		wire.SignAnswer(h.Key, w.Header(), sig, status, body)
	}
	w.WriteHeader(status)
	w.Write(body)
}

func (h *Hub) fail(w http.ResponseWriter, sig []byte, code wire.Code) {
	if n, ok := w.(*noted); ok {
		n.code = code
	}
	status := wire.Statuses[code]
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(5+rand.IntN(20))) //nolint:gosec // G404: it only spreads them
	}
	h.answer(w, sig, status, wire.Failure{Code: code, Say: says[code], Hour: h.hour()})
}

// codeOf says what an error of the store is called on the network.
func codeOf(err error) wire.Code {
	for _, c := range []struct {
		err  error
		code wire.Code
	}{
		{store.ErrUnknown, wire.CodeUnknown}, {store.ErrNotAllowed, wire.CodeBooth}, {store.ErrReplay, wire.CodeReplay},
		{store.ErrFull, wire.CodeFull}, {store.ErrBusy, wire.CodeBusy},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return wire.CodeFault
}

// stored answers for an error of the store.
func (h *Hub) stored(w http.ResponseWriter, sig []byte, err error) {
	code := codeOf(err)
	if code == wire.CodeFault || wire.Statuses[code] == http.StatusServiceUnavailable {
		h.Log.Error("the store failed", "code", string(code), "error", err.Error())
	}
	h.fail(w, sig, code)
}

// health says whether the hub and its database answer.
func (h *Hub) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if err := h.Store.Ping(ctx); err != nil {
		h.fail(w, nil, wire.CodeBusy)
		return
	}
	h.answer(w, nil, http.StatusOK, map[string]bool{"ok": true})
}

func (h *Hub) hello(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.fail(w, nil, wire.CodeMethod)
		return
	}
	h.answer(w, nil, http.StatusOK, wire.Hello{Protocol: wire.Version, Key: h.Key.Public().(ed25519.PublicKey), Hour: h.hour()})
}

// signed reads and verifies a request before anything else looks at it.
func (h *Hub) signed(do func(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			h.fail(w, nil, wire.CodeMethod)
			return
		}
		by, ok := wire.ReadSigned(r.Header)
		if !ok {
			h.fail(w, nil, wire.CodeSignature)
			return
		}
		n := w.(*noted)
		n.sig = by.Sig
		event := r.PathValue("event")
		if !wire.IsEvent(event) || r.URL.RawQuery != "" {
			h.fail(w, by.Sig, wire.CodeMissing)
			return
		}
		select {
		case h.slots <- struct{}{}:
			defer func() { <-h.slots }()
		default:
			h.fail(w, by.Sig, wire.CodeBusy)
			return
		}
		// Megabytes are read from booths only that may speak; whether it is one, the signature says afterwards.
		known, err := h.Store.Known(r.Context(), event, by.Booth)
		if err != nil {
			h.stored(w, by.Sig, err)
			return
		}
		if !known {
			h.fail(w, by.Sig, wire.CodeBooth)
			return
		}
		most := int64(wire.MaxBody)
		if r.Pattern == wire.PathSay {
			most = wire.MaxSaidBody
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
		if err != nil {
			code := wire.CodeFormat
			if _, large := errors.AsType[*http.MaxBytesError](err); large {
				code = wire.CodeLarge
			}
			h.fail(w, by.Sig, code)
			return
		}
		if !by.Verify(wire.Request{Hub: entry.BoothID(h.Key.Public().(ed25519.PublicKey)), Method: r.Method, Path: r.URL.Path, Body: body}) {
			h.fail(w, by.Sig, wire.CodeSignature)
			return
		}
		n.event, n.booth = event, by.Booth
		now := h.hour()
		if by.Hour < now-wire.HourWindow || by.Hour > now+wire.HourWindow {
			h.fail(w, by.Sig, wire.CodeClock)
			return
		}
		do(w, r, store.Caller{Event: event, Booth: by.Booth, Key: by.Key, Nonce: by.Nonce, Hour: by.Hour, Now: now}, body, by.Sig)
	}
}

func (h *Hub) put(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var b wire.Batch
	if wire.Decode(body, &b) != nil || b.Check() != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	w.(*noted).lines = len(b.Lines)
	receipt, err := h.Store.Put(r.Context(), c, b)
	if err != nil {
		h.stored(w, sig, err)
		return
	}
	h.metrics.add(`lines_total{became="saved"}`, int64(len(receipt.Saved)))
	h.metrics.add(`lines_total{became="apart"}`, int64(len(receipt.Apart)))
	h.metrics.add(`lines_total{became="refused"}`, int64(len(receipt.Refused)))
	h.answer(w, sig, http.StatusOK, receipt)
}

func (h *Hub) since(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var q wire.Query
	if wire.Decode(body, &q) != nil || q.Check() != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	page, err := h.Store.Since(r.Context(), c, q)
	if err != nil {
		h.stored(w, sig, err)
		return
	}
	w.(*noted).lines = len(page.Lines)
	h.metrics.add("lines_handed_out_total", int64(len(page.Lines)))
	h.answer(w, sig, http.StatusOK, page)
}

func (h *Hub) say(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var s wire.Saying
	if wire.Decode(body, &s) != nil || s.Check(c.Event) != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	w.(*noted).lines = len(s.Statements)
	receipt, err := h.Store.Say(r.Context(), c, s)
	if err != nil {
		h.stored(w, sig, err)
		return
	}
	h.metrics.add(`statements_total{became="saved"}`, int64(len(receipt.Saved)))
	h.metrics.add(`statements_total{became="refused"}`, int64(len(receipt.Refused)))
	h.answer(w, sig, http.StatusOK, receipt)
}

func (h *Hub) said(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var a wire.Asking
	if wire.Decode(body, &a) != nil || a.Check() != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	page, err := h.Store.Said(r.Context(), c, a)
	if err != nil {
		h.stored(w, sig, err)
		return
	}
	w.(*noted).lines = len(page.Statements)
	h.metrics.add("statements_handed_out_total", int64(len(page.Statements)))
	h.answer(w, sig, http.StatusOK, page)
}
