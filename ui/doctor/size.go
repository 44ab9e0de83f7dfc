package doctor

import "fmt"

// size formats bytes for people: "64 MB", "1.5 GB". MB and GB are 2²⁰ and 2³⁰ as everywhere in this
// program.
func size(bytes uint64) string {
	mb := float64(bytes) / (1 << 20)
	switch {
	case mb >= 10<<10:
		return fmt.Sprintf("%.0f GB", mb/1024)
	case mb >= 1<<10:
		return fmt.Sprintf("%.1f GB", mb/1024)
	}
	return fmt.Sprintf("%.0f MB", mb)
}
