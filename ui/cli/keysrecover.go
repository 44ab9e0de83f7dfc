package cli

import (
	"errors"

	"matchbooth/data"
	"matchbooth/data/seal"
)

// keysRecoverCmd makes the recovery key the desk again, for when the passphrase is lost.
type keysRecoverCmd struct {
	folder
	Identity          string `required:"" placeholder:"F" help:"${help_identity}"`
	NewPassphraseFile string `placeholder:"F" help:"${help_newpassphrase}"`
	newPhrase
}

func (k *keysRecoverCmd) Run(c *call) (err error) {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	if s.Mode() == data.ModePractice {
		return c.fail(data.ErrPracticePassphrase, "keys.practice")
	}
	if k.NewPassphraseFile != "" && (k.PassphraseGenerate != "" || k.PassphraseOut != "") {
		return c.wrong("generate.both")
	}
	recovery, err := c.identityFile(k.Identity)
	if err != nil {
		return c.fail(err, "identity", "Path", k.Identity)
	}
	defer recovery.Close()
	m, next, err := k.choose(c, k.NewPassphraseFile)
	defer func() {
		if err != nil {
			m.withdraw()
		}
	}()
	if err != nil {
		return err
	}
	switch err = s.RecoverDesk(recovery, next, k.WeakPassphrase); {
	case errors.Is(err, data.ErrNoRecovery):
		return c.fail(err, "recover.none")
	case errors.Is(err, seal.ErrNotForKey):
		return c.fail(err, "sheet.otherkey", "Path", k.Identity, "Words", c.inWords(recovery.Fingerprint()))
	case err != nil && !errors.Is(err, data.ErrChanged):
		return err
	}
	m.handOver(c)
	m = nil // from here on it is the passphrase, whatever else fails
	if err != nil {
		return c.fail(err, "keys.unconfirmed")
	}
	c.print("recover.done")
	return s.Close()
}
