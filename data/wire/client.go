package wire

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"matchbooth/data/entry"
)

// Client speaks to one hub in the name of one booth. Its methods may be called at the same time.
type Client struct {
	base string
	hub  ed25519.PublicKey
	key  crypto.Signer
	http *http.Client
	now  func() time.Time

	ahead atomic.Int64 // hours that the hub's clock is ahead of ours, once it has said so
}

// Options are what a client may be given besides.
type Options struct {
	HTTP *http.Client     // nil: one that gives up after two minutes, and much earlier where nobody answers
	Now  func() time.Time // nil: time.Now
}

// The errors of a client that are not the hub's.
var (
	ErrAddress = errors.New("the hub's address has to begin with https:// (http:// is only for this computer itself)")
	ErrForged  = errors.New("the answer is not signed by the hub that this booth has joined")
	ErrAnswer  = errors.New("the hub's answer does not say what became of each line")
)

// NewClient returns a client for the hub at an address, which may have a path. hub is the key that the booth has joined:
// answers that it has not signed count for nothing. key signs as the booth: an [ed25519.PrivateKey], or whoever has one and
// signs requests only.
func NewClient(address string, hub ed25519.PublicKey, key crypto.Signer, o Options) (*Client, error) {
	base, err := CheckAddress(address)
	if err != nil {
		return nil, err
	}
	if key == nil || len(hub) != ed25519.PublicKeySize {
		return nil, errors.New("a client needs the hub's key and the booth's")
	}
	if _, ok := key.Public().(ed25519.PublicKey); !ok {
		return nil, errors.New("a client needs the hub's key and the booth's")
	}
	c := &Client{base: base, hub: hub, key: key, http: o.HTTP, now: o.Now}
	if c.now == nil {
		c.now = time.Now
	}
	c.http = straight(c.http)
	return c, nil
}

// straight returns a client that follows no redirects: they would lead signed requests to wherever somebody likes.
func straight(h *http.Client) *http.Client {
	if h == nil {
		h = &http.Client{Timeout: 2 * time.Minute, Transport: transport()}
	}
	own := *h
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// transport is net/http's own with limits of its own: a network that swallows everything is found out in seconds, and a hub
// that commits to a standby has its time. It knows the proxies of the environment, and keeps no connection for long.
var transport = sync.OnceValue(func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	t.TLSHandshakeTimeout, t.ResponseHeaderTimeout = 10*time.Second, 90*time.Second
	t.IdleConnTimeout, t.MaxIdleConns = 30*time.Second, 2
	return t
})

// CheckAddress returns the address without its last slash. Plain http is taken for this computer itself only.
func CheckAddress(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", ErrAddress
	}
	switch u.Scheme {
	case "https":
	case "http":
		ip := net.ParseIP(u.Hostname())
		if u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return "", ErrAddress
		}
	default:
		return "", ErrAddress
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// Ask asks a hub who it is. Nothing is signed: whether the key is the right one, a person has to compare.
func Ask(ctx context.Context, address string, h *http.Client) (Hello, error) {
	var hello Hello
	base, err := CheckAddress(address)
	if err != nil {
		return hello, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+PathHello, nil)
	if err != nil {
		return hello, err
	}
	res, err := straight(h).Do(req)
	if err != nil {
		return hello, plain(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 64<<10))
	if err != nil {
		return hello, plain(err)
	}
	if res.StatusCode != http.StatusOK || json.Unmarshal(body, &hello) != nil || len(hello.Key) != ed25519.PublicKeySize {
		return hello, &Error{Status: res.StatusCode}
	}
	return hello, nil
}

// The paths. An event's id stands in the place of {event}.
const (
	PathHello = "/v1/hub"
	PathLines = "/v1/{event}/lines"
	PathSince = "/v1/{event}/since"
	PathSay   = "/v1/{event}/statements"
	PathSaid  = "/v1/{event}/said"
)

func pathOf(path, event string) string { return strings.Replace(path, "{event}", event, 1) }

// Put sends a batch. Without an error every line of it is named in the receipt, and what is named as saved is at the hub.
// After any error the batch may have been saved or not, and is sent again: saving twice changes nothing.
func (c *Client) Put(ctx context.Context, event string, b Batch) (Receipt, error) {
	var r Receipt
	if !IsEvent(event) {
		return r, ErrFormat
	}
	if err := b.Check(); err != nil {
		return r, err
	}
	if err := c.post(ctx, pathOf(PathLines, event), b, &r, MaxBody); err != nil {
		return r, err
	}
	var ids []string
	for _, l := range b.Lines {
		ids = append(ids, l.ID)
	}
	if !r.names(b.Batch, ids) {
		return Receipt{}, ErrAnswer
	}
	return r, nil
}

// names says whether a receipt is that of a batch, and names everything in it once.
func (r *Receipt) names(batch string, ids []string) bool {
	left := map[string]bool{}
	for _, id := range ids {
		left[id] = true
	}
	named := slices.Concat(r.Saved, r.Apart)
	for _, no := range r.Refused {
		named = append(named, no.ID)
	}
	for _, id := range named {
		if !left[id] {
			return false
		}
		delete(left, id)
	}
	return len(left) == 0 && r.Batch == batch && r.Receipt != ""
}

// Say sends statements of the desk; what [Client.Put] says of lines holds for them. Their ids are those of
// [entry.Statement.ID].
func (c *Client) Say(ctx context.Context, event string, s Saying) (Receipt, error) {
	var r Receipt
	if !IsEvent(event) {
		return r, ErrFormat
	}
	if err := s.Check(event); err != nil {
		return r, err
	}
	if err := c.post(ctx, pathOf(PathSay, event), s, &r, MaxSaidBody); err != nil {
		return r, err
	}
	var ids []string
	for i := range s.Statements {
		ids = append(ids, s.Statements[i].Whole(event).ID())
	}
	if !r.names(s.Batch, ids) {
		return Receipt{}, ErrAnswer
	}
	return r, nil
}

// Said returns a page of what the desk has said, as far as the hub knows and the asker does not. The reader verifies each
// statement, as those of any other source.
func (c *Client) Said(ctx context.Context, event string, a Asking) (Said, error) {
	var p Said
	if !IsEvent(event) {
		return p, ErrFormat
	}
	if err := a.Check(); err != nil {
		return p, err
	}
	err := c.post(ctx, pathOf(PathSaid, event), a, &p, MaxBody)
	return p, err
}

// Since returns a page of what the hub has and the asker has not. Its lines are as the hub gives them: the reader
// verifies each, as those of any other source.
func (c *Client) Since(ctx context.Context, event string, q Query) (Page, error) {
	var p Page
	if !IsEvent(event) {
		return p, ErrFormat
	}
	if err := q.Check(); err != nil {
		return p, err
	}
	err := c.post(ctx, pathOf(PathSince, event), q, &p, MaxBody)
	return p, err
}

// post sends a signed request. A hub whose clock is another says its hour in an answer that it has signed; the request
// is then sent once more by that hour, so that a booth whose clock is years off is heard.
func (c *Client) post(ctx context.Context, path string, message, to any, most int) error {
	body, err := json.Marshal(message)
	if err != nil {
		return err
	}
	if len(body) > most {
		return &Error{Failure: Failure{Code: CodeLarge, Say: "the batch is too large to be sent"}, Status: http.StatusRequestEntityTooLarge}
	}
	err = c.once(ctx, path, body, to)
	if said, ok := errors.AsType[*Error](err); ok && said.Code == CodeClock && said.Signed {
		c.ahead.Store(said.Hour - entry.Hour(c.now()))
		err = c.once(ctx, path, body, to)
	}
	return err
}

func (c *Client) once(ctx context.Context, path string, body []byte, to any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	r := Request{Hub: entry.BoothID(c.hub), Method: http.MethodPost, Path: path, Body: body, Hour: entry.Hour(c.now()) + c.ahead.Load(), Nonce: NewNonce()}
	sig, err := r.SignBy(c.key, req.Header)
	if err != nil {
		return fmt.Errorf("signing a request: %w", err)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return plain(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, 2*MaxBody+1))
	if err != nil {
		return plain(err)
	}
	signed := VerifyAnswer(c.hub, res.Header, sig, res.StatusCode, answer)
	if res.StatusCode == http.StatusOK {
		if !signed {
			return ErrForged
		}
		if json.Unmarshal(answer, to) != nil {
			return ErrFormat
		}
		return nil
	}
	said := &Error{Status: res.StatusCode, Signed: signed}
	if signed && json.Unmarshal(answer, &said.Failure) != nil {
		said.Failure = Failure{}
	}
	if seconds, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && seconds > 0 && seconds < 24*3600 {
		said.Retry = time.Duration(seconds) * time.Second
	}
	return said
}

// plain takes the address off an error of the network: it may go to a log.
func plain(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	return fmt.Errorf("the hub cannot be reached: %w", err)
}
