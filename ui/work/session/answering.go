package session

import (
	"context"
	"fmt"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/work/hub"
	"matchbooth/ui/work/inbox"
)

// Answering is what the desk can do about what people have sent from their phones.
type Answering interface {
	// Letters says how much there is, without opening anything; it is quick.
	Letters() Letters
	// Inbox opens what waits, those that can be decided first. The error is ErrLeft if the desk is locked, or the disk's.
	Inbox(ctx context.Context) ([]inbox.Wish, error)
	// FetchInbox fetches what waits at the hub, and returns how many are new. The errors are those of [inbox.Box.Pull].
	FetchInbox(ctx context.Context) (int, error)
	// Proposed says what accepting a wish of this person would do.
	Proposed(w inbox.Wish, person, column string, say text.Printer) (inbox.Proposal, error)
	// AcceptWish does what a wish says, RefuseWish puts it away; their errors are those of the inbox and of [Changes].
	AcceptWish(ctx context.Context, w inbox.Wish, person, column string, say text.Printer) error
	RefuseWish(ctx context.Context, w inbox.Wish, person, reason string) error
}

// Letters is how much is in the inbox.
type Letters struct {
	Shown bool // a hub was joined, or something is in it
	Hub   bool // a hub was joined
	N     int  // wishes
}

// Letters implements [Answering].
func (d *Session) Letters() Letters {
	var l Letters
	if d.hub.of != nil {
		_, l.Hub = d.hub.of()
	}
	l.N, _ = d.box.Count() // an inbox that cannot be read says so on its page
	l.Shown = l.Hub || l.N > 0
	return l
}

// Inbox implements [Answering].
func (d *Session) Inbox(ctx context.Context) ([]inbox.Wish, error) {
	from, ok := d.records()
	if !ok {
		return nil, fmt.Errorf("reading the inbox: %w", ErrLeft)
	}
	defer clear(from.Records)
	return d.box.List(ctx, from.Key, d.pack, d.pack.ID, from.Records)
}

// FetchInbox implements [Answering].
func (d *Session) FetchInbox(ctx context.Context) (int, error) {
	d.mu.Lock()
	key, in, by := d.key, d.opened, d.by
	d.mu.Unlock()
	if in == nil {
		return 0, ErrLeft
	}
	if d.hub.from == nil {
		return 0, hub.ErrNone
	}
	desk, err := d.store.DeskOf(key)
	if err != nil {
		return 0, err
	}
	defer desk.Close()
	return d.box.Pull(data.As(ctx, by), d.hub.from, desk, hub.Options{Now: d.clock})
}

// Proposed implements [Answering].
func (d *Session) Proposed(w inbox.Wish, person, column string, say text.Printer) (inbox.Proposal, error) {
	o := d.Opened()
	if o == nil {
		return inbox.Proposal{}, ErrLeft
	}
	at := o.Place(person)
	if at < 0 {
		return inbox.Proposal{}, data.ErrNobody
	}
	return inbox.Propose(d.pack, o.Records[at], w, d.decision(person, column, say.S("inbox.reason")))
}

func (d *Session) decision(person, column, reason string) inbox.Decision {
	return inbox.Decision{By: d.By(), Person: person, Column: column, Reason: reason, Now: d.clock()}
}

// AcceptWish implements [Answering].
func (d *Session) AcceptWish(ctx context.Context, w inbox.Wish, person, column string, say text.Printer) error {
	return d.change(ctx, person, func(x writing) error {
		_, err := d.box.Accept(x.ctx, d.answering(x), w.ID, d.decision(person, column, say.S("inbox.reason")))
		return err
	})
}

// RefuseWish implements [Answering]. person is "" for what lies in a tray.
func (d *Session) RefuseWish(ctx context.Context, w inbox.Wish, person, reason string) error {
	if person != "" {
		return d.change(ctx, person, func(x writing) error {
			return d.box.Refuse(x.ctx, d.answering(x), w.ID, d.decision(person, "", reason))
		})
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	from, ok := d.records()
	if !ok {
		return ErrLeft
	}
	defer clear(from.Records)
	return d.box.Refuse(data.As(ctx, d.By()), inbox.Desk{Store: d.store, Event: d.pack.ID, Key: from.Key, Pack: d.pack, Records: from.Records}, w.ID, d.decision("", "", reason))
}

func (d *Session) answering(x writing) inbox.Desk {
	return inbox.Desk{Store: d.store, At: x.at, Event: d.pack.ID, Key: d.keyNow(), Pack: d.pack, Records: append([]record.Record(nil), x.in.Records...)}
}

func (d *Session) keyNow() data.Opener {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.key
}
