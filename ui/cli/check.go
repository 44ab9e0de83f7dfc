package cli

import (
	"fmt"

	"matchbooth/kiosk/event"
)

// checkCmd prints every fault of an event pack.
type checkCmd struct {
	Pack string `arg:"" name:"pack" help:"${help_pack}"`
}

func (k *checkCmd) Run(c *Call) error {
	p, faults, err := event.Load(k.Pack)
	if err != nil {
		return c.Fail(err, "pack.unreadable", "Path", k.Pack)
	}
	if p != nil {
		faults = p.CheckPictures()
	}
	for _, f := range faults {
		fmt.Fprintln(c.Stdout, f)
	}
	if len(faults) > 0 {
		return c.Fail(nil, "check.faults", "N", len(faults))
	}
	return p.Summary(c.Stdout)
}
