package page

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Frame is what surrounds every screen's content: the practice strip, the sign or the back button,
// the language, large print and contrast, and the row of actions. On a portrait totem the controls
// move to the lower edge, within reach of a wheelchair.
type Frame struct {
	Body Box // for the content: everything between header and actions
	Low  Box // where the content's controls belong: Body; in portrait its part in the lower 45 %
	High Box // Body above Low; empty in landscape
	Foot Box // the row of actions; main action at its right

	Tools Box // the row with the language; in portrait at the lower edge
	Brand Box // the sign with the name, if it is shown
}

// Framing says what a screen's frame contains.
type Framing struct {
	Back      bool
	BackText  string       // "" is the usual label
	BackTo    session.Kind // "" is Back
	Next      bool         // "next person"
	NotToday  bool         // bottom left
	Dark      bool
	Event     bool    // the event's title and place stand where the name is
	Edge      float32 // where the sign begins, in dp, so that what is below begins there too; 0: at the margin
	NoFoot    bool
	Note      string // quiet words beside the back button, such as "consent 1 of 2"
	Steps     int    // progress: number of steps
	NoteTitle bool   // the note is the page's title, and stands out as one
	Step      int    // progress: steps done or in progress

	Progress func(rest Box) Box // draws how far somebody is below the header, and returns the rest of the box; nil: bars, where there are Steps
}

// Frame draws the frame.
func (b *B) Frame(o Framing) Frame {
	m := b.M
	ground, ink, quiet := b.P.Paper, b.P.Ink, b.P.Edge
	if o.Dark {
		ground, ink, quiet = b.P.Wine, b.P.OnWine, b.P.OnWineQuiet
	}
	b.Page.Dark = o.Dark
	body, head, lid := b.layers(ground)
	defer func() { b.into = body }()

	rest := Box{0, 0, m.W, m.H}
	if b.Practice {
		rest = b.practiceStrip(rest)
	}
	rest = rest.Pad(m.Margin(), 0)
	bar := m.ButtonH()
	var header, tools, foot Box
	above := m.S(12)
	if m.Text > 1 { // the room is the text's
		above = m.S(8)
	}
	_, rest = rest.Top(above)
	if m.Portrait {
		header, rest = rest.Top(bar)
		_, rest = rest.Bottom(m.S(28))
		tools, rest = rest.Bottom(bar)
		_, rest = rest.Bottom(m.S(24))
	} else {
		header, rest = rest.Top(bar)
		tools = header
		_, rest = rest.Bottom(m.S(28))
	}
	if !o.NoFoot {
		foot, rest = rest.Bottom(m.MainH())
		_, rest = rest.Bottom(m.S(18))
	}
	if m.Portrait {
		b.into = body
	}
	b.tools(tools, o, ink, quiet)
	if o.Back {
		b.back(o, header, tools, ink, quiet)
	}
	b.into = head
	var brand Box
	if !o.Back || m.Portrait && o.Note == "" {
		left := header
		if o.Edge > left.X {
			_, left = left.Left(o.Edge - left.X)
		}
		switch {
		case o.Event:
			if !m.Portrait {
				left.W -= b.toolsWidth(header.H) + m.Gap()
				if b.Pack.Look.Picture != "" {
					left.W = min(left.W, m.W*0.5-left.X) // beyond, the picture is as light as it is
				}
			}
			brand = b.eventBrand(left)
		case !m.Portrait:
			left.W *= 0.5
			fallthrough
		default:
			brand = b.brand(left, o.Dark)
		}
	}
	gap := m.S(20)
	if o.Progress != nil || o.Steps > 0 {
		gap = m.S(14)
	}
	_, rest = rest.Top(gap)
	switch {
	case o.Progress != nil:
		rest = o.Progress(rest)
	case o.Steps > 0:
		rest = b.progress(rest, o)
	}
	b.Page.HeadH = rest.Y
	Place(b.Page.cover, Box{0, 0, m.W, rest.Y})
	Place(b.Page.brink, Box{0, rest.Y, m.W, m.S(14)})
	Place(lid, Box{0, 0, m.W, rest.Y})
	b.into = body
	f := Frame{Body: rest, Low: rest, Foot: foot, Tools: tools, Brand: brand}
	if m.Portrait {
		reach := m.H * 0.55
		f.High = Box{rest.X, rest.Y, rest.W, reach - rest.Y - m.S(12)}
		f.Low = Box{rest.X, reach, rest.W, rest.Y + rest.H - reach}
	}
	if o.NotToday {
		b.NotToday(foot)
	}
	return f
}

// layers draws the ground and makes the two layers above it: the header stays in place, and the visitor's part can be
// lifted under it when the keyboard comes up. lid takes the touches on the header's ground.
func (b *B) layers(ground color.NRGBA) (body, head *fyne.Container, lid *touch.Button) {
	m := b.M
	all := Box{0, 0, m.W, m.H}
	// The window already has the theme's colour. Painting it again costs some six of the hundred
	// milliseconds from a tap to its picture when the CPU renders.
	if ground != theme.Colours(false).Paper {
		b.Page.floor = b.Rect(all, ground, 0)
	}
	// Any touch outside the controls shows that somebody is still here.
	catcher := touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.beside)
	catcher.Repeat = true
	Place(catcher, all)
	b.Add(catcher)
	root := b.into
	body, head = container.NewWithoutLayout(), container.NewWithoutLayout()
	root.Add(body)
	root.Add(head)
	b.Page.body, b.Page.head, b.into = body, head, head
	b.Page.cover = b.Rect(Box{0, 0, m.W, 0}, color.Transparent, 0)
	b.Page.ground = ground
	b.Page.brink = canvas.NewVerticalGradient(ground, theme.Fade(ground, 0))
	b.Page.brink.Hidden = true
	head.Add(b.Page.brink)
	lid = touch.NewButton("", "", touch.Style{Fill: color.Transparent}, b.beside)
	lid.Repeat = true
	head.Add(lid)
	return body, head, lid
}

// practiceStrip draws the strip that says nothing here is real, and returns the rest of the box.
func (b *B) practiceStrip(rest Box) Box {
	m := b.M
	strip, rest := rest.Top(m.StripH())
	// Slightly wider than the window, for pages that drift (see Drift).
	b.Rect(Box{-8, -8, m.W + 16, strip.H + 8}, b.P.Gold, 0)
	size := max(theme.MinText, m.Small()*min(1, 1.12/m.Text)) // the strip is as high in large print
	t := b.Type(size, theme.Colours(false).Ink, true)
	t.Align = fyne.TextAlignCenter
	at := strip.Pad(20, 0)
	at.Y -= min(size*0.1, max(0, (strip.H-size*1.46)/2-1)) // letters stand low in their lines, which may not leave the window
	b.TextFit(at, b.Tx("frame.practice"), t, 1, 0.5)
	return rest
}

// back draws the back button and the quiet words beside it.
func (b *B) back(o Framing, header, tools Box, ink, quiet color.NRGBA) {
	m := b.M
	label := o.BackText
	if label == "" {
		label = b.Tx("frame.back")
	}
	st := b.StyleQuiet()
	st.Border, st.Text = quiet, ink
	st.Icon, st.IconSize = Icon(art.Back, ink), m.S(22)
	w := b.Width(label, st)
	at := Box{tools.X, tools.Y, w, m.ButtonH()}
	to := o.BackTo
	if to == "" {
		to = session.Back
	}
	b.Button(at, string(b.State.Screen)+".back", label, st, b.Do(to))
	if o.Note != "" {
		x := at.X + w + m.S(16)
		into := b.into
		if m.Portrait { // up there it belongs to the header, and stays
			x, b.into = header.X, b.Page.head
		}
		t := b.Type(m.Label(), b.P.Soft, false)
		if o.NoteTitle {
			t = b.Type(m.S(26)*m.Text, b.P.Ink, true)
		}
		b.TextFit(Box{x, header.Y, m.W / 3, m.ButtonH()}, o.Note, t, 1, 0.5)
		b.into = into
	}
}

// progress draws a bar for each step, and returns the rest of the box.
func (b *B) progress(rest Box, o Framing) Box {
	m := b.M
	at, rest := rest.Top(m.S(8))
	for i, c := range at.Columns(o.Steps, m.S(10)) {
		col := b.P.Line
		if i < o.Step {
			col = b.P.Gold
		}
		r := b.Rect(c, col, c.H/2)
		if b.State.Contrast && i >= o.Step {
			// Two dark colours would not distinguish done from to do.
			r.FillColor, r.StrokeColor, r.StrokeWidth = b.P.Card, b.P.Ink, 1.5
		}
	}
	_, rest = rest.Top(m.S(12))
	return rest
}

// NotToday draws the way out for people who would rather not, at the left end of a row of actions.
func (b *B) NotToday(foot Box) {
	bar := min(b.M.ButtonH(), foot.H)
	label := b.Tx("frame.nottoday")
	st := b.StyleQuiet()
	st.Bold = false
	at := Box{foot.X, foot.Y + (foot.H-bar)/2, b.Width(label, st), bar}
	b.Button(at, string(b.State.Screen)+".nottoday", label, st, b.Do(session.AskNotToday))
}

// backWidth returns how wide the back button will be.
func (b *B) backWidth(o Framing) float32 {
	label := o.BackText
	if label == "" {
		label = b.Tx("frame.back")
	}
	st := b.StyleQuiet()
	st.Icon, st.IconSize = Icon(art.Back, b.P.Ink), b.M.S(22)
	return b.Width(label, st)
}

// brand draws the sign with the event's short name and returns the box they occupy.
func (b *B) brand(at Box, dark bool) Box {
	m := b.M
	h := at.H * 0.72
	d := h
	if ratio, own := b.Shape(b.Pack.Look.Logo); own && !dark && !b.State.Contrast {
		d = min(h*ratio, at.W*0.45, b.M.S(240))
		b.Logo(Box{at.X, at.Y + (at.H-d/ratio)/2, d, d / ratio})
	} else {
		b.Picture(Box{at.X, at.Y + (at.H-d)/2, d, d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, dark) })
	}
	c := b.P.Ink
	name := b.In(b.Pack.Short)
	if dark {
		c, name = b.P.OnWine, b.Tx("frame.name")
	}
	p := touch.Fit([]touch.Span{{Text: name}}, b.Type(m.Label(), c, true), at.W-d-m.S(14), at.H, 1)
	b.Lay(p, at.X+d+m.S(14), at.Y+max(0, at.H-p.Height)*0.5)
	return Box{at.X, at.Y, d + m.S(14) + touch.MeasureText(name, p.Type.Size, fyne.TextStyle{Bold: true}).Width, at.H}
}

// tools draws the language, large print and contrast controls, at the right; in portrait along the bottom.
func (b *B) tools(at Box, o Framing, ink, quiet color.NRGBA) {
	m := b.M
	id := string(b.State.Screen)
	h := at.H
	// The language: one pill, with a part for each.
	w := b.langWidth()
	all := b.Offers()
	pill := Box{at.X + at.W - w*float32(len(all)), at.Y, w * float32(len(all)), h}
	bg := b.Rect(pill, b.P.Card, h/2)
	bg.StrokeColor, bg.StrokeWidth = quiet, 2
	on, onText, offText := b.P.Ink, b.P.Paper, b.P.Soft
	if o.Dark {
		bg.FillColor = color.Transparent
		on, onText, offText = b.P.OnWine, b.P.Wine, b.P.OnWine
	}
	for i, l := range all {
		st := touch.Style{Fill: color.Transparent, Pressed: quiet, Text: offText, Radius: -1, TextSize: m.Label(), Pad: m.S(8)}
		if b.State.Lang == l.Tag {
			st.Fill, st.Text, st.Bold = on, onText, true
		}
		b.Button(Box{pill.X + float32(i)*w, pill.Y, w, h}, id+".lang."+l.Tag, l.Draw(l.Name), st, b.Do(session.SetLang, l.Tag))
	}
	// Round switches.
	x := pill.X - m.S(14) - h
	round := func(name string, icon func(int, int, color.NRGBA) *image.RGBA, active bool, kind session.Kind) {
		st := touch.Style{Fill: color.Transparent, Pressed: quiet, Text: ink, Border: quiet, BorderWidth: 2, Radius: -1,
			Icon: Icon(icon, ink), IconSize: h * 0.5}
		if active {
			st.Fill, st.Icon = on, Icon(icon, onText)
		}
		b.Button(Box{x, at.Y, h, h}, id+"."+name, "", st, b.Do(kind))
		x -= h + m.S(12)
	}
	round("contrast", art.Contrast, b.State.Contrast, session.SetContrast)
	round("large", art.TextSize, b.State.Large, session.SetLarge)
	if o.Next {
		// It is for the queue, not for whoever stands here: words without a frame, further from the switches.
		label := b.Tx("frame.next")
		st := b.StyleText()
		st.Text, st.Pressed = ink, quiet
		x += h + m.S(12) - m.S(24) + st.Pad
		nw := b.Width(label, st)
		if o.Back && m.Portrait {
			// Back is in the same row; a long label is shrunk rather than laid over it.
			nw = min(nw, x-at.X-b.backWidth(o)-m.S(12))
		}
		b.Button(Box{x - nw, at.Y, nw, h}, id+".nextperson", label, st, b.Do(session.AskNext))
	}
}

// langWidth is how wide each language's part of the pill is, in dp: with more than two of them they come closer.
func (b *B) langWidth() float32 {
	w := b.M.S(108)
	if len(b.Offers()) > 2 {
		w = b.M.S(96)
	}
	return w * (1 + (b.M.Text-1)/2)
}

// toolsWidth is how wide the language and the two round switches are together, in dp, in a row of that height.
func (b *B) toolsWidth(h float32) float32 {
	return float32(len(b.Offers()))*b.langWidth() + b.M.S(14) + h + b.M.S(12) + h
}

// Main places the one main action at the bottom right and returns the rest of the row.
func (b *B) Main(foot Box, id, label string, do func()) (*touch.Button, Box) {
	st := b.StyleMain()
	st.Icon, st.IconSize, st.IconAfter = Icon(art.Next, b.P.OnRed), b.M.S(22), true
	w := max(b.Width(label, st), b.M.S(200))
	if b.M.Portrait {
		w = max(w, foot.W*0.46)
	}
	at := Box{foot.X + foot.W - w, foot.Y, w, foot.H}
	btn := b.Button(at, string(b.State.Screen)+"."+id, label, st, do)
	return btn, Box{foot.X, foot.Y, foot.W - w - b.M.Gap(), foot.H}
}

// Equal places equal choices side by side, or in portrait one above the other if they are long.
func (b *B) Equal(at Box, choices ...Choice) {
	n := len(choices)
	boxes := at.Columns(n, b.M.Gap())
	st := b.StyleEqual()
	for _, c := range choices {
		if b.Width(c.Label, st) > boxes[0].W && at.H >= float32(n)*b.M.MainH() {
			boxes = at.Rows(n, b.M.S(14))
			break
		}
	}
	// Equal in size too: all as small as the longest needs.
	for _, c := range choices {
		for least := st.TextSize * 0.7; st.TextSize > least && b.Width(c.Label, st) > boxes[0].W; {
			st.TextSize *= 0.97
		}
	}
	for i, c := range choices {
		b.Button(boxes[i], string(b.State.Screen)+"."+c.ID, c.Label, st, c.Do)
	}
}

// Choice is one of several equal choices.
type Choice struct {
	ID, Label string
	Do        func()
}

// Line draws a straight line.
func (b *B) Line(x1, y1, x2, y2, width float32, c color.Color) {
	l := canvas.NewLine(c)
	l.StrokeWidth = width
	l.Position1, l.Position2 = fyne.NewPos(x1, y1), fyne.NewPos(x2, y2)
	b.Add(l)
}

// CopySign asks volunteers to check the second copy, which has been behind for too long. It is next
// to the name, for those who know it; visitors pass over it.
func (b *B) CopySign(brand Box) {
	if !b.CopyLate {
		return
	}
	d := b.M.S(26)
	b.Picture(Box{brand.X + brand.W + b.M.S(18), brand.Y + (brand.H-d)/2, d, d}, Icon(art.Copies, Faded(b.P.Gold, 0.8)))
}
