package doctor

import (
	"context"

	"matchbooth/kiosk/host"
)

// power checks whether the power will last the day. No battery does.
func power(_ context.Context, c *Computer) []Finding {
	b := c.Probe.Inspect(c.Data).Battery
	args := []any{"Percent", b.Percent}
	switch {
	case !b.There:
		return []Finding{good("power.mains")}
	case b.Charging:
		return []Finding{good("power.charging", args...)}
	case b.Level() == host.Fault:
		return []Finding{fault("power.empty", args...)}
	}
	return []Finding{warn("power.battery", args...)}
}
