package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"matchbooth/assets/licences"
	"matchbooth/hub/store"
)

type verifyCmd struct {
	place
	JSON bool `name:"json" help:"${help_json}"`
}

// Run reads every line and compares it with its digest and its signature.
func (v *verifyCmd) Run(c *call) error {
	st, err := c.open(v.place, false)
	if err != nil {
		return err
	}
	defer st.Close()
	if _, err := readKey(v.Data); err != nil {
		return err
	}
	found := []store.Fault{}
	n, err := st.Verify(c.ctx, func(f store.Fault) { found = append(found, f) })
	if errors.Is(err, store.ErrCorrupt) {
		return c.fail(err, "error.corrupt")
	}
	if err != nil {
		return err
	}
	if v.JSON {
		if err := c.json(map[string]any{"read": n, "faults": found}); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintln(c.stdout, c.say.S("cli.hub.verify."+f.What, "Event", f.Event, "ID", f.ID))
		}
		fmt.Fprintln(c.stdout, c.say.S("cli.hub.verify.read", "N", n))
	}
	if len(found) > 0 {
		return c.fail(nil, "verify.faults", "N", len(found))
	}
	return nil
}

type versionCmd struct {
	Licences bool `aliases:"licenses" help:"${help_licences}"`
}

// Run says what the program was built from and, where asked, what it is made of.
func (v versionCmd) Run(c *call) error {
	version, commit := "dev", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := info.Main.Version; v != "" && v != "(devel)" {
			version = v
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = " " + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	fmt.Fprintln(c.stdout, "matchbooth-hub "+version+commit)
	if !v.Licences {
		return nil
	}
	parts, err := licences.PartsOf(licences.Hub)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "Apache-2.0\n\n%s\n\n", c.say.S("cli.licences"))
	for _, p := range parts {
		fmt.Fprintf(c.stdout, "%s  %s\n", strings.TrimSpace(p.Name+" "+p.Version), p.Licence)
	}
	for _, p := range parts {
		for _, t := range p.Texts {
			fmt.Fprintf(c.stdout, "\n======== %s: %s ========\n\n%s\n", strings.TrimSpace(p.Name+" "+p.Version), t.File, strings.TrimRight(t.Text, "\n"))
		}
	}
	return nil
}

func (c *call) json(v any) error {
	e := json.NewEncoder(c.stdout)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
