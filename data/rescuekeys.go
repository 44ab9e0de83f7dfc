package data

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchbooth/data/internal/folder"
	"matchbooth/data/seal"
)

// What is rescued may have been in strange hands, and a new folder must seal to nobody who is not in a set that belongs
// to the event. A signed set beats every other, and of one desk's the highest serial; what differs is named or, where
// nothing says which one is the event's, refused.

// foundSet is a key set and the file it was found in.
type foundSet struct {
	set  *keySet
	file string
	own  bool // in the folder's own settings: it says whose the desk is
}

// setIn reads the key set of settings of which parts may be lost. nil where there is none.
func setIn(meta map[string]string) (*keySet, error) {
	text, desk := meta[metaKeySet], meta[metaDesk]
	switch {
	case text != "":
		k, err := parseKeys(text)
		if err != nil {
			return nil, err
		}
		if !k.signed() || desk != "" && desk != base64.StdEncoding.EncodeToString(k.desk) ||
			meta[metaRecipients] != "" && meta[metaRecipients] != strings.Join(k.recipients(), "\n") {
			return nil, errKeysSignature
		}
		return k, nil
	case desk != "":
		return nil, errKeysSignature
	case meta[metaRecipients] == "":
		return nil, nil
	}
	r, err := seal.NewRecipients(strings.Split(meta[metaRecipients], "\n")...)
	if err != nil {
		return nil, err
	}
	return newKeySet(meta[metaMode], meta[metaEvent], r.Strings(), addedIn(meta), zeroTime), nil
}

// keepSet remembers the key set of a file.
func (r *rescue) keepSet(name string) {
	b, err := r.from.Read(name, rescueSmall)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	k, err := parseKeys(string(b))
	switch {
	case errors.Is(err, errKeysSignature):
		r.note("The key set in %s is not as the desk signed it.", name)
		r.badSet = name
	case err != nil:
		r.note("%s is damaged.", name)
	default:
		r.sets = append(r.sets, foundSet{set: k, file: name})
	}
}

// keySet chooses the set of the new folder.
func (r *rescue) keySet() (*keySet, error) {
	all := r.sets
	for _, c := range []struct {
		meta map[string]string
		file string
	}{{r.copied.Meta, folder.Settings}, {r.meta, folder.DB}} {
		k, err := setIn(c.meta)
		if err != nil {
			r.note("The key set in %s is not as the desk signed it.", c.file)
			r.badSet = c.file
		} else if k != nil {
			all = append([]foundSet{{k, c.file, true}}, all...)
		}
	}
	// An interrupted change: keys.toml is the newer one, and the store has announced it.
	if i := slices.IndexFunc(all, func(f foundSet) bool { return !f.own && announced(r.meta, mustRing(f.set)) }); i >= 0 {
		return all[i].set, nil
	}
	if len(all) == 0 {
		if r.badSet != "" {
			return nil, fmt.Errorf("%w: the key set in %s is not as the desk signed it: put %s of another booth of the event in its place", folder.ErrDamaged, r.badSet, folder.Keys)
		}
		return nil, fmt.Errorf("%w: neither %s nor %s has the event's public keys: put keys.toml of another booth of the event beside them", folder.ErrDamaged, folder.DB, folder.Keys)
	}
	best := r.bestOf(all)
	for _, f := range all {
		if err := r.holdAgainst(best, f); err != nil {
			return nil, err
		}
	}
	return best.set, nil
}

// bestOf gives the set with the highest serial of the desk that the folder knows. Of a folder that knows none, a set
// that came with a file is taken only where the folder has no keys of its own left.
func (r *rescue) bestOf(all []foundSet) foundSet {
	own := slices.ContainsFunc(all, func(f foundSet) bool { return f.own })
	pinned := slices.IndexFunc(all, func(f foundSet) bool { return f.own && f.set.signed() })
	best := all[0]
	if pinned >= 0 {
		best = all[pinned]
	} else if own {
		return best
	}
	for _, f := range all {
		if f.set.signed() && (!best.set.signed() || f.set.desk.Equal(best.set.desk) && f.set.serial > best.set.serial) {
			best = f
		}
	}
	return best
}

// holdAgainst names or refuses what another file says of the keys.
func (r *rescue) holdAgainst(best, f foundSet) error {
	a, b := best.set, f.set
	if a.same(b) {
		return nil
	}
	wrong := func() error {
		return fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed: take the wrong one away", folder.ErrDamaged, f.file, best.file)
	}
	same := slices.Equal(a.recipients(), b.recipients())
	switch {
	case a.event != b.event && b.event != "" && a.event != "":
		return wrong()
	case a.signed() && b.signed() && a.desk.Equal(b.desk) && a.serial > b.serial:
		r.note("The key set in %s is older than the one in %s.", f.file, best.file)
	case a.signed() && b.signed():
		return wrong() // another desk, or the same serial with other content
	case a.signed() && (same || isPrefix(b.recipients(), a.recipients())):
		if f.file != folder.Settings { // which is written last, after the first signature too
			r.note("The key set in %s is not signed, and the one in %s is.", f.file, best.file)
		}
	case !same:
		return wrong()
	case b.signed():
		r.note("The key set in %s is signed, and the one in %s is not: compare its six words, then take it with matchbooth keys take.", f.file, best.file)
	}
	return nil
}

// isPrefix says whether a list begins with another one.
func isPrefix(short, long []string) bool {
	return len(short) <= len(long) && slices.Equal(short, long[:len(short)])
}

// carriedKeys are the key files that go along as they are.
func (r *rescue) carriedKeys(set *keySet) (out []keyFile) {
	for _, name := range []string{folder.EventKey, folder.RecoveryKey, folder.EventRecovery} {
		if b, ok := r.files[name]; ok && (name != folder.EventRecovery || set.signed()) {
			out = append(out, keyFile{name, b})
		}
	}
	return out
}
