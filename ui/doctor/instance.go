package doctor

import (
	"context"
	"path/filepath"
)

// instance: does somebody have the booth open? The lock is only asked about, never taken for
// longer than the question.
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
