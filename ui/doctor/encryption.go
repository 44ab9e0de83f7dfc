package doctor

import (
	"context"
	"strings"
)

// hiding are file systems that encrypt by themselves.
var hiding = map[string]bool{"ecryptfs": true, "fuse.gocryptfs": true, "fuse.encfs": true, "fuse.cryfs": true, "fuse.securefs": true}

// encryption checks whether the disk is worthless to a thief. Sign-ups are sealed one by one in any
// case; this is about everything else on the disk.
func encryption(_ context.Context, c *Computer) []Finding {
	if c.OS == "windows" {
		drive, _, _ := strings.Cut(c.Data, `\`)
		return []Finding{warn("encryption.windows", "Drive", drive)}
	}
	v, err := c.Volume(c.dir())
	if err != nil {
		return []Finding{warn("encryption.unknown")}
	}
	if v.Encrypted || hiding[v.Type] {
		return []Finding{good("encryption.good")}
	}
	crypted, known := c.crypted(v.Device)
	switch {
	case !known:
		return []Finding{warn("encryption.unknown")}
	case !crypted:
		return []Finding{warn("encryption.none")}
	}
	return []Finding{good("encryption.good")}
}
