package cli

import (
	"errors"
	"io"
	"os"
	"strings"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/seal"
	"matchbooth/ui/work/handover"
)

// exportCmd writes the sign-ups to a new file.
type exportCmd struct {
	folder
	Format         string   `required:"" enum:"xlsx,csv,vcf,json" placeholder:"xlsx|csv|vcf|json" help:"${help_format}"`
	Out            string   `required:"" placeholder:"FILE" help:"${help_out}"`
	For            string   `enum:"us,registry" default:"us" placeholder:"us|registry" help:"${help_for}"`
	To             []string `placeholder:"RECIPIENT" sep:"none" help:"${help_to}"`
	PassphraseFile string   `xor:"key" placeholder:"F" help:"${help_passphrase}"`
	Identity       string   `xor:"key" placeholder:"F" help:"${help_identity}"`
}

func (k *exportCmd) Run(c *call) error {
	s, dir, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	pack, err := c.boothPack(s, dir)
	if err != nil {
		return err
	}
	if err := c.outside(k.Out); err != nil {
		return err
	}
	if _, err := os.Lstat(k.Out); err == nil {
		return c.fail(export.ErrExists, "out.exists", "What", k.Out)
	}
	if len(k.To) > 0 {
		if _, err := seal.WrapTo(io.Discard, k.To...); err != nil {
			return c.fail(err, "export.recipient")
		}
	}
	key, err := c.opener(s, k.PassphraseFile, k.Identity)
	if err != nil {
		return err
	}
	defer key.Close()
	from := handover.Opened{Key: key}
	if from.Records, from.Faults, err = s.Records(c.ctx, key, c.progress("export.opening")); err != nil {
		return err
	}
	done, err := handover.Write(c.ctx, s, from, handover.Order{
		Pack: pack, Lang: c.Lang, Format: k.Format, For: k.For, Path: k.Out, To: k.To, Data: dir,
		Begin: func() (func(), error) { return toItsEnd(), nil }, Progress: c.progress("export.writing"),
	})
	var other handover.OtherKey
	if errors.As(err, &other) {
		return c.fail(nil, "export.otherkey", "N", other.Lines, "Words", c.inWords(other.Fingerprint))
	}
	if err != nil {
		return err
	}
	c.print("export.done", "Path", done.Path, "N", done.Rows, "SHA256", done.SHA256)
	c.print("export.openedwith", "Words", c.inWords(key.Fingerprint()), "Fingerprint", key.Fingerprint())
	for _, to := range k.To {
		f := seal.Fingerprint(strings.TrimSpace(to))
		c.print("export.wrappedfor", "Words", c.inWords(f), "Fingerprint", f)
	}
	if done.Erased != "" {
		c.print("export.erased", "Path", done.Erased, "N", done.Gone)
	}
	if done.Unread > 0 {
		c.warn("export.unread", "N", done.Unread)
	}
	c.nameLong(k.Format, done.Long)
	missing := 0
	for _, f := range from.Faults {
		c.warn("export.fault", "Entry", f.Entry, "What", c.retold(f.What))
		if !f.Aside() {
			missing++
		}
	}
	if missing > 0 {
		return c.fail(nil, "export.incomplete", "N", missing)
	}
	return s.Close()
}

// longNamed is how many long values are named one by one.
const longNamed = 20

// nameLong says which values a spreadsheet does not show in one cell, and where they are whole.
func (c *call) nameLong(format string, all []export.Long) {
	for i, l := range all {
		if i == longNamed {
			c.warn("export.longmore", "N", len(all)-longNamed)
			return
		}
		c.warn("export.long."+format, "Code", l.Code, "Column", l.Column, "Units", l.Units)
	}
}

// opener opens the private key: of an identity file, else the booth's own with the
// passphrase from a file or the terminal.
func (c *call) opener(s *data.Store, passphraseFile, identity string) (data.Opener, error) {
	if identity != "" {
		key, err := c.identityFile(identity)
		if err != nil {
			return nil, c.fail(err, "identity", "Path", identity)
		}
		return key, nil
	}
	passphrase, err := c.passphrase(passphraseFile)
	if err != nil {
		return nil, err
	}
	return c.unlock(s, passphrase)
}

// passphrase takes the passphrase from a file, or asks for it.
func (c *call) passphrase(file string) ([]byte, error) {
	if file != "" {
		return c.secretFile(file)
	}
	return c.ask("secret.passphrase")
}

// unlock opens the booth's own key, and says when that has signed a key set of before there were signatures.
func (c *call) unlock(s *data.Store, passphrase []byte) (data.Opener, error) {
	before, err := s.KeySet(c.ctx)
	if err != nil {
		return nil, err
	}
	key, err := s.Unlock(passphrase)
	if err != nil {
		return nil, err
	}
	after, err := s.KeySet(c.ctx)
	switch {
	case err != nil:
		return key, nil
	case after.Fault != "":
		c.warnSet(after)
	case after.Signed && !before.Signed:
		c.note("keys.signed", "Set", strings.TrimSpace(c.setLine(after)))
	}
	return key, nil
}
