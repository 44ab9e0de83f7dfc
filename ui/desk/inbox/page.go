package inbox

import (
	"context"
	"errors"
	"image/color"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/hub"
	box "matchbooth/ui/work/inbox"
)

// Draw draws the page. What the inbox has is read once when it is opened, off the goroutine that draws.
func (p *Page) Draw() {
	k := p.Kept
	if !k.Refusing || !p.M.Portrait { // there the reasons need the room
		if p.M.Portrait {
			p.tools, p.Low = p.Low.Top(p.M.ButtonH())
			_, p.Low = p.Low.Top(p.M.S(16))
		}
		p.fetching()
	}
	if !k.read {
		k.read = true
		p.reads(false)
	}
	if len(k.list) == 0 {
		p.nothing()
		return
	}
	at := p.Low
	var list, card, acts page.Box
	gap := p.M.S(16)
	if p.M.Portrait {
		acts, at = at.Bottom(p.M.MainH())
		_, at = at.Bottom(gap)
		list = at
		card = p.High
		card.H -= gap
		if card.H < p.M.S(200) { // held in the hand: all of it is within reach
			card, list = at.Top(at.H * 0.55)
			_, list = list.Top(gap)
		}
	} else {
		list, at = at.Left(min(p.M.S(400)*(1+(p.M.Text-1)/2), at.W*0.42))
		_, at = at.Left(gap)
		acts, card = at.Bottom(p.M.MainH())
		_, card = card.Bottom(gap)
	}
	if !k.Refusing || !p.M.Portrait {
		p.listed(list)
		p.Card(card)
	} else {
		p.Card(list)
	}
	in := card.Pad(p.M.S(28), p.M.S(20))
	_, w, _ := k.one()
	if k.Refusing && p.M.Portrait { // what is typed has to be within reach, so the list makes room
		if card.Y < list.Y && card.Y+card.H <= list.Y {
			p.Card(card)
			flows := p.head(w, in.W)
			for _, who := range w.Found {
				flows = append(flows, p.inWords(p.M.S(12), p.nameOf(who, k.Shown && who == p.whose(w)), p.Type(p.M.Body(), p.P.Ink, true)))
			}
			p.Stack(in, p.P.Card, flows...)
		}
		card = list
		in = card.Pad(p.M.S(28), p.M.S(20))
	}
	switch {
	case k.Refusing:
		p.refusing(in, acts, w)
	case w.Tray != "":
		p.inTray(in, acts, w)
	default:
		p.wish(in, acts, w)
	}
	p.Page.Forget = append(p.Page.Forget, p.Page.Empty)
}

// reads opens the inbox, and draws the page anew with it.
func (p *Page) reads(quiet bool) {
	k := p.Kept
	p.Later(func() func() {
		list, err := p.Desk.Inbox(context.Background())
		return func() {
			if p.Desk.Opened() == nil { // locked meanwhile
				return
			}
			clear(k.list)
			k.list, k.failed, k.busy = list, err != nil, false
			if i, w, ok := k.one(); ok {
				k.choose(w.ID)
				k.top = i
			}
			p.Redraw()
		}
	})
}

// fetching draws the button that fetches, and what came of it.
func (p *Page) fetching() {
	if !p.Desk.Letters().Hub {
		return
	}
	label := p.Tx("inbox.pull")
	st := p.StyleQuiet()
	w := p.Width(label, st)
	at, rest := p.Head.Right(min(w, p.Head.W))
	if p.M.Portrait {
		at, p.tools = p.tools.Right(w)
		_, p.tools = p.tools.Right(p.M.S(16))
		rest = p.Head
	}
	p.Button(at, "desk.inbox.pull", label, st, p.onFetch)
	_, rest = rest.Right(p.M.S(16))
	if p.Kept.said != "" {
		c := p.P.Green
		if p.Kept.wrong {
			c = p.P.Red
		}
		t := p.Type(p.M.Label(), c, true)
		t.Align = fyne.TextAlignTrailing
		p.TextFit(rest, p.Kept.said, t, 2, 0.5)
	}
}

func (p *Page) onFetch() {
	k := p.Kept
	if k.busy {
		return
	}
	k.busy, k.said, k.wrong = true, p.Tx("inbox.pulling"), false
	p.Redraw()
	p.Later(func() func() {
		n, err := p.Desk.FetchInbox(context.Background())
		return func() {
			k.busy = false
			switch {
			case errors.Is(err, hub.ErrDesk):
				k.said, k.wrong = p.Tx("inbox.pull.nodesk"), true
			case errors.Is(err, box.ErrFull):
				k.said, k.wrong = p.Tx("inbox.pull.full"), true
			case err != nil:
				k.said, k.wrong = p.Tx("inbox.pull.failed"), true
			case n == 0:
				k.said, k.wrong = p.Tx("inbox.pulled.none"), false
			default:
				k.said, k.wrong = p.Tx("inbox.pulled", "N", n), false
			}
			p.reads(true)
		}
	})
}

// nothing is the page where there is nothing to do.
func (p *Page) nothing() {
	words := p.Tx("inbox.empty")
	switch {
	case p.Kept.failed:
		words = p.Tx("inbox.failed")
	case p.Kept.list == nil && p.Desk.Letters().N > 0:
		words = p.Tx("inbox.reading")
	}
	at := p.Low
	at.H *= 0.7
	t := p.Type(p.M.Body(), p.P.Soft, false)
	t.Align = fyne.TextAlignCenter
	p.TextFit(at.Pad(at.W*0.12, 0), words, t, 3, 0.5)
}

// listed is the list: what, whose, and how long there is.
func (p *Page) listed(at page.Box) {
	m, k := p.M, p.Kept
	chosen, _, _ := k.one()
	p.Rows(at, page.RowList{ID: "inbox.", N: len(k.list), Chosen: chosen, High: m.S(84) * m.Text, Top: k.top,
		Choose: func(i int) { k.choose(k.list[i].ID); k.top = i; p.Redraw() },
		Turn:   func(to int) { k.top = to; p.Redraw() },
		Row: func(i int, in page.Box) (objects []fyne.CanvasObject) {
			w := k.list[i]
			title, who := p.Tx("inbox.tray."+string(w.Tray)), ""
			ink := p.P.Soft
			if w.Tray == "" {
				title, ink = p.Tx("inbox.wish."+w.Said.Wish), p.P.Ink
				if w.Said.Wish == hub.WishForget {
					ink = p.P.Red
				}
				who = p.nameOf(w.Found[0], false)
				if len(w.Found) > 1 { // their codes stand beside it
					first, _, _ := strings.Cut(who, " · ")
					second, _, _ := strings.Cut(p.nameOf(w.Found[1], false), " · ")
					who = first + " / " + second
				}
			}
			left, fill, on := p.left(w)
			tag := p.tag(in, left, fill, on)
			wide := in.W - tag.w - m.S(10)
			name := touch.Fit([]touch.Span{{Text: title}}, p.Type(m.Label(), ink, true), wide, in.H*0.5, 1)
			y := in.H * 0.5
			if who == "" {
				y = in.H*0.5 + name.Height*0.5
			}
			objects = append(objects, name.Objects(in.X, y-name.Height)...)
			if who != "" {
				objects = append(objects, p.Words(page.Box{X: in.X, Y: in.H * 0.52, W: wide, H: in.H * 0.36}, who, p.Type(m.Small(), p.P.Soft, false))...)
			}
			return append(objects, tag.objects...)
		}})
}

type tag struct {
	w       float32
	objects []fyne.CanvasObject
}

// tag is a small chip at the right end of a row.
func (p *Page) tag(in page.Box, s string, fill, ink color.Color) tag {
	m := p.M
	t := p.Type(m.Small(), ink, true)
	w := touch.Measure(s, t.Size, true) + m.S(20)
	h := t.Size * 1.7
	r := canvas.NewRectangle(fill)
	r.CornerRadius = h / 2
	x, y := in.X+in.W-w, in.Y+(in.H-h)/2
	page.Place(r, page.Box{X: x, Y: y, W: w, H: h})
	words := touch.SetText(s, t, w)
	return tag{w, append([]fyne.CanvasObject{r}, words.Objects(x+m.S(10), y+(h-words.Height)/2)...)}
}

// left is how many weekdays are left, with its colours.
func (p *Page) left(w box.Wish) (s string, fill, ink color.Color) {
	due, n := hub.WishDue(w.Hour), hub.WishLeft(w.Hour, p.Now)
	switch {
	case n < 0:
		return p.Tx("inbox.late", "Due", due.Format("01-02")), p.P.Rose, p.P.Red
	case n == 0:
		return p.Tx("inbox.last"), p.P.Rose, p.P.Red
	case n <= 3:
		return p.Tx("inbox.days", "N", n), p.P.Gold, theme.Colours(false).Ink // gold stays gold in high contrast
	}
	return p.Tx("inbox.days", "N", n), p.P.Paper, p.P.Soft
}

// record returns somebody who is open; the zero value if they were erased meanwhile.
func (p *Page) record(person string) record.Record {
	if o := p.Desk.Opened(); o != nil {
		if at := o.Place(person); at >= 0 {
			return o.Records[at]
		}
	}
	return record.Record{}
}

// nameOf is a name, masked or not, with the receipt code.
func (p *Page) nameOf(person string, shown bool) string {
	r := p.record(person)
	for _, f := range p.Pack.Fields {
		if f.Kind == "name" {
			s := string(r.Fields[f.ID].Text)
			if !shown {
				s = form.Mask("name", s)
			}
			if s != "" {
				return s + " · " + r.Code.String()
			}
			break
		}
	}
	return r.Code.String()
}

// whose is the person that the chosen wish is taken for; "" while nobody has said which of several.
func (p *Page) whose(w box.Wish) string {
	if len(w.Found) == 1 {
		return w.Found[0]
	}
	if slices.Contains(w.Found, p.Kept.person) {
		return p.Kept.person
	}
	return ""
}

// came says when a wish came, and by when it is read.
func (p *Page) came(w box.Wish) string {
	day := time.Unix(w.Hour*3600, 0).In(hub.WishZone).Format(time.DateOnly)
	parts := []string{p.Tx("inbox.came", "Day", day)}
	if w.Mail {
		parts = append(parts, p.Tx("inbox.mail"))
	}
	return strings.Join(append(parts, p.Tx("inbox.by", "Due", hub.WishDue(w.Hour).Format(time.DateOnly))), " · ")
}

// act runs what writes, and reads the inbox anew.
func (p *Page) act(said string, do func(context.Context) error) {
	k := p.Kept
	if k.busy {
		return
	}
	k.busy = true
	p.Later(func() func() {
		err := do(context.Background())
		return func() {
			k.busy = false
			if p.Desk.Opened() == nil {
				return
			}
			k.said, k.wrong = said, false
			switch {
			case errors.Is(err, box.ErrUnknown):
				k.said, k.wrong = p.Tx("inbox.gone"), true
			case err != nil:
				k.said, k.wrong = p.Tx("inbox.notdone"), true
				p.Redraw()
				return
			}
			k.choose("")
			p.reads(true)
		}
	})
}
