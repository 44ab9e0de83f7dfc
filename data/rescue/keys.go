package rescue

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"matchbooth/data/internal/db"
	"matchbooth/data/internal/folder"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// The rescued folder may have been in strangers' hands, and a new folder must seal only to the keys of a set that
// belongs to the event. A signed set beats an unsigned one, and among those of one desk the highest serial wins. A set
// that differs is named or, if nothing tells which one is the event's, refused.

// foundSet is a key set and the file it was found in.
type foundSet struct {
	set  *keyset.Set
	file string
	own  bool // in the folder's own settings, which say whose the desk is
}

// setIn reads the key set from settings of which parts may be lost. It returns nil if there is none.
func setIn(meta map[string]string) (*keyset.Set, error) {
	text, desk := meta[db.MetaKeySet], meta[db.MetaDesk]
	switch {
	case text != "":
		k, err := keyset.Parse(text)
		if err != nil {
			return nil, err
		}
		if !k.Signed() || desk != "" && desk != base64.StdEncoding.EncodeToString(k.Desk) ||
			meta[db.MetaRecipients] != "" && meta[db.MetaRecipients] != strings.Join(k.Recipients(), "\n") {
			return nil, keyset.ErrKeysSignature
		}
		return k, nil
	case desk != "":
		return nil, keyset.ErrKeysSignature
	case meta[db.MetaRecipients] == "":
		return nil, nil
	}
	r, err := seal.NewRecipients(strings.Split(meta[db.MetaRecipients], "\n")...)
	if err != nil {
		return nil, err
	}
	return keyset.NewSet(meta[db.MetaMode], meta[db.MetaEvent], r.Strings(), db.AddedIn(meta), keyset.ZeroTime), nil
}

// addSet reads the key set of a file, to choose from later.
func (r *rescue) addSet(name string) {
	b, err := r.from.Read(name, maxSmall)
	if err != nil {
		r.note("%s could not be read.", name)
		return
	}
	k, err := keyset.Parse(string(b))
	switch {
	case errors.Is(err, keyset.ErrKeysSignature):
		r.note("The key set in %s is not as the desk signed it.", name)
		r.badSet = name
	case err != nil:
		r.note("%s is damaged.", name)
	default:
		r.sets = append(r.sets, foundSet{set: k, file: name})
	}
}

// keySet chooses the set of the new folder.
func (r *rescue) keySet() (*keyset.Set, error) {
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
	// A change of keys was interrupted: keys.toml is the newer one, and the store has announced it.
	if i := slices.IndexFunc(all, func(f foundSet) bool { return !f.own && db.Announced(r.meta, keyset.MustRing(f.set)) }); i >= 0 {
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
		if err := r.compareSets(best, f); err != nil {
			return nil, err
		}
	}
	return best.set, nil
}

// bestOf returns the set with the highest serial of the desk that the folder knows. If it knows none, a set from a file
// is used only if the folder has no keys of its own left.
func (r *rescue) bestOf(all []foundSet) foundSet {
	own := slices.ContainsFunc(all, func(f foundSet) bool { return f.own })
	pinned := slices.IndexFunc(all, func(f foundSet) bool { return f.own && f.set.Signed() })
	best := all[0]
	if pinned >= 0 {
		best = all[pinned]
	} else if own {
		return best
	}
	for _, f := range all {
		if f.set.Signed() && (!best.set.Signed() || f.set.Desk.Equal(best.set.Desk) && f.set.Serial > best.set.Serial) {
			best = f
		}
	}
	return best
}

// compareSets compares the chosen set with that of another file: a difference is noted or, as an error, refused.
func (r *rescue) compareSets(best, f foundSet) error {
	a, b := best.set, f.set
	if a.Same(b) {
		return nil
	}
	wrong := func() error {
		return fmt.Errorf("%w: the keys in %s are not the ones in %s, so one of the files was changed: take the wrong one away", folder.ErrDamaged, f.file, best.file)
	}
	same := slices.Equal(a.Recipients(), b.Recipients())
	switch {
	case a.Event != b.Event && b.Event != "" && a.Event != "":
		return wrong()
	case a.Signed() && b.Signed() && a.Desk.Equal(b.Desk) && a.Serial > b.Serial:
		r.note("The key set in %s is older than the one in %s.", f.file, best.file)
	case a.Signed() && b.Signed():
		return wrong() // another desk, or the same serial with other content
	case a.Signed() && (same || keyset.IsPrefix(b.Recipients(), a.Recipients())):
		if f.file != folder.Settings { // it is written last, also when a set is signed for the first time
			r.note("The key set in %s is not signed, and the one in %s is.", f.file, best.file)
		}
	case !same:
		return wrong()
	case b.Signed():
		r.note("The key set in %s is signed, and the one in %s is not: compare its six words, then take it with matchbooth keys take.", f.file, best.file)
	}
	return nil
}

// carriedKeys returns the key files that are carried over unchanged.
func (r *rescue) carriedKeys(set *keyset.Set) (out []folder.File) {
	for _, name := range []string{folder.EventKey, folder.RecoveryKey, folder.EventRecovery} {
		if b, ok := r.files[name]; ok && (name != folder.EventRecovery || set.Signed()) {
			out = append(out, folder.File{Name: name, Content: b})
		}
	}
	return out
}
