package doctor

import (
	"strconv"
	"strings"
)

// meminfo reads /proc/meminfo: total memory and what programs can still get, in bytes.
func (c *Computer) meminfo() (total, free uint64) {
	for line := range strings.Lines(c.read("proc/meminfo")) {
		name, value, _ := strings.Cut(line, ":")
		kb, err := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB")), 10, 54)
		if err != nil {
			continue
		}
		switch name {
		case "MemTotal":
			total = kb << 10
		case "MemAvailable":
			free = kb << 10
		}
	}
	return total, free
}
