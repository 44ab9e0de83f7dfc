package hub

import (
	"context"
	"crypto"
	"errors"
	"fmt"

	"matchbooth/data/wire"
)

// ErrDesk: the hub does not know the desk. Nobody has told it of the event (matchbooth-hub event), or of another key set.
var ErrDesk = errors.New("the hub does not know this event's desk")

// Wishes fetches what phones have sent to the hub, page by page. take keeps a page, and returns the ids of what it has
// for certain: only these the hub is told to delete. It may stop with an error, which is returned. desk signs requests
// in the desk's name: by no other key anything is deleted. The error is an [ErrHub], [ErrDesk] or [ErrNone].
func Wishes(ctx context.Context, s Store, desk crypto.Signer, o Options, take func([]wire.SealedWish) (have []string, err error)) error {
	j, ok := Of(s)
	if !ok {
		return ErrNone
	}
	client, err := wire.NewClient(j.URL, j.Key, desk, wire.Options{Now: o.Now})
	if err != nil {
		return err
	}
	said := func(err error) error {
		e, ok := errors.AsType[ErrHub](told(ctx, j, err))
		if ok && e.Fault == NotAllowed {
			return fmt.Errorf("%w: %w", ErrDesk, err)
		}
		return told(ctx, j, err)
	}
	for q := (wire.WishQuery{}); ; {
		page, err := client.Wishes(ctx, s.Event(), q)
		if err != nil {
			return said(err)
		}
		// A hub that goes in circles would never end.
		if len(page.Wishes) > wire.MaxWishes || page.Next != "" && (len(page.Wishes) == 0 || page.Next <= q.After) {
			return ErrHub{Lies, wire.ErrAnswer}
		}
		have, err := take(page.Wishes)
		if len(have) > 0 { // what is kept is kept, whatever became of the rest
			if err := client.WishesDone(ctx, s.Event(), have); err != nil {
				return said(err)
			}
		}
		if err != nil {
			return err
		}
		if page.Next == "" {
			return nil
		}
		q.After = page.Next
	}
}
