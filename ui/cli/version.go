package cli

import (
	"fmt"
	"strings"

	"matchbooth/assets/licences"
	"matchbooth/ui/cli/call"
	"matchbooth/ui/work/about"
)

// versionCmd prints what this program was built from, and on request what it is made of.
type versionCmd struct {
	call.Spoken
	Licences bool `aliases:"licenses" help:"${help_licences}"`
}

func (v versionCmd) Run(c *Call) error {
	fmt.Fprintf(c.Stdout, "matchbooth %s\n", about.Read())
	if !v.Licences {
		return nil
	}
	parts, err := licences.Parts()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Stdout, "Apache-2.0\n\n%s\n\n", c.S("cli.licences"))
	wide := 0
	named := make([]string, len(parts))
	for i, p := range parts {
		named[i] = strings.TrimSpace(p.Name + " " + p.Version)
		if n := len(named[i]); n < 72 {
			wide = max(wide, n)
		}
	}
	for i, p := range parts {
		fmt.Fprintf(c.Stdout, "%-*s  %s\n", wide, named[i], p.Licence)
	}
	for i, p := range parts {
		for _, t := range p.Texts {
			fmt.Fprintf(c.Stdout, "\n======== %s: %s ========\n\n%s\n", named[i], t.File, strings.TrimRight(t.Text, "\n"))
		}
	}
	return nil
}
