package wire

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"matchbooth/data/entry"
)

// answering is a hub that says what a test wants.
func answering(t *testing.T, say func(r *http.Request, s Signed, body []byte) (status int, message any)) (*Client, *httptest.Server) {
	t.Helper()
	hub := keyOf("hub")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s, ok := ReadSigned(r.Header)
		if !ok || !s.Verify(Request{Hub: entry.BoothID(public(hub)), Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/base"), Body: body}) {
			t.Error("a request that is not signed")
		}
		status, message := say(r, s, body)
		if text, bare := message.(string); bare { // not the hub's
			w.WriteHeader(status)
			io.WriteString(w, text)
			return
		}
		out, _ := json.Marshal(message)
		SignAnswer(hub, w.Header(), s.Sig, status, out)
		w.WriteHeader(status)
		w.Write(out)
	}))
	t.Cleanup(server.Close)
	c, err := NewClient(server.URL+"/base/", public(hub), keyOf("booth"), Options{Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	return c, server
}

func TestAReceiptNamesEveryLine(t *testing.T) {
	one, two := signUp(keyOf("booth"), 1, "x"), signUp(keyOf("booth"), 2, "y")
	b := Batch{Batch: "b", Lines: []Line{one, two}}
	for name, c := range map[string]struct {
		r    Receipt
		want error
	}{
		"all":        {Receipt{Batch: "b", Receipt: "r", Saved: []string{one.ID}, Refused: []Refused{{two.ID, LineBooth}}}, nil},
		"one apart":  {Receipt{Batch: "b", Receipt: "r", Saved: []string{two.ID}, Apart: []string{one.ID}}, nil},
		"one missed": {Receipt{Batch: "b", Receipt: "r", Saved: []string{one.ID}}, ErrAnswer},
		"one twice":  {Receipt{Batch: "b", Receipt: "r", Saved: []string{one.ID, one.ID, two.ID}}, ErrAnswer},
		"a stranger": {Receipt{Batch: "b", Receipt: "r", Saved: []string{one.ID, two.ID, "x"}}, ErrAnswer},
		"another":    {Receipt{Batch: "c", Receipt: "r", Saved: []string{one.ID, two.ID}}, ErrAnswer},
	} {
		client, _ := answering(t, func(*http.Request, Signed, []byte) (int, any) { return 200, c.r })
		if _, err := client.Put(t.Context(), "event", b); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Only what the hub has signed counts: neither a success nor a refusal of somebody else's does.
func TestOnlyTheHubsAnswerCounts(t *testing.T) {
	l := signUp(keyOf("booth"), 1, "x")
	b := Batch{Batch: "b", Lines: []Line{l}}
	yes, _ := json.Marshal(Receipt{Batch: "b", Receipt: "r", Saved: []string{l.ID}})
	client, _ := answering(t, func(*http.Request, Signed, []byte) (int, any) { return 200, string(yes) })
	if _, err := client.Put(t.Context(), "event", b); !errors.Is(err, ErrForged) {
		t.Errorf("an unsigned success: %v", err)
	}
	client, _ = answering(t, func(*http.Request, Signed, []byte) (int, any) { return 403, `{"code":"booth"}` })
	_, err := client.Put(t.Context(), "event", b)
	if said, ok := errors.AsType[*Error](err); !ok || said.Signed || said.Code != "" || said.Status != 403 {
		t.Errorf("an unsigned refusal: %v", err)
	}
	client, _ = answering(t, func(*http.Request, Signed, []byte) (int, any) { return 403, Failure{Code: CodeBooth} })
	_, err = client.Put(t.Context(), "event", b)
	if said, ok := errors.AsType[*Error](err); !ok || !said.Signed || said.Code != CodeBooth {
		t.Errorf("a signed refusal: %v", err)
	}
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a redirect was followed") }))
	defer other.Close()
	moved := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer moved.Close()
	c, err := NewClient(moved.URL, public(keyOf("hub")), keyOf("booth"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Put(t.Context(), "event", b); err == nil {
		t.Error("a redirect is a success")
	}
}

// A booth whose clock is years off hears the hub's hour, and is heard.
func TestAClockThatIsYearsOffIsHeard(t *testing.T) {
	const hour = 498123
	asked := 0
	client, _ := answering(t, func(_ *http.Request, s Signed, _ []byte) (int, any) {
		asked++
		if s.Hour != hour {
			return 401, Failure{Code: CodeClock, Hour: hour}
		}
		return 200, Page{}
	})
	for range 2 {
		if _, err := client.Since(t.Context(), "event", Query{}); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 3 {
		t.Errorf("asked %d times, not once more than needed", asked)
	}
	// Somebody else's word about the hour counts for nothing.
	client, _ = answering(t, func(*http.Request, Signed, []byte) (int, any) { return 401, `{"code":"clock","hour":9}` })
	if _, err := client.Since(t.Context(), "event", Query{}); err == nil || client.ahead.Load() != 0 {
		t.Errorf("%v, ahead %d", err, client.ahead.Load())
	}
}

func TestOnlySafeAddressesAreTaken(t *testing.T) {
	for address, good := range map[string]bool{
		"https://hub.example.org": true, "https://hub.example.org/a/b/": true, "http://127.0.0.1:80": true, "http://localhost:8484/x": true, "http://[::1]:1": true,
		"http://hub.example.org": false, "http://localhost.example.org": false, "ftp://127.0.0.1": false, "": false, "https://": false, "https://u:p@x": false, "https://x?y": false, "x": false,
	} {
		if _, err := CheckAddress(address); (err == nil) != good {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAnErrorOfTheNetworkNamesNoAddress(t *testing.T) {
	c, err := NewClient("https://secret-name.invalid/path", public(keyOf("hub")), keyOf("booth"), Options{HTTP: &http.Client{Transport: failing{}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Since(t.Context(), "event", Query{}); err == nil || strings.Contains(err.Error(), "secret-name") {
		t.Errorf("%v", err)
	}
}

type failing struct{}

func (failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, errors.New("no network") }
