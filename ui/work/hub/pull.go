package hub

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/data/entry"
	"matchbooth/data/wire"
)

// ErrNone: no hub was joined.
var ErrNone = errors.New("this booth has joined no hub")

// Pulled is what a hub handed out: a source to be merged like any other booth's, with a preview or without.
type Pulled struct {
	Lines int // that are in it
	Apart int // of these, those that the hub keeps apart
	Said  int // statements of the desk that are not known here
	Unfit int // that no line can be, and that were left out

	from *data.Fetched
}

// Path is the file to be merged; "" if nothing came.
func (p *Pulled) Path() string {
	if p == nil || p.from == nil {
		return ""
	}
	return p.from.Path()
}

// Remove removes it, merged or not.
func (p *Pulled) Remove() {
	if p != nil && p.from != nil {
		p.from.Remove()
		p.from = nil
	}
}

// mostPulled is how many lines are fetched at most: more than any event has. Variable for tests.
var mostPulled = 1_000_000

// Pull fetches the lines that are not here: of each booth those after its highest running number without a gap, and what the
// hub keeps apart. With all it fetches everything, also what is here. What the desk has said comes along. Nothing is merged yet. The caller removes what came.
func Pull(ctx context.Context, s Store, all bool, o Options, progress func(lines int)) (_ *Pulled, err error) {
	j, ok := Of(s)
	if !ok {
		return nil, ErrNone
	}
	signer, err := s.RequestSigner()
	if err != nil {
		return nil, err
	}
	client, err := wire.NewClient(j.URL, j.Key, signer, wire.Options{Now: o.Now})
	if err != nil {
		return nil, err
	}
	have := map[string]int64{}
	if !all {
		if have, err = s.Unbroken(ctx); err != nil {
			return nil, err
		}
	}
	book, err := athub.Open(s.Dir(), j.Fingerprint())
	if err != nil {
		book = nil // what is confirmed already is then sent once more
	}
	p := &Pulled{}
	defer func() {
		if err != nil || p.Lines+p.Said == 0 {
			p.Remove()
		}
	}()
	for _, apart := range []bool{false, true} {
		q := wire.Query{Apart: apart}
		if !apart {
			q.Have = have
		}
		for more := true; more; more = q.After != nil {
			page, err := client.Since(ctx, s.Event(), q)
			if err != nil {
				return nil, told(ctx, j, err)
			}
			// A hub that goes in circles would never end.
			if page.Next != nil && (len(page.Lines) == 0 || q.After != nil && comparePlaces(page.Next, q.After) <= 0) {
				return nil, ErrHub{Lies, wire.ErrAnswer}
			}
			q.After = page.Next
			if err := p.add(ctx, s, page, apart); err != nil {
				return nil, err
			}
			if p.Lines > mostPulled {
				return nil, ErrHub{Lies, fmt.Errorf("%w: more lines than an event has", wire.ErrAnswer)}
			}
			if book != nil && !apart { // it has signed that it has them
				if err := book.Note(athub.Answer{Saved: fit(page.Lines)}); err != nil {
					book = nil
				}
			}
			if progress != nil {
				progress(p.Lines)
			}
		}
	}
	if err := p.hear(ctx, s, client, j); err != nil {
		return nil, err
	}
	if p.from != nil {
		if err := p.from.Close(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// fit are the entries that can be lines.
func fit(lines []wire.Line) []*entry.Entry {
	var out []*entry.Entry
	for i := range lines {
		if lines[i].Refuse() == "" {
			out = append(out, lines[i].Whole())
		}
	}
	return out
}

// add puts a page into the source.
func (p *Pulled) add(ctx context.Context, s Store, page wire.Page, apart bool) (err error) {
	lines := fit(page.Lines)
	p.Unfit += len(page.Lines) - len(lines)
	if len(lines) == 0 {
		return nil
	}
	if p.from == nil {
		if p.from, err = s.Fetching(ctx); err != nil {
			return err
		}
	}
	var keys []ed25519.PublicKey
	for _, k := range page.Keys {
		if len(k) == ed25519.PublicKeySize {
			keys = append(keys, k)
		}
	}
	p.Lines += len(lines)
	if apart {
		p.Apart += len(lines)
	}
	return p.from.Add(ctx, lines, keys)
}

// comparePlaces orders places as pages do.
func comparePlaces(a, b *wire.Place) int {
	return cmp.Or(cmp.Compare(a.Booth, b.Booth), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID), cmp.Compare(string(a.Hash), string(b.Hash)))
}
