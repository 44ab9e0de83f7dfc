package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/ui/touch"
)

// Dimensions of a field, in dp.
const (
	fadeWidth  = 18 // overflowing text fades out over this width
	fieldInset = 3  // leaves room for the frame
	caretWidth = 2.5
	clearIcon  = 26
	flagWidth  = 6    // of the mark in a field that is wrong
	widestRun  = 5000 // graphics cards paint no object wider than some 16,000 pixels
	shortFall  = 0.65 // smallest size of a short text, as a fraction of the normal one
	shortText  = 24   // characters, at most, in a short text
)

// MinSize implements fyne.CanvasObject.
func (f *Field) MinSize() fyne.Size {
	return fyne.NewSize(120, max(56, f.Style.TextSize*2.2))
}

// run is a piece of text as drawn.
type run struct {
	text  string
	x     float32
	quiet bool
}

// at returns the boundary between characters nearest to x, measured from the field's left edge.
func (f *Field) at(x float32) int {
	f.setUp(f.Size().Width)
	x += f.scroll - f.Style.Pad
	if w := f.composed(); w > 0 {
		// The composition is not part of the text: the text after it is shifted.
		if from := f.set.x(f.line.caret); x > from {
			x = max(from, x-w)
		}
	}
	return f.set.near(x)
}

// setUp sets the text for a field of this width. Names, numbers and the like are checked letter by letter, so they
// are shrunk before any part of them leaves the field; only longer texts scroll.
func (f *Field) setUp(width float32) {
	f.size = f.Style.TextSize
	f.set.update(f.line.chars, f.Kind(), f.size, f.Style.Bold)
	if n := len(f.line.chars); f.Kind() == Secret || n == 0 || n > shortText {
		return
	}
	wide := func() float32 { return f.set.end(widestRun) + caretWidth }
	room := f.room(width)
	if room <= 0 || wide() <= room {
		return
	}
	floor := f.size * shortFall
	for f.size = max(floor, f.size*room/wide()); ; f.size = max(floor, f.size*0.98) { // widths do not scale exactly with the size
		if f.set.update(f.line.chars, f.Kind(), f.size, f.Style.Bold); f.size == floor || wide() <= room {
			return
		}
	}
}

func (f *Field) composed() float32 { return touch.Measure(f.compose, f.size, f.Style.Bold) }

// room is the width available for text in a field of this width.
func (f *Field) room(width float32) float32 {
	right := f.Style.Pad
	if _, shown := f.ClearZone(); shown {
		right = max(right, clearZone)
	}
	return max(0, width-f.Style.Pad-right)
}

// follow scrolls so that the caret is visible with a little context on either side, and returns
// its position and that of the end of the text, or one beyond the field.
func (f *Field) follow(room float32) (caret, end float32) {
	w := f.composed()
	caret = f.set.x(f.line.caret) + w
	margin := min(2*fadeWidth, room/4)
	if caret-f.scroll > room-margin {
		f.scroll = caret - room + margin
	}
	if caret-f.scroll < margin {
		f.scroll = caret - margin
	}
	end = f.set.end(f.scroll+2*room) + w
	f.scroll = max(0, min(f.scroll, end-room+caretWidth))
	return caret, end
}

// visible returns the runs that are in view.
func (f *Field) visible(room float32) (runs []run) {
	var x float32
	add := func(text string, w float32, quiet bool) {
		if text != "" && x+w >= f.scroll-fadeWidth && x <= f.scroll+room+fadeWidth {
			runs = append(runs, run{text, x, quiet})
		}
		x += w
	}
	addText := func(from, to int, w float32) {
		if w <= widestRun {
			add(f.set.shown(from, to), w, false)
			return
		}
		end := x + w
		for i := from; i < to; i++ {
			one := f.set.shown(i, i+1)
			add(one, touch.Measure(one, f.size, f.Style.Bold), false)
		}
		x = end
	}
	caret := f.line.caret
	told := f.compose == ""
	for k := range f.set.chunks {
		if x > f.scroll+room+fadeWidth {
			return runs
		}
		from, to := k*chunkChars, min(len(f.set.chars), (k+1)*chunkChars)
		if told || caret > to || caret == to && k < len(f.set.chunks)-1 {
			addText(from, to, f.set.width(k))
			continue
		}
		told = true
		lw := touch.Measure(f.set.shown(from, caret), f.size, f.Style.Bold)
		addText(from, caret, lw)
		add(f.compose, f.composed(), true)
		addText(caret, to, f.set.width(k)-lw)
	}
	if !told {
		add(f.compose, f.composed(), true)
	}
	return runs
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	for i := range f.fades {
		f.fades[i] = canvas.NewHorizontalGradient(color.Transparent, color.Transparent)
	}
	f.runs = []*canvas.Text{touch.NewText("", f.Style.Text, fyne.TextStyle{})}
	f.inner = container.NewWithoutLayout()
	f.arrange()
	f.clip = container.NewStack(container.NewClip(f.inner))
	if f.Style.Clear != nil {
		f.icon = touch.NewPicture(f.Style.Clear)
	}
	r := &fieldRenderer{f}
	r.Refresh()
	return r
}

// arrange orders what is drawn: what marks a selection, text, then the fades, then the caret on top.
func (f *Field) arrange() {
	o := make([]fyne.CanvasObject, 0, len(f.runs)+5)
	o = append(o, f.chosen)
	for _, t := range f.runs {
		o = append(o, t)
	}
	f.inner.Objects = append(o, f.under, f.fades[0], f.fades[1], f.bar)
}

type fieldRenderer struct{ f *Field }

func (r *fieldRenderer) Destroy()           {}
func (r *fieldRenderer) MinSize() fyne.Size { return r.f.MinSize() }
func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.f.bg, r.f.flag, r.f.clip}
	if r.f.icon != nil {
		o = append(o, r.f.icon)
	}
	return o
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	f, s := r.f, r.f.Style
	f.bg.Resize(size)
	f.bg.CornerRadius = s.Radius
	f.flag.CornerRadius = flagWidth / 2
	f.flag.Move(fyne.NewPos(max(fieldInset, (s.Pad-flagWidth)*0.45), size.Height*0.2))
	f.flag.Resize(fyne.NewSize(flagWidth, size.Height*0.6))
	f.setUp(size.Width)
	room := f.room(size.Width)
	high := size.Height - 2*fieldInset
	// The clip exceeds the room by the caret's width at either end.
	f.clip.Move(fyne.NewPos(s.Pad-caretWidth, fieldInset))
	f.clip.Resize(fyne.NewSize(room+2*caretWidth, high))

	caret, end := f.follow(room)
	runs := f.visible(room)
	if len(f.line.chars) == 0 && f.compose == "" {
		runs = []run{{f.Placeholder, 0, true}}
		if f.active { // clear of the caret
			runs[0].x = 3 * caretWidth
		}
		f.scroll, end = 0, 0
	}
	for len(f.runs) < len(runs) {
		f.runs = append(f.runs, touch.NewText("", s.Text, fyne.TextStyle{}))
		f.arrange()
	}
	size1 := f.size
	bold := fyne.TextStyle{Bold: s.Bold && len(f.line.chars) > 0}
	if len(runs) > 0 && len(f.line.chars) == 0 && f.compose == "" {
		// A placeholder too long is shrunk rather than cut.
		for size1 > 12 && room > 0 && touch.Measure(f.Placeholder, size1, false) > room {
			size1--
		}
	}
	for i, t := range f.runs {
		if i >= len(runs) {
			t.Text = ""
			t.Resize(fyne.NewSize(0, 0))
			continue
		}
		t.Text, t.TextSize, t.Color = runs[i].text, size1, s.Text
		touch.Restyle(t, bold)
		if runs[i].quiet || f.readOnly {
			t.Color = s.Quiet
		}
		box := touch.MeasureText(t.Text, size1, bold)
		t.Resize(box)
		t.Move(fyne.NewPos(caretWidth+runs[i].x-f.scroll, (high-box.Height)/2))
	}
	h := s.TextSize * 1.3
	f.bar.Resize(fyne.NewSize(caretWidth, h))
	f.bar.Move(fyne.NewPos(caretWidth+caret-f.scroll, (high-h)/2))
	f.chosen.Hidden = !f.all
	f.chosen.Resize(fyne.NewSize(min(end-f.scroll, room)+caretWidth, h))
	f.chosen.Move(fyne.NewPos(caretWidth/2, (high-h)/2))
	w := f.composed()
	f.under.Resize(fyne.NewSize(w, caretWidth))
	f.under.Move(fyne.NewPos(caretWidth+caret-w-f.scroll, (high+h)/2+caretWidth/2))

	f.fades[0].Hidden = f.scroll < 1
	f.fades[0].Resize(fyne.NewSize(fadeWidth, high))
	f.fades[0].Move(fyne.NewPos(0, 0))
	f.fades[1].Hidden = end-f.scroll <= room+caretWidth
	f.fades[1].Resize(fyne.NewSize(fadeWidth, high))
	f.fades[1].Move(fyne.NewPos(room+2*caretWidth-fadeWidth, 0))
	if f.icon != nil {
		_, shown := f.ClearZone()
		f.icon.Hidden = !shown
		f.icon.Resize(fyne.NewSize(clearIcon, clearIcon))
		f.icon.Move(fyne.NewPos(size.Width-clearZone/2-clearIcon/2, (size.Height-clearIcon)/2))
	}
}

func (r *fieldRenderer) Refresh() {
	f, s := r.f, r.f.Style
	f.bg.FillColor, f.bg.StrokeColor, f.bg.StrokeWidth = s.Fill, s.Border, 2
	switch {
	case f.wrong:
		f.bg.StrokeColor, f.bg.StrokeWidth = s.Error, 3
	case f.active:
		f.bg.StrokeColor, f.bg.StrokeWidth = s.Focus, 3
	}
	f.flag.FillColor, f.flag.Hidden = s.Error, !f.wrong
	f.bar.FillColor, f.bar.Hidden = s.Text, !f.active
	f.chosen.FillColor = selection(s.Quiet)
	f.under.FillColor, f.under.Hidden = s.Compose, f.compose == ""
	if s.Compose == nil {
		f.under.FillColor = s.Quiet
	}
	f.fades[0].StartColor, f.fades[0].EndColor = s.Fill, faded(s.Fill)
	f.fades[1].StartColor, f.fades[1].EndColor = faded(s.Fill), s.Fill
	r.Layout(f.Size())
	canvas.Refresh(f.bg)
	canvas.Refresh(f.flag)
	canvas.Refresh(f.inner)
	for _, o := range f.inner.Objects {
		canvas.Refresh(o)
	}
	if f.icon != nil {
		canvas.Refresh(f.icon)
	}
}

// selection is c as light as text on it still has to be read.
func selection(c color.Color) color.Color {
	if c == nil {
		return color.Transparent
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0x38
	return n
}

// faded is c made transparent, so that a gradient to it does not darken.
func faded(c color.Color) color.Color {
	if c == nil {
		return color.Transparent
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = 0
	return n
}
