package art

import (
	"image"
	"image/color"
	"math"
)

// The icons of buttons are line drawings in one colour, in a box of 24 × 24 units with lines 2.2 wide.

const iconLine = 2.2

func icon(w, h int, col color.NRGBA, draw func(i ink)) *image.RGBA {
	c := fitted(w, h, 24, 24)
	draw(ink{canvas: c, with: solid(col)})
	return c.img
}

// ink is a canvas with one colour.
type ink struct {
	*canvas
	with paint
}

func (i ink) draw(p *path)                { i.stroke(p, iconLine, i.with) }
func (i ink) poly(xy ...float64)          { i.draw(lines(xy...)) }
func (i ink) dot(x, y, r float64)         { i.disc(x, y, r, i.with) }
func (i ink) round(x, y, r float64)       { i.ring(x, y, r, iconLine, i.with) }
func (i ink) box(x, y, w, h, rad float64) { i.draw(roundRect(x, y, w, h, rad)) }

// Back draws a chevron pointing left, the way the reader came.
func Back(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(15, 5, 8, 12, 15, 19) })
}

// Next draws a chevron pointing right, the way the reader is going.
func Next(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(9, 5, 16, 12, 9, 19) })
}

// Down draws a chevron pointing down, to what follows below.
func Down(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(5, 9, 12, 16, 19, 9) })
}

// Check draws a tick.
func Check(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(4.5, 12.5, 9.8, 17.8, 19.5, 7) })
}

// Close draws the sign for closing: two diagonal strokes.
func Close(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(6, 6, 18, 18); i.poly(18, 6, 6, 18) })
}

// TextSize draws a small letter A beside a large one.
func TextSize(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.poly(1.4, 18.6, 4.6, 10.4, 7.8, 18.6)
		i.poly(2.6, 16, 6.6, 16)
		i.poly(11.4, 18.6, 17, 4.6, 22.6, 18.6)
		i.poly(13.4, 14, 20.6, 14)
	})
}

// Contrast draws a circle, half of it filled.
func Contrast(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.round(12, 12, 9)
		i.fill(new(path).arc(12, 12, 9, -math.Pi/2, math.Pi/2).close(), i.with)
	})
}

// Lock draws a closed padlock.
func Lock(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.box(5, 10.5, 14, 10, 2.5)
		i.draw(new(path).move(8, 10.5).line(8, 7.5).arc(12, 7.5, 4, -math.Pi, 0).line(16, 10.5))
		i.dot(12, 15.5, 1.6)
	})
}

// Warning draws a triangle with an exclamation mark.
func Warning(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.draw(rounded(2.6, 12, 2.6, 22.4, 20.6, 1.6, 20.6))
		i.poly(12, 9.4, 12, 13.8)
		i.dot(12, 17.2, 1.4)
	})
}

// Copies draws two sheets, with the outline of the rear one left open.
func Copies(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.box(3, 8, 12.5, 13, 2.5)
		i.poly(6.5, 12.8, 12, 12.8)
		i.poly(6.5, 16.4, 10, 16.4)
		i.poly(8.5, 3.4, 19, 3.4, 21, 5.4, 21, 15.5)
	})
}

// Printer draws a printer from the front, with a sheet coming out below.
func Printer(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.poly(7, 8, 7, 3.2, 17, 3.2, 17, 8)
		i.poly(7, 17, 3, 17, 3, 8.6, 21, 8.6, 21, 17, 17, 17)
		i.box(7, 13.4, 10, 7.6, 1.2)
		i.dot(17.6, 11.4, 1)
	})
}

// Info draws an i in a circle.
func Info(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.round(12, 12, 9.4)
		i.poly(12, 11.4, 12, 16.6)
		i.dot(12, 7.6, 1.4)
	})
}

// Plus draws a thin plus sign with round ends, in the colour of text. It is used only in controls and
// never drawn in red on white, so that it cannot be mistaken for an emblem.
func Plus(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(12, 5, 12, 19); i.poly(5, 12, 19, 12) })
}

// Minus draws the counterpart of Plus.
func Minus(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(5, 12, 19, 12) })
}

// Hourglass draws an hourglass: something takes a moment.
func Hourglass(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.poly(6, 3.4, 18, 3.4)
		i.poly(6, 20.6, 18, 20.6)
		i.draw(new(path).move(7.4, 3.4).line(7.4, 6).quad(7.4, 9, 12, 12).quad(16.6, 9, 16.6, 6).line(16.6, 3.4))
		i.draw(new(path).move(7.4, 20.6).line(7.4, 18).quad(7.4, 15, 12, 12).quad(16.6, 15, 16.6, 18).line(16.6, 20.6))
	})
}

// Backspace draws the symbol of the key that deletes the last letter.
func Backspace(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.draw(rounded(2.2, 8.2, 5, 22.2, 5, 22.2, 19, 8.2, 19, 1.8, 12))
		i.poly(12.2, 9.4, 17.4, 14.6)
		i.poly(17.4, 9.4, 12.2, 14.6)
	})
}

// Shift draws a hollow upward arrow, for the key that makes the next letter a capital.
func Shift(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.draw(shiftArrow(0)) })
}

// ShiftOn draws the same arrow, filled.
func ShiftOn(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.fill(shiftArrow(0), i.with); i.draw(shiftArrow(0)) })
}

// CapsLock draws the filled arrow over a bar: all letters will be capitals.
func CapsLock(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) {
		i.fill(shiftArrow(-2), i.with)
		i.draw(shiftArrow(-2))
		i.poly(8.4, 21.4, 15.6, 21.4)
	})
}

func shiftArrow(dy float64) *path {
	return rounded(1, 12, 3.4+dy, 20.6, 12.2+dy, 15.8, 12.2+dy, 15.8, 19.8+dy, 8.2, 19.8+dy, 8.2, 12.2+dy, 3.4, 12.2+dy)
}

// Fold draws the symbol for folding a panel away: a chevron that points down to a bar.
func Fold(w, h int, col color.NRGBA) *image.RGBA {
	return icon(w, h, col, func(i ink) { i.poly(5.6, 6, 12, 12.4, 18.4, 6); i.poly(4.6, 18.6, 19.4, 18.6) })
}
