package doctor

import "context"

// What the booth needs, measured with software rendering at 1920 × 1080 (docs/development.md), and
// what leaves the system room to breathe.
const (
	leastFree  = 256 << 20
	enoughFree = 600 << 20
)

// memory checks whether there is enough of it now.
func memory(_ context.Context, c *Computer) []Finding {
	total, free := c.Memory()
	args := []any{"Free", size(free), "Total", size(total)}
	switch {
	case total == 0:
		return nil
	case free < leastFree:
		return []Finding{fault("memory.none", args...)}
	case free < enoughFree:
		return []Finding{warn("memory.low", args...)}
	}
	return []Finding{good("memory.good", args...)}
}
