//go:build e2e && linux

package serve

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// chromium is a browser that a test drives over the DevTools protocol on a pipe: JSON with a zero byte after each message.
// A library for that would be the hub's only one that no hub needs.
type chromium struct {
	to      io.Writer
	mu      sync.Mutex
	next    int
	waiting map[int]chan devtools
	tabs    map[string]*tab
}

// devtools is a message of the protocol.
type devtools struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// browse starts the browser of this computer, and skips the test where there is none.
func browse(t *testing.T) *chromium {
	t.Helper()
	at := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && at == "" {
			at = found
		}
	}
	if at == "" {
		t.Skip("no Chromium here")
	}
	theirs, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, theirsTo, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// Its own folder, which is removed by its owner: the browser may still write while it ends.
	dir, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(at, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-component-update",
		"--disable-background-networking", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe", "--user-data-dir="+dir, "about:blank")
	cmd.ExtraFiles = []*os.File{theirs, theirsTo}
	// A computer for tests may have no Chinese typeface; the booth's own is here.
	fonts, err := filepath.Abs("../../assets/fonts")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte("<fontconfig><dir>"+fonts+"</dir><dir>/usr/share/fonts</dir><cachedir>"+dir+"</cachedir></fontconfig>"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(dir, "fonts.conf"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	theirsTo.Close()
	c := &chromium{to: to, waiting: map[int]chan devtools{}, tabs: map[string]*tab{}}
	go c.read(from)
	t.Cleanup(func() {
		to.Close() // the end of the pipe ends the browser
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			cmd.Process.Kill()
		}
		from.Close()
		os.RemoveAll(dir)
	})
	return c
}

func (c *chromium) read(from io.Reader) {
	r := bufio.NewReader(from)
	for {
		b, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m devtools
		var raw struct {
			Params json.RawMessage `json:"params"`
		}
		if json.Unmarshal(b[:len(b)-1], &m) != nil || json.Unmarshal(b[:len(b)-1], &raw) != nil {
			continue
		}
		c.mu.Lock()
		if m.ID != 0 {
			if ch := c.waiting[m.ID]; ch != nil {
				ch <- m
			}
			delete(c.waiting, m.ID)
		} else if tab := c.tabs[m.Session]; tab != nil {
			tab.heard(m.Method, raw.Params)
		}
		c.mu.Unlock()
	}
}

func (c *chromium) call(t *testing.T, session, method string, params, out any) {
	t.Helper()
	c.mu.Lock()
	c.next++
	id, ch := c.next, make(chan devtools, 1)
	c.waiting[id] = ch
	b, err := json.Marshal(devtools{ID: id, Session: session, Method: method, Params: params})
	if err == nil {
		_, err = c.to.Write(append(b, 0))
	}
	c.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	select {
	case m := <-ch:
		if m.Error != nil {
			t.Fatalf("%s: %s", method, m.Error.Message)
		}
		if out != nil {
			if err := json.Unmarshal(m.Result, out); err != nil {
				t.Fatal(err)
			}
		}
	case <-time.After(60 * time.Second):
		t.Fatalf("%s: the browser does not answer", method)
	}
}

// tab is one page, in a profile of its own, and what it has asked for and complained about.
type tab struct {
	*chromium
	t       *testing.T
	session string

	loaded chan bool
	seen   sync.Mutex
	asked  []string // addresses
	bodies []string // of what was sent
	errors []string // of the console
}

type dict map[string]any

// open makes a tab of a size, in a language: zh-CN or en-US.
func (c *chromium) open(t *testing.T, width, height int, lang string) *tab {
	t.Helper()
	var context struct{ BrowserContextID string }
	c.call(t, "", "Target.createBrowserContext", dict{}, &context)
	var target struct{ TargetID string }
	c.call(t, "", "Target.createTarget", dict{"url": "about:blank", "browserContextId": context.BrowserContextID}, &target)
	var attached struct{ SessionID string }
	c.call(t, "", "Target.attachToTarget", dict{"targetId": target.TargetID, "flatten": true}, &attached)
	p := &tab{chromium: c, t: t, session: attached.SessionID, loaded: make(chan bool, 100)}
	c.mu.Lock()
	c.tabs[p.session] = p
	c.mu.Unlock()
	for _, on := range []string{"Page.enable", "Runtime.enable", "Network.enable", "Log.enable"} {
		p.do(on, dict{}, nil)
	}
	p.do("Emulation.setDeviceMetricsOverride", dict{"width": width, "height": height, "deviceScaleFactor": 2, "mobile": true}, nil)
	var v struct{ UserAgent string }
	c.call(t, "", "Browser.getVersion", dict{}, &v)
	p.do("Emulation.setUserAgentOverride", dict{"userAgent": v.UserAgent, "acceptLanguage": lang}, nil)
	t.Cleanup(func() {
		c.call(t, "", "Target.disposeBrowserContext", dict{"browserContextId": context.BrowserContextID}, nil)
	})
	return p
}

func (p *tab) do(method string, params, out any) {
	p.t.Helper()
	p.call(p.t, p.session, method, params, out)
}

func (p *tab) heard(method string, params json.RawMessage) {
	p.seen.Lock()
	defer p.seen.Unlock()
	switch method {
	case "Page.loadEventFired":
		select {
		case p.loaded <- true:
		default:
		}
	case "Network.requestWillBeSent":
		var m struct {
			Request struct{ URL, PostData string }
		}
		json.Unmarshal(params, &m)
		p.asked = append(p.asked, m.Request.URL)
		p.bodies = append(p.bodies, m.Request.PostData)
	case "Runtime.exceptionThrown":
		p.errors = append(p.errors, string(params))
	case "Runtime.consoleAPICalled":
		p.errors = append(p.errors, string(params))
	case "Log.entryAdded":
		p.errors = append(p.errors, string(params))
	}
}

// visit opens an address and waits until it is there.
func (p *tab) visit(at string) {
	p.t.Helper()
	for len(p.loaded) > 0 {
		<-p.loaded
	}
	p.do("Page.navigate", dict{"url": at}, nil)
	p.loads()
}

func (p *tab) loads() {
	p.t.Helper()
	select {
	case <-p.loaded:
	case <-time.After(30 * time.Second):
		p.t.Fatal("the page does not load")
	}
}

// eval runs a script in the page, awaits what it promises, and returns it.
func (p *tab) eval(script string, out any) {
	p.t.Helper()
	var r struct {
		Result struct {
			Value json.RawMessage
		}
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	p.do("Runtime.evaluate", dict{"expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true}, &r)
	if r.ExceptionDetails != nil {
		p.t.Fatalf("%s: %s %s", script, r.ExceptionDetails.Text, r.ExceptionDetails.Exception.Description)
	}
	if out != nil {
		if err := json.Unmarshal(r.Result.Value, out); err != nil {
			p.t.Fatalf("%s: %v", script, err)
		}
	}
}

func (p *tab) text(script string) (s string) {
	p.t.Helper()
	p.eval("String("+script+")", &s)
	return s
}

// awaited is what a promise of the page comes to, as text.
func (p *tab) awaited(script string) (s string) {
	p.t.Helper()
	p.eval("("+script+").then(String)", &s)
	return s
}

// until waits for a script to be true.
func (p *tab) until(script string) {
	p.t.Helper()
	for range 300 {
		if p.text(script) == "true" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("it never came to %s; the page says: %s", script, p.text(`document.querySelector("main").innerText`))
}

// tap touches what a selector finds, if a finger can reach it.
func (p *tab) tap(selector string) {
	p.t.Helper()
	var at struct{ X, Y float64 }
	p.eval(fmt.Sprintf(`(()=>{const e=document.querySelector(%q);e.scrollIntoView({block:"center",behavior:"instant"});const r=e.getBoundingClientRect();
		const x=r.x+r.width/2,y=r.y+r.height/2,hit=document.elementFromPoint(x,y);if(!e.contains(hit))throw new Error("covered by "+hit.outerHTML.slice(0,200));return{X:x,Y:y}})()`, selector), &at)
	p.do("Input.dispatchTouchEvent", dict{"type": "touchStart", "touchPoints": []dict{{"x": at.X, "y": at.Y}}}, nil)
	p.do("Input.dispatchTouchEvent", dict{"type": "touchEnd", "touchPoints": []dict{}}, nil)
}

// fill writes into a field, as a keyboard does.
func (p *tab) fill(selector, s string) {
	p.t.Helper()
	kind := p.text(fmt.Sprintf(`(e=>{e.focus();return e.type})(document.querySelector(%q))`, selector))
	if kind == "date" || kind == "month" {
		p.eval(fmt.Sprintf(`document.querySelector(%q).value=%q`, selector, s), nil)
		return
	}
	p.do("Input.insertText", dict{"text": s}, nil)
}

// shot writes a picture of the whole page into the folder of MATCHBOOTH_SHOTS, if there is one.
func (p *tab) shot(name string) {
	p.t.Helper()
	dir := os.Getenv("MATCHBOOTH_SHOTS")
	if dir == "" {
		return
	}
	var r struct{ Data string }
	p.do("Page.captureScreenshot", dict{"format": "png", "captureBeyondViewport": true}, &r)
	b, err := base64.StdEncoding.DecodeString(r.Data)
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), b, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// quiet holds that nothing was asked of another host, and nothing complained about.
func (p *tab) quiet(home string) {
	p.t.Helper()
	p.seen.Lock()
	defer p.seen.Unlock()
	for _, at := range p.asked {
		if !strings.HasPrefix(at, home) && !strings.HasPrefix(at, "data:") && at != "about:blank" {
			p.t.Errorf("the page asked for %s", at)
		}
	}
	for _, e := range p.errors {
		p.t.Errorf("the console says %s", e)
	}
}
