package preview

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"golang.org/x/image/draw"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/scene"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// The measures of the window itself, in dp. It is used by somebody at a desk: its type is smaller than that of the screens
// it shows, its targets are not.
const (
	scaleOf   = 0.78
	listWidth = 300
	rowHigh   = 56
	pad       = 16
)

// chrome draws what surrounds the picture.
type chrome struct {
	*page.B
	w *Window
}

// build draws the whole window.
func (w *Window) build() *page.Page {
	state := session.New()
	state.Lang = w.speak
	c := page.Context{State: state, T: w.texts.In(w.speak), Size: w.size, Now: scene.Noon, Still: true, Send: func(session.Event) {}}
	return page.Build(c, func(b *page.B) {
		b.M.U = scaleOf
		(&chrome{b, w}).all()
	}, nil)
}

func (c *chrome) all() {
	rest := page.Box{W: c.M.W, H: c.M.H}
	c.Rect(rest, c.P.Paper, 0)
	list, rest := rest.Left(min(listWidth, rest.W*0.32))
	c.Rect(list, c.P.Card, 0)
	c.Rect(page.Box{X: list.W - 1, Y: 0, W: 1, H: list.H}, c.P.Line, 0)
	c.list(list)
	rest = rest.Pad(pad, pad/2)
	bar, rest := rest.Top(rowHigh)
	panel, rest := rest.Bottom(c.panelHigh(rest))
	_, rest = rest.Top(pad / 2)
	_, rest = rest.Bottom(pad)
	c.bar(bar)
	c.picture(rest)
	c.panel(panel)
}

// list draws the list of screens.
func (c *chrome) list(at page.Box) {
	head, at := at.Top(84)
	in := head.Pad(pad, 12)
	title := c.Tx("preview.nothing")
	if p := c.w.now.pack; p != nil {
		title = c.In(p.Title)
	}
	c.TextFit(in, title, c.Type(22, c.P.Ink, true), 2, 0.5)
	c.Rect(page.Box{X: 0, Y: head.H - 1, W: head.W - 1, H: 1}, c.P.Line, 0)
	at = at.Pad(0, 4)
	at.W -= pad // the scroller is wider than its content by as much, for its bar
	var rows []page.Flow
	for i, sc := range c.w.now.scenes {
		rows = append(rows, page.Flow{Height: rowHigh, Draw: func(in page.Box) { c.row(in, i, sc) }})
	}
	c.Stack(at, c.P.Card, rows...)
	if len(c.Page.Scrollers) > 0 {
		s := c.Page.Scrollers[0]
		s.ScrollTo(c.w.list)
		top := float32(c.w.at()) * rowHigh
		s.ScrollIntoView(max(0, top-rowHigh), top+2*rowHigh)
	}
}

// row draws one screen in the list.
func (c *chrome) row(at page.Box, i int, sc scene.Scene) {
	st := c.StyleText()
	st.Radius = 12
	chosen := sc.ID == c.w.scene
	name, about := c.name(sc), c.about(sc)
	w := at.W - 2*pad
	objects := c.line(name, c.Type(17, c.P.Ink, chosen), page.Box{X: pad + 2, Y: 0, W: w, H: at.H})
	if about != "" {
		objects = append(c.line(name, c.Type(17, c.P.Ink, chosen), page.Box{X: pad + 2, Y: 4, W: w, H: 26}),
			c.line(about, c.Type(theme.MinText, c.P.Soft, false), page.Box{X: pad + 2, Y: 28, W: w, H: 24})...)
	}
	if chosen {
		st.Fill = c.P.Rose
		mark := canvas.NewRectangle(c.P.Red)
		mark.CornerRadius = 2
		page.Place(mark, page.Box{X: 4, Y: at.H * 0.25, W: 4, H: at.H * 0.5})
		objects = append(objects, mark)
	}
	c.Put(touch.NewCard("preview.scene."+sc.ID, st, func() { c.w.goTo(i) }, nil, objects...), page.Box{X: at.X + 6, Y: at.Y + 1, W: at.W - 6, H: at.H - 2})
}

// name is what kind of screen a scene is.
func (c *chrome) name(sc scene.Scene) string {
	if sc.N > 0 {
		return fmt.Sprint(c.Tx("preview.scene."+sc.Name), " ", sc.N)
	}
	return c.Tx("preview.scene." + sc.Name)
}

// about says which one of its kind it is.
func (c *chrome) about(sc scene.Scene) string { return strings.ReplaceAll(c.In(sc.About), "\n", " ") }

// line is one line of text in the middle of a box's left edge, cut off where it is too long.
func (c *chrome) line(s string, t touch.Type, in page.Box) []fyne.CanvasObject {
	t.Lead = 1.3
	s = page.Cut(s, t, in.W)
	p := touch.SetText(s, t, in.W+t.Size)
	return p.Objects(in.X, in.Y+(in.H-p.Height)/2)
}

// tool is one thing that the bar offers.
type tool struct {
	id   string
	key  fyne.KeyName
	text string
	icon func(w, h int, c color.NRGBA) *image.RGBA
	on   bool
	do   func()
}

// tools are what the bar offers, from its right end, each with its key.
func (w *Window) tools() []tool {
	return []tool{
		{id: "contrast", key: fyne.KeyC, icon: art.Contrast, on: w.view.Contrast, do: w.toggleContrast},
		{id: "large", key: fyne.KeyT, icon: art.TextSize, on: w.view.Large, do: w.toggleLarge},
		{id: "lang", key: fyne.KeyL, text: lang.Of(w.view.Lang).Draw(lang.Of(w.view.Lang).Name), do: w.otherLang},
		{id: "size", key: fyne.KeyS, text: fmt.Sprintf("%.0f×%.0f", w.view.Size.Width, w.view.Size.Height), do: w.nextSize},
		{id: "print", key: fyne.KeyP, icon: art.Printer, do: w.print},
	}
}

// bar draws the name of the screen and the tools.
func (c *chrome) bar(at page.Box) {
	x := at.X + at.W
	for _, t := range c.w.tools() {
		st := c.StyleQuiet()
		st.Pad, st.Radius, st.TextSize = 16, -1, 17
		ink := c.P.Ink
		if t.on {
			st.Fill, st.Text, ink = c.P.Ink, c.P.Paper, c.P.Paper
		}
		w := at.H
		if t.icon != nil {
			st.Icon, st.IconSize = page.Icon(t.icon, ink), 26
		} else {
			w = max(c.Width("English", st), c.Width(t.text, st))
		}
		x -= w
		c.Button(page.Box{X: x, Y: at.Y, W: w, H: at.H}, "preview."+t.id, t.text, st, t.do)
		x -= page.TouchGap
	}
	turns := []struct {
		id   string
		icon func(w, h int, c color.NRGBA) *image.RGBA
		by   int
	}{{"next", art.Next, 1}, {"back", art.Back, -1}}
	if x-at.X < 2*(at.H+page.TouchGap) {
		turns = nil // the keys, the list and the picture itself turn too
	}
	for _, turn := range turns {
		st := c.StyleQuiet()
		st.Icon, st.IconSize, st.Pad = page.Icon(turn.icon, c.P.Ink), 20, 0
		x -= at.H
		c.Button(page.Box{X: x, Y: at.Y, W: at.H, H: at.H}, "preview."+turn.id, "", st, func() { c.w.step(turn.by) })
		x -= page.TouchGap
	}
	i := c.w.at()
	if i < 0 || x-at.X < 60 {
		return
	}
	sc := c.w.now.scenes[i]
	in := page.Box{X: at.X, Y: at.Y, W: x - at.X - page.TouchGap, H: at.H}
	name := c.Type(20, c.P.Ink, true)
	for _, o := range c.line(c.name(sc), name, page.Box{X: in.X, Y: in.Y + 4, W: in.W, H: 28}) {
		c.Add(o)
	}
	count := fmt.Sprintf("%d / %d", i+1, len(c.w.now.scenes))
	for _, o := range c.line(count, c.Type(theme.MinText, c.P.Soft, false), page.Box{X: in.X, Y: in.Y + 30, W: in.W, H: 22}) {
		c.Add(o)
	}
}

// picture draws the screen, scaled down where it is larger than its place, and what there is to say about it.
func (c *chrome) picture(at page.Box) {
	note, fill := "", c.P.Rose
	switch {
	case c.w.now.pack == nil:
		note = c.Tx("preview.unread")
	case c.w.undrawn && c.w.shown == nil:
		note = c.Tx("preview.undrawn")
	case c.w.stale || c.w.undrawn:
		note = c.Tx("preview.stale")
	case c.w.printed != "":
		note = c.w.printed
		if c.w.printedWell {
			fill = c.P.Mint
		}
	}
	if note != "" {
		var say page.Box
		say, at = at.Top(40)
		c.Rect(say, fill, 12)
		c.TextFit(say.Pad(pad, 0), note, c.Type(17, c.P.Ink, false), 1, 0.5)
		_, at = at.Top(10)
	}
	if c.w.shown == nil {
		return
	}
	size := c.w.shown.view.Size
	scale := min(1, at.W/size.Width, at.H/size.Height)
	if scale <= 0 {
		return
	}
	where := at.Middle(size.Width*scale, size.Height*scale)
	for _, v := range []*float32{&where.X, &where.Y, &where.W, &where.H} {
		*v = float32(math.Floor(float64(*v))) // whole units, so that no edge of the frame falls between pixels
	}
	c.Rect(page.Box{X: where.X - 1, Y: where.Y - 1, W: where.W + 2, H: where.H + 2}, c.P.Edge, 0)
	img := c.w.shown.img
	c.Picture(where, func(w, h int) image.Image {
		out := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
		return out
	})
	// A tap on the right half goes on, on the left half back.
	for i, half := range where.Columns(2, 0) {
		st := touch.Style{Fill: color.Transparent, Pressed: color.Transparent}
		by := []int{-1, 1}[i]
		c.Button(half, []string{"preview.left", "preview.right"}[i], "", st, func() { c.w.step(by) })
	}
}

// said is one line of the panel.
type said struct {
	where, what string
	wrong       bool
}

// all that is wrong with the pack, then what is not wrong but should be known.
func (c *chrome) said() (out []said) {
	if c.w.err != nil {
		out = append(out, said{c.w.path, c.Tx("preview.gone"), true})
	}
	add := func(list []event.Fault, wrong bool) {
		for _, f := range list {
			where := fmt.Sprintf("%s:%d", f.File, f.Line)
			out = append(out, said{where, strings.TrimPrefix(f.Said(c.T), where+": "), wrong})
		}
	}
	add(c.w.faults, true)
	add(c.w.advice, false)
	for _, h := range c.w.holes {
		where, what, _ := strings.Cut(h, ": ")
		out = append(out, said{where, what, false})
	}
	return out
}

// panelHigh is how high the panel of faults is.
func (c *chrome) panelHigh(rest page.Box) float32 {
	if !c.w.open || len(c.said()) == 0 {
		return rowHigh
	}
	return min(rowHigh+page.HighOf(c.saidFlows(c.saidRoom(rest).W))+pad, max(rowHigh, rest.H*0.36))
}

// panel draws what is wrong with the pack, or that nothing is.
func (c *chrome) panel(at page.Box) {
	all := c.said()
	wrong := 0
	for _, s := range all {
		if s.wrong {
			wrong++
		}
	}
	r := c.Rect(at, c.P.Card, 16)
	r.StrokeColor, r.StrokeWidth = c.P.Line, 1.5
	head, rest := at.Top(rowHigh)
	icon, ink, words := art.Check, c.P.Green, c.Tx("preview.well")
	switch {
	case wrong > 0:
		icon, ink, words = art.Warning, c.P.Red, c.Tx("preview.faults", "N", wrong)
		r.StrokeColor, r.StrokeWidth = c.P.Red, 2
	case len(all) > 0:
		icon, ink, words = art.Info, c.P.Ink, c.Tx("preview.well")
	}
	if n := len(all) - wrong; n > 0 {
		words += c.Tx("preview.and", "N", n)
	}
	in := head.Pad(pad, 0)
	sign := page.Box{X: in.X, Y: in.Y + (in.H-24)/2, W: 24, H: 24}
	keys := c.Tx("preview.keys")
	kt := c.Type(theme.MinText, c.P.Soft, false)
	kw := touch.Measure(keys, kt.Size, false)
	text := c.Type(17, ink, true)
	if len(all) > 0 {
		st := c.StyleText()
		st.Radius = 16
		c.Button(head, "preview.panel", "", st, c.w.togglePanel)
	}
	c.Picture(sign, page.Icon(icon, ink))
	for _, o := range c.line(words, text, page.Box{X: sign.X + 36, Y: in.Y, W: in.W - 36, H: in.H}) {
		c.Add(o)
	}
	if tw := touch.Measure(words, text.Size, true); 36+tw+40+kw < in.W {
		for _, o := range c.line(keys, kt, page.Box{X: in.X + in.W - kw, Y: in.Y, W: kw + 2, H: in.H}) {
			c.Add(o)
		}
	}
	if rest.H < pad {
		return
	}
	rest = c.saidRoom(rest)
	c.Stack(rest, c.P.Card, c.saidFlows(rest.W)...)
}

// saidRoom is where the lines of the panel stand, with room for a bar beside them.
func (c *chrome) saidRoom(at page.Box) page.Box {
	at = at.Pad(pad, 0)
	at.W -= pad
	at.H -= pad / 2
	return at
}

// saidFlows are the lines of the panel.
func (c *chrome) saidFlows(w float32) (flows []page.Flow) {
	for i, s := range c.said() {
		gap := float32(8)
		if i == 0 {
			gap = 0
		}
		where := c.Type(theme.MinText, c.P.Soft, true)
		where.Lead = 1.3
		what := c.Type(16, c.P.Ink, false)
		what.Lead = 1.35
		flows = append(flows, c.Para(gap, s.where, where, w), c.Para(0, s.what, what, w))
	}
	return flows
}
