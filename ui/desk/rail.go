package desk

import (
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/people"
)

// The desk's pages have a rail at the left that leads to each other and shows what is still to do; on a totem the same
// entries are along the lower edge, within reach.

// entry is one entry of the rail.
type railEntry struct {
	page session.DeskPage
	key  fyne.KeyName // opens it, from a keyboard
	todo func(b *B) int
}

// rail lists the entries.
var rail = []railEntry{
	{session.DeskToday, fyne.KeyF1, nil},
	{session.DeskPeople, fyne.KeyF2, nil},
	{session.DeskCheck, fyne.KeyF3, (*B).unchecked},
	{session.DeskCalls, fyne.KeyF4, (*B).dueNow},
	{session.DeskDoubles, fyne.KeyF5, (*B).settling},
	{session.DeskHandover, fyne.KeyF7, nil},
	{session.DeskDay, fyne.KeyF8, nil},
}

// railOf is the entry under which a page is found.
var railOf = map[session.DeskPage]session.DeskPage{session.DeskOne: session.DeskPeople}

// room is what a page of the desk has to draw in.
type room struct {
	Head page.Box // right of the title, for one or two buttons
	Body page.Box
	Foot page.Box // a row of actions, if it was asked for

	// On a totem the controls of a page belong into Low, the part of Body within reach, and what is only read into High.
	// Elsewhere Low is Body, and High is empty.
	High, Low page.Box
}

// roomFor draws the rail and the page's title with a quiet line after it, and returns what is left.
func (b *B) roomFor(title, line string, foot bool) room {
	m := b.M
	over := m.S(24)
	if m.Portrait {
		over = m.S(16)
	}
	head, rest := b.Bare(over + m.ButtonH())
	all := page.Box{X: 0, Y: head.Y, W: m.W, H: m.H - head.Y}
	_, head = head.Top(over)
	if m.Portrait {
		bar, _ := all.Bottom(b.railHeight())
		b.Fixed(func() { b.railBelow(bar) })
		_, rest = rest.Bottom(bar.H + m.S(20))
		head, rest = head.Pad(m.Margin(), 0), rest.Pad(m.Margin(), 0)
	} else {
		side, _ := all.Left(b.railWidth())
		b.Fixed(func() { b.railBeside(side) })
		_, head = head.Left(side.W)
		_, rest = rest.Left(side.W)
		_, rest = rest.Bottom(m.S(40))
		head, rest = head.Pad(m.S(32), 0), rest.Pad(m.S(32), 0)
	}
	var r room
	b.Fixed(func() {
		w := b.titled(head, title, line)
		r.Head = page.Box{X: head.X + w, Y: head.Y, W: head.W - w, H: head.H}
	})
	_, rest = rest.Top(m.S(16))
	if foot {
		if m.Portrait {
			_, rest = rest.Bottom(m.S(16))
		}
		r.Foot, rest = rest.Bottom(m.MainH())
		_, rest = rest.Bottom(m.S(16))
	}
	r.Body, r.Low = rest, rest
	if m.Portrait {
		reach := m.H * 0.55
		r.High, r.Low = rest.Top(reach - rest.Y)
		_, r.High = r.High.Bottom(m.S(16))
	}
	return r
}

// titled draws the title and the quiet line after it, and returns how wide both are.
func (b *B) titled(head page.Box, title, line string) float32 {
	m := b.M
	t := b.Type(m.Heading()*1.06, b.P.Ink, true)
	p := touch.Fit([]touch.Span{{Text: title}}, t, head.W*0.5, head.H, 1)
	b.Lay(p, head.X, head.Y+(head.H-p.Height)/2)
	w := widthOf(p)
	if line != "" {
		gap := m.S(16)
		q := touch.Fit([]touch.Span{{Text: line}}, b.Type(m.Label()*0.95, b.P.Soft, false), max(m.S(80), head.W*0.62-w), head.H, 1)
		b.Lay(q, head.X+w+gap, head.Y+(head.H-q.Height)/2+m.S(3))
		w += gap + widthOf(q)
	}
	return w + m.S(16)
}

// widthOf is how wide a paragraph's longest line is.
func widthOf(p touch.Paragraph) (w float32) {
	for _, o := range p.Objects(0, 0) {
		w = max(w, o.Position().X+o.MinSize().Width)
	}
	return w
}

// railWidth is how wide the rail at the left is; never too narrow for two fingers beside each other, see railLow.
func (b *B) railWidth() float32 {
	return max(b.M.S(208)*(1+(b.M.Text-1)/2), 2*theme.MinTarget+page.TouchGap+2*b.M.S(12))
}

// railBeside draws the rail at the left.
func (b *B) railBeside(at page.Box) {
	m := b.M
	b.Rect(at, b.P.Wine, 0)
	in := at.Pad(m.S(12), 0)
	if low := in.H - float32(len(rail))*theme.MinTarget; low < m.S(88)+2*(m.ButtonH()+page.TouchGap)+m.S(24) {
		b.railLow(in)
		return
	}
	sign, in := in.Top(m.S(88))
	d := m.S(38)
	b.Picture(page.Box{X: sign.X + m.S(16), Y: sign.Y + (sign.H-d)/2, W: d, H: d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, true) })
	b.TextFit(page.Box{X: sign.X + m.S(66), Y: sign.Y, W: sign.W - m.S(66), H: sign.H}, b.Tx("desk.name"), b.Type(m.Label(), b.P.OnWine, true), 1, 0.5)
	_, in = in.Bottom(m.S(24))
	lock, in := in.Bottom(m.ButtonH())
	_, in = in.Bottom(page.TouchGap)
	lang, in := in.Bottom(m.ButtonH())
	_, in = in.Bottom(page.TouchGap)
	h := min(m.ButtonH(), in.H/float32(len(rail)))
	for i, e := range rail {
		b.railEntry(page.Box{X: in.X, Y: in.Y + float32(i)*h, W: in.W, H: h}, e)
	}
	b.railLang(lang)
	b.railLock(lock)
}

// railLow draws the rail of a window that is too low for all of it: the entries keep the height of a finger, and what is
// left is one row for the language and the lock, without the sign.
func (b *B) railLow(in page.Box) {
	h := in.H / float32(len(rail)+1)
	foot, in := in.Bottom(h)
	for i, e := range rail {
		b.railEntry(page.Box{X: in.X, Y: in.Y + float32(i)*h, W: in.W, H: h}, e)
	}
	lang, lock := foot.Left((foot.W - page.TouchGap) / 2)
	_, lock = lock.Left(page.TouchGap)
	b.railLang(lang)
	b.railLock(lock)
}

// railEnds is how wide the language and the lock are in the rail along the lower edge.
func (b *B) railEnds() (lang, lock float32) {
	return max(theme.MinTarget, b.M.S(104)*b.M.Text), max(theme.MinTarget, b.M.S(132)*b.M.Text)
}

// railRows is how many rows the rail along the lower edge takes: in a narrow window the language and the lock have one of
// their own.
func (b *B) railRows() float32 {
	lang, lock := b.railEnds()
	if b.M.W-2*b.M.S(12)-lang-lock-2*page.TouchGap < theme.MinTarget*float32(len(rail)) {
		return 2
	}
	return 1
}

func (b *B) railHeight() float32 { return b.railRows()*b.M.MainH() + b.M.S(16) }

// railBelow draws the rail along the lower edge.
func (b *B) railBelow(at page.Box) {
	m := b.M
	b.Rect(at, b.P.Wine, 0)
	in := at.Pad(m.S(12), m.S(8))
	ends, two := in, b.railRows() > 1
	if two {
		ends, in = in.Bottom(in.H / 2)
	}
	wl, wk := b.railEnds()
	lock, ends := ends.Right(wk)
	_, ends = ends.Right(page.TouchGap)
	lang, ends := ends.Right(wl)
	_, ends = ends.Right(page.TouchGap)
	if !two {
		in = ends
	}
	for i, w := range b.railWidths(in.W) {
		var c page.Box
		c, in = in.Left(w)
		b.railEntry(c, rail[i])
	}
	b.railLang(lang)
	b.railLock(lock)
}

// railWidths parts the lower edge by how long the names of the pages are, so that none is set smaller than another.
func (b *B) railWidths(room float32) []float32 {
	m := b.M
	var total, least float32
	widths := make([]float32, len(rail))
	for i, e := range rail {
		widths[i] = max(56, touch.Measure(b.Tx("desk.page."+string(e.page)), m.Label(), true)+m.S(12))
		total += widths[i]
	}
	least = 56 * float32(len(rail))
	for i := range widths {
		widths[i] = 56 + (widths[i]-56)*(room-least)/max(1, total-least)
	}
	return widths
}

func (b *B) railEntry(at page.Box, e railEntry) {
	m := b.M
	here := b.State.DeskPage == e.page || railOf[b.State.DeskPage] == e.page
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Text: b.P.OnWine, Radius: m.S(16)}
	ink := b.P.OnWine
	if here {
		st.Fill, ink = b.P.OnWine, b.P.Wine
	}
	id := "desk.to." + string(e.page)
	pad := m.S(20)
	if m.Portrait {
		pad = m.S(4)
	}
	words := b.oneLine(b.Tx("desk.page."+string(e.page)), b.Type(m.Label(), ink, here), at.W-2*pad)
	x := pad
	if m.Portrait {
		x = (at.W - widthOf(words)) / 2
	}
	objects := words.Objects(x, (at.H-words.Height)/2)
	if n := e.open(b); n > 0 {
		objects = append(objects, b.badge(at, n)...)
	}
	b.Put(touch.NewCard(id, st, b.Do(session.DeskGo, string(e.page)), nil, objects...), at)
}

// oneLine sets a text in one line, as small as it takes.
func (b *B) oneLine(s string, t touch.Type, w float32) touch.Paragraph {
	for touch.Measure(s, t.Size, t.Bold) > w && t.Size > 12 {
		t.Size--
	}
	return touch.SetText(s, t, max(w, touch.Measure(s, t.Size, t.Bold)+2))
}

// open returns how much there is to do on the entry's page; 0 while the desk is locked.
func (e railEntry) open(b *B) int {
	if e.todo == nil || b.Desk == nil || b.Desk.Opened() == nil {
		return 0
	}
	return e.todo(b)
}

// badge is the number of things to do, at the end of an entry.
func (b *B) badge(at page.Box, n int) []fyne.CanvasObject {
	m := b.M
	t := b.Type(m.Small(), b.P.Ink, true)
	t.Color = theme.Colours(false).Ink // gold stays gold in high contrast
	p := touch.Fit([]touch.Span{{Text: fmt.Sprint(n)}}, t, m.S(64), at.H, 1)
	d := m.S(28)
	w := max(d, widthOf(p)+m.S(14))
	r := canvas.NewRectangle(b.P.Gold)
	r.CornerRadius = d / 2
	x, y := at.W-m.S(16)-w, (at.H-d)/2
	if m.Portrait {
		x, y = at.W-w-m.S(2), m.S(2)
	}
	page.Place(r, page.Box{X: x, Y: y, W: w, H: d})
	return append([]fyne.CanvasObject{r}, p.Objects(x+(w-widthOf(p))/2, y+(d-p.Height)/2)...)
}

// railLang switches the language.
func (b *B) railLang(at page.Box) {
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Text: b.P.OnWineQuiet, Radius: -1, TextSize: b.M.Small(), Pad: b.M.S(8)}
	other, label := "en", "English"
	if b.State.Lang == "en" {
		other, label = "zh", "中文"
	}
	if b.Width(label, st) > at.W && other == "en" {
		label = "EN"
	}
	b.Button(at, "desk.lang", label, st, b.Do(session.SetLang, other))
}

// railLock locks the desk and leaves it.
func (b *B) railLock(at page.Box) {
	m := b.M
	label := b.Tx("desk.leave")
	if b.Desk != nil && b.Desk.Opened() != nil {
		label = b.Tx("desk.lock", "Who", b.Desk.By())
	} else if b.State.Duty.Desk {
		return // there is nothing else to go to
	}
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Text: b.P.OnWine, Border: b.P.OnWineQuiet, BorderWidth: 2, Radius: -1,
		TextSize: m.Label(), Bold: true, Pad: m.S(12), Icon: page.Icon(art.Lock, b.P.OnWine), IconSize: m.S(24)}
	if b.Width(label, st) > at.W {
		st.TextSize = m.Small()
	}
	if at.W < 2*theme.MinTarget && b.Width(label, st) > at.W { // the sign alone, with who is at the desk
		st.Pad = m.S(4)
		if label = ""; b.Desk != nil && b.Desk.Opened() != nil {
			label = b.Desk.By()
		}
	}
	b.Button(at, "desk.close", label, st, b.Do(session.CloseDesk))
}

// railKeys has the function keys lead to the pages, and other keys to rest.
func (b *B) railKeys(rest func(fyne.KeyName, rune)) {
	b.Page.Keys = func(name fyne.KeyName, r rune) {
		for _, e := range rail {
			if e.key == name {
				b.Do(session.DeskGo, string(e.page))()
				return
			}
		}
		if rest != nil {
			rest(name, r)
		}
	}
}

// unchecked is how many people are still to be checked.
func (b *B) unchecked() int { return b.Desk.Opened().List.Count(people.Unchecked) }

// dueNow is how many people are to be called or written to.
func (b *B) dueNow() int { return b.Desk.Opened().List.Count(people.Due) }

// settling is how many groups are to be looked at that may be one person, or have a kit too many.
func (b *B) settling() int { return len(b.toSettle()) }

// nothingLeft draws a page whose work is done, with what was done last, and returns a row for a button under that.
func (b *B) nothingLeft(key, words, said string) (foot page.Box) {
	m := b.M
	r := b.roomFor(b.Tx("desk.page."+key), "", false)
	at := r.Body
	foot, at = at.Bottom(m.ButtonH())
	h := min(at.H*0.55, m.S(300))
	b.allDone(page.Box{X: at.X, Y: at.Y, W: at.W, H: h})
	t := b.Type(m.Body(), b.P.Ink, false)
	t.Align = fyne.TextAlignCenter
	_, at = at.Top(h + m.S(16))
	h = b.TextFit(page.Box{X: at.X, Y: at.Y, W: at.W, H: m.Body() * 4}, words, t, 2, 0)
	if said != "" {
		_, at = at.Top(h + m.S(8))
		t = b.Type(m.Label(), b.P.Soft, false)
		t.Align = fyne.TextAlignCenter
		b.TextFit(page.Box{X: at.X, Y: at.Y, W: at.W, H: max(m.Label()*3, at.H)}, said, t, 2, 0)
	}
	return foot
}

// allDone is the picture of work that is done: a tick in a ring, in the colour of what is checked.
func (b *B) allDone(at page.Box) {
	d := min(at.W, at.H, b.M.S(300))
	if d < b.M.S(80) {
		return
	}
	ring := canvas.NewCircle(b.P.Mint)
	if b.State.Contrast {
		ring.StrokeColor, ring.StrokeWidth = b.P.Ink, d*0.02
	}
	circle := at.Middle(d, d)
	b.Put(ring, circle)
	b.Picture(circle.Inset(d*0.27), page.Icon(art.Check, b.P.Green))
}
