package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"matchbooth/kiosk/event"
)

// check --online is the one place where the program goes on a network, and only because somebody asked it to. It sends
// nothing but the links that stand in the pack.

// linkTime is how long a link may take to answer.
const linkTime = 10 * time.Second

// aLink finds a link in any text of a pack.
var aLink = regexp.MustCompile("https://[^\\s<>\"'`）)】」”’，。；、]+")

// answer is a link of a pack, and what came of trying it.
type answer struct {
	File   string
	Line   int
	Link   string // filled in
	status int    // of HTTP; 0 if there was no answer
	err    error
}

// ok reports whether a page was there.
func (a answer) ok() bool { return a.status >= 200 && a.status < 300 }

// said says in words what answered.
func (a answer) said(c *Call) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case a.ok():
		return c.S("cli.check.link.good", "Status", a.status)
	case a.status != 0:
		return c.S("cli.check.link.bad", "Status", a.status, "Text", http.StatusText(a.status))
	case errors.Is(a.err, errPlain):
		return c.S("cli.check.link.plain")
	case errors.As(a.err, &dns):
		return c.S("cli.check.link.nosite", "What", dns.Name)
	case errors.As(a.err, &timeout) && timeout.Timeout():
		return c.S("cli.check.link.late", "N", int(linkTime/time.Second))
	}
	return c.S("cli.check.link.failed", "What", a.err.Error())
}

// linksOf lists the links of a pack, each where it stands first.
func linksOf(src *event.Source) (list []answer) {
	seen := map[string]bool{}
	for _, t := range src.Texts {
		for _, at := range aLink.FindAllStringIndex(t.Text, -1) {
			link := src.Pack.FillRef(strings.TrimRight(t.Text[at[0]:at[1]], ".,;:!?*_"))
			if !seen[link] && !strings.Contains(link, "[[") {
				seen[link] = true
				list = append(list, answer{File: t.File, Line: t.LineAt(at[0]), Link: link})
			}
		}
	}
	return list
}

// errPlain stands for a page that leads on to one that anybody on the way can read and change.
var errPlain = errors.New("leads to a page without https")

// linkClient goes to https pages only, also where one leads to another.
func linkClient() *http.Client {
	return &http.Client{Timeout: linkTime, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if r.URL.Scheme != "https" {
			return errPlain
		}
		if len(via) >= 5 {
			return errors.New("leads on and on")
		}
		return nil
	}}
}

// tryLinks asks for each link, a few at a time.
func tryLinks(ctx context.Context, client *http.Client, links []answer) []answer {
	var all sync.WaitGroup
	slots := make(chan struct{}, 4)
	for i := range links {
		all.Add(1)
		go func(a *answer) {
			defer all.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			a.status, a.err = tryLink(ctx, client, a.Link)
		}(&links[i])
	}
	all.Wait()
	return links
}

// tryLink asks for the head of a page, and for the page itself where the site does not answer that.
func tryLink(ctx context.Context, client *http.Client, link string) (status int, err error) {
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		req, err := http.NewRequestWithContext(ctx, method, link, nil)
		if err != nil {
			return 0, err
		}
		req.Header.Set("User-Agent", "matchbooth check")
		resp, err := client.Do(req)
		if err != nil {
			if method == http.MethodGet || ctx.Err() != nil || errors.Is(err, errPlain) {
				return 0, err
			}
			continue
		}
		resp.Body.Close()
		if status = resp.StatusCode; status < 300 {
			return status, nil
		}
	}
	return status, nil
}
