package doctor

import (
	"os"
	"path/filepath"
	"strings"
)

// Block devices as /sys shows them: a folder for each, containing the folder "slaves" with what it
// is built on, and a partition's folder inside its disk's.

// block returns the folder of a device "major:minor" below Root with links resolved; "" if there is
// none.
func (c *Computer) block(device string) string {
	if device == "" {
		return ""
	}
	at, err := filepath.EvalSymlinks(filepath.Join(c.Root, "sys/dev/block", device))
	if err != nil {
		return ""
	}
	return at
}

// layers returns the folders of a device and of everything below it.
func (c *Computer) layers(device string) []string {
	var all []string
	var down func(at string, depth int)
	down = func(at string, depth int) {
		if depth > 8 {
			return
		}
		all = append(all, at)
		below, _ := filepath.Glob(filepath.Join(at, "slaves", "*"))
		for _, s := range below {
			if real, err := filepath.EvalSymlinks(s); err == nil {
				down(real, depth+1)
			}
		}
	}
	if at := c.block(device); at != "" {
		down(at, 0)
	}
	return all
}

// bottoms returns the layers that are built on nothing else.
func (c *Computer) bottoms(device string) []string {
	var all []string
	for _, at := range c.layers(device) {
		if below, _ := filepath.Glob(filepath.Join(at, "slaves", "*")); len(below) == 0 {
			all = append(all, at)
		}
	}
	return all
}

// wholeDisk returns the folder of the disk that a partition is part of, or the disk itself.
func (c *Computer) wholeDisk(at string) string {
	if exists(filepath.Join(at, "partition")) {
		return filepath.Dir(at)
	}
	return at
}

func (c *Computer) readAt(name string) string {
	raw, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(raw))
}

// crypted reports whether every path down from the device passes through an encrypted layer. known
// is false if nothing can be found out about the device.
func (c *Computer) crypted(device string) (crypted, known bool) {
	at := c.block(device)
	if at == "" {
		return false, false
	}
	return c.cryptedAt(at, 0), true
}

func (c *Computer) cryptedAt(at string, depth int) bool {
	if strings.HasPrefix(c.readAt(filepath.Join(at, "dm", "uuid")), "CRYPT-") {
		return true
	}
	below, _ := filepath.Glob(filepath.Join(at, "slaves", "*"))
	if len(below) == 0 || depth > 8 {
		return false
	}
	for _, s := range below {
		real, err := filepath.EvalSymlinks(s)
		if err != nil || !c.cryptedAt(real, depth+1) {
			return false
		}
	}
	return true
}
