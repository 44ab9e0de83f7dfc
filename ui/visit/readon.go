package visit

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// line is where a line of a text begins and ends, in dp from the top of the text.
type line struct{ top, end float32 }

// linesOf returns the lines of stacked flows, and how high they are together.
func linesOf(flows []page.Flow) (lines []line, high float32) {
	for _, f := range flows {
		high += f.Gap
		step := f.Line
		if step <= 0 {
			step = f.Height
		}
		for y := float32(0); step > 0 && y < f.Height-0.5; y += step {
			lines = append(lines, line{high + y, high + min(y+step, f.Height)})
		}
		high += f.Height
	}
	return lines, high
}

// onwards returns where to scroll to from y so that the first line that is not whole in view comes to the top; false if
// all is in view.
func onwards(lines []line, y, view float32) (float32, bool) {
	for _, l := range lines {
		if l.end <= y+view+0.5 {
			continue
		}
		if l.top > y+0.5 {
			return l.top, true
		}
		return y + view, true // a picture that is taller than the view
	}
	return y, false
}

// readOn stacks what everybody must be able to read whole. Where it is taller than the box, a button says that more follows
// and scrolls on by as much as is in view; the view begins and ends between two lines, and never cuts one.
func (b *B) readOn(at page.Box, ground color.NRGBA, flows ...page.Flow) {
	b.readOnFrom(at, page.Box{}, ground, flows...)
}

// furtherStyle is the style of the button that says that more follows.
func (b *B) furtherStyle() touch.Style {
	st := b.StyleQuiet()
	st.Icon, st.IconSize, st.IconAfter = page.Icon(art.Down, b.P.Ink), b.M.S(20), true
	if !b.State.Contrast {
		st.Fill = page.Blend(b.P.Card, b.P.Gold, 0.18)
	}
	return st
}

// readOnFrom is readOn with the button in a box of its own, where the page has room for it elsewhere, so that more of the text is
// in view; an empty one is at the foot of the text.
func (b *B) readOnFrom(at, chip page.Box, ground color.NRGBA, flows ...page.Flow) {
	lines, high := linesOf(flows)
	if high <= at.H+1 {
		b.Stack(at, ground, flows...)
		return
	}
	m := b.M
	view := at
	if chip.W < 1 {
		chip, view = at.Bottom(m.ButtonH())
		_, view = view.Bottom(m.S(8))
	}
	last := float32(0)
	for range len(lines) {
		y, more := onwards(lines, last, view.H)
		if !more {
			break
		}
		last = y
	}
	content := b.Within(view.W, last+view.H, func() {
		y := float32(0)
		for _, f := range flows {
			y += f.Gap
			f.Draw(page.Box{X: 0, Y: y, W: view.W, H: f.Height})
			y += f.Height
		}
	})
	s := touch.NewScroller(content, ground, b.P.Edge)
	s.OnMove, s.Still, s.Hard = b.Do(session.Touch), b.Still, true
	b.Page.Scrollers = append(b.Page.Scrollers, s)
	b.Put(s, page.Box{X: view.X, Y: view.Y, W: view.W + m.S(16), H: view.H})
	cover := func() *canvas.Rectangle { return b.Rect(page.Box{X: view.X, Y: view.Y, W: view.W, H: 0}, ground, 0) }
	above, below := cover(), cover()

	label := b.Tx("read.further")
	st := b.furtherStyle()
	w := min(chip.W, b.Width(label, st))
	further := b.Button(page.Box{X: chip.X + (chip.W-w)/2, Y: chip.Y, W: w, H: chip.H}, string(b.State.Screen)+".further", label, st, func() {
		b.Send(session.Event{Kind: session.Touch})
		if y, more := onwards(lines, s.Offset(), view.H); more {
			b.glide(s, y)
		}
	})
	s.OnLaid = func() {
		y := s.Offset()
		page.SetVisible(further, y < s.Reach()-1)
		top, end := float32(0), view.H
		for _, l := range lines {
			if l.top < y-0.5 && l.end > y+0.5 {
				top = max(top, l.end-y)
			}
			if l.top < y+view.H-0.5 && l.end > y+view.H+0.5 && l.top > y+0.5 {
				end = min(end, l.top-y)
			}
		}
		page.Place(above, page.Box{X: view.X, Y: view.Y, W: view.W, H: top})
		page.Place(below, page.Box{X: view.X, Y: view.Y + end, W: view.W, H: view.H - end})
	}
	s.OnLaid()
}

// glide scrolls to an offset in a fifth of a second, or at once where nothing may move.
func (b *B) glide(s *touch.Scroller, to float32) {
	if b.Still {
		s.ScrollTo(to)
		return
	}
	from := s.Offset()
	anim := fyne.NewAnimation(220*time.Millisecond, func(p float32) { s.ScrollTo(from + (to-from)*p) })
	anim.Curve = fyne.AnimationEaseOut
	anim.Start()
}
