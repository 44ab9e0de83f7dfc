// Package page is the page that somebody who has signed up opens on a phone, years later: everything is still right, or
// what has changed. It only sends. It never shows, confirms or denies that somebody is known, since the hub cannot know
// it. What is sent is sealed on the phone; where there are no scripts, the hub seals it on arrival.
//
// One page is one file, the same bytes for everybody. page.html, style.css and page.js are ours; seal.js is built by
// `make page` out of hub/page/src, whose lockfile says of what, and seal.txt has the terms of that.
package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"net/url"
	"time"

	"matchbooth/assets/lang"
	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/data/wire"
)

// Event is what the page says of an event. The hub's store keeps it as JSON; [Of] makes one of a pack.
type Event struct {
	ID         string            `json:"id"`
	Practice   bool              `json:"practice,omitempty"`
	Title      map[string]string `json:"title"` // by language, zh and en, as in everything below
	Handler    map[string]string `json:"handler"`
	Phone      string            `json:"phone,omitempty"` // of who handles the data: this, or Email, or both
	Email      string            `json:"email,omitempty"`
	Registry   map[string]string `json:"registry"`
	Link       string            `json:"link,omitempty"` // the registry's own page, https; without it, its phone
	RegPhone   string            `json:"registry_phone,omitempty"`
	Parents    map[string]string `json:"parents,omitempty"` // the page for parents, Markdown; may be missing
	ParentsTop map[string]string `json:"parents_title,omitempty"`
	Recipients []string          `json:"recipients"` // age1pq1…, as in the event's keys.toml
}

// RegistryPhone is the registry's phone; the page's templates ask for it.
func (e Event) RegistryPhone() string { return e.RegPhone }

// Langs are the languages of the page, in its order.
var Langs = []string{"zh", "en"}

var (
	//go:embed page.html
	pageHTML string
	//go:embed style.css
	styleCSS string
	//go:embed page.js
	pageJS string
	//go:embed seal.js
	sealJS string
	//go:embed seal.txt
	sealTerms string
)

// whichJS takes the fragment along to the page that is chosen.
const whichJS = `document.querySelectorAll("a.card").forEach(function(a){a.hash=location.hash})`

// iconURL is the sign: two rings that meet.
const iconURL = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 38 38'%3E%3Cg fill='none' stroke-width='4'%3E%3Ccircle cx='14' cy='19' r='10' stroke='%23b3122b'/%3E%3Ccircle cx='24' cy='19' r='10' stroke='%23e3a73b'/%3E%3C/g%3E%3C/svg%3E`

// The errors of an event that no page can be made of.
var (
	ErrWords = errors.New("title, who handles the data, and the registry are needed in zh and en")
	ErrReach = errors.New("a phone number or an email address of who handles the data is needed")
	ErrDoor  = errors.New("the registry's own page (https://…) or its phone number is needed")
)

// Terms are the licences of what is in the page besides ours.
func Terms() string { return sealTerms }

// Check says what an event lacks, so that a page is never without a way to somebody, nor sealed to a weak key.
func (e Event) Check() error {
	if !wire.IsEvent(e.ID) {
		return wire.ErrFormat
	}
	for _, l := range Langs {
		if e.Title[l] == "" || e.Handler[l] == "" || e.Registry[l] == "" {
			return ErrWords
		}
	}
	if e.Phone == "" && e.Email == "" {
		return ErrReach
	}
	if u, err := url.Parse(e.Link); e.Link != "" && (err != nil || u.Scheme != "https" || u.Host == "") || e.Link == "" && e.RegPhone == "" {
		return ErrDoor
	}
	_, err := seal.NewRecipients(e.Recipients...)
	return err
}

// File is one finished document: its bytes, what may run in it, and both again for browsers that take it packed.
type File struct {
	Body   []byte
	Packed []byte // gzip
	CSP    string
}

// Digest is the SHA-256 of the file, 64 hexadecimal digits.
func (f File) Digest() string {
	sum := sha256.Sum256(f.Body)
	return hex.EncodeToString(sum[:])
}

// Page is the page of one event.
type Page struct {
	File
	Event Event
	to    seal.Recipients
	says  map[string]*said
	tmpl  *template.Template
}

// New makes the page of an event.
func New(e Event, texts *text.Catalogue) (*Page, error) { return build(e, texts, false) }

// NewStatic makes the page as a file that is opened without any hub: it seals, and shows text to be mailed. Its own policy
// keeps it from sending anything.
func NewStatic(e Event, texts *text.Catalogue) (*Page, error) { return build(e, texts, true) }

func build(e Event, texts *text.Catalogue, static bool) (*Page, error) {
	if err := e.Check(); err != nil {
		return nil, err
	}
	to, err := seal.NewRecipients(e.Recipients...)
	if err != nil {
		return nil, err
	}
	p := &Page{Event: e, to: to, says: map[string]*said{}}
	if p.tmpl, err = template.New("page").Parse(pageHTML); err != nil {
		return nil, err
	}
	var says []*said
	for _, l := range Langs {
		s, err := newSaid(&p.Event, texts, l)
		if err != nil {
			return nil, err
		}
		p.says[l] = s
		says = append(says, s)
	}
	csp := policy([]string{styleCSS}, []string{sealJS, pageJS}, !static)
	p.File, err = render(p.tmpl, "page", csp, map[string]any{
		"Event": e, "Static": static, "CSP": csp, "Says": says, "Icon": icon(), "Style": style(), "Seal": script(sealJS), "Script": script(pageJS),
	})
	return p, err
}

// Done is the one answer to everything that came from a browser without scripts: the same bytes for everybody of a day
// and a language.
func (p *Page) Done(lang string, due time.Time) File {
	return p.answer(lang, map[string]any{"Day": day(p.lang(lang), due)})
}

// The problems that a page names, in the words of page.problem.….
const (
	ProblemNet  = "net"
	ProblemBusy = "busy"
	ProblemSeal = "seal"
	ProblemForm = "form"
)

// Problem says that nothing was taken, why, and how else the organisers are reached.
func (p *Page) Problem(lang, which string) File {
	return p.answer(lang, map[string]any{"Problem": which})
}

// lang is one that the page has.
func (p *Page) lang(l string) string {
	if p.says[l] == nil {
		return Langs[0]
	}
	return l
}

func (p *Page) answer(lang string, with map[string]any) File {
	type answer struct {
		*said
		Day, Problem string
		Icon         template.URL
		Style        template.CSS
	}
	alone := *p.says[p.lang(lang)]
	alone.Whole = false
	a := answer{said: &alone, Icon: icon(), Style: style()}
	a.Day, _ = with["Day"].(string)
	a.Problem, _ = with["Problem"].(string)
	f, err := render(p.tmpl, "answer", policy([]string{styleCSS}, nil, false), a)
	if err != nil { // the same template and kinds of values as in the tests
		panic(err)
	}
	return f
}

// Days are a day in the words of each language, for the page's own script.
func Days(due time.Time) map[string]string {
	all := map[string]string{}
	for _, l := range Langs {
		all[l] = day(l, due)
	}
	return all
}

func day(l string, due time.Time) string {
	if l == "en" {
		return due.Format("2 January 2006")
	}
	return due.Format("2006 年 1 月 2 日")
}

// Which is the page where several events have one each, and where none has: at says where each is, by its id.
func Which(events []Event, texts *text.Catalogue, at func(id string) string) (File, error) {
	type choice struct{ At, ZH, EN string }
	tmpl, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return File{}, err
	}
	zh, en := texts.In("zh"), texts.In("en")
	with := map[string]any{"Icon": icon(), "Style": style(), "Script": script(whichJS), "Ask": []string{zh.S("page.which"), en.S("page.which")}}
	if len(events) == 0 {
		with["Ask"] = []string{zh.S("page.none"), en.S("page.none")}
		with["Line"] = []string{zh.S("page.none.line"), en.S("page.none.line")}
	}
	var choices []choice
	for _, e := range events {
		choices = append(choices, choice{at(e.ID), e.Title["zh"], e.Title["en"]})
	}
	with["Events"] = choices
	return render(tmpl, "which", policy([]string{styleCSS}, []string{whichJS}, false), with)
}

// policy is the Content-Security-Policy: nothing but these styles and scripts, and nothing from anywhere else.
func policy(styles, scripts []string, sends bool) string {
	hashes := func(kind string, of []string) string {
		if len(of) == 0 {
			return ""
		}
		said := kind
		for _, s := range of {
			sum := sha256.Sum256([]byte(s))
			said += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		return said + "; "
	}
	to := "form-action 'none'"
	if sends {
		to = "connect-src 'self'; form-action 'self'"
	}
	return "default-src 'none'; " + hashes("script-src", scripts) + hashes("style-src", styles) + "img-src data:; " + to + "; base-uri 'none'"
}

func render(t *template.Template, name, csp string, with any) (File, error) {
	var b, packed bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, with); err != nil {
		return File{}, err
	}
	if bytes.Contains(b.Bytes(), []byte("⟦")) {
		return File{}, fmt.Errorf("the page %s lacks a text", name)
	}
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(b.Bytes())
	}
	if err == nil {
		err = z.Close()
	}
	return File{Body: b.Bytes(), Packed: packed.Bytes(), CSP: csp}, err
}

func icon() template.URL  { return template.URL(iconURL) }
func style() template.CSS { return template.CSS(styleCSS) } //nolint:gosec // G203: a file of ours
func script(s string) template.JS {
	return template.JS(s) //nolint:gosec // G203: files of ours, whose hashes the policy names
}

func tag(l string) string {
	if l == "zh" {
		return "zh-CN"
	}
	return lang.Spoken(l)
}
