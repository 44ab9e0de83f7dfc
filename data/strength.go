package data

import (
	"context"
	"errors"

	"matchbooth/data/internal/build"
	"matchbooth/data/internal/db"
	"matchbooth/data/internal/keys"
	"matchbooth/data/words"
)

// A live folder knows whether its passphrase is easy to guess, without knowing the passphrase: whoever has the folder
// only learns that guessing is worth while, which trying the first million would tell as well. It learns it when the
// passphrase is chosen and again each time one opens the key, so that folders from before this, rescued ones and key
// files that somebody brought are named too.

// ErrWeakPassphrase refuses a passphrase of a live booth that is easy to guess ([words.EnoughBits]).
var ErrWeakPassphrase = errors.New("the passphrase is easy to guess: have one drawn, or choose a longer one")

// judgePassphrase remembers whether a passphrase that opens the key of this fingerprint is weak. Where that cannot be
// written down, the next opening does.
func (s *Store) judgePassphrase(fingerprint string, passphrase []byte) {
	if !s.opens(fingerprint) || s.Mode() != keys.ModeLive {
		return
	}
	weak := words.Weak(string(passphrase))
	ctx := context.Background()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sound() != nil {
		return
	}
	was, _, err := db.GetMeta(ctx, s.db, db.MetaWeak)
	if err != nil || (was == build.WeakYes) == weak {
		return
	}
	if weak {
		err = db.SetMeta(ctx, s.db, db.MetaWeak, build.WeakYes)
	} else {
		err = db.DropMeta(ctx, s.db, db.MetaWeak)
	}
	if err == nil {
		_ = s.keepSettings(ctx) // else the next start does
	}
}

// TakenWeak says whether the passphrase of a live data folder was easy to guess when it was last chosen or used. It asks
// nobody who has the folder open, and needs no key. Not known where the folder has no passphrase of its own, or does not
// say.
func TakenWeak(dir string) (weak, known bool) {
	c, err := db.ReadSettingsCopy(dir)
	if err != nil || c.Meta[db.MetaMode] != keys.ModeLive || keyFileSum(dir) == "" {
		return false, false
	}
	return c.Meta[db.MetaWeak] == build.WeakYes, true
}
