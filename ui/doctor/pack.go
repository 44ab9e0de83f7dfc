package doctor

import (
	"context"
	"errors"
	"strings"

	"matchbooth/data"
	"matchbooth/ui/work/packs"
)

// pack checks whether the folder has the event pack that counts, as it was when it was taken, and the earlier versions,
// whose texts people agreed to. It reads what the folder says of its booth, and opens no store.
func pack(_ context.Context, c *Computer) []Finding {
	o, err := data.ReadOutline(c.Data)
	if err != nil {
		return nil // there is no booth, or the other checks and verify say what is wrong with it
	}
	var all []Finding
	now := packs.Find(o, c.Data)
	if now.Digest != "" {
		var faulty packs.Faulty
		switch _, err := packs.Current(o, c.Data); {
		case errors.Is(err, packs.ErrMoved), errors.As(err, &faulty):
			all = append(all, fault("pack.changed", "Path", now.Path))
		case err != nil:
			all = append(all, fault("pack.gone", "Path", now.Path))
		}
	}
	var earlier []string
	for _, digest := range packs.Lost(o, c.Data) {
		if digest == now.Lacks {
			all = append(all, warn("pack.lacks", "Digest", digest[:12], "Dir", c.Data))
		} else {
			earlier = append(earlier, digest[:12])
		}
	}
	if len(earlier) > 0 {
		all = append(all, warn("pack.lost", "N", len(earlier), "Digests", strings.Join(earlier, ", "), "Dir", c.Data))
	}
	if all == nil {
		all = append(all, good("pack.good"))
	}
	return all
}
