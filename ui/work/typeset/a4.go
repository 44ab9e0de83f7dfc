package typeset

// What is printed is drawn on A4 pages at 300 dpi.
const (
	DPI        = 300
	PageWidth  = 2480 // pixels
	PageHeight = 3508
)

// Px converts millimetres to pixels of a page.
func Px(mm float64) float64 { return mm * DPI / 25.4 }

// MM converts pixels of a page to millimetres.
func MM(px float64) float64 { return px * 25.4 / DPI }

// Dots converts points, in which sizes of text are given, to pixels of a page.
func Dots(points float64) float64 { return points * DPI / 72 }
