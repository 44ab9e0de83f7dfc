package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"matchbooth/data"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/merge"
)

// Merging is what the desk can take over from other booths of the same event, and decide about what they say.
type Merging interface {
	// Sources lists what can be merged or imported: on these sticks, and beside this booth's data folder.
	Sources(ctx context.Context, sticks []handover.Place) []merge.Source
	// Preview says what merging a folder, a file or a backup would do. It changes nothing. Its errors are those of Merge.
	Preview(ctx context.Context, path string, yes Agreed) (merge.Plan, error)
	// Merge merges it. The error is ErrLeft if the desk is locked, context.Canceled if it was stopped, with nothing merged,
	// ErrStale if the desk has to be opened again to see what came, ErrKeysNot, or one of
	// data.Store.Merge's.
	Merge(ctx context.Context, path string, yes Agreed, progress func(done, total int)) (data.MergeReport, error)
	// Claims lists what booths have said about people who signed up at others; it waits for an answer.
	Claims(ctx context.Context) ([]data.Claim, error)
	// Answer accepts or refuses claims; erasures among those accepted empty at once.
	Answer(ctx context.Context, claims []data.Claim, accept bool) error
}

// ErrKeysNot means that the entries of a merge came, and the newer keys with them could not be taken.
var ErrKeysNot = errors.New("the entries were merged, the keys were not")

// Agreed is what somebody has said yes to about a merge, after comparing words.
type Agreed struct {
	Booths []string // ids of booths that are not known here and may come in
	Keys   string   // the fingerprint of the newer key set that may be taken; "" for none
}

// options turn them into the store's.
func (y Agreed) options(progress func(done, total int)) data.MergeOptions {
	return data.MergeOptions{
		Accept:   func(booth string, _ int) bool { return slices.Contains(y.Booths, booth) },
		Keys:     func(o data.KeyOffer) bool { return y.Keys != "" && o.New.Fingerprint == y.Keys },
		Progress: progress,
	}
}

// Sources implements [Merging].
func (d *Session) Sources(ctx context.Context, sticks []handover.Place) []merge.Source {
	var roots []merge.Root
	for _, p := range sticks {
		if p.Name != "" {
			roots = append(roots, merge.Root{Dir: p.Dir, On: p.Name, Deep: true})
		}
	}
	found := merge.Find(ctx, append(roots, merge.Root{Dir: filepath.Dir(filepath.Clean(d.data))}), d.data)
	if at := d.hub.name(); at != "" {
		found = append([]merge.Source{{Path: merge.FromHub, Kind: merge.Hub, Name: at, Unix: d.clock().Unix()}}, found...)
	}
	return found
}

// Preview implements [Merging].
func (d *Session) Preview(ctx context.Context, path string, yes Agreed) (merge.Plan, error) {
	from, ok := d.records()
	defer clear(from.Records)
	if !ok {
		return merge.Plan{}, ErrLeft
	}
	var asked []merge.Stranger
	var offer *data.KeyOffer
	opt := yes.options(nil)
	accept, keys := opt.Accept, opt.Keys
	opt.Accept = func(booth string, entries int) bool {
		asked = append(asked, merge.Stranger{Booth: booth, Entries: entries})
		return accept(booth, entries)
	}
	opt.Keys = func(o data.KeyOffer) bool { offer = &o; return keys(o) }
	path, err := d.hub.path(ctx, path, len(yes.Booths) == 0 && yes.Keys == "")
	if err != nil || path == "" { // the hub has nothing that is not here
		return merge.Plan{}, err
	}
	p, err := d.store.PreviewMerge(ctx, path, from.Key, opt)
	if err != nil {
		return merge.Plan{}, err
	}
	defer clear(p.Records)
	plan := merge.PlanOf(d.pack, from.Records, p)
	plan.Asked, plan.Offer = asked, offer
	plan.MergePreview.Records, plan.Persons = nil, nil // the page shows counts
	return plan, nil
}

// Merge implements [Merging].
func (d *Session) Merge(ctx context.Context, path string, yes Agreed, progress func(done, total int)) (data.MergeReport, error) {
	d.writing.Lock()
	defer d.writing.Unlock()
	if d.Opened() == nil {
		return data.MergeReport{}, ErrLeft
	}
	if path == merge.FromHub {
		defer d.hub.forget()
	}
	path, err := d.hub.path(ctx, path, false)
	if err != nil || path == "" {
		return data.MergeReport{}, err
	}
	r, err := d.store.Merge(data.As(ctx, d.By()), path, yes.options(progress))
	if err != nil && len(r.Booths) == 0 {
		return r, err
	}
	if err != nil { // the entries are here, the keys are not
		err = fmt.Errorf("%w: %w", ErrKeysNot, err)
	} else if r.KeysTaken && d.keyed != nil {
		d.keyed()
	}
	return r, cmp.Or(err, d.afresh(context.WithoutCancel(ctx)))
}

// Claims implements [Merging].
func (d *Session) Claims(ctx context.Context) ([]data.Claim, error) { return d.store.Claims(ctx) }

// Answer implements [Merging].
func (d *Session) Answer(ctx context.Context, claims []data.Claim, accept bool) error {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	key, in, by := d.key, d.opened, d.by
	d.mu.Unlock()
	if in == nil {
		return ErrLeft
	}
	desk, err := d.store.DeskOf(key)
	if err != nil {
		return err
	}
	defer desk.Close()
	ctx = data.As(ctx, by)
	if accept {
		err = d.store.AcceptClaims(ctx, desk, claims)
	} else {
		err = d.store.RefuseClaims(ctx, desk, claims)
	}
	if err != nil {
		return err
	}
	return d.afresh(context.WithoutCancel(ctx))
}

// afresh reads everybody again, after something has come in. The error is ErrStale if that fails: what came is stored.
func (d *Session) afresh(ctx context.Context) error {
	empty, err := d.Reread(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStale, err)
	}
	d.onUI(empty)
	return nil
}
