package theme

import "fyne.io/fyne/v2"

// Metrics are the sizes for one window, in dp. They were designed for 1280×800 and scale with the
// shorter side of the window, so that a totem and a laptop show the same picture.
type Metrics struct {
	W, H     float32
	U        float32 // 1 at a shorter side of 800 dp
	Portrait bool
	Text     float32 // 1, or 1.25 in large print
}

// Minimum type size and touch target, in dp.
const (
	MinText   = 15
	MinTarget = 56
)

// Measure returns the sizes for a window of this size.
func Measure(size fyne.Size, large bool) Metrics {
	m := Metrics{W: size.Width, H: size.Height, Portrait: size.Height > size.Width, Text: 1}
	m.U = max(min(size.Width, size.Height)/800, 0.6)
	if large {
		m.Text = 1.25
	}
	return m
}

func (m Metrics) text(at800 float32) float32 { return max(MinText, at800*m.U*m.Text) }

// Display is the largest type size, in dp: the headline, legible from three metres. The scale goes down from it to
// Small; nothing is ever below MinText.
func (m Metrics) Display() float32 { return m.text(74) }

// Title is the type size of a page's title, in dp.
func (m Metrics) Title() float32 { return m.text(46) }

// Heading is the type size of a heading within a page, in dp.
func (m Metrics) Heading() float32 { return m.text(34) }

// Lead is the type size of the lines below a title, in dp.
func (m Metrics) Lead() float32 { return m.text(28) }

// Body is the type size of running text, in dp.
func (m Metrics) Body() float32 { return m.text(25) }

// Action is the type size of button labels, in dp.
func (m Metrics) Action() float32 { return m.text(26) }

// Label is the type size of labels and help texts, in dp.
func (m Metrics) Label() float32 { return m.text(21) }

// Small is the type size of sources and notes, in dp.
func (m Metrics) Small() float32 { return m.text(17) }

// S scales a length designed for 1280×800.
func (m Metrics) S(at800 float32) float32 { return at800 * m.U }

// Margin is the free space at the edges of the window, in dp.
func (m Metrics) Margin() float32 { return m.S(40) }

// Gap is the distance between two cards, in dp.
func (m Metrics) Gap() float32 { return m.S(24) }

// Corner is the radius of a card's corners, in dp.
func (m Metrics) Corner() float32 { return m.S(28) }

// FieldCorner is the radius of a field's corners, in dp.
func (m Metrics) FieldCorner() float32 { return m.S(20) }

// MainH is the height of the main action, in dp; never below MinTarget.
func (m Metrics) MainH() float32 { return max(MinTarget, m.S(72)*(1+(m.Text-1)/2)) }

// ButtonH is the height of the other buttons, in dp; never below MinTarget.
func (m Metrics) ButtonH() float32 { return max(MinTarget, m.S(56)*(1+(m.Text-1)/2)) }

// StripH is the height of the practice strip, in dp.
func (m Metrics) StripH() float32 { return max(30, m.S(32)) }
