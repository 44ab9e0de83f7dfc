package host

import "math"

// The smallest window that the booth's screens are designed for, in device-independent pixels, and
// the smallest scale that it lowers itself to: at 800×480 everything is still there.
const (
	LeastLong  = 1200
	LeastShort = 700
	leastScale = 0.6
)

// Fit returns at which scale, in tenths of pixels for one device-independent pixel, the booth is shown
// on w×h pixels where the system or its user wants another: that one, lowered until the screens fit.
// Small panels state sizes by which systems scale them so much that nothing fits.
func Fit(w, h int, wanted float64) float64 {
	long, short := float64(max(w, h)), float64(min(w, h))
	fits := math.Floor(min(long/LeastLong, short/LeastShort)*10+1e-6) / 10
	return min(wanted, max(leastScale, fits))
}
