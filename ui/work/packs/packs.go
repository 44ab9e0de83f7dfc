// Package packs finds the event pack of a booth among the versions it has, and takes over a new one: what the command line
// and the desk both do.
//
// The pack that a booth was set up with lies beside its store, and stays there. A later version has a file of its own; which
// one counts, the desk has stated, see [data.Store.Packs].
package packs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"matchbooth/assets"
	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/amend"
	"matchbooth/kiosk/event/compare"
)

// Dir and Zip are the names of the copy of the event pack that a booth was set up with, next to its store: a folder, or a
// file.
const (
	Dir = "pack"
	Zip = "pack.zip"
)

// Meta is the setting with the digest of the pack that a booth was set up with. A booth without it runs the built-in event.
const Meta = "pack_digest"

// Versions is what a booth says of its event pack: its store, or its outline while somebody else has the folder open.
type Versions interface {
	Meta(key string) (string, bool)
	Mode() string
	Event() string
	Packs() []data.PackVersion
}

// Store is what this package needs of the store.
type Store interface {
	Versions
	AddPack(digest string, zip []byte) error
	ChangePack(ctx context.Context, desk *data.Desk, c data.PackChange) error
	Status(ctx context.Context) (data.Status, error)
	Booths(ctx context.Context) ([]data.BoothInfo, error)
	MovedTo() (first, last string)
}

// Which says which version of the pack a booth uses.
type Which struct {
	Path    string // a folder or .zip file; "" for the built-in pack
	Digest  string // that it must have; "" for any, of the built-in pack and of a booth that has lost its settings
	First   bool   // it is the one that the booth was set up with
	Since   time.Time
	Changes int // how often the pack was changed after setup, as far as this booth knows
	// Lacks is the digest of the version that the desk has named last, if its file is not here; "" otherwise.
	Lacks string
	Rival bool // two booths changed the pack without knowing of each other

	after int // of the changes, how many led to this version
}

// Find returns the version that counts, or the last one before it that is here.
func Find(s Versions, dir string) Which {
	first := First(s, dir)
	versions := s.Packs()
	w := first
	w.Changes = len(versions)
	for i, v := range slices.Backward(versions) {
		w.after = i + 1
		last := i == len(versions)-1
		if last {
			w.Rival = v.Rival
		}
		switch {
		case v.Here:
			w.Path, w.Digest, w.First, w.Since = data.PackFile(dir, v.Digest), v.Digest, false, v.Since
			return w
		case v.Digest == first.Digest && first.Path != "": // set up after the change, or changed back
			w.Since = v.Since
			return w
		case last:
			w.Lacks = v.Digest
		}
	}
	w.after = 0
	return w
}

// First returns the pack that the booth was set up with.
func First(s Versions, dir string) Which {
	digest, own := s.Meta(Meta)
	w := Which{First: true, Digest: digest}
	if !own && s.Mode() != data.ModeLive {
		return w
	}
	w.Path = filepath.Join(dir, Dir)
	if _, err := os.Stat(w.Path); err != nil {
		w.Path = filepath.Join(dir, Zip)
	}
	return w
}

// Current loads the version that counts, as far as it is here, knowing the earlier ones. The error is a Faulty, ErrMoved for
// files that are not those the desk has named, or one of the system's.
func Current(s Versions, dir string) (*event.Pack, error) {
	w := Find(s, dir)
	var p *event.Pack
	var faults []event.Fault
	var err error
	if w.Path == "" {
		p, faults, err = event.LoadFS(assets.Event())
	} else {
		p, faults, err = event.Load(w.Path)
	}
	switch {
	case err != nil:
		return nil, err
	case len(faults) > 0:
		return nil, Faulty(faults)
	case w.Path != "" && p.Digest != w.Digest:
		return nil, ErrMoved
	}
	return Remember(s, dir, p), nil
}

// Lost lists the versions of the pack that the desk has named and whose files are not here, by their digests, in order: the
// texts that people agreed to under them cannot be shown.
func Lost(s Versions, dir string) (digests []string) {
	first := First(s, dir)
	add := func(digest string) {
		here := data.HasPack(dir, digest) || digest == first.Digest && first.Path != ""
		if !here && !slices.Contains(digests, digest) {
			digests = append(digests, digest)
		}
	}
	for _, v := range s.Packs() {
		add(v.Prev)
		add(v.Digest)
	}
	return digests
}

// Remember returns the pack, knowing the earlier versions that are here.
func Remember(s Versions, dir string, p *event.Pack) *event.Pack {
	if len(s.Packs()) == 0 {
		return p
	}
	return p.Remembering(func() (out []event.Earlier) {
		for _, v := range s.Packs()[:Find(s, dir).after] {
			if old, faults, err := event.Load(data.PackFile(dir, v.Prev)); err == nil && len(faults) == 0 && old.Digest == v.Prev {
				out = append(out, event.Earlier{Pack: old, Until: v.Since})
			}
		}
		return out
	})
}

// Offer is a new pack, looked at beside the one that the booth has.
type Offer struct {
	Old, New *event.Pack
	Changes  []amend.Change
	// Named says that the desk has named this version already, at another booth: it only has to be kept here.
	Named bool

	change data.PackChange
}

// Same says whether the booth has this very pack already.
func (o Offer) Same() bool { return len(o.Changes) == 0 && !o.Named }

// Refused are the differences for which the pack cannot be taken over.
func (o Offer) Refused() []amend.Change {
	if o.Named {
		return nil
	}
	return amend.Refused(o.Changes)
}

// Faulty is the error for a pack that is not taken over because of what is wrong with it.
type Faulty []event.Fault

// Error implements error.
func (f Faulty) Error() string {
	return fmt.Sprintf("faults in the event pack: %d, the first: %s", len(f), f[0])
}

// ErrMoved means that a pack was changed on its disk while it was read.
var ErrMoved = errors.New("the event pack was changed while it was read")

// Look compares the pack at path with the booth's, which old is, from where Find says it is; of a booth that has lost its
// pack old is nil. It changes nothing. The error is a Faulty for a pack with faults, one of another live event's included.
func Look(ctx context.Context, s Store, dir string, old *event.Pack, path string) (Offer, error) {
	src, faults, err := event.Read(path)
	if err != nil {
		return Offer{}, err
	}
	if faults, _, err = compare.Examine(src, faults, time.Now()); err != nil {
		return Offer{}, err
	}
	if len(faults) > 0 {
		return Offer{}, Faulty(faults)
	}
	p := src.Pack
	o := Offer{Old: old, New: p}
	o.change = data.PackChange{Digest: p.Digest, Days: p.Handler.RetentionDays, Terms: p.Terms()}
	if o.change.Zip, err = archive(path, p.Digest); err != nil {
		return Offer{}, err
	}
	w := Find(s, dir)
	if p.ID == s.Event() && (w.Lacks == p.Digest || w.Digest == p.Digest && !w.First && old == nil) {
		o.Named = true
	}
	if old == nil {
		return o, nil
	}
	booth, err := boothOf(ctx, s)
	if err != nil {
		return Offer{}, err
	}
	o.Changes = amend.Compare(old, p, booth)
	o.change.Prev = old.Digest
	if o.Same() || len(o.Refused()) > 0 {
		return o, nil
	}
	if o.change.PrevZip, err = archive(w.Path, old.Digest); err != nil {
		return Offer{}, err
	}
	return o, nil
}

// archive returns a pack as one file.
func archive(path, digest string) ([]byte, error) {
	var fsys fs.FS
	if path == "" {
		fsys = assets.Event()
	}
	content, got, err := event.Archive(path, fsys)
	if err == nil && got != digest { // a stick's files can be exchanged in between
		err = ErrMoved
	}
	return content, err
}

// boothOf returns what decides about changes besides the packs.
func boothOf(ctx context.Context, s Store) (b amend.Booth, err error) {
	st, err := s.Status(ctx)
	if err != nil {
		return b, err
	}
	booths, err := s.Booths(ctx)
	if err != nil {
		return b, err
	}
	others := slices.ContainsFunc(booths, func(o data.BoothInfo) bool { return !o.This && !o.Own }) // who have people of their own
	b.SignUps = st.Signups > 0 || others
	b.First, b.Last = s.MovedTo()
	return b, nil
}

// Take takes the pack over. desk may be nil for one that the desk has named already.
func (o Offer) Take(ctx context.Context, s Store, desk *data.Desk) error {
	if o.Named {
		return s.AddPack(o.New.Digest, o.change.Zip)
	}
	if o.Same() || len(o.Refused()) > 0 {
		return errors.New("this pack cannot be taken over")
	}
	return s.ChangePack(ctx, desk, o.change)
}
