package doctor

import (
	"context"

	"matchbooth/data"
)

// passphrase: was a passphrase taken that is easy to guess? Only that is known, and only of folders that have the key.
func passphrase(_ context.Context, c *Computer) []Finding {
	switch weak, known := data.TakenWeak(c.Data); {
	case !known:
		return nil
	case weak:
		return []Finding{warn("passphrase.weak")}
	}
	return []Finding{good("passphrase.good")}
}
