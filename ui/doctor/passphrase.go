package doctor

import (
	"context"

	"matchbooth/data"
)

// passphrase checks whether an easily guessed passphrase was chosen. Only that is recorded, and only in folders that
// have the key.
func passphrase(_ context.Context, c *Computer) []Finding {
	switch weak, known := data.TakenWeak(c.Data); {
	case !known:
		return nil
	case weak:
		return []Finding{warn("passphrase.weak")}
	}
	return []Finding{good("passphrase.good")}
}
