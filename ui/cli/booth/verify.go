package booth

import (
	"errors"
	"fmt"
	"slices"

	"matchbooth/data"
	"matchbooth/data/rescue"
	"matchbooth/ui/cli/call"
)

// VerifyCmd checks everything that can be checked without a private key: digests,
// signatures, gaps, journal, pragmas and pages.
type VerifyCmd struct {
	call.Folder
	call.Spoken
	Backup string `placeholder:"FILE.zip" help:"${help_verify_backup}"`
}

func (k *VerifyCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if errors.Is(err, data.ErrDamaged) {
		return k.examine(c, err)
	}
	if err != nil {
		return err
	}
	defer s.Close()
	c.settled(s, lookFor) // the second copy knows how far the audit had come
	faults, err := s.Verify(c.Ctx)
	if err != nil {
		return err
	}
	if k.Backup != "" {
		more, err := s.VerifyAudit(c.Ctx, k.Backup)
		switch {
		case errors.Is(err, data.ErrNoAudit):
			return c.Fail(err, "verify.noaudit", "Path", k.Backup)
		case err != nil:
			return c.Fail(err, "verify.backup", "Path", k.Backup, "What", c.Retold(call.Innermost(err)))
		}
		faults = append(faults, more...)
	}
	for _, f := range faults {
		if f.Entry == "" {
			fmt.Fprintln(c.Stdout, c.Retold(f.What))
		} else {
			fmt.Fprintf(c.Stdout, "%s: %s\n", f.Entry, c.Retold(f.What))
		}
	}
	if len(faults) > 0 {
		return c.Fail(nil, "verify.faults", "N", len(faults))
	}
	st, err := s.Status(c.Ctx)
	if err != nil {
		return err
	}
	c.Print("verify.good", "Entries", st.Entries, "Signups", st.Signups, "Erased", st.Erased)
	return nil
}

// examine names what is damaged in a folder that no longer opens.
func (k *VerifyCmd) examine(c *Call, why error) error {
	dir, err := k.Dir()
	if err != nil {
		return err
	}
	x, err := rescue.Examine(dir)
	if err != nil {
		return err
	}
	found := append(x.Faults, x.Gaps...)
	if f := call.Innermost(why); !slices.Contains(found, f) { // files that are intact but do not belong together
		found = append([]string{f}, found...)
	}
	for _, f := range found {
		fmt.Fprintln(c.Stdout, c.Retold(f))
	}
	return c.Fail(data.ErrDamaged, "verify.closed", "Dir", dir, "Whole", x.Whole, "Lost", x.Lost)
}
