package keys

import (
	"errors"

	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/ui/cli/call"
)

// keysRecoverCmd makes the holder of the recovery key the desk again, for when the passphrase is lost.
type keysRecoverCmd struct {
	call.Folder
	Identity          string `required:"" placeholder:"F" help:"${help_identity}"`
	NewPassphraseFile string `placeholder:"F" help:"${help_newpassphrase}"`
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
	recovery, err := c.IdentityFile(k.Identity)
	if err != nil {
		return c.Fail(err, "identity", "Path", k.Identity)
	}
	defer recovery.Close()
	m, next, err := k.Choose(c.Call, k.NewPassphraseFile)
	defer func() {
		if err != nil {
			m.Withdraw()
		}
	}()
	if err != nil {
		return err
	}
	switch err = s.RecoverDesk(recovery, next, k.WeakPassphrase); {
	case errors.Is(err, data.ErrNoRecovery):
		return c.Fail(err, "recover.none")
	case errors.Is(err, seal.ErrNotForKey):
		return c.Fail(err, "sheet.otherkey", "Path", k.Identity, "Words", c.InWords(recovery.Fingerprint()))
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
