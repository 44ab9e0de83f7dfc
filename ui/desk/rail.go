package desk

import (
	"fmt"
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
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

	short bool // it has a shorter name, for a narrow window
}

// rail lists the entries. That of the inbox is there only where a hub was joined, or something is in it.
func (b *B) rail() []railEntry {
	if b.Desk != nil && b.Desk.Letters().Shown {
		return withInbox
	}
	return always
}

var always = []railEntry{
	{page: session.DeskToday, key: fyne.KeyF1},
	{page: session.DeskPeople, key: fyne.KeyF2},
	{page: session.DeskCheck, key: fyne.KeyF3, todo: (*B).unchecked},
	{page: session.DeskCalls, key: fyne.KeyF4, todo: (*B).dueNow},
	{page: session.DeskDoubles, key: fyne.KeyF5, todo: (*B).settling},
	{page: session.DeskMerge, key: fyne.KeyF6},
	{page: session.DeskHandover, key: fyne.KeyF7, short: true},
	{page: session.DeskDay, key: fyne.KeyF8, short: true},
}

var withInbox = slices.Insert(slices.Clone(always), 4, railEntry{page: session.DeskInbox, key: fyne.KeyF10, todo: (*B).written})

// written is how many wishes wait.
func (b *B) written() int { return b.Desk.Letters().N }

// railID begins the name of an entry.
const railID = "desk.to."

// railOf is the entry under which a page is found.
var railOf = map[session.DeskPage]session.DeskPage{
	session.DeskOne: session.DeskPeople, session.DeskList: session.DeskCalls, session.DeskResults: session.DeskCalls, session.DeskAudit: session.DeskDay,
	session.DeskPrint: session.DeskToday,
}

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
		if b.inHand() {
			reach = m.H * 0.42
		}
		r.High, r.Low = rest.Top(reach - rest.Y)
		_, r.High = r.High.Bottom(m.S(16))
	}
	return r
}

// backTo is a button that leads back to the page that this one was reached from: in the head, or, on a totem, in a row that
// it takes from the lower end of the room, within reach.
func (b *B) backTo(r *room, to session.DeskPage) {
	m := b.M
	list := []reply{{label: b.Tx("desk.back." + string(to)), do: b.Do(session.DeskGo, string(to))}}
	if !m.Portrait {
		b.Fixed(func() { b.pills(b.toRight(r.Head, list), "desk.back", list) })
		return
	}
	row, low := r.Low.Bottom(m.ButtonH())
	_, r.Low = low.Bottom(m.S(16))
	b.pills(row, "desk.back", list)
}

// leastTotem is how high an upright window is at least, in dp, that stands on a floor. A lower one is held in the hand, where
// everything is within reach.
const leastTotem = 1200

func (b *B) inHand() bool { return b.M.Portrait && b.M.H < leastTotem }

// inLine draws a text in one line, with the dots of what is masked in it, and returns how wide it is.
func (b *B) inLine(at page.Box, s string, t touch.Type) (w float32) {
	t.MaxFall = 0.6
	for _, o := range b.Words(at, s, t) {
		b.Add(o)
		w = max(w, o.Position().X+o.Size().Width-at.X)
	}
	return w
}

// titled draws the title and the quiet line after it, and returns how wide both are.
func (b *B) titled(head page.Box, title, line string) float32 {
	m := b.M
	t := b.Type(m.Heading()*1.06, b.P.Ink, true)
	w := b.inLine(page.Box{X: head.X, Y: head.Y, W: head.W * 0.5, H: head.H}, title, t)
	if line != "" {
		gap := m.S(16)
		q := b.inLine(page.Box{X: head.X + w + gap, Y: head.Y + m.S(3), W: max(m.S(80), head.W*0.62-w), H: head.H}, line, b.Type(m.Label()*0.95, b.P.Soft, false))
		w += gap + q
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
	over := m.S(88)
	low := in.H - float32(len(b.rail()))*theme.MinTarget - 2*(m.ButtonH()+page.TouchGap) - m.S(24)
	if over = min(over, low); over < m.S(48) {
		b.railLow(in)
		return
	}
	sign, in := in.Top(over)
	d := m.S(38)
	b.Picture(page.Box{X: sign.X + m.S(16), Y: sign.Y + (sign.H-d)/2, W: d, H: d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, true) })
	b.TextFit(page.Box{X: sign.X + m.S(66), Y: sign.Y, W: sign.W - m.S(66), H: sign.H}, b.Tx("desk.name"), b.Type(m.Label(), b.P.OnWine, true), 1, 0.5)
	_, in = in.Bottom(m.S(24))
	lock, in := in.Bottom(m.ButtonH())
	_, in = in.Bottom(page.TouchGap)
	lang, in := in.Bottom(m.ButtonH())
	_, in = in.Bottom(page.TouchGap)
	h := min(m.ButtonH(), in.H/float32(len(b.rail())))
	for i, e := range b.rail() {
		b.railEntry(page.Box{X: in.X, Y: in.Y + float32(i)*h, W: in.W, H: h}, e)
	}
	b.railLang(lang)
	b.railLock(lock)
}

// railLow draws the rail of a window that is too low for all of it: the entries keep the height of a finger, without the
// sign. The language stands beside the first entry, and beside the last one the lock: both have short names.
func (b *B) railLow(in page.Box) {
	h := in.H / float32(len(b.rail()))
	half := (in.W - page.TouchGap) / 2
	row := 1
	for _, e := range b.rail() {
		at := page.Box{X: in.X, Y: in.Y, W: half, H: h}
		switch e.page {
		case session.DeskToday:
		case session.DeskMerge:
			at.Y = in.Y + in.H - h
		default:
			at.Y, at.W = in.Y+float32(row)*h, in.W
			row++
		}
		b.railEntry(at, e)
	}
	x := in.X + half + page.TouchGap
	b.railLang(page.Box{X: x, Y: in.Y, W: half, H: h})
	b.railLock(page.Box{X: x, Y: in.Y + in.H - h, W: half, H: h})
}

// railEnds is how wide the language and the lock are in the rail along the lower edge.
func (b *B) railEnds() (lang, lock float32) {
	return max(theme.MinTarget, b.M.S(104)*b.M.Text), max(theme.MinTarget, b.M.S(132)*b.M.Text)
}

// railRows is how many rows the rail along the lower edge takes: where the names of the pages leave no room, the language
// and the lock have one of their own.
func (b *B) railRows() float32 {
	lang, lock := b.railEnds()
	var names float32
	for _, e := range b.rail() {
		names += b.railNeeds(e)
	}
	if b.M.W-2*b.M.S(12)-lang-lock-2*page.TouchGap < max(names*leastNames, theme.MinTarget*float32(len(b.rail()))) {
		return 2
	}
	return 1
}

// leastNames is how small the names along the lower edge are set, as a fraction, before they take a row of their own.
const leastNames = 0.8

// railNeeds is how wide an entry has to be along the lower edge.
func (b *B) railNeeds(e railEntry) float32 {
	return max(theme.MinTarget, touch.Measure(b.Tx("desk.page."+string(e.page)), b.M.Label(), true)+b.M.S(12))
}

func (b *B) railHeight() float32 {
	return b.railRows()*(b.M.MainH()+page.TouchGap) - page.TouchGap + b.M.S(16)
}

// railBelow draws the rail along the lower edge.
func (b *B) railBelow(at page.Box) {
	m := b.M
	b.Rect(at, b.P.Wine, 0)
	in := at.Pad(m.S(12), m.S(8))
	ends, two := in, b.railRows() > 1
	if two {
		ends, in = in.Bottom((in.H - page.TouchGap) / 2)
		_, in = in.Bottom(page.TouchGap)
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
		b.railEntry(c, b.rail()[i])
	}
	b.railLang(lang)
	b.railLock(lock)
}

// railWidths parts the lower edge by how long the names of the pages are, so that none is set smaller than another.
func (b *B) railWidths(room float32) []float32 {
	var total, least float32
	widths := make([]float32, len(b.rail()))
	for i, e := range b.rail() {
		widths[i] = b.railNeeds(e)
		total += widths[i]
	}
	least = theme.MinTarget * float32(len(b.rail()))
	for i := range widths {
		widths[i] = theme.MinTarget + (widths[i]-theme.MinTarget)*(room-least)/max(1, total-least)
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
	id := railID + string(e.page)
	pad := m.S(20)
	if m.Portrait {
		pad = m.S(4)
	}
	name := b.Tx("desk.page." + string(e.page))
	if e.short && touch.Measure(name, theme.MinText, here) > at.W-2*pad {
		name = b.Tx("desk.page." + string(e.page) + ".short")
	}
	words := b.oneLine(name, b.Type(m.Label(), ink, here), at.W-2*pad)
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
		x, y = at.W-w+m.S(4), -m.S(10)
	}
	page.Place(r, page.Box{X: x, Y: y, W: w, H: d})
	return append([]fyne.CanvasObject{r}, p.Objects(x+(w-widthOf(p))/2, y+(d-p.Height)/2)...)
}

// railLang switches the language.
func (b *B) railLang(at page.Box) {
	st := touch.Style{Fill: color.Transparent, Pressed: b.P.WineCard, Text: b.P.OnWineQuiet, Radius: -1, TextSize: b.M.Small(), Pad: b.M.S(8)}
	offers := b.Offers()
	at0 := slices.IndexFunc(offers, func(l *lang.Language) bool { return l.Tag == b.State.Lang })
	other := offers[(at0+1)%len(offers)]
	label := other.Name
	if b.Width(label, st) > at.W {
		label = other.Short
	}
	b.Button(at, "desk.lang", other.Draw(label), st, b.Do(session.SetLang, other.Tag))
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

// lockKey locks the desk, from a keyboard.
const lockKey = fyne.KeyF9

// railKeys has the function keys lead to the pages and lock the desk, and other keys to rest.
func (b *B) railKeys(rest func(fyne.KeyName, rune)) {
	b.Page.Keys = func(name fyne.KeyName, r rune) {
		for _, e := range b.rail() {
			if e.key == name {
				b.Do(session.DeskGo, string(e.page))()
				return
			}
		}
		if name == lockKey && b.opened() {
			b.Do(session.CloseDesk)()
			return
		}
		if rest != nil {
			rest(name, r)
		}
	}
}

// hasKeys reports whether there may be a keyboard: neither at a kiosk nor on a totem.
func (b *B) hasKeys() bool { return !b.Kiosk && !b.M.Portrait }

// keysAt marks the button that the arrow keys are at, with a bar of gold below it.
func (b *B) keysAt(at page.Box) {
	m := b.M
	b.Rect(page.Box{X: at.X + (at.W-m.S(48))/2, Y: at.Y + at.H + m.S(3), W: m.S(48), H: m.S(5)}, b.P.GoldOnLight(), m.S(2.5))
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
	h := min(at.H*0.55, m.S(260))
	t := b.Type(m.Body(), b.P.Ink, false)
	t.Align = fyne.TextAlignCenter
	if !m.Portrait { // in the middle of what is left, a little above it; on a totem it stands over the controls
		all := h + m.S(16) + m.Body()*1.5
		if said != "" {
			all += m.S(8) + m.Label()*1.5
		}
		_, at = at.Top(max(0, at.H-all) * 0.4)
	}
	b.allDone(page.Box{X: at.X, Y: at.Y, W: at.W, H: h})
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
