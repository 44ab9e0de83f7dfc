package doctor

import (
	"context"
	"strings"

	"matchbooth/kiosk/host"
)

// disk checks whether there is enough space. The limits are those at which the booth itself warns
// and stops.
func disk(_ context.Context, c *Computer) []Finding {
	s := c.Probe.Inspect(c.Data)
	if s.DiskTotal == 0 {
		return []Finding{warn("disk.unknown")}
	}
	args := []any{"Free", size(s.DiskFree), "Total", size(s.DiskTotal)}
	switch s.DiskLevel() {
	case host.Fault:
		return []Finding{fault("disk.full", args...)}
	case host.Warn:
		return []Finding{warn("disk.low", args...)}
	}
	if v, err := c.Volume(c.dir()); err == nil && hasOption(v.Options, "ro") {
		return []Finding{fault("disk.readonly")}
	}
	return []Finding{good("disk.good", args...)}
}

// hasOption reports whether a mount option is among "rw,relatime,barrier=0".
func hasOption(options, name string) bool {
	return strings.Contains(","+options+",", ","+name+",")
}
