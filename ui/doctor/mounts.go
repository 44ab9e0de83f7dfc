package doctor

import (
	"errors"
	"path/filepath"
	"strconv"
	"strings"
)

// mount finds the disk of a folder in /proc/self/mountinfo (proc_pid_mountinfo(5)): the line with
// the longest mount point above it, and the last one if several are stacked there.
func (c *Computer) mount(dir string) (Volume, error) {
	var v Volume
	best := -1
	for line := range strings.Lines(c.read("proc/self/mountinfo")) {
		before, behind, ok := strings.Cut(line, " - ")
		left, right := strings.Fields(before), strings.Fields(behind)
		if !ok || len(left) < 6 || len(right) < 2 {
			continue
		}
		point := unescape(left[4])
		if !within(dir, point) || len(point) < best {
			continue
		}
		best = len(point)
		v = Volume{Type: right[0], Device: left[2], Options: left[5]}
		if len(right) > 2 {
			v.Options += "," + right[2]
		}
		// Btrfs and others report a device number of their own; the device under them has a name.
		if source := unescape(right[1]); strings.HasPrefix(v.Device, "0:") {
			v.Device = ""
			if name, ok := strings.CutPrefix(source, "/dev/"); ok {
				v.Device = c.deviceOf(name)
			}
		}
	}
	if best < 0 {
		return Volume{}, errors.New("the disk of the folder is not known")
	}
	return v, nil
}

// deviceOf returns the "major:minor" of a name below /dev, such as "sda2" or "mapper/root".
func (c *Computer) deviceOf(name string) string {
	at := filepath.Join(c.Root, "dev", name)
	if real, err := filepath.EvalSymlinks(at); err == nil {
		at = real
	}
	return c.read(filepath.Join("sys/class/block", filepath.Base(at), "dev"))
}

// unescape reverses mountinfo's escaping of white space: "\040".
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
