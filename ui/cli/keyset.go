package cli

import (
	"errors"
	"path/filepath"
	"strings"

	"matchbooth/data"
	"matchbooth/data/words"
)

// namedKey is a key as it is listed.
type namedKey struct {
	data.KeyInfo
	Zh []string `json:"zh"` // its fingerprint in words
	En []string `json:"en"`
}

// nameKeys lists the keys of a set with their words.
func nameKeys(set data.KeySet) (out []namedKey) {
	for _, k := range set.Keys {
		out = append(out, namedKey{k, words.Fingerprint(k.Fingerprint, "zh"), words.Fingerprint(k.Fingerprint, "en")})
	}
	return out
}

// namedSet is the whole set as it is listed.
type namedSet struct {
	data.KeySet
	Count int      `json:"count"`
	Zh    []string `json:"zh"`
	En    []string `json:"en"`
}

func nameSet(set data.KeySet) namedSet {
	return namedSet{set, len(set.Keys), words.Fingerprint(set.Fingerprint, "zh"), words.Fingerprint(set.Fingerprint, "en")}
}

// keyLines are the words of the whole set, and then its keys, one a line.
func (c *call) keyLines(set data.KeySet) string {
	lines := []string{c.setLine(set)}
	for _, k := range set.Keys {
		lines = append(lines, c.S("cli.keys.line", "Role", c.role(k), "Words", c.inWords(k.Fingerprint), "Fingerprint", k.Fingerprint))
	}
	return strings.Join(lines, "\n")
}

// setLine names the whole set.
func (c *call) setLine(set data.KeySet) string {
	return c.S("cli.keys.setline", "N", len(set.Keys), "Words", c.inWords(set.Fingerprint), "Fingerprint", set.Fingerprint)
}

// printSet prints the words that stand on paper and at the booth from now on.
func (c *call) printSet(s *data.Store) error {
	set, err := s.KeySet(c.ctx)
	if err != nil {
		return err
	}
	c.print("keys.now", "Set", c.setLine(set))
	return nil
}

// warnSet says what is not as it should be with a set.
func (c *call) warnSet(set data.KeySet) {
	switch {
	case set.Fault != "":
		c.warn("keys.fault", "What", c.retold(set.Fault))
	case !set.Signed:
		c.warn("keys.unsigned")
	}
}

// expected is how somebody says that he has compared the words of a set.
type expected struct {
	Expect string `placeholder:"WORDS" help:"${help_expect}"`
}

// compare shows the six words of a set and how many keys it has, and wants them confirmed: by --expect, or by a yes at the
// terminal. Nobody else can know whether it is the event's.
func (e expected) compare(c *call, path string, set data.KeySet) error {
	c.note("keys.compare", "Path", filepath.Base(path), "N", len(set.Keys), "Words", c.inWords(set.Fingerprint), "Fingerprint", set.Fingerprint)
	for _, k := range set.Keys {
		c.note("keys.comparekey", "Role", c.role(k), "Words", c.inWords(k.Fingerprint))
	}
	if !set.Signed {
		c.warn("keys.fileunsigned", "Path", filepath.Base(path))
	}
	switch {
	case e.Expect != "" && words.Names(e.Expect, set.Fingerprint):
		return nil
	case e.Expect != "":
		return c.fail(nil, "keys.otherwords", "Path", path)
	}
	if _, ok := c.terminal(); !ok {
		return c.fail(nil, "keys.expect")
	}
	if !c.confirm("keys.ask") {
		return c.fail(nil, "keys.notconfirmed", "Path", path)
	}
	return nil
}

// keysTakeCmd takes a newer signed set of the event's desk over.
type keysTakeCmd struct {
	folder
	File string `arg:"" placeholder:"FILE" help:"${help_keysfile}"`
	expected
}

func (k *keysTakeCmd) Run(c *call) error {
	raw, err := c.smallFile(k.File)
	if err != nil {
		return c.fail(err, "setup.keys", "Path", k.File)
	}
	set, err := data.ReadKeySet(string(raw))
	if err != nil {
		return c.fail(err, "keys.badfile", "Path", k.File)
	}
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if !set.Signed {
		return c.explainTake(k.File, data.ErrKeysUnsigned)
	}
	if err := k.compare(c, k.File, set); err != nil {
		return err
	}
	if err := s.TakeKeySet(c.ctx, string(raw)); err != nil {
		return c.explainTake(k.File, err)
	}
	if err := c.printSet(s); err != nil {
		return err
	}
	return s.Close()
}

// explainTake says why a set is not taken.
func (c *call) explainTake(path string, err error) error {
	for _, x := range []struct {
		is  error
		key string
	}{
		{data.ErrKeysUnsigned, "take.unsigned"}, {data.ErrKeysHere, "take.here"}, {data.ErrKeysOlder, "take.older"},
		{data.ErrKeysClash, "take.clash"}, {data.ErrOtherDesk, "take.desk"}, {data.ErrOtherKeys, "take.keys"}, {data.ErrOther, "take.other"},
	} {
		if errors.Is(err, x.is) {
			return c.fail(err, "keys."+x.key, "Path", path)
		}
	}
	return err
}
