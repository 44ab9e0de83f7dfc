package cli

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/ui/cli/call"
)

func inEnglish(t *testing.T) *Call {
	t.Helper()
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return &Call{call.New(context.Background(), texts, "en", nil, nil, nil)}
}

// A link is tried by its head, by the page where a site has no answer to that, and never without https.
func TestLinksAreTried(t *testing.T) {
	asked := map[string][]string{}
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.Error("a page without https was asked for") }))
	defer plain.Close()
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path] = append(asked[r.URL.Path], r.Method)
		switch {
		case r.URL.Path == "/nohead" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case r.URL.Path == "/gone":
			w.WriteHeader(http.StatusNotFound)
		case r.URL.Path == "/away":
			http.Redirect(w, r, plain.URL, http.StatusFound)
		case r.URL.Path == "/on":
			http.Redirect(w, r, "/good", http.StatusFound)
		}
	}))
	defer site.Close()
	client := site.Client()
	client.CheckRedirect, client.Timeout = linkClient().CheckRedirect, linkTime
	for path, want := range map[string]struct {
		ok   bool
		said string
		how  string
	}{
		"/good":   {true, "answers (200)", "HEAD"},
		"/on":     {true, "answers (200)", "HEAD"},
		"/nohead": {true, "answers (200)", "HEAD GET"},
		"/gone":   {false, "no page: the site answers 404 Not Found", "HEAD GET"},
		"/away":   {false, "leads to a page without https, which anybody on the way can change", "HEAD"},
	} {
		clear(asked) // one leads on to another
		got := tryLinks(context.Background(), client, []answer{{Link: site.URL + path}})[0]
		if got.ok() != want.ok || got.said(inEnglish(t)) != want.said || strings.Join(asked[path], " ") != want.how {
			t.Errorf("%s: %v %s, asked %v", path, got.ok(), got.said(inEnglish(t)), asked[path])
		}
	}
	site.Close()
	if got := tryLinks(context.Background(), client, []answer{{Link: site.URL + "/good"}})[0]; got.ok() || !strings.HasPrefix(got.said(inEnglish(t)), "no answer") {
		t.Errorf("of a site that is gone: %s", got.said(inEnglish(t)))
	}
}

// The links of a pack are each tried once, as they come out of the code.
func TestTheLinksOfAPack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, assets.Event()); err != nil {
		t.Fatal(err)
	}
	src, faults, err := event.Read(dir)
	if err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	var links []string
	for _, a := range linksOf(src) {
		links = append(links, a.Link)
	}
	if got := strings.Join(links, " "); got != "https://enrol.example.org/r/sjtu521 https://enrol.example.org/ https://parents.example.org/" {
		t.Errorf("%s", got)
	}
}
