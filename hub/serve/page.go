package serve

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"matchbooth/data/wire"
	"matchbooth/hub/page"
	"matchbooth/hub/store"
)

// pagesStay is for how long pages are handed out as they were read from the store.
const pagesStay = 10 * time.Second

// plainAtOnce is how many wishes of browsers without scripts are sealed at the same time. Each takes milliseconds of a core.
const plainAtOnce = 4

// phones is the part of the hub that people's phones see.
type phones struct {
	mu    sync.Mutex
	pages map[string]*page.Page // by event
	says  map[string]string     // what they were made of
	read  time.Time

	sealing chan struct{}
	taps    taps
}

// pageRoutes adds the paths of the page.
func (h *Hub) pageRoutes(mux *http.ServeMux) {
	h.phones.sealing = make(chan struct{}, plainAtOnce)
	mux.HandleFunc(wire.PathPage, h.phone)
	mux.HandleFunc(wire.PathPage+"/{event}", h.phone)
	mux.HandleFunc(wire.PathWishes, h.signed(h.wishes))
	mux.HandleFunc(wire.PathWishesDone, h.signed(h.wishesDone))
}

// allPages returns the pages, read anew now and again.
func (h *Hub) allPages(ctx context.Context) (map[string]*page.Page, error) {
	p := &h.phones
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pages != nil && time.Since(p.read) < pagesStay {
		return p.pages, nil
	}
	rows, err := h.Store.Pages(ctx)
	if err != nil {
		return nil, err
	}
	pages, says := map[string]*page.Page{}, map[string]string{}
	for id, row := range rows {
		if says[id] = string(row); p.says[id] == says[id] && p.pages[id] != nil {
			pages[id] = p.pages[id]
			continue
		}
		var e page.Event
		err := json.Unmarshal(row, &e)
		if err == nil {
			pages[id], err = page.New(e, h.Texts)
		}
		if err != nil {
			h.Log.Error("a page cannot be made", "event", id, "error", err.Error())
			delete(pages, id)
		}
	}
	p.pages, p.says, p.read = pages, says, time.Now()
	return pages, nil
}

// phone answers a phone: it shows the page, and takes what is sent.
func (h *Hub) phone(w http.ResponseWriter, r *http.Request) {
	n := w.(*noted)
	pages, err := h.allPages(r.Context())
	if err != nil {
		h.stored(w, nil, err)
		return
	}
	id := r.PathValue("event")
	if id == "" && len(pages) == 1 {
		for only := range pages {
			id = only
		}
	}
	p := pages[id]
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, HEAD, POST")
		h.fail(w, nil, wire.CodeMethod)
	case p == nil && r.Method == http.MethodPost:
		h.fail(w, nil, wire.CodeMissing)
	case p == nil:
		h.which(w, r, pages)
	case r.Method == http.MethodPost:
		n.event = id
		h.wish(w, r, p)
	default:
		n.event = id
		h.file(w, r, http.StatusOK, p.File)
	}
}

// which lets people choose their event, or says that there is no page.
func (h *Hub) which(w http.ResponseWriter, r *http.Request, pages map[string]*page.Page) {
	status := http.StatusNotFound
	var events []page.Event
	if r.PathValue("event") == "" {
		for _, p := range pages {
			events = append(events, p.Event)
		}
	}
	if len(events) > 0 {
		status = http.StatusOK
	}
	f, err := page.Which(events, h.Texts, func(id string) string {
		return strings.TrimPrefix(wire.PathPage, "/") + "/" + url.PathEscape(id) // below the page's own path, whatever a proxy puts before it
	})
	if err != nil {
		panic(err)
	}
	h.file(w, r, status, f)
}

// file writes a document with all that keeps it to itself.
func (h *Hub) file(w http.ResponseWriter, r *http.Request, status int, f page.File) {
	head := w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Content-Security-Policy", f.CSP+"; frame-ancestors 'none'")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	head.Set("Vary", "Accept-Encoding")
	body := f.Body
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		head.Set("Content-Encoding", "gzip")
		body = f.Packed
	}
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// sent is what the page's script sends.
type sent struct {
	ID     string `json:"id"`
	Sealed []byte `json:"sealed"`
}

// taken is the answer to it: the same bytes for everybody of a day.
type taken struct {
	By  string            `json:"by"` // YYYY-MM-DD
	Say map[string]string `json:"say"`
}

// wish takes what a phone sends, sealed or in a form.
func (h *Hub) wish(w http.ResponseWriter, r *http.Request, p *page.Page) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	scripts := kind == "application/json"
	lang := ""
	no := func(status int, code wire.Code, problem string) {
		w.(*noted).code = code
		if status == http.StatusServiceUnavailable {
			w.Header().Set("Retry-After", strconv.Itoa(30))
		}
		if scripts {
			h.answer(w, nil, status, wire.Failure{Code: code, Say: says[code], Hour: h.hour()})
			return
		}
		h.file(w, r, status, p.Problem(lang, problem))
	}
	if !h.phones.taps.may(networkOf(r), h.now()) {
		no(http.StatusServiceUnavailable, wire.CodeBusy, page.ProblemBusy)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxWishBody))
	if err != nil {
		no(http.StatusRequestEntityTooLarge, wire.CodeLarge, page.ProblemForm)
		return
	}
	var sealed wire.SealedWish
	if scripts {
		var s sent
		if wire.Decode(body, &s) != nil {
			no(http.StatusBadRequest, wire.CodeFormat, page.ProblemForm)
			return
		}
		sealed = wire.SealedWish{ID: s.ID, Sealed: s.Sealed}
	} else {
		v, err := url.ParseQuery(string(body))
		lang = v.Get("lang")
		plain, formErr := p.ReadForm(v, newUUID(), h.hour())
		if err != nil || formErr != nil {
			no(http.StatusUnprocessableEntity, wire.CodeFormat, page.ProblemForm)
			return
		}
		// The one moment in which the hub sees something in the clear: nothing is written, nor logged, before it is sealed.
		select {
		case h.phones.sealing <- struct{}{}:
		default:
			no(http.StatusServiceUnavailable, wire.CodeBusy, page.ProblemBusy)
			return
		}
		sealed, err = sealWish(p, plain)
		<-h.phones.sealing
		if err != nil {
			no(http.StatusServiceUnavailable, wire.CodeFault, page.ProblemSeal)
			return
		}
	}
	sealed.Hour = h.hour()
	if sealed.Check() != nil {
		no(http.StatusBadRequest, wire.CodeFormat, page.ProblemForm)
		return
	}
	if err := h.Store.PutWish(r.Context(), p.Event.ID, sealed); err != nil {
		code := codeOf(err)
		if errors.Is(err, store.ErrNotAllowed) {
			code = wire.CodeMissing
		}
		if code == wire.CodeFault {
			h.Log.Error("the store failed", "code", string(code), "error", err.Error())
		}
		problem := page.ProblemBusy
		if code == wire.CodeUnknown || code == wire.CodeFault { // it may have been kept
			problem = page.ProblemNet
		}
		no(http.StatusServiceUnavailable, code, problem)
		return
	}
	h.metrics.add("wishes_total", 1)
	due := wire.WishDue(sealed.Hour)
	if scripts {
		h.answer(w, nil, http.StatusOK, taken{By: due.Format(time.DateOnly), Say: page.Days(due)})
		return
	}
	h.file(w, r, http.StatusOK, p.Done(lang, due))
}

// sealWish is a variable for tests.
var sealWish = func(p *page.Page, w wire.Wish) (wire.SealedWish, error) { return p.Seal(w) }

// newUUID draws a UUID, version 4.
func newUUID() string {
	b := make([]byte, 16)
	rand.Read(b) // never fails, by its documentation
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

func (h *Hub) now() time.Time {
	if h.Now != nil {
		return h.Now()
	}
	return time.Now()
}

// wishes hands out what phones have sent.
func (h *Hub) wishes(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var q wire.WishQuery
	if wire.Decode(body, &q) != nil || q.Check() != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	page, err := h.Store.Wishes(r.Context(), c, q)
	if err != nil {
		h.stored(w, sig, err)
		return
	}
	w.(*noted).lines = len(page.Wishes)
	h.answer(w, sig, http.StatusOK, page)
}

// wishesDone deletes what the desk has.
func (h *Hub) wishesDone(w http.ResponseWriter, r *http.Request, c store.Caller, body, sig []byte) {
	var d wire.WishDone
	if wire.Decode(body, &d) != nil || d.Check() != nil {
		h.fail(w, sig, wire.CodeFormat)
		return
	}
	if err := h.Store.WishesDone(r.Context(), c, d); err != nil {
		h.stored(w, sig, err)
		return
	}
	h.metrics.add("wishes_done_total", int64(len(d.Done)))
	h.answer(w, sig, http.StatusOK, d)
}
