package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
)

// Store is what the window needs of the store; *data.Store is one.
type Store interface {
	Mode() string
	SignUp(context.Context, data.SignUp) (data.Saved, error)
	AddCheck(ctx context.Context, person string, c data.Check) error
	Erase(context.Context, data.ReceiptCode) (bool, error)
	CheckPIN(pin string) (bool, time.Duration)
	Tally(ctx context.Context, name string) error
	Audit(ctx context.Context, what string) error
	Status(context.Context) (data.Status, error)
	Unlock(passphrase []byte) (data.Opener, error)
	Records(context.Context, data.Opener, func(done, total int)) ([]data.Record, []data.Fault, error)
	ErasedSinceExport(ctx context.Context, to string) ([]data.ReceiptCode, error)
	MarkExported(ctx context.Context, to string, codes []data.ReceiptCode) error
}

// SignUpOf makes the body of the sign-up from what the visitor entered: only fields the pack
// asks for, only what was answered, only consents that were given.
func SignUpOf(p *event.Pack, s session.State, now time.Time) data.SignUp {
	up := data.SignUp{
		At: now.UTC().Truncate(time.Second), Lang: s.Lang, Source: "screen", Fields: map[string]data.Field{},
		Outcome: s.Outcome, Story: s.LastStory, Flags: s.Flags,
	}
	for _, f := range p.Fields {
		v, ok := s.Answers[f.ID]
		if !ok {
			continue
		}
		if f.Kind == "person" {
			if v.Person.Name != "" || v.Person.Phone != "" {
				up.Fields[f.ID] = data.Field{Person: &data.Person{Name: v.Person.Name, Relation: v.Person.Relation, Phone: v.Person.Phone}}
			}
		} else if v.Text != "" {
			up.Fields[f.ID] = data.Field{Text: v.Text}
		}
	}
	for _, c := range s.Consents {
		up.Consents = append(up.Consents, data.Consent{ID: c.ID, SHA256: c.SHA256, Lang: c.Lang, At: c.At.UTC().Truncate(time.Second)})
	}
	up.Reachability = form.Reachability(p.Fields, s.Answers, now)
	return up
}

// saveProblem names the sentence for an error of the store, never the error itself.
func saveProblem(err error) string {
	if errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "disk is full") {
		return "save.full"
	}
	return "save.failed"
}

// eraseEvery is the least time between two erasures by code at one booth: slow enough that codes
// cannot be tried one after the other, and the answer is the same for a wrong code.
const eraseEvery = 10 * time.Second

var lastErase struct {
	sync.Mutex
	at time.Time
}

func (b *Booth) erase(ctx context.Context, code string) string {
	lastErase.Lock()
	now := b.clock()
	soon := now.Sub(lastErase.at) < eraseEvery && now.After(lastErase.at)
	if !soon {
		lastErase.at = now
	}
	lastErase.Unlock()
	if soon {
		return "wait"
	}
	rc, err := data.ParseReceiptCode(code)
	if err == nil {
		_, err = b.Store.Erase(ctx, rc)
	}
	if err != nil && !errors.Is(err, data.ErrCodeUnknown) {
		return "failed"
	}
	return "done"
}

// desk is the volunteers' corner over the store.
type desk struct {
	store  Store
	pack   *event.Pack
	folder string

	mu  sync.Mutex
	key data.Opener
}

func (d *desk) Unlock(ctx context.Context, passphrase []byte) error {
	key, err := d.store.Unlock(passphrase)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.key = key
	d.mu.Unlock()
	return d.store.Audit(ctx, "desk opened")
}

func (d *desk) opener() (data.Opener, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.key == nil {
		return nil, fmt.Errorf("the desk is locked: %w", data.ErrPassphrase)
	}
	return d.key, nil
}

func (d *desk) Records(ctx context.Context) ([]data.Record, int, error) {
	key, err := d.opener()
	if err != nil {
		return nil, 0, err
	}
	recs, faults, err := d.store.Records(ctx, key, nil)
	return recs, len(faults), err
}

func (d *desk) Count(ctx context.Context) (int, error) {
	s, err := d.store.Status(ctx)
	return s.Signups, err
}

func (d *desk) Folder() string { return d.folder }

func (d *desk) Lock() {
	d.mu.Lock()
	d.key = nil
	d.mu.Unlock()
}

func (d *desk) AddCheck(ctx context.Context, person string, c data.Check) error {
	return d.store.AddCheck(ctx, person, c)
}

var _ = export.Doc{}
