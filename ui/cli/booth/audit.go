package booth

import (
	"encoding/json"
	"fmt"

	"matchbooth/data"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/acts"
)

// AuditCmd prints who did what, when and with how many people. It needs no passphrase.
type AuditCmd struct {
	call.Folder
	call.Spoken
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *AuditCmd) Run(c *Call) error {
	s, _, err := c.Open(k.Folder)
	if err != nil {
		return err
	}
	defer s.Close()
	log, err := s.AuditLog(c.Ctx)
	if err != nil {
		return err
	}
	head, err := s.AuditHead(c.Ctx)
	if err != nil {
		return err
	}
	c.settled(s, lookFor) // the second copy may have another audit
	faults, err := s.AuditFaults(c.Ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		if err := json.NewEncoder(c.Stdout).Encode(append([]data.Audited{}, log...)); err != nil {
			return err
		}
	} else {
		for _, a := range log {
			fmt.Fprintln(c.Stdout, call.OneLine(c.auditLine(a)))
		}
		c.Print("audit.head", "N", head.Lines, "Sum", head.Sum)
	}
	for _, f := range faults {
		c.Warn("audit.fault", "What", c.Retold(f.What))
	}
	if len(faults) > 0 {
		return c.Fail(nil, "audit.faults", "N", len(faults))
	}
	return nil
}

// auditLine formats a line of the audit for people: the hour, who, what, how many.
func (c *Call) auditLine(a data.Audited) string {
	act := acts.Of(c.Printer, a)
	line := fmt.Sprintf("%s  %-8s  %s", act.At, act.Who, act.What)
	if act.People != "" {
		line += "  " + act.People
	}
	return line
}
