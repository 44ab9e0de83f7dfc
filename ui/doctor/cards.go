package doctor

import (
	"context"
	"strings"
)

// harmless are the options with which a stick or card should be mounted (mount(8)): a link, a device file or a program on
// it is then ineffective. Anyone who had the card for a minute may have put them there.
var harmless = []string{"nosymfollow", "nodev", "nosuid", "noexec"}

// cardPlaces are where cards are mounted (hier(7)).
var cardPlaces = []string{"/media", "/run/media", "/mnt"}

// cards checks whether something on a stick or card can lead out of it.
func cards(_ context.Context, c *Computer) []Finding {
	if c.OS != "linux" {
		return nil
	}
	var all []Finding
	seen := false
	for line := range strings.Lines(c.read("proc/self/mountinfo")) {
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		point := unescape(fields[4])
		if !cardMount(point) {
			continue
		}
		seen = true
		var lacks []string
		for _, o := range harmless {
			if !hasOption(fields[5], o) {
				lacks = append(lacks, o)
			}
		}
		if len(lacks) > 0 {
			all = append(all, warn("cards.open", "Point", point, "Options", strings.Join(lacks, ",")))
		}
	}
	if seen && len(all) == 0 {
		return []Finding{good("cards.good")}
	}
	return all
}

// cardMount reports whether something mounted there is probably a stick or card.
func cardMount(point string) bool {
	for _, place := range cardPlaces {
		if point != place && within(point, place) {
			return true
		}
	}
	return false
}
