package people

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"matchbooth/data"
	"matchbooth/data/words"
	"matchbooth/ui/cli/call"
)

// MergeCmd merges the entries of other booths of the same event into this one. Merging the same file twice does no
// harm.
type MergeCmd struct {
	call.Folder
	call.Spoken
	Other  []string `arg:"" name:"other" placeholder:"OTHER" help:"${help_other}"`
	Accept []string `placeholder:"ID" help:"${help_accept}"`
	Yes    bool     `help:"${help_yes_merge}"`
	JSON   bool     `name:"json" help:"${help_json}"`

	Preview bool `help:"${help_mergepreview}"`
	call.Expected

	AcceptClaims bool `help:"${help_acceptclaims}"`
	call.DeskKey

	from string // what the source is called, if not by its file's name
}

func (k *MergeCmd) Run(c *Call) error {
	s, dir, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	return k.merge(c, s, dir)
}

// named is what a source is called in what is said.
func (k *MergeCmd) named(path string) string {
	return call.OneLine(cmp.Or(k.from, filepath.Base(path)))
}

func (k *MergeCmd) merge(c *Call, s *data.Store, dir string) error {
	if k.Preview {
		return k.preview(c, s, dir)
	}
	var all []data.MergeReport
	left, keysLeft := 0, false
	for _, path := range k.Other {
		r, err := s.Merge(c.Ctx, path, data.MergeOptions{
			Accept: func(booth string, entries int) bool { return k.accept(c, path, booth, entries) },
			Keys:   func(o data.KeyOffer) bool { return k.keys(c, path, o) },
		})
		if err != nil {
			return k.explain(c, path, err)
		}
		left += len(r.Refused)
		keysLeft = keysLeft || r.KeysLeft
		all = append(all, r)
		if !k.JSON {
			k.say(c, path, r)
		}
	}
	if k.AcceptClaims {
		merged := map[string]bool{}
		for _, r := range all {
			for _, b := range r.Booths {
				merged[b.ID] = true
			}
		}
		if err := k.acceptClaims(c, s, merged); err != nil {
			return err
		}
	}
	c.WarnPack(s, dir)
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(all); err != nil {
			return err
		}
	}
	if err := s.Close(); err != nil {
		return err
	}
	if left > 0 {
		return c.Fail(nil, "merge.refused", "N", left)
	}
	if keysLeft {
		return c.Fail(nil, "merge.keysleft")
	}
	return nil
}

// acceptClaims has the desk accept the claims of the booths in the merged folders, which are about people who signed up
// at others. Claims of other booths keep waiting. Erasures empty for good, so it counts them first, and asks.
func (k *MergeCmd) acceptClaims(c *Call, s *data.Store, merged map[string]bool) error {
	claims, err := s.Claims(c.Ctx)
	if err != nil {
		return err
	}
	all := len(claims)
	claims = slices.DeleteFunc(claims, func(x data.Claim) bool { return !merged[x.Booth] })
	if n := all - len(claims); n > 0 {
		c.Warn("merge.claims", "N", n)
	}
	if len(claims) == 0 {
		return nil
	}
	erasures := 0
	count := map[string]int{}
	for _, x := range claims {
		count[x.Booth]++
		if x.Kind == "erasure" {
			erasures++
		}
	}
	for _, booth := range slices.Sorted(maps.Keys(count)) {
		c.Note("merge.claimsof", "N", count[booth], "Booth", booth)
	}
	if erasures > 0 {
		c.Note("merge.erasures", "N", erasures)
		if _, asked := c.Terminal(); asked && !k.Yes && !c.Confirm("merge.askerasures") {
			return c.Fail(nil, "merge.noerasures")
		}
	}
	desk, err := k.Desk(c.Call, s)
	if err != nil {
		return err
	}
	defer desk.Close()
	if err := s.AcceptClaims(c.Ctx, desk, claims); err != nil {
		return err
	}
	c.Note("merge.accepted", "N", len(claims))
	return nil
}

// keys asks whether to take a newer key set: whoever has a key in it can open later sign-ups. One signed by the desk
// known here may be taken with --yes; the first signed set of a folder only by a person who has compared its words.
func (k *MergeCmd) keys(c *Call, path string, o data.KeyOffer) bool {
	for _, d := range o.Differences {
		c.Note("merge.keys", "Path", k.named(path), "What", c.Retold(d))
	}
	c.Note("keys.compare", "Path", k.named(path), "N", len(o.New.Keys), "Words", c.InWords(o.New.Fingerprint), "Fingerprint", o.New.Fingerprint)
	return k.Expect != "" && words.Names(k.Expect, o.New.Fingerprint) || k.Yes && o.Now.Signed || c.Confirm("merge.askkeys")
}

// accept asks whether to accept a booth that is not known: whoever holds a booth's key can forge for it.
func (k *MergeCmd) accept(c *Call, path, booth string, entries int) bool {
	c.Note("merge.unknown", "Path", k.named(path), "Booth", booth, "Words", c.BoothWords(booth), "N", entries)
	if k.Yes || slices.Contains(k.Accept, booth) {
		return true
	}
	return c.Confirm("merge.ask")
}

func (k *MergeCmd) say(c *Call, path string, r data.MergeReport) {
	name := k.named(path)            // a stick's files can be called anything
	if !r.KeysTaken && !r.KeysLeft { // otherwise they were named before the question
		for _, d := range r.Keys {
			c.Warn("merge.keys", "Path", k.named(path), "What", c.Retold(d))
		}
	}
	for _, d := range r.Terms {
		c.Warn("merge.keys", "Path", name, "What", c.Retold(d))
	}
	for _, b := range r.Booths {
		if b.Named {
			c.Print("merge.named", "Path", name, "Booth", b.ID)
		}
	}
	c.Print("merge.done", "Path", name, "Added", r.Added, "Known", r.Known)
	for _, x := range []struct {
		n   int
		key string
	}{{r.Erasures, "merge.erased"}, {r.Conflicts, "merge.conflicts"}, {r.Damaged, "merge.damaged"}, {r.Forged, "merge.forged"}, {r.Ambiguous, "merge.ambiguous"}, {r.Claims, "merge.claims"}} {
		if x.n > 0 && !(x.key == "merge.claims" && k.AcceptClaims) {
			c.Warn(x.key, "N", x.n)
		}
	}
	if r.KeysTaken {
		c.Print("merge.keystaken")
	}
	if r.Packs > 0 {
		c.Print("amend.came")
	}
	for _, code := range r.Codes {
		fmt.Fprintln(c.Stderr, code)
	}
	for _, f := range r.Faults {
		fmt.Fprintln(c.Stderr, f)
	}
}

func (k *MergeCmd) explain(c *Call, path string, err error) error {
	switch name := k.named(path); {
	case errors.Is(err, data.ErrOther):
		return c.Fail(err, "merge.other", "Path", name)
	case errors.Is(err, data.ErrOtherDesk):
		return c.Fail(err, "merge.otherdesk", "Path", name)
	case errors.Is(err, data.ErrOtherKeys):
		return c.Fail(err, "merge.otherkeys", "Path", name)
	case errors.Is(err, data.ErrLocked):
		return c.Fail(err, "merge.open", "Path", name)
	case errors.Is(err, data.ErrDamaged):
		return c.Fail(err, "merge.broken", "Path", name, "What", call.Innermost(err))
	case errors.Is(err, data.ErrNotBooth):
		return c.Fail(err, "merge.notbooth", "Path", name)
	}
	return err
}
