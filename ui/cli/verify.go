package cli

import (
	"errors"
	"fmt"
	"slices"

	"matchbooth/data"
	"matchbooth/data/rescue"
)

// verifyCmd checks everything that can be checked without a private key: digests,
// signatures, gaps, journal, pragmas and pages.
type verifyCmd struct {
	folder
	Backup string `placeholder:"FILE.zip" help:"${help_verify_backup}"`
}

func (k *verifyCmd) Run(c *call) error {
	s, _, err := c.open(k.folder)
	if errors.Is(err, data.ErrDamaged) {
		return k.examine(c, err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	c.settled(s, lookFor) // it knows how far the audit had come
	faults, err := s.Verify(c.ctx)
	if err != nil {
		return err
	}
	if k.Backup != "" {
		more, err := s.VerifyAudit(c.ctx, k.Backup)
		switch {
		case errors.Is(err, data.ErrNoAudit):
			return c.fail(err, "verify.noaudit", "Path", k.Backup)
		case err != nil:
			return c.fail(err, "verify.backup", "Path", k.Backup, "What", innermost(err))
		}
		faults = append(faults, more...)
	}
	for _, f := range faults {
		if f.Entry == "" {
			fmt.Fprintln(c.stdout, c.retold(f.What))
		} else {
			fmt.Fprintf(c.stdout, "%s: %s\n", f.Entry, c.retold(f.What))
		}
	}
	if len(faults) > 0 {
		return c.fail(nil, "verify.faults", "N", len(faults))
	}
	st, err := s.Status(c.ctx)
	if err != nil {
		return err
	}
	c.print("verify.good", "Entries", st.Entries, "Signups", st.Signups, "Erased", st.Erased)
	return nil
}

// examine names what is damaged in a folder that does not open any more.
func (k *verifyCmd) examine(c *call, why error) error {
	dir, err := k.dir()
	if err != nil {
		return err
	}
	x, err := rescue.Examine(dir)
	if err != nil {
		return err
	}
	found := append(x.Faults, x.Gaps...)
	if f := innermost(why); !slices.Contains(found, f) { // files that are whole and do not belong together
		found = append([]string{f}, found...)
	}
	for _, f := range found {
		fmt.Fprintln(c.stdout, c.retold(f))
	}
	return c.fail(data.ErrDamaged, "verify.closed", "Dir", dir, "Whole", x.Whole, "Lost", x.Lost)
}
