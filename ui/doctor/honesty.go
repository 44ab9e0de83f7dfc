package doctor

import (
	"context"
	"path/filepath"
	"strings"
	"time"
)

// Faster than this and the disk cannot have synced anything: a disk's revolution takes
// milliseconds, a flush of a virtual disk a round trip to its host, a flush of flash memory tens of
// microseconds.
const (
	tooFast      = 20 * time.Microsecond
	tooFastPlate = 400 * time.Microsecond
)

// memoryOnly are file systems that store nothing persistently, afar remote ones whose server is
// not asked to.
var (
	memoryOnly = map[string]bool{"tmpfs": true, "ramfs": true, "devtmpfs": true}
	afar       = map[string]bool{"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smb2": true, "smbfs": true, "9p": true, "afs": true, "ceph": true, "virtiofs": true, "vboxsf": true, "network": true, "fuse.sshfs": true, "fuse.vmhgfs-fuse": true}
	layered    = map[string]bool{"overlay": true, "aufs": true, "squashfs": true, "fuse.unionfs": true}
	sticks     = map[string]bool{"vfat": true, "msdos": true, "exfat": true, "fat": true, "fat32": true}
)

// honesty checks whether data is really stored when the disk says so. It sees only what can be seen
// from here: the type of file system, how it is mounted, and answers that come too fast to be true.
func honesty(ctx context.Context, c *Computer) []Finding {
	if strings.Contains(c.Env("LD_PRELOAD"), "eatmydata") {
		return []Finding{fault("fsync.eatmydata")}
	}
	v, err := c.Volume(c.dir())
	if err != nil {
		return []Finding{warn("fsync.unknown")}
	}
	kind := strings.ToLower(v.Type)
	switch {
	case memoryOnly[kind]:
		return []Finding{fault("fsync.memory", "Type", v.Type)}
	case afar[kind]:
		return []Finding{fault("fsync.network", "Type", v.Type)}
	case layered[kind]:
		return []Finding{warn("fsync.overlay", "Type", v.Type)}
	case sticks[kind]:
		return []Finding{warn("fsync.stick", "Type", v.Type)}
	}
	for _, o := range []string{"nobarrier", "barrier=0", "barrier=none"} {
		if hasOption(v.Options, o) {
			return []Finding{fault("fsync.barrier", "Option", o)}
		}
	}
	p, err := c.Sync(ctx, c.dir())
	if err != nil {
		return nil // reported by writing
	}
	limit := tooFast
	for _, at := range c.bottoms(v.Device) {
		whole := c.wholeDisk(at)
		if strings.HasPrefix(filepath.Base(whole), "pmem") {
			limit = 0 // memory that survives a power loss
		}
		virtual := strings.HasPrefix(filepath.Base(whole), "vd") || strings.HasPrefix(filepath.Base(whole), "xvd")
		if limit > 0 && !virtual && c.readAt(filepath.Join(whole, "queue", "rotational")) == "1" {
			limit = tooFastPlate
		}
	}
	if p.Median < limit {
		return []Finding{warn("fsync.fast", "Median", millis(p.Median))}
	}
	return []Finding{good("fsync.good", "Type", v.Type)}
}
