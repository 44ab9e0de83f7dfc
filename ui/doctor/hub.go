package doctor

import (
	"context"
	"errors"

	"matchbooth/data"
	"matchbooth/data/athub"
	"matchbooth/ui/work/hub"
)

// atHub checks whether the hub that the booth has joined is there and is the same, and what it has refused. Without a hub it
// says nothing and asks nobody. A booth works as well without its hub, so nothing here is a fault.
func atHub(ctx context.Context, c *Computer) []Finding {
	o, err := data.ReadOutline(c.Data)
	if err != nil {
		return nil // there is no booth, or the other checks and verify say what is wrong with it
	}
	j, in := hub.Of(o)
	if !in {
		return nil
	}
	var all []Finding
	e, bad := errors.AsType[hub.ErrHub](c.AskHub(ctx, j))
	switch {
	case bad && e.Fault == hub.Other:
		all = append(all, warn("hub.other", "URL", j.URL, "Fingerprint", j.Fingerprint()))
	case bad && e.Fault == hub.Cert:
		all = append(all, warn("hub.cert", "URL", j.URL))
	case bad && e.Fault == hub.Foreign:
		all = append(all, warn("hub.foreign", "URL", j.URL))
	case bad:
		all = append(all, warn("hub.gone", "URL", j.URL))
	}
	book, err := athub.Open(c.Data, j.Fingerprint())
	if n := len(book.Tray()); err == nil && n > 0 {
		all = append(all, warn("hub.refused", "N", n, "Dir", c.Data))
	}
	if all == nil {
		heard := ""
		if at := book.Heard(); !at.IsZero() {
			heard = at.Local().Format("2006-01-02 15:04")
		}
		all = append(all, good("hub.good", "URL", j.URL, "Heard", heard))
	}
	return all
}
