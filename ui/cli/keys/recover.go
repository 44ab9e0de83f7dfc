package keys

import (
	"errors"
	"slices"

	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/recovery"
)

// keysRecoverCmd makes the holder of the recovery key the desk again, for when the passphrase is lost.
type keysRecoverCmd struct {
	call.Folder
	call.Spoken
	Identity          string   `placeholder:"F" help:"${help_recoveryidentity}"`
	Share             []string `placeholder:"F" sep:"none" help:"${help_recovershare}"`
	NewPassphraseFile string   `placeholder:"F" help:"${help_newpassphrase}"`
	call.NewPhrase
}

func (k *keysRecoverCmd) Run(c *Call) (err error) {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == data.ModePractice {
		return c.Fail(data.ErrPracticePassphrase, "keys.practice")
	}
	if k.NewPassphraseFile != "" && (k.PassphraseGenerate != "" || k.PassphraseOut != "") {
		return c.Wrong("generate.both")
	}
	key, err := c.RecoveryKey(k.Identity, k.Share)
	if err != nil {
		return err
	}
	defer key.Close()
	set, err := s.KeySet(c.Ctx)
	if err != nil {
		return err
	}
	// Whose key it is is said before somebody thinks of a new passphrase.
	if belongs := slices.Contains(s.Fingerprints(), key.Fingerprint()); !belongs && len(set.Keys) > 1 {
		return c.Fail(seal.ErrNotForKey, "recovery.given", "What", recovery.Explain(c.Printer, seal.ErrNotForKey, set.Keys[1].Fingerprint))
	}
	if k.Identity == "" {
		c.Note("recovery.read", "Words", c.InWords(key.Fingerprint()))
	}
	m, next, err := k.Choose(c.Call, k.NewPassphraseFile)
	defer func() {
		if err != nil {
			m.Withdraw()
		}
	}()
	if err != nil {
		return err
	}
	switch err = s.RecoverDesk(key, next, k.WeakPassphrase); {
	case errors.Is(err, data.ErrNoRecovery):
		return c.Fail(err, "recover.none")
	case errors.Is(err, seal.ErrNotForKey):
		return c.Fail(err, "recovery.given", "What", recovery.Explain(c.Printer, err, set.Keys[1].Fingerprint))
	case err != nil && !errors.Is(err, data.ErrChanged):
		return err
	}
	m.HandOver(c.Call)
	m = nil // from here on it is the passphrase: do not withdraw it, whatever else fails
	if err != nil {
		return c.Fail(err, "keys.unconfirmed")
	}
	c.Print("recover.done")
	return s.Close()
}
