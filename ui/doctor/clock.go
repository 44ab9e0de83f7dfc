package doctor

import (
	"context"
	"time"

	"matchbooth/kiosk/host"
)

// clock checks whether the date can be right. Ages and consents depend on it; the order of entries
// does not.
func clock(_ context.Context, c *Computer) []Finding {
	now := time.Now
	if c.Probe.Now != nil {
		now = c.Probe.Now
	}
	t := now()
	args := []any{"Time", t.Format("2006-01-02 15:04"), "Zone", t.Format("-07:00")}
	switch c.Probe.Clock(c.Data) {
	case host.ClockPast:
		return []Finding{fault("clock.past", args...)}
	case host.ClockFuture:
		return []Finding{fault("clock.future", args...)}
	case host.ClockBack:
		return []Finding{fault("clock.back", args...)}
	}
	if name, offset := t.Zone(); offset == 0 && (name == "UTC" || name == "GMT" || name == "") {
		return []Finding{warn("clock.utc", args...)}
	}
	synced, known := c.Synced()
	switch {
	case known && synced:
		return []Finding{good("clock.good", args...)}
	case known:
		return []Finding{good("clock.alone", args...)}
	}
	return []Finding{good("clock.plausible", args...)}
}
