package inbox

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data/record"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/hub"
	box "matchbooth/ui/work/inbox"
	"matchbooth/ui/work/intake"
)

// head is what a wish is, whose it is, and how that is known.
func (p *Page) head(w box.Wish, width float32) (flows []page.Flow) {
	m := p.M
	title := touch.SetText(p.Tx("inbox.wish."+w.Said.Wish), p.Type(m.Heading(), p.P.Ink, true), width-m.S(150)*m.Text)
	flows = append(flows, page.Flow{Height: max(title.Height, m.ButtonH()), Draw: func(at page.Box) { p.Lay(title, at.X, at.Y) }}) // beside it is a button
	flows = append(flows, p.Para(m.S(2), p.came(w), p.Type(m.Small(), p.P.Soft, false), width))
	return flows
}

// inWords is one line with dots for what is masked.
func (p *Page) inWords(gap float32, s string, t touch.Type) page.Flow {
	high := t.Size * 1.5
	return page.Flow{Gap: gap, Height: high, Draw: func(at page.Box) {
		for _, o := range p.Words(page.Box{X: at.X, Y: at.Y, W: at.W, H: high}, s, t) {
			p.Add(o)
		}
	}}
}

// signed is a sentence after a sign, on a tinted ground.
func (p *Page) signed(gap float32, s string, warns bool, width float32) page.Flow {
	m := p.M
	d, pad := m.Label()*1.2, m.S(16)
	words := touch.SetText(s, p.Type(m.Label(), p.P.Ink, false), width-d-pad*2-m.S(14))
	return page.Flow{Gap: gap, Height: words.Height + 2*m.S(12), Draw: func(at page.Box) {
		fill, icon := p.P.Paper, page.Icon(art.Info, p.P.Soft)
		if warns {
			fill, icon = p.P.Rose, page.Icon(art.Warning, p.P.Red)
		}
		p.Rect(page.Box{X: at.X, Y: at.Y, W: width, H: at.H}, fill, m.S(16))
		p.Picture(page.Box{X: at.X + pad, Y: at.Y + m.S(12), W: d, H: d}, icon)
		p.Lay(words, at.X+pad+d+m.S(14), at.Y+m.S(12))
	}}
}

// wish draws a wish of somebody who was found: who, old beside new, and the two ways to decide.
func (p *Page) wish(in, acts page.Box, w box.Wish) {
	m, k := p.M, p.Kept
	person := p.whose(w)
	show := p.Tx("desk.show")
	if k.Shown {
		show = p.Tx("desk.mask")
	}
	st := p.StyleQuiet()
	st.Pad = m.S(20)
	if person != "" {
		sw := p.Width(show, st)
		at := page.Box{X: in.X + in.W - sw, Y: in.Y, W: sw, H: m.ButtonH()}
		if m.Portrait {
			at, p.tools = p.tools.Left(sw)
			_, p.tools = p.tools.Left(m.S(16))
		}
		p.Button(at, "desk.inbox.show", show, st, p.onShow)
	}
	flows := p.head(w, in.W)
	for _, who := range w.Found {
		if person == "" || who == person {
			flows = append(flows, p.inWords(m.S(12), p.nameOf(who, k.Shown && who == person), p.Type(m.Body(), p.P.Ink, true)))
		}
	}
	if w.Said.Wish != hub.WishForget {
		how := p.Tx("inbox.how.typed")
		if w.Sure {
			how = p.Tx("inbox.how.sure")
		}
		flows = append(flows, p.Para(m.S(4), how, p.Type(m.Small(), p.P.Soft, false), in.W))
	}
	accept := p.Tx("inbox.accept")
	ready := person != ""
	if person == "" {
		flows = append(flows, p.signed(m.S(16), p.Tx("inbox.choose.person"), true, in.W), p.choosing(m.S(12), "who", in.W, w.Found, func(id string) string { return p.nameOf(id, false) }, func(id string) { k.person = id }))
	} else {
		prop, err := p.Desk.Proposed(w, person, k.column, p.T)
		flows = append(flows, p.sides(prop.Lines, in.W)...)
		switch {
		case errors.Is(err, box.ErrWhich):
			ready = false
			who := w.Said.Answers["who"]
			if !k.Shown {
				who = form.Mask("name", who)
			}
			flows = append(flows, p.Para(m.S(16), p.Tx("inbox.choose.number", "Who", who), p.Type(m.Label(), p.P.Ink, true), in.W))
			if len(prop.Choose) == 0 {
				flows = append(flows, p.signed(m.S(8), p.Tx("inbox.choose.nobody"), true, in.W))
			}
			var columns []string
			for _, l := range prop.Choose {
				columns = append(columns, l.Column)
			}
			flows = append(flows, p.choosing(m.S(8), "number", in.W, columns, func(id string) string { return p.columnName(id) }, func(id string) { k.column = id }))
		case err != nil:
			ready = false
		case prop.Erase:
			accept = p.Tx("inbox.accept.erase")
			flows = append(flows, p.signed(m.S(20), p.Tx("inbox.erases"), true, in.W))
		}
		if prop.Note != "" && w.Said.Wish != hub.WishContact && w.Said.Wish != hub.WishNumber {
			note := string(prop.Note)
			if !k.Shown {
				note = form.Mask("text", note)
			}
			flows = append(flows, p.Para(m.S(16), p.Tx("inbox.wrote"), p.Type(m.Small(), p.P.Soft, false), in.W), p.inWords(0, note, p.Type(m.Body(), p.P.Ink, false)))
		}
		if len(prop.Wrong) > 0 {
			ready = false
			flows = append(flows, p.signed(m.S(16), strings.Join(prop.Wrong.Sentences(string(p.Lang), p.Tx), " "), true, in.W))
		} else if w.Said.Wish == hub.WishSame {
			flows = append(flows, p.signed(m.S(20), p.Tx("inbox.same.line"), false, in.W))
		} else if len(prop.Lines) == 0 && !prop.Erase && err == nil {
			flows = append(flows, p.signed(m.S(20), p.Tx("inbox.other.line"), false, in.W))
		}
	}
	p.Stack(in, p.P.Card, flows...)
	quiet := p.StyleQuiet()
	quiet.TextSize = m.Action()
	refuse := p.Tx("inbox.refuse")
	rw := p.Width(refuse, quiet)
	p.Button(page.Box{X: acts.X, Y: acts.Y, W: rw, H: acts.H}, "desk.inbox.refuse", refuse, quiet, p.onRefuse)
	if !ready {
		return
	}
	said := p.Tx("inbox.done.accepted", "What", p.Tx("inbox.wish."+w.Said.Wish))
	do := func() {
		column := k.column
		p.act(said, func(ctx context.Context) error { return p.Desk.AcceptWish(ctx, w, person, column, p.T) })
	}
	if w.Said.Wish == hub.WishForget { // what cannot be undone is held down
		hw := min(max(m.S(300)*m.Text, rw), acts.W-rw-m.S(16))
		p.Hold(page.Box{X: acts.X + acts.W - hw, Y: acts.Y, W: hw, H: acts.H}, "desk.inbox.erase", accept, do)
		return
	}
	main := p.StyleMain()
	main.Icon, main.IconSize = page.Icon(art.Check, p.P.OnRed), m.S(24)
	aw := max(p.Width(accept, main), m.S(240))
	p.Button(page.Box{X: acts.X + acts.W - aw, Y: acts.Y, W: aw, H: acts.H}, "desk.inbox.accept", accept, main, do)
}

// sides are the answers that would change: what is kept now at the left, what they wrote at the right.
func (p *Page) sides(lines []box.Line, width float32) (flows []page.Flow) {
	m := p.M
	value := func(column string, v record.Text) string {
		kind := "text"
		if f := p.Pack.Field(column); f != nil {
			kind = f.Kind
		} else if strings.HasSuffix(column, "_phone") {
			kind = "phone"
		}
		switch {
		case v == "":
			return p.Tx("inbox.none")
		case !p.Kept.Shown:
			return form.Mask(kind, string(v))
		case kind == "phone":
			return form.GroupPhone(string(v))
		}
		return string(v)
	}
	for _, l := range lines {
		small, big := p.Type(m.Small(), p.P.Soft, false), p.Type(m.Body(), p.P.Ink, true)
		name := touch.Fit([]touch.Span{{Text: p.columnName(l.Column)}}, p.Type(m.Label(), p.P.Ink, true), width, m.Label()*1.6, 1)
		high := m.S(16) + small.Size*1.5 + big.Size*1.6
		flows = append(flows, page.Flow{Gap: m.S(18), Height: name.Height + m.S(4) + high, Draw: func(at page.Box) {
			p.Lay(name, at.X, at.Y)
			row := page.Box{X: at.X, Y: at.Y + name.Height + m.S(4), W: width, H: high}
			arrow := m.S(48)
			cols := []page.Box{{X: row.X, Y: row.Y, W: (row.W - arrow) / 2, H: high}, {X: row.X + (row.W+arrow)/2, Y: row.Y, W: (row.W - arrow) / 2, H: high}}
			d := m.S(24)
			p.Picture(page.Box{X: row.X + (row.W-d)/2, Y: row.Y + (high-d)/2, W: d, H: d}, page.Icon(art.Next, p.P.Soft))
			for i, v := range []record.Text{l.Old, l.New} {
				fill, head, t := p.P.Paper, p.Tx("inbox.before"), big
				t.Bold, t.Color = false, p.P.Soft
				if i == 1 {
					fill, head, t = p.P.Mint, p.Tx("inbox.after"), big
				}
				p.Rect(cols[i], fill, m.S(16))
				in := cols[i].Pad(m.S(18), m.S(8))
				up, down := in.Top(small.Size * 1.5)
				p.TextFit(up, head, small, 1, 0.5)
				for _, o := range p.Words(down, value(l.Column, v), t) {
					p.Add(o)
				}
			}
		}})
	}
	return flows
}

// columnName is what a column is called.
func (p *Page) columnName(column string) string {
	return strings.TrimRight(intake.ColumnName(p.Pack, intake.Column{Means: column}, string(p.Lang)), "？?")
}

// choosing draws what one of has to be chosen, side by side.
func (p *Page) choosing(gap float32, id string, width float32, list []string, name func(string) string, choose func(string)) page.Flow {
	m := p.M
	high := m.ButtonH()
	if m.Portrait {
		p.chosenFrom(p.tools, id, list, name, choose)
		return page.Flow{Draw: func(page.Box) {}}
	}
	return page.Flow{Gap: gap, Height: high, Draw: func(at page.Box) {
		p.chosenFrom(page.Box{X: at.X, Y: at.Y, W: width, H: high}, id, list, name, choose)
	}}
}

func (p *Page) chosenFrom(at page.Box, id string, list []string, name func(string) string, choose func(string)) {
	if len(list) == 0 {
		return
	}
	for i, col := range at.Columns(len(list), p.M.S(12)) {
		st := p.StyleEqual()
		st.TextSize, st.Pad = p.M.Label(), p.M.S(12)
		p.Button(col, "desk.inbox."+id+"."+list[i], name(list[i]), st, func() { choose(list[i]); p.Redraw() })
	}
}

// onShow shows who it is, once that stands in the audit.
func (p *Page) onShow() {
	k := p.Kept
	_, w, _ := k.one()
	if k.Shown {
		k.Shown = false
		p.Redraw()
		return
	}
	person := p.whose(w)
	p.Later(func() func() {
		err := p.Desk.Shown(context.Background(), person)
		return func() {
			if err != nil {
				k.said, k.wrong = p.Tx("desk.unseen"), true
			} else {
				k.Shown = true
			}
			p.Redraw()
		}
	})
}

func (p *Page) onRefuse() {
	p.Kept.Refusing = true
	p.Redraw()
}

// inTray draws a wish that cannot be decided, with why.
func (p *Page) inTray(in, acts page.Box, w box.Wish) {
	m := p.M
	p.Stack(in, p.P.Card,
		p.Para(0, p.Tx("inbox.tray."+string(w.Tray)), p.Type(m.Heading(), p.P.Ink, true), in.W),
		p.Para(m.S(2), p.came(w), p.Type(m.Small(), p.P.Soft, false), in.W),
		p.signed(m.S(20), p.Tx("inbox.tray."+string(w.Tray)+".line"), w.Tray == box.Swapped, in.W))
	st := p.StyleEqual()
	label := p.Tx("inbox.away")
	aw := max(p.Width(label, st), m.S(200))
	p.Button(page.Box{X: acts.X + acts.W - aw, Y: acts.Y, W: aw, H: acts.H}, "desk.inbox.away", label, st, func() {
		why := p.Tx("inbox.tray." + string(w.Tray))
		p.act(p.Tx("inbox.done.refused", "What", why), func(ctx context.Context) error { return p.Desk.RefuseWish(ctx, w, "", why) })
	})
}

// whys are the usual reasons for a refusal; they are kept as their words.
var whys = []string{"ring", "wrong", "twice", "notours"}

// refusing asks why.
func (p *Page) refusing(in, acts page.Box, w box.Wish) {
	m, k := p.M, p.Kept
	flows := []page.Flow{p.Para(0, p.Tx("inbox.refuse.title"), p.Type(m.Heading(), p.P.Ink, true), in.W)}
	if p.whose(w) != "" { // else there is nobody to keep it with
		flows = append(flows, p.Para(m.S(2), p.Tx("inbox.refuse.line"), p.Type(m.Small(), p.P.Soft, false), in.W))
	}
	high := max(56, min(m.ButtonH(), (in.H-m.S(12)*4)/5))
	for i := 0; i < len(whys); i += 2 {
		pair := whys[i:min(i+2, len(whys))]
		flows = append(flows, page.Flow{Gap: m.S(12), Height: high, Draw: func(at page.Box) {
			for n, cell := range at.Columns(2, m.S(12)) {
				if n < len(pair) {
					p.why(cell, pair[n])
				}
			}
		}})
	}
	flows[len(flows)-(len(whys)+1)/2].Gap = m.S(16)
	flows = append(flows, page.Flow{Gap: m.S(16), Height: max(m.S(64)*m.Text, 56), Draw: func(at page.Box) {
		f := p.Field(at, "reason", "", string(k.typed), false, func(s string) { k.typed = record.Text(s) })
		f.Placeholder = p.Tx("inbox.refuse.title")
		f.Refresh()
	}})
	p.Stack(in, p.P.Card, flows...)
	p.Page.First = nil // a volunteer with a finger picks one of the usual ones
	quiet := p.StyleQuiet()
	quiet.TextSize = m.Action()
	back := p.Tx("inbox.refuse.back")
	p.Button(page.Box{X: acts.X, Y: acts.Y, W: p.Width(back, quiet), H: acts.H}, "desk.inbox.back", back, quiet, func() { k.Refusing = false; p.Redraw() })
	main := p.StyleMain()
	label := p.Tx("inbox.refuse.do")
	mw := max(p.Width(label, main), m.S(240))
	p.Button(page.Box{X: acts.X + acts.W - mw, Y: acts.Y, W: mw, H: acts.H}, "desk.inbox.refuse.do", label, main, func() {
		why := strings.TrimSpace(string(k.typed))
		if why == "" && k.why != "" {
			why = p.Tx("inbox.why." + k.why)
		}
		if why == "" {
			return
		}
		person := p.whose(w)
		p.act(p.Tx("inbox.done.refused", "What", p.Tx("inbox.wish."+w.Said.Wish)), func(ctx context.Context) error { return p.Desk.RefuseWish(ctx, w, person, why) })
	})
}

// why draws one of the usual reasons.
func (p *Page) why(at page.Box, id string) {
	k, st := p.Kept, p.StyleCard()
	st.Radius, st.Bold = p.M.S(18), false
	if k.why == id {
		st.Icon, st.IconSize, st.Fill, st.Border, st.Text, st.Bold = page.Icon(art.Check, p.P.Green), p.M.S(22), p.P.Mint, p.P.Green, p.P.Green, true
	}
	p.Button(at, "desk.inbox.why."+id, p.Tx("inbox.why."+id), st, func() { k.why, k.typed = id, ""; p.Redraw() })
}

// Key is what a key of a keyboard does; false if it has no use for it. What erases is not done by a key.
func (p *Page) Key(name fyne.KeyName, r rune) bool {
	k := p.Kept
	i, w, ok := k.one()
	if !ok {
		return false
	}
	press := func(id string) {
		for _, b := range p.Page.Buttons {
			if b.ID == id && b.OnTap != nil {
				b.OnTap()
				return
			}
		}
	}
	switch {
	case k.Refusing && name == fyne.KeyEscape:
		k.Refusing = false
		p.Redraw()
	case k.Refusing:
		if name == fyne.KeyReturn || name == fyne.KeyEnter {
			press("desk.inbox.refuse.do")
			return true
		}
		return false
	case name == fyne.KeyDown || name == fyne.KeyUp:
		to := i + 1
		if name == fyne.KeyUp {
			to = i - 1
		}
		if to >= 0 && to < len(k.list) {
			k.choose(k.list[to].ID)
			k.top = to
			p.Redraw()
		}
	case name == fyne.KeyReturn || name == fyne.KeyEnter:
		press("desk.inbox.accept")
	case name == fyne.KeyDelete:
		if w.Tray == "" {
			press("desk.inbox.refuse")
		} else {
			press("desk.inbox.away")
		}
	case r == ' ':
		press("desk.inbox.show")
	default:
		return false
	}
	return true
}
