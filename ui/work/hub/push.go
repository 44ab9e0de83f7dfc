package hub

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/wire"
)

// The waiting times. Variables for tests.
var (
	Every  = 5 * time.Second // between two looks at what is new
	First  = 2 * time.Second // after a failure; doubled with each that follows it
	Most   = 5 * time.Minute // at most
	Speaks = time.Minute     // between two looks at what the desk has said
	Asked  = time.Hour       // at most, where the hub says how long
	Last   = 2 * time.Second // how long Stop waits
)

// A batch has to get through a bad network within the client's two minutes, so it becomes smaller with each failure.
const (
	mostLines = 200
	mostBytes = 2 << 20 // of sealed parts
)

// Options are what is given besides.
type Options struct {
	Now func() time.Time // the booth's clock; nil: time.Now
}

func (o Options) now() time.Time {
	if o.Now == nil {
		return time.Now()
	}
	return o.Now()
}

// Pusher sends what the hub has not confirmed, in the order in which it arrived here. It reads the store in small pieces,
// never while somebody waits for something to be saved, and no saving waits for the network.
type Pusher struct {
	s    Store
	j    Joined
	o    Options
	book *athub.Book

	wake   chan struct{}
	cancel context.CancelFunc
	done   chan struct{}

	mu    sync.Mutex // guards what follows
	state State
	anew  bool // everything has to be looked at again

	// Used by whoever pushes only.
	client  *wire.Client
	signer  crypto.Signer
	looked  data.LinePlace             // up to here the lines were counted
	sent    data.LinePlace             // up to here nothing waits
	waiting map[data.LineRow]time.Time // the lines that wait, and since when
	atHub   int
	apart   int
	said    map[string]bool // statements of the desk that the hub has answered for, by id
	begun   bool
	size    int // of the next batch, in lines
}

// New returns a pusher for the hub that the booth has joined; nil if there is none. It does nothing by itself.
func New(s Store, o Options) *Pusher {
	j, ok := Of(s)
	if !ok {
		return nil
	}
	book, err := athub.Open(s.Dir(), j.Fingerprint())
	if err != nil {
		slog.Warn("what the hub has confirmed cannot be read; it is sent again", "reason", err)
	}
	return &Pusher{s: s, j: j, o: o, book: book, wake: make(chan struct{}, 1), waiting: map[data.LineRow]time.Time{}, said: map[string]bool{}, size: mostLines,
		state: State{URL: j.URL, Hub: j.Fingerprint(), Heard: book.Heard(), Refused: book.Tray()}}
}

// Start returns a pusher that works in the background until it is stopped; nil if no hub was joined.
func Start(s Store, o Options) *Pusher {
	p := New(s, o)
	if p == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel, p.done = cancel, make(chan struct{})
	go p.run(ctx)
	return p
}

// Stop ends it. What is under way is broken off: it is sent again the next time, which changes nothing at the hub.
func (p *Pusher) Stop() {
	if p == nil || p.cancel == nil {
		return
	}
	p.cancel()
	t := time.NewTimer(Last)
	defer t.Stop()
	select {
	case <-p.done:
	case <-t.C:
	}
}

// State returns how far the lines are. It never waits. Of no pusher, it is that of no hub.
func (p *Pusher) State() State {
	if p == nil {
		return State{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// Again sends what was refused once more, and tries at once.
func (p *Pusher) Again() error { return p.over(p.book.Again()) }

// Everything sends all lines once more: the hub was restored, or made anew.
func (p *Pusher) Everything() error { return p.over(p.book.Forget()) }

func (p *Pusher) over(err error) error {
	p.mu.Lock()
	p.anew = true
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
	return err
}

// run pushes until the context ends.
func (p *Pusher) run(ctx context.Context) {
	defer close(p.done)
	var next, spoke time.Time
	var back time.Duration
	for {
		err := p.look(ctx)
		speaks := !time.Now().Before(spoke) // reading what the desk has said checks a signature each
		if err == nil && (len(p.waiting) > 0 || speaks) && !time.Now().Before(next) {
			if err = p.send(ctx); err == nil && speaks {
				if err = p.say(ctx); err == nil {
					spoke = time.Now().Add(Speaks)
				}
			}
			if err == nil {
				back = 0
			} else if ctx.Err() == nil {
				back = min(max(2*back, First), Most)
				wait := back
				if said, ok := errors.AsType[*wire.Error](err); ok {
					wait = min(max(wait, said.Retry), Asked)
				}
				// Many booths lose the same hub at the same moment: they must not all come back at the same one.
				next = time.Now().Add(wait/2 + rand.N(wait)) //nolint:gosec // G404: nothing secret depends on it
			}
		}
		t := time.NewTimer(Every)
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-p.wake:
			next, back = time.Time{}, 0
		case <-t.C:
		}
		t.Stop()
	}
}

// Push sends everything that waits, in the foreground, and returns with the first error.
func (p *Pusher) Push(ctx context.Context, progress func(State)) error {
	for {
		if err := p.look(ctx); err != nil {
			return err
		}
		if len(p.waiting) == 0 {
			return p.say(ctx)
		}
		if err := p.batch(ctx); err != nil {
			return err
		}
		if progress != nil {
			progress(p.State())
		}
	}
}

// Look counts what is at the hub and what waits, without asking the hub.
func (p *Pusher) Look(ctx context.Context) (State, error) {
	err := p.look(ctx)
	return p.State(), err
}

// look counts the lines that have come since it was called last.
func (p *Pusher) look(ctx context.Context) error {
	p.mu.Lock()
	anew := p.anew
	p.anew = false
	p.mu.Unlock()
	if anew {
		p.reset()
		clear(p.said)
	}
	for {
		list, again, err := p.s.LinesAfter(ctx, p.looked, mostLines)
		if err != nil {
			return err
		}
		if again {
			p.reset()
		}
		now := p.o.now()
		for _, l := range list {
			p.looked = l.At
			switch p.book.Of(l.Entry) {
			case athub.Saved:
				p.atHub++
			case athub.Apart:
				p.atHub++
				p.apart++
			case athub.Unsaid:
				since := now
				if !p.begun { // it was here before the program began: all that is known is its hour
					if hour := time.Unix(l.Hour*3600, 0); hour.Before(now) && l.Booth == p.s.BoothID() {
						since = hour
					}
				}
				p.waiting[l.Row] = since
			}
		}
		if len(list) == 0 {
			p.begun = true
			p.tell()
			return nil
		}
	}
}

// reset begins to count anew.
func (p *Pusher) reset() {
	clear(p.waiting)
	p.looked, p.sent, p.atHub, p.apart = data.LinePlace{}, data.LinePlace{}, 0, 0
}

// tell updates the state.
func (p *Pusher) tell() {
	var since time.Time
	for _, at := range p.waiting {
		if since.IsZero() || at.Before(since) {
			since = at
		}
	}
	tray, heard := p.book.Tray(), p.book.Heard()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state.AtHub, p.state.Apart, p.state.Waiting, p.state.Since, p.state.Refused, p.state.Heard = p.atHub, p.apart, len(p.waiting), since, tray, heard
	if len(p.waiting) == 0 {
		p.state.Fault = ""
	}
}

// send sends batch after batch until nothing waits.
func (p *Pusher) send(ctx context.Context) error {
	for len(p.waiting) > 0 {
		if err := p.batch(ctx); err != nil {
			return err
		}
	}
	return nil
}

// batch sends the next lines that wait.
func (p *Pusher) batch(ctx context.Context) error {
	lines, err := p.next(ctx)
	if err != nil || len(lines) == 0 {
		return err
	}
	r, err := p.put(ctx, lines)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		p.failed(err)
		if p.size = max(1, min(p.size, len(lines))/2); len(lines) > 1 {
			return err
		}
		// A line that the hub cannot even read must not keep those behind it.
		said, ok := errors.AsType[*wire.Error](err)
		if !ok || !said.Signed || said.Code != wire.CodeLarge && said.Code != wire.CodeFormat {
			return err
		}
		r = wire.Receipt{Refused: []wire.Refused{{ID: lines[0].ID, Code: string(said.Code)}}}
	} else {
		p.size = min(2*p.size, mostLines)
		p.mu.Lock()
		p.state.Fault = ""
		p.mu.Unlock()
	}
	p.noted(lines, r)
	p.tell()
	return nil
}

// noted writes down what the hub has said of the lines of a batch.
func (p *Pusher) noted(lines []data.PlacedLine, r wire.Receipt) {
	byID := map[string]data.PlacedLine{}
	for _, l := range lines {
		byID[l.ID] = l
		delete(p.waiting, l.Row)
	}
	var a athub.Answer
	for _, id := range r.Saved {
		a.Saved = append(a.Saved, byID[id].Entry)
	}
	for _, id := range r.Apart {
		a.Apart = append(a.Apart, byID[id].Entry)
	}
	for _, no := range r.Refused {
		a.Refused = append(a.Refused, athub.Refusal{Entry: byID[no.ID].Entry, Code: no.Code})
	}
	p.atHub, p.apart = p.atHub+len(a.Saved)+len(a.Apart), p.apart+len(a.Apart)
	p.sent = lines[len(lines)-1].At
	if err := p.book.Note(a); err != nil {
		slog.Warn("what the hub has confirmed cannot be kept; it is sent again after the next start", "reason", err)
	}
}

// next reads the lines of the next batch. None means that what waited is not here any more.
func (p *Pusher) next(ctx context.Context) ([]data.PlacedLine, error) {
	for {
		list, again, err := p.s.LinesAfter(ctx, p.sent, p.size)
		if err != nil {
			return nil, err
		}
		if again || len(list) == 0 { // lines were moved meanwhile: they are counted again
			p.reset()
			return nil, p.look(ctx)
		}
		var out []data.PlacedLine
		ids, size := map[string]bool{}, 0
		for _, l := range list {
			if _, waits := p.waiting[l.Row]; !waits {
				if len(out) == 0 {
					p.sent = l.At
				}
				continue
			}
			if ids[l.ID] || len(out) > 0 && size+len(l.Sealed) > mostBytes {
				break // an answer names lines by their ids, so two of one id go one after the other
			}
			ids[l.ID] = true
			size += len(l.Sealed)
			out = append(out, l)
		}
		if len(out) > 0 {
			return out, nil
		}
	}
}

// put sends lines.
func (p *Pusher) put(ctx context.Context, lines []data.PlacedLine) (wire.Receipt, error) {
	client, err := p.speak()
	if err != nil {
		return wire.Receipt{}, err
	}
	b := wire.Batch{}
	known, own, named := p.s.BoothKeys(), p.s.BoothID(), map[string]bool{}
	name := sha256.New()
	for _, l := range lines {
		b.Lines = append(b.Lines, wire.LineOf(l.Entry))
		hash := l.Hash()
		name.Write(hash[:])
		if key := known[l.Booth]; key != nil && l.Booth != own && !named[l.Booth] {
			named[l.Booth] = true
			b.Keys = append(b.Keys, key)
		}
	}
	b.Batch = hex.EncodeToString(name.Sum(nil)[:16]) // the same when it is sent again
	r, err := client.Put(ctx, p.s.Event(), b)
	return r, told(ctx, p.j, err)
}

// speak returns the client, made anew when the booth goes on under another key.
func (p *Pusher) speak() (*wire.Client, error) {
	signer, err := p.s.RequestSigner()
	if err != nil {
		return nil, err
	}
	if p.client != nil && p.signer.Public().(ed25519.PublicKey).Equal(signer.Public()) {
		return p.client, nil
	}
	c, err := wire.NewClient(p.j.URL, p.j.Key, signer, wire.Options{Now: p.o.Now})
	if err != nil {
		return nil, err
	}
	p.client, p.signer = c, signer
	return c, nil
}

// failed keeps why a try failed, and logs it once.
func (p *Pusher) failed(err error) {
	e, ok := errors.AsType[ErrHub](err)
	if !ok {
		return
	}
	p.mu.Lock()
	was := p.state.Fault
	p.state.Fault = e.Fault
	p.mu.Unlock()
	if was != e.Fault && p.done != nil { // in the foreground it is said
		slog.Warn("the hub has not confirmed what waits", "reason", string(e.Fault))
	}
}

var _ Store = (*data.Store)(nil)
