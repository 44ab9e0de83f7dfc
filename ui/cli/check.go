package cli

import (
	"fmt"

	"matchbooth/kiosk/event"
)

// checkCmd prints every fault of an event pack.
type checkCmd struct {
	Pack string `arg:"" name:"pack" help:"${help_pack}"`
}

func (k *checkCmd) Run(c *call) error {
	p, faults, err := event.Load(k.Pack)
	if err != nil {
		return c.fail(err, "pack.unreadable", "Path", k.Pack)
	}
	for _, f := range faults {
		fmt.Fprintln(c.stdout, f)
	}
	if len(faults) > 0 {
		return c.fail(nil, "check.faults", "N", len(faults))
	}
	return p.Summary(c.stdout)
}

// print writes a line of the catalogue to stdout.
func (c *call) print(key string, args ...any) {
	fmt.Fprintln(c.stdout, c.S("cli."+key, args...))
}
