package figures

import (
	"strconv"
	"strings"

	"matchbooth/assets/lang"
)

// InLangs says how many people each language had: the two that every pack has always, another where somebody used it. comma is
// what stands between two of them.
func InLangs(comma string, n map[string]int) string {
	var said []string
	for _, l := range lang.All() {
		if n[l.Tag] > 0 || l.Tag == "zh" || l.Tag == "en" {
			said = append(said, l.Name+" "+strconv.Itoa(n[l.Tag]))
		}
	}
	return strings.Join(said, comma)
}
