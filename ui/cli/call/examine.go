package call

import (
	"fmt"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/compare"
)

// Examined is an event pack as check sees it, with all that it finds.
type Examined struct {
	Source   *event.Source // nil if the pack cannot be loaded
	Faults   []event.Fault
	Warnings []event.Fault // empty while there are faults that keep the pack from being loaded
}

// Examine loads a pack, unpacks its pictures, and compares it with itself and with the example. The error is for what is
// not the pack's fault.
func (c *Call) Examine(path string) (Examined, error) {
	src, faults, err := event.Read(path)
	if err != nil {
		return Examined{}, c.Fail(err, "pack.unreadable", "Path", path)
	}
	x := Examined{Source: src}
	x.Faults, x.Warnings, err = compare.Examine(src, faults, time.Now())
	return x, err
}

// AcceptPack refuses a pack that has what check calls a fault, and asks about each of its warnings whether it is right as
// it is. Without a terminal they are accepted beforehand, or not at all.
func (c *Call) AcceptPack(path string, accepted bool) error {
	x, err := c.Examine(path)
	if err != nil {
		return err
	}
	if len(x.Faults) > 0 {
		return c.Fail(nil, "pack.bad", "Path", path, "First", x.Faults[0].Said(c.Printer), "N", len(x.Faults))
	}
	if x.Source.Pack.Practice || len(x.Source.Pack.Placeholders()) > 0 {
		return nil // refused for that, and no warning about it is worth an answer
	}
	_, terminal := c.Terminal()
	for _, w := range x.Warnings {
		said := w.Said(c.Printer)
		if accepted {
			c.Warn("setup.accepted", "What", said)
			continue
		}
		if !terminal {
			return c.Fail(nil, "setup.unaccepted", "N", len(x.Warnings), "First", said, "Path", path)
		}
		fmt.Fprint(c.Stderr, c.S("cli.setup.askaccept", "What", OneLine(said))+" ")
		if !Yes(c.ReadLine()) {
			return c.Fail(c.Ctx.Err(), "setup.refused", "What", said)
		}
	}
	return nil
}
