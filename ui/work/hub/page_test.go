package hub

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/data/wire"
	pack "matchbooth/kiosk/event"
)

// asked is a booth as far as a page asks it.
type asked struct {
	mode string
	meta map[string]string
}

func (a asked) Mode() string { return a.mode }
func (a asked) Meta(key string) (string, bool) {
	v, ok := a.meta[key]
	return v, ok
}

func joinedTo(url string) asked {
	return asked{data.ModeLive, map[string]string{metaURL: url, metaKey: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}
}

// A code leads to the page of its event at the address that the pack names, else at that of the hub that was joined: the base
// path is kept, nothing but the fragment has the secret, and what is no hub's address gives no code.
func TestACodeLeadsToThePageOfItsEvent(t *testing.T) {
	for in, want := range map[string]string{
		"https://hub.example.org":              "https://hub.example.org/f/spring-2027",
		"https://hub.example.org/":             "https://hub.example.org/f/spring-2027",
		"https://hub.example.org/a/hub":        "https://hub.example.org/a/hub/f/spring-2027",
		"https://hub.example.org/a/hub//":      "https://hub.example.org/a/hub/f/spring-2027",
		"https://hub.example.org:8443/hub/":    "https://hub.example.org:8443/hub/f/spring-2027",
		"HTTPS://Hub.Example.ORG/Hub":          "https://hub.example.org/Hub/f/spring-2027",
		"https://[2001:DB8::1]:8443/hub":       "https://[2001:db8::1]:8443/hub/f/spring-2027",
		"http://127.0.0.1:8484/hub":            "http://127.0.0.1:8484/hub/f/spring-2027",
		"http://[::1]:8484":                    "http://[::1]:8484/f/spring-2027",
		"http://localhost:8484":                "http://localhost:8484/f/spring-2027",
		"http://hub.example.org":               "",
		"http://10.0.0.1/hub":                  "",
		"ftp://hub.example.org":                "",
		"hub.example.org":                      "",
		"https://hub.example.org/?a=b":         "",
		"https://hub.example.org/hub?":         "",
		"https://hub.example.org/#x":           "",
		"https://somebody@hub.example.org/hub": "",
		"https://:8443/hub":                    "",
		"javascript:alert(1)":                  "",
		"":                                     "",
	} {
		for from, s := range map[string]struct {
			pack string
			s    asked
		}{
			"the pack":           {in, asked{mode: data.ModeLive}},
			"the pack, not that": {in, joinedTo("https://other.example.org")},
			"the booth":          {"", joinedTo(in)},
		} {
			if from == "the pack, not that" && in == "" {
				continue
			}
			p := &pack.Pack{ID: "spring-2027", Hub: pack.Hub{URL: s.pack}}
			where, ok := PageOf(p, s.s)
			if where.Plain() != want || ok != (want != "") {
				t.Errorf("%q of %s leads to %q, %v", in, from, where.Plain(), ok)
			}
			drawn := where.Draw()
			if (drawn != "") != ok {
				t.Errorf("%q of %s: a secret was drawn: %v", in, from, drawn != "")
			}
			if !ok {
				if where.For(record.NewFollowUp()) != "" {
					t.Errorf("%q of %s: a code without a page", in, from)
				}
				continue
			}
			u, err := url.Parse(string(where.For(drawn)))
			if err != nil || u.Fragment != string(drawn) || len(u.Fragment) != 22 || u.RawQuery != "" || strings.Contains(u.Path, string(drawn)) || !strings.HasSuffix(u.Path, wire.PathPage+"/spring-2027") {
				t.Errorf("%q of %s: the code is not the page with a fragment", in, from)
			}
		}
	}
	// Neither a practice booth nor a pack that may never go live leads anybody to a hub.
	for name, s := range map[string]struct {
		p pack.Pack
		s asked
	}{
		"a practice booth": {pack.Pack{ID: "spring-2027", Hub: pack.Hub{URL: "https://hub.example.org"}}, asked{mode: data.ModePractice}},
		"a practice pack":  {pack.Pack{ID: "spring-2027", Practice: true, Hub: pack.Hub{URL: "https://hub.example.org"}}, asked{mode: data.ModeLive}},
		"no hub":           {pack.Pack{ID: "spring-2027"}, asked{mode: data.ModeLive}},
		"an id with dots":  {pack.Pack{ID: "..", Hub: pack.Hub{URL: "https://hub.example.org"}}, asked{mode: data.ModeLive}},
		"an id in Chinese": {pack.Pack{ID: "春", Hub: pack.Hub{URL: "https://hub.example.org"}}, asked{mode: data.ModeLive}},
	} {
		if where, ok := PageOf(&s.p, s.s); ok || where.Draw() != "" {
			t.Errorf("%s has a page", name)
		}
	}
	if _, ok := PageOf(&pack.Pack{ID: "spring-2027", Hub: pack.Hub{URL: "https://hub.example.org"}}, nil); !ok {
		t.Error("a pack alone says it too")
	}
}

// Nobody shares a secret with anybody, each is what the page reads, and none is printed.
func TestNoTwoPeopleShareACode(t *testing.T) {
	where, _ := pageAt("https://hub.example.org", "spring-2027")
	seen := map[record.FollowUp]bool{}
	for range 20000 {
		f := where.Draw()
		if seen[f] || len(f) != 22 || len(f.Bytes()) != 16 || bytes.Equal(f.Bytes(), make([]byte, 16)) {
			t.Fatal("a secret came twice, or is none")
		}
		seen[f] = true
	}
	f := where.Draw()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if out := fmt.Sprintf(verb, where.For(f)); strings.Contains(out, string(f)) || strings.Contains(out, fmt.Sprintf("%x", string(f))) {
			t.Errorf("%s prints the secret", verb)
		}
	}
	if where.For("") != "" || where.For("tooshort") != "" {
		t.Error("a code of nobody's")
	}
}

// On a card is the code of the person whose receipt code stands there, also under the one of a sign-up that was joined into
// theirs; where two have one receipt code by chance it is nobody's.
func TestCardsHaveTheirOwnersCode(t *testing.T) {
	where, _ := pageAt("https://hub.example.org", "spring-2027")
	a, b, c, d := where.Draw(), where.Draw(), where.Draw(), where.Draw()
	own := where.Own([]record.Record{
		{Code: "ACCKHZDNQ", SignUp: record.SignUp{FollowUp: a}},
		{Code: "QXC36SRAR", SignUp: record.SignUp{FollowUp: b}},
		{Code: "QXC36SRAR", SignUp: record.SignUp{FollowUp: c}},
		{Code: "7K4M92QXD", Joined: nil, SignUp: record.SignUp{}},
		{Code: "BBBBBBBBB", SignUp: record.SignUp{FollowUp: d}, Joined: nil},
	})
	if len(own) != 2 || !strings.HasSuffix(string(own["ACCK-HZDN-Q"]), "#"+string(a)) {
		t.Errorf("%d codes", len(own))
	}
}
