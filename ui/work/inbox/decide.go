package inbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/outside"
	"matchbooth/data/record"
	"matchbooth/data/seal"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/changes"
)

func isClosed(err error) bool { return errors.Is(err, seal.ErrClosed) }

// Desk is what decisions are written with: the store, its desk, and everybody who was opened.
type Desk struct {
	Store interface {
		Audit(ctx context.Context, what string, persons int) error
	}
	At      data.AtDesk
	Event   string // the event's id
	Key     data.Opener
	Pack    *event.Pack
	Records []record.Record
}

// Format prints [redacted].
func (Desk) Format(f fmt.State, _ rune) { io.WriteString(f, record.Redacted) }

// Accept does what a wish says: it writes the entries, then puts the wish away. Interrupted, it may be done again. The errors
// are ErrUnknown, ErrWhom, ErrWhich, a [changes.Refused], or the store's. It returns whom it was about.
func (b *Box) Accept(ctx context.Context, k Desk, id string, d Decision) (person string, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.count.Store(-1)
	dir, w, r, err := b.one(ctx, k, id, d.Person)
	if err != nil {
		return "", err
	}
	defer dir.Close()
	if r == nil {
		return "", ErrWhom
	}
	p, err := Propose(k.Pack, *r, w, d)
	switch {
	case err != nil:
		return "", err
	case len(p.Wrong) > 0:
		return "", p.Wrong
	}
	if p.Erase {
		return r.Person, b.erase(ctx, dir, k, w, r.Person)
	}
	if p.correction != nil && !r.Answers(w.ID, entry.KindCorrection) {
		if err := k.At.Correct(ctx, r.Person, *p.correction); err != nil {
			return "", err
		}
	}
	if !r.Answers(w.ID, entry.KindContact) {
		if err := k.At.AddContact(ctx, r.Person, *p.contact); err != nil {
			return "", err
		}
	}
	if err := k.Store.Audit(ctx, "wish accepted: "+w.Said.Wish, 1); err != nil {
		return "", err
	}
	return r.Person, settle(dir, []Wish{w})
}

// erase erases a person. That it is by this wish is noted first: the person's record, which would say so, will be gone. Other
// wishes of theirs go along: they are sealed, and are of somebody who is to be forgotten.
func (b *Box) erase(ctx context.Context, dir *outside.Folder, k Desk, w Wish, person string) error {
	all, err := b.list(ctx, dir, k.Key, k.Pack, k.Event, k.Records)
	if err != nil {
		return err
	}
	done, err := decidedIn(dir)
	if err != nil {
		return err
	}
	gone := []Wish{w}
	for _, o := range all {
		if o.ID == w.ID || len(o.Found) != 1 || o.Found[0] != person {
			continue
		}
		gone = append(gone, o)
	}
	for _, o := range gone {
		done.erasing[o.ID] = person
	}
	if err := done.write(dir); err != nil {
		return err
	}
	if err := k.At.Erase(ctx, person); err != nil {
		return err
	}
	if err := k.Store.Audit(ctx, "wish accepted: "+w.Said.Wish, 1); err != nil {
		return err
	}
	return settle(dir, gone)
}

// Refuse puts a wish away without doing what it says. Where it is certain whose it is, the reason is kept in the person's
// history; what lies in a tray, or may be several people's, leaves its reason nowhere: there is nobody to keep it with.
func (b *Box) Refuse(ctx context.Context, k Desk, id string, d Decision) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.count.Store(-1)
	if strings.TrimSpace(d.Reason) == "" {
		return ErrReason
	}
	dir, w, r, err := b.one(ctx, k, id, d.Person)
	if err != nil {
		return err
	}
	defer dir.Close()
	what, persons := "wish refused", 0
	if w.Tray != "" {
		what = "wish put away: " + string(w.Tray)
	}
	if r != nil {
		if r.Answers(w.ID, entry.KindCorrection) && !refusedIn(*r, w.ID) {
			return ErrBegun
		}
		c, err := changes.Refusal(d.Reason, w.ID, d.By, d.Now)
		if err != nil {
			return err
		}
		if err := k.At.Correct(ctx, r.Person, c); err != nil {
			return err
		}
		persons = 1
	}
	if err := k.Store.Audit(ctx, what, persons); err != nil {
		return err
	}
	return settle(dir, []Wish{w})
}

// PutAway puts everything of a tray away at once, and returns how many that were.
func (b *Box) PutAway(ctx context.Context, k Desk, tray Tray) (n int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer b.count.Store(-1)
	dir, err := b.folder(false)
	if dir == nil {
		return 0, err
	}
	defer dir.Close()
	all, err := b.list(ctx, dir, k.Key, k.Pack, k.Event, k.Records)
	if err != nil {
		return 0, err
	}
	all = slices.DeleteFunc(all, func(w Wish) bool { return w.Tray != tray })
	if len(all) == 0 {
		return 0, nil
	}
	if err := k.Store.Audit(ctx, "wishes put away: "+string(tray), 0); err != nil {
		return 0, err
	}
	return len(all), settle(dir, all)
}

// one finds a wish by its id, and its person where that is certain, or one of those who were found. The caller closes the
// folder.
func (b *Box) one(ctx context.Context, k Desk, id, person string) (dir *outside.Folder, w Wish, r *record.Record, err error) {
	dir, err = b.folder(false)
	if err != nil {
		return nil, w, nil, err
	}
	if dir == nil {
		return nil, w, nil, ErrUnknown
	}
	defer func() {
		if err != nil {
			dir.Close()
		}
	}()
	all, err := b.list(ctx, dir, k.Key, k.Pack, k.Event, k.Records)
	if err != nil {
		return dir, w, nil, err
	}
	i := slices.IndexFunc(all, func(w Wish) bool { return w.ID == id })
	if i < 0 {
		return dir, w, nil, ErrUnknown
	}
	w = all[i]
	if len(w.Found) == 1 && person == "" {
		person = w.Found[0]
	}
	if person != "" {
		if !slices.Contains(w.Found, person) {
			return dir, w, nil, ErrWhom
		}
		at := slices.IndexFunc(k.Records, func(r record.Record) bool { return r.Person == person })
		r = &k.Records[at]
	}
	return dir, w, r, nil
}
