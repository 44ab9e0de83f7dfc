package rules

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"matchbooth/kiosk/event"
)

// Kilograms reads a weight as people type it: "50", "49.9", "49,9", full-width digits, with or
// without "kg" or "公斤". ok is false for what is no weight of a grown person (20 to 300 kg).
func Kilograms(s string) (kg float64, ok bool) {
	s = strings.ToLower(strings.TrimSpace(width.Narrow.String(s)))
	for _, unit := range []string{"kg", "公斤", "千克"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, unit))
	}
	s = strings.Replace(s, ",", ".", 1)
	if s == "" || strings.Trim(s, "0123456789.") != "" { // no signs, exponents, hex or names
		return 0, false
	}
	kg, err := strconv.ParseFloat(s, 64)
	if err != nil || kg < 20 || kg > 300 {
		return 0, false
	}
	return kg, true
}

// HeavyEnough holds a weight in kilograms against a condition of kind weight. The limit itself
// is enough; nothing is rounded, so 49.9 is not 50.
func HeavyEnough(kg float64, man bool, c event.Condition) bool {
	limit := c.WomenKg
	if man {
		limit = c.MenKg
	}
	return !math.IsNaN(kg) && kg >= limit
}
