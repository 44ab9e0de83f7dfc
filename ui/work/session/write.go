package session

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/data/record"
	"matchbooth/ui/work/calls"
	"matchbooth/ui/work/changes"
)

// Correct implements [Changes].
func (d *Session) Correct(ctx context.Context, person string, set map[string]string, reason string) error {
	return d.change(ctx, person, func(w writing) error {
		c, err := changes.Correct(d.pack, w.of, set, reason, w.by, d.clock())
		if err != nil {
			return err
		}
		return w.at.Correct(w.ctx, w.of.Person, c)
	})
}

// Consent implements [Changes].
func (d *Session) Consent(ctx context.Context, person string, give, withdraw []string, reason, lang string) error {
	return d.change(ctx, person, func(w writing) error {
		c, err := changes.Consents(d.pack, w.of, give, withdraw, reason, w.by, lang, d.clock())
		if err != nil {
			return err
		}
		return w.at.ChangeConsents(w.ctx, w.of.Person, c)
	})
}

// Check implements [Changes].
func (d *Session) Check(ctx context.Context, person string, said changes.Checking) error {
	return d.change(ctx, person, func(w writing) error {
		c, err := changes.Check(d.pack, w.in.List, w.of, said, w.by, d.clock())
		if err != nil {
			return err
		}
		return w.at.AddCheck(w.ctx, w.of.Person, c)
	})
}

// Contact implements [Changes].
func (d *Session) Contact(ctx context.Context, person string, said changes.Calling) error {
	var plans []string
	for _, p := range d.pack.Contacts {
		plans = append(plans, p.ID)
	}
	return d.change(ctx, person, func(w writing) error {
		c, err := changes.Contact(said, plans, w.by, d.clock())
		if err != nil {
			return err
		}
		return w.at.AddContact(w.ctx, w.of.Person, c)
	})
}

// Join implements [Changes].
func (d *Session) Join(ctx context.Context, a, b string) error { return d.tie(ctx, a, b, changes.Join) }

// Apart implements [Changes].
func (d *Session) Apart(ctx context.Context, a, b string) error {
	return d.tie(ctx, a, b, changes.Apart)
}

// tie writes what a change says of two people.
func (d *Session) tie(ctx context.Context, a, b string, say func(a, b record.Record, by string, now time.Time) (string, record.Join, error)) error {
	return d.change(ctx, a, func(w writing) error {
		other := w.in.Place(b)
		if other < 0 {
			return data.ErrNobody
		}
		person, j, err := say(w.of, w.in.Records[other], w.by, d.clock())
		if err != nil {
			return err
		}
		return w.at.Join(w.ctx, person, j)
	}, b)
}

// Part implements [Changes].
func (d *Session) Part(ctx context.Context, person, part string) error {
	return d.change(ctx, person, func(w writing) error {
		who, j, err := changes.Undo(w.of, part, w.by, d.clock())
		if err != nil {
			return err
		}
		return w.at.Join(w.ctx, who, j)
	})
}

// Erase implements [Changes].
func (d *Session) Erase(ctx context.Context, person string) error {
	return d.change(ctx, person, func(w writing) error { return w.at.Erase(w.ctx, w.of.Person) })
}

// writing is what one change is made with.
type writing struct {
	ctx context.Context
	by  string
	at  data.AtDesk
	in  *Opened
	of  record.Record
}

// Format prints [redacted].
func (writing) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// change writes something about a person, and reads them anew, with whoever else it concerns. Changes are made one after
// the other: each is built from what the one before has left.
func (d *Session) change(ctx context.Context, person string, do func(writing) error, others ...string) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	key, in, by, turn := d.key, d.opened, d.by, d.turn
	d.mu.Unlock()
	if in == nil || in.List == nil {
		return ErrLeft
	}
	place := in.Place(person)
	if place < 0 {
		return data.ErrNobody
	}
	desk, err := d.store.DeskOf(key)
	if err != nil {
		return err
	}
	defer desk.Close()
	at, err := d.store.AtDesk(desk)
	if err != nil {
		return err
	}
	of := in.Records[place]
	touched := append(append([]string{of.Person}, of.Parts...), others...)
	if err := do(writing{data.As(ctx, by), by, at, in, of}); err != nil {
		return err
	}
	// It is written; that it cannot be read again is no reason to say that it is not.
	next, err := d.anew(ctx, key, in, touched)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStale, err)
	}
	if !d.open(turn, key, next) {
		drop(nil, next)
	}
	d.onUI(func() { drop(nil, in) })
	return nil
}

// anew is what was opened, with some people read again.
func (d *Session) anew(ctx context.Context, key data.Opener, in *Opened, touched []string) (*Opened, error) {
	var fresh []record.Record
	known := func(p string) bool {
		return slices.ContainsFunc(fresh, func(r record.Record) bool { return r.Person == p || slices.Contains(r.Parts, p) })
	}
	for _, p := range touched {
		if known(p) {
			continue
		}
		list, _, err := d.store.RecordsOf(ctx, key, p)
		if err != nil {
			return nil, err
		}
		fresh = append(fresh, list...)
	}
	all := make([]record.Record, 0, len(in.Records)+1)
	for _, r := range in.Records {
		if !slices.Contains(touched, r.Person) && !slices.ContainsFunc(r.Parts, func(p string) bool { return slices.Contains(touched, p) }) {
			all = append(all, r)
			continue
		}
		// In place of what was read before; whoever has been parted from it comes right after.
		for len(fresh) > 0 {
			all, fresh = append(all, fresh[0]), fresh[1:]
		}
	}
	return d.listed(ctx, append(all, fresh...), in.Damaged, in.Faults)
}

// CallOf returns what a person is to be called for today; false if they are not.
func (o *Opened) CallOf(person string) (calls.Call, bool) {
	if i := slices.IndexFunc(o.Due, func(c calls.Call) bool { return c.Person == person }); i >= 0 {
		return o.Due[i], true
	}
	return calls.Call{}, false
}
