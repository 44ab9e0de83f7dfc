package doctor

import (
	"context"
	"path/filepath"
)

// instance checks whether somebody has the booth open. It only queries the lock, and never holds it
// for longer than the query.
func instance(_ context.Context, c *Computer) []Finding {
	if !exists(filepath.Join(c.Data, "lock")) {
		return []Finding{good("instance.none")}
	}
	held, err := c.Locked(c.Data)
	switch {
	case err != nil:
		return []Finding{warn("instance.unknown")}
	case held:
		return []Finding{warn("instance.open")}
	}
	return []Finding{good("instance.none")}
}
