package doctor

import (
	"context"
	"path/filepath"
	"strings"
)

// swap checks whether what a visitor types can reach the disk through swapped memory.
func swap(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" {
		return nil // part of the encrypted disk or not: encryption reports that
	}
	var areas []string
	for i, line := range strings.Split(c.read("proc/swaps"), "\n") {
		if fields := strings.Fields(line); i > 0 && len(fields) >= 2 {
			areas = append(areas, fields[0])
		}
	}
	open := false
	for _, area := range areas {
		base := filepath.Base(area)
		if strings.HasPrefix(base, "zram") {
			continue // compressed memory, not a disk
		}
		if !c.cryptedSwap(area) {
			open = true
		}
	}
	switch {
	case open:
		return []Finding{warn("swap.open")}
	case len(areas) == 0:
		return []Finding{good("swap.none")}
	}
	return []Finding{good("swap.good")}
}

// cryptedSwap reports whether a swap area is encrypted; area is a device such as /dev/dm-1 or a
// file.
func (c *Computer) cryptedSwap(area string) bool {
	if rest, ok := strings.CutPrefix(area, "/dev/"); ok {
		at, err := filepath.EvalSymlinks(filepath.Join(c.Root, "sys/class/block", filepath.Base(rest)))
		return err == nil && c.cryptedAt(at, 0)
	}
	v, err := c.Volume(filepath.Join(c.Root, filepath.Dir(area)))
	if err != nil {
		return false
	}
	crypted, _ := c.crypted(v.Device)
	return crypted
}
