package cli

import (
	"encoding/json"
	"fmt"

	"matchbooth/data"
)

// auditCmd prints who did what, when and with how many people. It needs no passphrase.
type auditCmd struct {
	folder
	JSON bool `name:"json" help:"${help_json}"`
}

func (k *auditCmd) Run(c *call) error {
	s, _, err := c.open(k.folder)
	if err != nil {
		return err
	}
	defer s.Close()
	log, err := s.AuditLog(c.ctx)
	if err != nil {
		return err
	}
	head, err := s.AuditHead(c.ctx)
	if err != nil {
		return err
	}
	c.settled(s, lookFor) // it may know another audit
	faults, err := s.AuditFaults(c.ctx)
	if err != nil {
		return err
	}
	if k.JSON {
		if err := json.NewEncoder(c.stdout).Encode(append([]data.Audited{}, log...)); err != nil {
			return err
		}
	} else {
		for _, a := range log {
			fmt.Fprintln(c.stdout, oneLine(c.auditLine(a)))
		}
		c.print("audit.head", "N", head.Lines, "Sum", head.Sum)
	}
	for _, f := range faults {
		c.warn("audit.fault", "What", c.retold(f.What))
	}
	if len(faults) > 0 {
		return c.fail(nil, "audit.faults", "N", len(faults))
	}
	return nil
}

// auditLine is a line of the audit for people: the hour, who, what, how many.
func (c *call) auditLine(a data.Audited) string {
	who := a.Who
	switch who {
	case "":
		who = "-"
	case data.Visitor, "desk":
		who = c.S("cli.audit.who." + who)
	}
	line := fmt.Sprintf("%s  %-8s  %s", a.At.Local().Format("2006-01-02 15:04"), who, c.retold(a.What))
	if a.Persons > 0 {
		line += "  " + c.S("cli.audit.people", "N", a.Persons)
	}
	return line
}
