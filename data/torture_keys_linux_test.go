package data

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"matchbooth/data/internal/folder"
	"matchbooth/data/internal/keys"
	"matchbooth/data/keyset"
	"matchbooth/data/seal"
)

// phrases are the two passphrases that the chore "keys" changes between.
var phrases = []string{string(liveSetup().Passphrase), "Eight mended lanterns above the ferry landing"}

// changeKeys adds a key and changes the passphrase, with sign-ups between.
func changeKeys(c *child) {
	c.open()
	now := -1
	var desk *keys.Desk
	for i, p := range phrases {
		if key, err := c.s.Unlock([]byte(p)); err == nil {
			now = i
			desk, _ = c.s.DeskOf(key)
		}
	}
	if now < 0 || desk == nil {
		c.say("error %q", "no passphrase opens the event's key")
		return
	}
	c.rounds(func(n int) {
		c.signUp(2 * n)
		c.say("keying") // always: adding ends when there are enough
		c.addKey(desk)
		c.signUp(2*n + 1)
		c.say("phrasing %d", 1-now)
		c.try(func() error {
			err := c.s.ChangePassphrase([]byte(phrases[now]), []byte(phrases[1-now]))
			if errors.Is(err, folder.ErrPassphrase) { // the try before came through, if not for good
				err = c.s.ChangePassphrase([]byte(phrases[1-now]), []byte(phrases[1-now]))
			}
			return err
		})
		now = 1 - now
		c.say("phrased %d", now)
	})
	c.close()
}

// addKey adds a recipient while there is room for one.
func (c *child) addKey(desk *keys.Desk) {
	id, err := seal.Generate()
	if err != nil {
		panic(err)
	}
	if len(c.s.Fingerprints()) >= keyset.MaxKeys {
		return
	}
	c.say("adding %s", id.Fingerprint())
	c.try(func() error {
		err := c.s.AddRecipient(context.Background(), desk, id.Recipient(), "torture")
		if errors.Is(err, ErrKeyKnown) { // the try before came through after all
			return nil
		}
		return err
	})
	c.say("added %s", id.Fingerprint())
}

// keyBook is what children were promised about keys.
type keyBook struct {
	adding, added []string
	phrase        int // the last that was said to hold
	phrasing      bool
}

// hear takes in a line about keys, and says whether it was one.
func (k *keyBook) hear(word, rest string) bool {
	switch word {
	case "keying":
	case "adding":
		k.adding = append(k.adding, rest)
	case "added":
		k.added = append(k.added, rest)
	case "phrasing":
		k.phrasing = true
	case "phrased":
		k.phrasing, k.phrase = false, slices.Index([]string{"0", "1"}, rest)
	default:
		return false
	}
	return true
}

// check holds an open folder against the promises.
func (k *keyBook) check(s *Store, v *verdict) {
	have := s.Fingerprints()
	for _, f := range k.added {
		if !slices.Contains(have, f) {
			v.fault("the key %s was added and is not there", f)
		}
	}
	for _, f := range have[seal.MinRecipients:] {
		if !slices.Contains(k.adding, f) {
			v.fault("the key %s is there and nobody added it", f)
		}
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), folder.EventKey)); err != nil {
		if len(k.adding) > 0 {
			v.fault("the event's key is gone: %v", err)
		}
		return // a further booth of the event
	}
	var opens []int
	for i, p := range phrases {
		if key, err := s.Unlock([]byte(p)); err == nil {
			opens = append(opens, i)
			key.Close()
		}
	}
	if len(opens) != 1 || !k.phrasing && opens[0] != k.phrase {
		v.fault("the passphrases %v open the event's key, it should be %d", opens, k.phrase)
	}
	if _, err := os.Stat(filepath.Join(s.Dir(), folder.EventKeyNew)); err == nil {
		v.fault("a half-made key file stays")
	}
}
