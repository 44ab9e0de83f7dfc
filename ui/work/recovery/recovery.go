// Package recovery reads what people bring when the passphrase is lost, the recovery key or shares of it, and says in
// their language what is wrong with it. It is the same on the command line and at the desk.
package recovery

import (
	"errors"
	"fmt"
	"strings"

	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/data/typed"
	"matchbooth/data/words"
)

// Key reads a recovery key, typed in any form or scanned from its page.
func Key(text string) (*seal.Identity, error) { return seal.ReadIdentity(strings.NewReader(text)) }

// Shares restores the recovery key from its shares. [More] as long as too few different ones were given.
func Shares(texts ...string) (*seal.Identity, error) {
	for i, one := range texts {
		info, err := share.Read(one)
		if err != nil {
			return nil, err
		}
		if i == len(texts)-1 && len(texts) < info.Needed {
			return nil, More{Have: len(texts), Need: info.Needed}
		}
	}
	secret, err := share.Combine(texts)
	if err != nil {
		return nil, err
	}
	return seal.ParseIdentity(secret)
}

// IsShare says whether a text is a share rather than a whole key, typed with slips or not.
func IsShare(text string) bool {
	_, err := share.Read(text)
	var slip *typed.Slip
	return err == nil || errors.As(err, &slip)
}

// More says that the shares given so far are right, and how many are needed.
type More struct{ Have, Need int }

// Error says so.
func (m More) Error() string { return fmt.Sprintf("%d of %d shares", m.Have, m.Need) }

// Explain returns the sentence for an error of this package, or of setting a passphrase with the key that it read; "" for
// any other error. set is the fingerprint of the recovery key that belongs here, "" if that is not known.
func Explain(say text.Printer, err error, set string) string {
	var slip *typed.Slip
	var more More
	switch {
	case errors.As(err, &slip):
		return explainSlip(say, slip)
	case errors.As(err, &more):
		return say.S("recovery.more", "Have", more.Have, "Need", more.Need, "Left", more.Need-more.Have)
	case errors.Is(err, share.ErrMixed):
		return say.S("recovery.mixed")
	case errors.Is(err, share.ErrFew):
		return say.S("recovery.few")
	case errors.Is(err, share.ErrResult):
		return say.S("recovery.result")
	case errors.Is(err, seal.ErrNotForKey):
		return say.S("recovery.other", "Words", InWords(say.Lang, set))
	case errors.Is(err, data.ErrNoRecovery):
		return say.S("recovery.none")
	case errors.Is(err, data.ErrWeakPassphrase):
		return say.S("recovery.weak")
	case errors.Is(err, seal.ErrNotKey), errors.Is(err, share.ErrDamaged):
		return say.S("recovery.nokey")
	}
	return ""
}

func explainSlip(say text.Printer, s *typed.Slip) string {
	list := func(n []int) string {
		var out []string
		for _, i := range n {
			out = append(out, fmt.Sprint(i))
		}
		return strings.Join(out, say.S("recovery.and"))
	}
	switch {
	case s.Swapped:
		return say.S("recovery.slip.swapped", "Groups", list(s.Groups))
	case len(s.Groups) == 1:
		return say.S("recovery.slip.group", "Group", s.Groups[0], "Line", s.Line(s.Groups[0]), "Place", (s.Groups[0]-1)%max(1, s.Row)+1)
	case len(s.Groups) > 1:
		return say.S("recovery.slip.groups", "Groups", list(s.Groups))
	case len(s.Lines) > 0:
		return say.S("recovery.slip.lines", "Lines", list(s.Lines))
	case s.Missing > 0:
		return say.S("recovery.slip.missing", "N", s.Missing)
	case s.Missing < 0:
		return say.S("recovery.slip.more", "N", -s.Missing)
	}
	return say.S("recovery.slip.many")
}

// InWords returns a key's fingerprint in six words of a language.
func InWords(lang, fingerprint string) string {
	between := " "
	if lang == "zh" {
		between = "·"
	}
	return strings.Join(words.Fingerprint(fingerprint, lang), between)
}
