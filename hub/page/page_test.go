package page

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/data/wire"
	"matchbooth/kiosk/event"
)

func texts(t *testing.T) *text.Catalogue {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func keys(t *testing.T, n int) (ids []*age.HybridIdentity, to []string) {
	t.Helper()
	for range n {
		id, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		ids, to = append(ids, id), append(to, id.Recipient().String())
	}
	return ids, to
}

func builtIn(t *testing.T) (Event, []*age.HybridIdentity) {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || p == nil {
		t.Fatal(faults, err)
	}
	ids, to := keys(t, 2)
	return Of(p, to), ids
}

// The page of the built-in event: the registry first, on every document, then one tap; the parents' page from the pack.
func TestThePageOfAPack(t *testing.T) {
	e, _ := builtIn(t)
	p, err := New(e, texts(t))
	if err != nil {
		t.Fatal(err)
	}
	again, err := New(e, texts(t))
	if err != nil || again.Digest() != p.Digest() {
		t.Error("the same event makes other bytes", err)
	}
	static, err := NewStatic(e, texts(t))
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2028, 9, 22, 0, 0, 0, 0, time.UTC)
	for name, doc := range map[string]string{
		"page": string(p.Body), "static": string(static.Body), "done": string(p.Done("zh", due).Body), "done in English": string(p.Done("en", due).Body),
		"problem": string(p.Problem("en", ProblemSeal).Body), "another language": string(p.Problem("xx", ProblemForm).Body),
	} {
		door, head := strings.Index(doc, e.Link), strings.Index(doc, "<h1")
		if door < 0 || head < door {
			t.Errorf("%s: the registry's page is not first", name)
		}
		if !strings.Contains(doc, e.Phone) || strings.Contains(doc, "⟦") || strings.Contains(doc, "ZgotmplZ") || strings.Contains(doc, "{{") {
			t.Errorf("%s: %s", name, doc)
		}
		for _, m := range regexp.MustCompile(`(?:src|href|action|url)\s*[=(]\s*["']?([^"'\s>)]+)`).FindAllStringSubmatch(strings.ReplaceAll(strings.ReplaceAll(doc, sealJS, ""), pageJS, ""), -1) {
			if at := m[1]; at != e.Link && !strings.HasPrefix(at, "#") && !strings.HasPrefix(at, "tel:") && !strings.HasPrefix(at, "mailto:") && !strings.HasPrefix(at, "data:image/svg") {
				t.Errorf("%s leads to %s", name, at)
			}
		}
	}
	if said := string(p.Done("en", due).Body); !strings.Contains(said, "22 September 2028") {
		t.Error("no day in English")
	}
	if said := string(p.Done("zh", due).Body); !strings.Contains(said, "2028 年 9 月 22 日") {
		t.Error("no day in Chinese")
	}
	for _, want := range []string{"会经历什么", "Will it be uncomfortable?"} {
		if !strings.Contains(string(p.Body), want) {
			t.Errorf("the parents' page lacks %s", want)
		}
	}
	if !strings.Contains(static.CSP, "form-action 'none'") || strings.Contains(static.CSP, "connect-src") {
		t.Errorf("the static file may send: %s", static.CSP)
	}
}

// What an event says is text: no tags, no scripts, whatever a pack has in it.
func TestWhatAnEventSaysIsText(t *testing.T) {
	e, _ := builtIn(t)
	const bad = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	for _, m := range []map[string]string{e.Title, e.Handler, e.Registry, e.Parents, e.ParentsTop} {
		for l := range m {
			m[l] = bad
		}
	}
	e.Phone, e.Email = bad, bad
	p, err := New(e, texts(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []File{p.File, p.Done("zh", time.Now()), p.Problem("en", ProblemBusy)} {
		if bytes.Contains(f.Body, []byte("<script>alert")) || bytes.Contains(f.Body, []byte("<img")) {
			t.Error("what an event says became a part of the page")
		}
	}
}

func TestAPageIsNeverWithoutAWay(t *testing.T) {
	good, _ := builtIn(t)
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Event){
		"no id": func(e *Event) { e.ID = "" }, "no title": func(e *Event) { e.Title = nil }, "one language": func(e *Event) { e.Handler = map[string]string{"zh": "x"} },
		"no contact": func(e *Event) { e.Phone, e.Email = "", "" }, "no registry": func(e *Event) { e.Link, e.RegPhone = "", "" }, "a script": func(e *Event) { e.Link = "javascript:alert(1)" },
		"plain http": func(e *Event) { e.Link = "http://example.org" }, "one key": func(e *Event) { e.Recipients = e.Recipients[:1] },
		"a classic key": func(e *Event) { e.Recipients = append(e.Recipients[:2:2], classic.Recipient().String()) },
	} {
		e := good
		change(&e)
		if _, err := New(e, texts(t)); err == nil {
			t.Errorf("%s: a page was made", name)
		}
	}
}

func TestAFormBecomesAWish(t *testing.T) {
	e, ids := builtIn(t)
	p, err := New(e, texts(t))
	if err != nil {
		t.Fatal(err)
	}
	const id = "0f9a4c1e-0000-4000-8000-000000000001"
	v := url.Values{"wish": {"contact"}, "lang": {"en"}, "who": {" 张妈妈 "}, "phone": {"１３９"}, "code": {"abc"}, "last4": {"0417"}, "more": {"junk"}}
	w, err := p.ReadForm(v, id, 500000)
	if err != nil || w.Answers["who"] != "张妈妈" || w.Answers["phone"] != "139" || len(w.Answers) != 2 || w.Lang != "en" {
		t.Fatalf("%#v %v", w.Answers, err)
	}
	s, err := p.Seal(w)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range ids {
		r, err := age.Decrypt(bytes.NewReader(s.Sealed), key)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(r)
		if got, err := wire.UnpackWish(b); err != nil || got.Answers["who"] != "张妈妈" || got.Hour != 500000 {
			t.Errorf("%v %v", got.Answers, err)
		}
	}
	for name, change := range map[string]func(url.Values){
		"no wish": func(v url.Values) { v.Del("wish") }, "another wish": func(v url.Values) { v.Set("wish", "x") }, "a field is missing": func(v url.Values) { v.Del("who") },
		"a field is empty": func(v url.Values) { v.Set("who", " \u3000") }, "no code": func(v url.Values) { v.Del("code") }, "no digits": func(v url.Values) { v.Del("last4") },
		"long": func(v url.Values) { v.Set("who", strings.Repeat("张", 161)) }, "no text": func(v url.Values) { v.Set("who", "\xff\xfe") }, "a zero": func(v url.Values) { v.Set("who", "a\x00b") },
	} {
		bad := url.Values{}
		for k, s := range v {
			bad[k] = append([]string(nil), s...)
		}
		change(bad)
		if _, err := p.ReadForm(bad, id, 1); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The longest that a form can have still fits, however it is written in JSON.
	for _, wish := range wire.WishKinds {
		v := url.Values{"wish": {wish}, "lang": {"zh"}}
		for _, q := range append(append([]question(nil), lost...), questions[wish]...) {
			if q.choices != nil {
				v.Set(q.name, q.choices[0])
				continue
			}
			v.Set(q.name, "x"+strings.Repeat("\x01", bytesOf(q)-2)+"x")
		}
		w, err := p.ReadForm(v, id, 1)
		if err == nil {
			_, err = p.Seal(w)
		}
		if err != nil {
			t.Errorf("%s: %v", wish, err)
		}
	}
}
