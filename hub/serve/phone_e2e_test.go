//go:build e2e && linux

package serve

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	mrand "math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"matchbooth/data/wire"
	"matchbooth/hub/page"
)

// one is the only wish that waits for the desk, opened; then it is acknowledged.
func (p *phoneHub) one(t *testing.T) wire.Wish {
	t.Helper()
	all := p.fetch(t)
	if len(all) != 1 {
		t.Fatalf("%d wishes", len(all))
	}
	if err := p.client(t, p.desk).WishesDone(t.Context(), event, []string{all[0].ID}); err != nil {
		t.Fatal(err)
	}
	return p.opens(t, all[0])
}

// ready opens the page in a tab and waits for its script.
func (s *phoneHub) ready(p *tab, path string) {
	p.t.Helper()
	p.visit(s.at.URL + path)
	p.until(`document.documentElement.classList.contains("ready")`)
}

// One hundred and eighty wishes of any length are sealed in the browser, and age opens each of them with either key.
func TestWhatABrowserSealsOpens(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "zh-CN")
	s.ready(p, "/f")
	alphabet := []rune("abcXYZ019 -+@。，张王李赵欧阳𠮷é\"\\\n\t\u2028")
	sizes := map[int]bool{}
	for range 6 {
		var wishes []wire.Wish
		for range 30 {
			w := wire.Wish{Version: 1, Event: event, ID: newUUID(), Wish: wire.WishKinds[mrand.IntN(len(wire.WishKinds))], Lang: "zh", Hour: 500000, By: wire.WishByPage, Answers: map[string]string{}}
			w.Match = make([]byte, 32)
			rand.Read(w.Match)
			for n := range mrand.IntN(5) {
				said := make([]rune, mrand.IntN(120))
				for i := range said {
					said[i] = alphabet[mrand.IntN(len(alphabet))]
				}
				w.Answers[fmt.Sprint("a", n)] = string(said)
			}
			wishes = append(wishes, w)
		}
		var sealed [][]byte
		p.eval(fmt.Sprintf(`(async()=>{const to=document.documentElement.dataset.to.split(" "),out=[];for(const w of %s)out.push(matchbooth.base64(await matchbooth.seal(w,to)));return out})()`, asJSON(t, wishes)), &sealed)
		for i, b := range sealed {
			sizes[len(b)] = true
			got := s.opens(t, wire.SealedWish{ID: wishes[i].ID, Sealed: b})
			if asJSON(t, got) != asJSON(t, wishes[i]) {
				t.Errorf("%s came out as %s", asJSON(t, wishes[i]), asJSON(t, got))
			}
		}
	}
	if len(sizes) > 12 {
		t.Errorf("%d lengths tell wishes apart", len(sizes))
	}
	p.quiet(s.at.URL)
}

func TestTheBrowserRefusesWeakKeys(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "en-US")
	s.ready(p, "/f")
	classic, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	good := s.event.Recipients
	for name, to := range map[string][]string{
		"classic only": {classic.Recipient().String(), classic.Recipient().String()}, "classic beside": {good[0], good[1], classic.Recipient().String()},
		"one": good[:1], "none": {}, "twice": {good[0], good[0]}, "a plugin": {good[0], "age1tag1qqqq"}, "damaged": {good[0], good[1][:len(good[1])-1] + "q"}, "upper case": {good[0], strings.ToUpper(good[1])},
	} {
		if got := p.awaited(fmt.Sprintf(`matchbooth.seal({v:1},%s).then(()=>"sealed",()=>"refused")`, asJSON(t, to))); got != "refused" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if got := p.awaited(fmt.Sprintf(`matchbooth.seal({a:"x".repeat(9000)},%s).then(()=>"sealed",e=>e.message)`, asJSON(t, good))); got != "long" {
		t.Errorf("a long wish: %s", got)
	}
}

func TestTheMatchIsTheOneOfTheDesk(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "en-US")
	s.ready(p, "/f")
	for range 50 {
		b := make([]byte, 16)
		rand.Read(b)
		if got := p.text(fmt.Sprintf(`matchbooth.match(%q)`, base64.RawURLEncoding.EncodeToString(b))); got != base64.StdEncoding.EncodeToString(wire.Match(b)) {
			t.Fatalf("%x: %s", b, got)
		}
	}
	for _, no := range []string{"", "zh-home", "AAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAA%20", "<script>alert(1)</script>"} {
		if got := p.text(fmt.Sprintf(`matchbooth.match(%q)`, no)); got != "null" {
			t.Errorf("%q: %s", no, got)
		}
	}
}

// fragment is what a take-home's code has after the #.
func fragment() (string, []byte) {
	b := make([]byte, 16)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b), b
}

// From the photographed code, everything is right is one tap; each other wish is a tap, its fields and a tap. The fragment
// is in nothing that was sent.
func TestWishesFromAPhone(t *testing.T) {
	s := phoneHubOf(t)
	c := browse(t)
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			p := c.open(t, 320, 640, map[string]string{"zh": "zh-CN", "en": "en-GB"}[lang])
			frag, raw := fragment()
			s.ready(p, "/f?utm_source=junk&%zz&%00&T="+frag[:3]+"#"+frag)
			p.tap("#" + lang + "-home .main.same")
			for _, w := range []struct {
				wish    string
				answers map[string]string
				typed   map[string]string
				choice  string
			}{
				{wish: "same", answers: map[string]string{}},
				{wish: "number", answers: map[string]string{"phone": "13900002618", "wechat": "other"}, typed: map[string]string{"phone": "１３９ 0000-2618"}, choice: "other"},
				{wish: "contact", answers: map[string]string{"who": "张妈妈", "phone": "+8613800000417"}, typed: map[string]string{"who": " 张妈妈 ", "phone": "+86 138 0000 0417"}},
				{wish: "graduate", answers: map[string]string{"where": "成都", "month": "2028-07", "email": "a@example.org"}, typed: map[string]string{"where": "成都", "month": "2028-07", "email": "a@example.org"}},
				{wish: "sample", answers: map[string]string{"day": "2028-05-21"}, typed: map[string]string{"day": "2028-05-21"}},
				{wish: "forget", answers: map[string]string{}},
			} {
				if w.wish != "same" {
					p.tap(fmt.Sprintf(`#%s-home a[href="#%s-%s"]`, lang, lang, w.wish))
					p.until(fmt.Sprintf(`document.activeElement===document.querySelector("#%s-%s h1")`, lang, w.wish))
					for name, said := range w.typed {
						p.fill(fmt.Sprintf("#%s-%s-%s", lang, w.wish, name), said)
					}
					if w.choice != "" {
						p.tap(fmt.Sprintf("#%s-%s input[value=%s]", lang, w.wish, w.choice))
					}
					p.tap(fmt.Sprintf("#%s-%s button.main", lang, w.wish))
				}
				p.until(fmt.Sprintf(`!document.getElementById("%s-done").hidden`, lang))
				got := s.one(t)
				if got.Wish != w.wish || got.Lang != lang || got.By != wire.WishByPage || got.Code != "" || !bytes.Equal(got.Match, wire.Match(raw)) || asJSON(t, got.Answers) != asJSON(t, w.answers) {
					t.Errorf("%s: %s", w.wish, asJSON(t, got))
				}
				if day := p.text(fmt.Sprintf(`document.querySelector("#%s-done .day").textContent`, lang)); day != page.Days(wire.WishDue(s.hour()))[lang] {
					t.Errorf("%s: by %q", w.wish, day)
				}
				if left := p.text(`[...document.querySelectorAll("input[data-kind]")].map(i=>i.value).join("")`); left != "" {
					t.Errorf("%s: %q is left in the fields", w.wish, left)
				}
				p.tap("#" + lang + "-done ul a")
			}
			for i, at := range p.asked {
				if strings.Contains(at, frag) || strings.Contains(p.bodies[i], frag) {
					t.Errorf("the fragment was sent: %s", at)
				}
			}
			p.quiet(s.at.URL)
		})
	}
}

// Where the fragment got lost, code and digits are asked; what is wrong is said at its field, and nothing is sent.
func TestWithoutTheFragment(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "zh-CN")
	for _, lost := range []string{"", "#zh-number", "#AAAAAAAAAAAAAAAAAAAAAAA"} {
		p.visit("about:blank")
		s.ready(p, "/f"+lost)
		p.tap("#zh-home .main.same")
		p.tap("#zh-same button.main")
		if said := p.text(`document.getElementById("zh-same-code-wrong").innerText`); !strings.Contains(said, "要填") {
			t.Errorf("%q: %q", lost, said)
		}
		p.fill("#zh-same-code", "abcd-efgh-j")
		p.fill("#zh-same-last4", "０４１７")
		p.tap("#zh-same button.main")
		if said := p.text(`document.getElementById("zh-same-code-wrong").innerText`); !strings.Contains(said, "字符不对") {
			t.Errorf("%q: %q", lost, said)
		}
		p.eval(`document.getElementById("zh-same-code").value=""`, nil)
		p.fill("#zh-same-code", strings.ToLower(aCode.String()))
		p.tap("#zh-same button.main")
		p.until(`!document.getElementById("zh-done").hidden`)
		if got := s.one(t); got.Code != string(aCode) || got.Last4 != "0417" || got.Match != nil {
			t.Errorf("%q: %s", lost, asJSON(t, got))
		}
	}
	p.quiet(s.at.URL)
}

// Without scripts the page is one long page of forms, and the hub seals.
func TestWithoutScripts(t *testing.T) {
	s := phoneHubOf(t)
	c := browse(t)
	p := c.open(t, 390, 844, "zh-CN")
	p.do("Emulation.setScriptExecutionDisabled", dict{"value": true}, nil)
	frag, _ := fragment()
	p.visit(s.at.URL + "/f#" + frag)
	if said := p.text(`document.querySelector("main").innerText`); !strings.Contains(said, "服务器一收到就加密") || strings.Contains(said, "在你的手机里加密以后才寄出") || strings.Contains(said, "寄出了") || !strings.Contains(said, "Still the same?") {
		t.Errorf("the page says %s", said)
	}
	p.shot("plain-zh-390")
	p.fill("#zh-number-phone", "139 0000 2618")
	p.fill("#zh-number-code", "ABCD")
	p.fill("#zh-number-last4", "0417")
	for len(p.loaded) > 0 {
		<-p.loaded
	}
	p.tap("#zh-number button.main")
	p.loads()
	if said := p.text(`document.body.innerText`); !strings.Contains(said, "寄出了，谢谢你。") || !strings.Contains(said, page.Days(wire.WishDue(s.hour()))["zh"]) || strings.Index(said, "官方入口") > strings.Index(said, "寄出了") {
		t.Errorf("the answer says %s", said)
	}
	p.shot("plain-done-zh-390")
	if got := s.one(t); got.By != wire.WishByHub || got.Wish != "number" || got.Answers["phone"] != "139 0000 2618" || got.Code != "ABCD" || got.Last4 != "0417" {
		t.Errorf("%s", asJSON(t, got))
	}
	p.quiet(s.at.URL)
}

// A browser whose engine cannot read seal.js falls back to the forms, and says so.
func TestABrowserThatCannotSealSaysSo(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "zh-CN")
	p.do("Page.addScriptToEvaluateOnNewDocument", dict{"source": `delete window.TransformStream`}, nil)
	p.visit(s.at.URL + "/f")
	if said := p.text(`document.querySelector("main").innerText`); !strings.Contains(said, "服务器一收到就加密") {
		t.Errorf("the page says %s", said)
	}
}

// What did not arrive is named, and sent again it counts once; nothing is lost of it meanwhile.
func TestSentAgainCountsOnce(t *testing.T) {
	s := phoneHubOf(t)
	p := browse(t).open(t, 390, 844, "en-GB")
	frag, _ := fragment()
	s.ready(p, "/f#"+frag)
	p.eval(`(()=>{const f=window.fetch;let n=0;window.fetch=(...a)=>n++===0?f(...a).then(()=>{throw new Error("gone")}):f(...a)})()`, nil)
	p.tap("#en-home .main.same")
	p.until(`!document.getElementById("en-problem").hidden`)
	p.shot("problem-en-390")
	p.tap("#en-problem .again")
	p.until(`!document.getElementById("en-done").hidden`)
	s.one(t)
	s.full = true
	p.tap("#en-done ul a")
	p.tap("#en-home .main.same")
	p.until(`!document.getElementById("en-problem").hidden`)
	if said := p.text(`document.getElementById("en-problem").innerText`); !strings.Contains(said, "Too many") || !strings.Contains(said, s.event.Phone) {
		t.Errorf("a full hub: %s", said)
	}
	s.full = false
	p.tap("#en-problem .again")
	p.until(`!document.getElementById("en-done").hidden`)
	s.one(t)
}

// The file that needs no hub seals too, and cannot send.
func TestTheStaticFileSealsAndSendsNothing(t *testing.T) {
	s := phoneHubOf(t)
	made, err := page.NewStatic(s.event, s.Texts)
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(at, made.Body, 0o600); err != nil {
		t.Fatal(err)
	}
	p := browse(t).open(t, 390, 844, "zh-CN")
	frag, raw := fragment()
	p.visit("file://" + at + "#" + frag)
	p.until(`document.documentElement.classList.contains("ready")`)
	p.tap("#zh-home .main.same")
	p.until(`!document.getElementById("zh-copy").hidden`)
	p.shot("copy-zh-390")
	plain, err := io.ReadAll(armor.NewReader(strings.NewReader(p.text(`document.getElementById("zh-text").value`))))
	if err != nil {
		t.Fatal(err)
	}
	if got := s.opens(t, wire.SealedWish{Sealed: plain}); got.Wish != "same" || !bytes.Equal(got.Match, wire.Match(raw)) {
		t.Errorf("%s", asJSON(t, got))
	}
	p.quiet("file://" + at)
	if got := p.awaited(fmt.Sprintf(`fetch(%q).then(()=>"sent",()=>"kept")`, s.at.URL)); got != "kept" {
		t.Error("the file's own policy lets it send")
	}
}

// Every view, in both languages and three widths: nothing is wider than the screen, whatever is touched is large enough, and
// axe finds nothing.
func TestThePageOnPhonesOfAllSizes(t *testing.T) {
	s := phoneHubOf(t)
	axe, err := os.ReadFile("../page/src/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Log("without axe-core, which make page brings")
	}
	c := browse(t)
	frag, _ := fragment()
	for _, lang := range []string{"zh", "en"} {
		for _, width := range []int{320, 390, 768} {
			for _, scheme := range []string{"light", "dark"} {
				if scheme == "dark" && width != 390 {
					continue // nothing but colours differs
				}
				for _, with := range []string{"#" + frag, ""} {
					p := c.open(t, width, 844, map[string]string{"zh": "zh-CN", "en": "en-GB"}[lang])
					p.do("Emulation.setEmulatedMedia", dict{"features": []dict{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
					s.ready(p, "/f"+with)
					if axe != nil {
						p.eval(string(axe), nil)
					}
					for _, view := range append([]string{"home", "parents", "done", "problem", "copy"}, wire.WishKinds...) {
						p.eval(fmt.Sprintf(`history.pushState({view:%q},"");window.dispatchEvent(new PopStateEvent("popstate",{state:{view:%q}}))`, view, view), nil)
						p.eval(fmt.Sprintf(`document.querySelector("#%s-done .day").textContent=%q;document.querySelectorAll("[data-problem=net]").forEach(e=>e.hidden=false)`, lang, page.Days(wire.WishDue(s.hour()))[lang]), nil)
						where := fmt.Sprintf("%s-%s-%d-%s%s", view, lang, width, scheme, map[bool]string{true: "-lost"}[with == ""])
						if wide := p.text(`document.documentElement.scrollWidth`); wide != fmt.Sprint(width) {
							t.Errorf("%s is %s wide", where, wide)
						}
						if small := p.text(`[...document.querySelectorAll(".said:not([hidden]) a,.said:not([hidden]) button,.said:not([hidden]) input:not([type=hidden]),.said:not([hidden]) textarea")].filter(e=>e.offsetParent&&!e.closest("p:not(.more):not(.registry),.reading")).filter(e=>{const r=e.getBoundingClientRect();return r.height<55.5||r.width<55.5}).map(e=>e.outerHTML.slice(0,80)).join()`); small != "" {
							t.Errorf("%s: too small for a finger: %s", where, small)
						}
						if axe != nil {
							if said := p.awaited(`axe.run(document,{runOnly:{type:"tag",values:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]}}).then(r=>r.passes.length<15?"it looked at nothing":r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.html.slice(0,120)+" "+n.failureSummary).join("; ")).join("\n"))`); said != "" {
								t.Errorf("%s: axe: %s", where, said)
							}
						}
						if scheme == "light" && (with != "" || slices.Contains([]string{"home", "same", "number"}, view)) || width == 390 && lang == "zh" && with != "" {
							p.shot(where)
						}
					}
					p.quiet(s.at.URL)
				}
			}
		}
	}
}
