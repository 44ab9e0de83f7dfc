package desk

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/lang"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/lag"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/figures"
)

// Menu draws the volunteers' menu behind the staff gate: today's numbers, the state of the computer, and
// what the booth can be told to do. It opens no record.
func Menu(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, BackText: b.Tx("staff.back"), BackTo: session.CloseStaff, NoFoot: true})
	body := f.Body
	var facts, deeds page.Box
	if m.Portrait {
		facts, deeds = f.High, f.Low
	} else {
		facts, deeds = body.Left(body.W * 0.42)
		_, deeds = deeds.Left(m.Gap())
	}
	h := b.Title(facts, b.Tx("staff.title"), m.Title())
	if !m.Portrait { // where it would be out of reach; it is one of the cards there
		b.aboutLink(page.Box{X: facts.X, Y: facts.Y, W: facts.W, H: h})
	}
	_, facts = facts.Top(h + m.S(18))
	share := float32(0.5)
	if b.Host != nil && len(b.Host().Warn) > 1 {
		share = 0.42 // the computer's problems need the space
	}
	today, machine := facts.Top((facts.H - m.S(16)) * share)
	_, machine = machine.Top(m.S(16))
	b.today(today)
	b.machine(machine)
	b.deeds(deeds)
}

// aboutLink leads to what the program is, from the free end of the title's line.
func (b *B) aboutLink(line page.Box) {
	st := b.StyleQuiet()
	st.Bold = false
	room := line.W - touch.Measure(b.Tx("staff.title"), b.M.Title(), true) - b.M.S(16)
	label := b.Tx("staff.about")
	if b.Width(label, st) > room {
		label = b.Tx("staff.about.short")
	}
	at, _ := line.Right(min(b.Width(label, st), room))
	high := max(line.H, theme.MinTarget)
	at.Y, at.H = at.Y+(line.H-high)/2, high
	b.Button(at, "staff.about", label, st, b.Do(session.OpenAbout))
}

// today draws today's numbers.
func (b *B) today(at page.Box) {
	m := b.M
	b.Card(at)
	in := at.Pad(m.S(26), m.S(16))
	head, in := in.Top(m.Label() * 1.6)
	b.TextFit(head, b.Tx("staff.today"), b.Type(m.Label(), b.P.Soft, true), 1, 0)
	foot, in := in.Bottom(m.Label() * 1.4)
	holder := touch.NewHolder()
	b.Put(holder, in)
	langs := b.Message(foot)
	langs(b.Tx("staff.counting"), false)
	if b.Counts == nil {
		return
	}
	b.later(func() func() {
		n, err := b.Counts(context.Background())
		if err != nil {
			return func() { langs("", false) }
		}
		return func() {
			if n.Until.IsZero() {
				langs(b.Tx("staff.fives"), false)
			} else {
				langs(b.Tx("staff.langs", "Langs", figures.InLangs(b.T.S("staff.langs.comma"), n.Langs), "At", n.Until.Format("15:04")), false)
			}
			cols := (page.Box{X: 0, Y: 0, W: in.W, H: in.H}).Columns(4, m.S(14))
			values := []string{fmt.Sprint(n.Signups), fmt.Sprint(n.Started), fmt.Sprint(max(0, n.Started-n.Finished-n.Left)), fmt.Sprint(n.Left)}
			names := []string{b.Tx("staff.signups"), b.Tx("staff.started"), b.Tx("staff.looked"), b.Tx("staff.left")}
			num, word := b.Type(m.Title(), b.P.Ink, true), b.Type(m.Label(), b.P.Soft, false)
			num.Lead = 1.1
			big, low := alike(values, num, cols[0].W, in.H*0.6), alike(names, word, cols[0].W, in.H*0.4)
			var objects []fyne.CanvasObject
			for i, c := range cols {
				if i == 0 {
					big[i].Type.Color = b.P.Green
				}
				y := max(0, in.H-big[i].Height-low[i].Height) / 2
				objects = append(objects, big[i].Objects(c.X, y)...)
				objects = append(objects, low[i].Objects(c.X, y+big[i].Height)...)
			}
			holder.Fill(objects...)
		}
	})
}

// alike sets short one-line texts in the same size, the largest at which the longest of them fits.
func alike(texts []string, t touch.Type, width, height float32) (out []touch.Paragraph) {
	fit := func() (least float32) {
		out = out[:0]
		least = t.Size
		for _, s := range texts {
			p := touch.Fit([]touch.Span{{Text: s}}, t, width, height, 1)
			least = min(least, p.Type.Size)
			out = append(out, p)
		}
		return least
	}
	t.Size = fit()
	fit()
	return out
}

// machine draws the state of the computer, and what to do about its problems.
func (b *B) machine(at page.Box) {
	m := b.M
	b.Card(at)
	in := at.Pad(m.S(26), m.S(16))
	head, in := in.Top(m.Label() * 1.6)
	b.TextFit(head, b.Tx("staff.machine"), b.Type(m.Label(), b.P.Soft, true), 1, 0)
	holder := touch.NewHolder()
	b.Put(holder, in)
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		var h host.State
		if b.Host != nil {
			h = b.Host()
		}
		power := b.Tx("staff.battery.none")
		switch {
		case h.Battery.There && h.Battery.Charging:
			power = b.Tx("staff.battery.charging", "Percent", h.Battery.Percent)
		case h.Battery.There:
			power = b.Tx("staff.battery", "Percent", h.Battery.Percent)
		}
		lines := []struct{ key, text string }{
			{"battery", power},
			{"disk", b.Tx("staff.disk", "Free", bytesFree(h.DiskFree))},
			{"clock", b.Tx("staff.clock", "Now", now.Format("2006-01-02 15:04"))},
		}
		second, how := "", markPlain
		hub, late := "", false
		if b.Status != nil {
			second, how = b.copySays(b.Status.Mirror(), now)
			hub, late = lag.Hub(b.Tx, b.Status.Hub(), now)
		}
		if slices.Contains(h.Warn, host.WarnBlanking) {
			lines = append(lines, struct{ key, text string }{"blanking", ""})
		}
		shown := fmt.Sprint(lines, h.Warn, second, hub)
		if shown == last {
			return
		}
		last = shown
		var objects []fyne.CanvasObject
		type said struct {
			text string
			mark mark
		}
		var all []said
		for _, l := range lines {
			text, mark := l.text, markWell
			if slices.Contains(h.Warn, l.key) {
				mark = markWrong
				if text != "" {
					text += " · "
				}
				text += b.Tx("staff." + l.key + ".warn")
			}
			all = append(all, said{text, mark})
		}
		if second != "" {
			all = append(all, said{second, how})
		}
		if hub != "" {
			all = append(all, said{hub, map[bool]mark{true: markWrong, false: markWell}[late]})
		}
		// One size for all lines, the largest at which they all fit.
		d := m.S(26)
		indent := d + m.S(14)
		t := b.Type(m.Label(), b.P.Ink, false)
		t.Lead = 1.28
		var set []touch.Paragraph
		var high float32
		for {
			set, high = set[:0], 0
			for _, s := range all {
				p := touch.SetText(s.text, t, in.W-indent)
				if len(p.Lines) == 2 {
					p = b.Heading(s.text, t, in.W-indent, in.H, 2)
				}
				set = append(set, p)
				high += max(p.Height, d)
			}
			if high+m.S(5)*float32(len(all)) <= in.H || t.Size < 13 {
				break
			}
			t.Size *= 0.96
		}
		gap := min((in.H-high)/float32(len(all)), m.S(34))
		y := (in.H - high - gap*float32(len(all)-1)) / 2
		for i, p := range set {
			h := max(p.Height, d)
			pic := touch.NewPicture(b.markIcon(all[i].mark))
			page.Place(pic, page.Box{X: 0, Y: y + (h-d)/2, W: d, H: d})
			objects = append(append(objects, pic), p.Objects(indent, y+(h-p.Height)/2)...)
			y += h + gap
		}
		holder.Fill(objects...)
	})
}

// bytesFree formats a size for people: in whole GB from 1e9 bytes on, else in whole MB.
func bytesFree(n uint64) string {
	if n >= 1e9 {
		return fmt.Sprintf("%.0f GB", float64(n)/1e9)
	}
	return fmt.Sprintf("%d MB", n/1e6)
}

// deed is one thing that volunteers can tell the booth to do.
type deed struct {
	id, title, line string
	icon            func(w, h int, c color.NRGBA) *image.RGBA
	do              func()
}

// deeds draws the buttons of the menu; those that end kiosk mode have to be held.
func (b *B) deeds(at page.Box) {
	m := b.M
	d := b.State.Duty
	send := func(k session.Kind, n int) func() { return func() { b.Send(session.Event{Kind: k, N: n}) } }
	locked := func(w, h int, _ color.NRGBA) *image.RGBA { return art.LockedArt(w, h, b.P) }
	all := []deed{
		{"pause", b.Tx("staff.pause"), b.Tx("staff.pause.line"), art.Hourglass, send(session.SetPaused, 1)},
		{"out", b.Tx("staff.out"), b.Tx("staff.out.line"), art.Close, send(session.SetOut, 1)},
		{"desk", b.Tx("staff.desk"), b.Tx("staff.desk.line"), locked, b.Do(session.OpenDesk)},
	}
	if d.Paused {
		all[0] = deed{"goon", b.Tx("staff.goon"), b.Tx("staff.goon.line"), art.Next, send(session.SetPaused, 0)}
	}
	switch {
	case d.Out:
		all[1] = deed{"service", b.Tx("staff.service"), b.Tx("staff.service.line"), art.Check, send(session.SetOut, 0)}
	case d.Fault == session.FaultCrash || d.Fault == session.FaultStore:
		all[1] = deed{"again", b.Tx("staff.again"), string(d.Code) + b.Tx("punct.colon") + b.Tx("staff.again.line"), art.Check, send(session.SetOut, 0)}
	}
	line := b.Tx("staff.keeping.line")
	if w := b.SealedWords("keeping.sealed"); w != "" {
		line = w
	}
	all = append(all, deed{"keeping", b.Tx("staff.keeping"), line, art.Copies, b.Do(session.OpenKeeping)})
	hold, at := at.Bottom(m.MainH())
	_, at = at.Bottom(m.S(16))
	rows := at.Rows(len(all)+1, m.S(14))
	for i, a := range all {
		b.deedCard(rows[i], a)
	}
	// The language and the sound are switched right here.
	cells := 3
	if b.Practice { // everybody knows its PIN, and it stays so
		cells = 2
	}
	if m.Portrait {
		cells++
	}
	cols := rows[len(all)].Columns(cells, m.S(14))
	b.switchCard(cols[0], "lang", b.Tx("staff.lang"), func() string { return lang.Of(b.StartLang).Draw(lang.Of(b.StartLang).Name) }, func() {
		b.StartLang = lang.After(b.StartLang)
		if b.SetStartLang != nil {
			b.SetStartLang(b.StartLang)
		}
	})
	b.switchCard(cols[1], "sound", b.Tx("staff.sound"), func() string {
		return b.Tx("staff.sound." + map[bool]string{true: "on", false: "off"}[b.Sound])
	}, func() {
		b.Sound = !b.Sound
		if b.SetSound != nil {
			b.SetSound(b.Sound)
		}
	})
	if !b.Practice {
		b.switchCard(cols[2], "pin", b.Tx("staff.pin"), func() string { return b.Tx("staff.pin.change") }, b.Do(session.AskNewPIN))
	}
	if m.Portrait {
		b.switchCard(cols[cells-1], "about", b.Tx("staff.about.short"), func() string { return b.Tx("staff.about.what") }, b.Do(session.OpenAbout))
	}
	b.Hold(hold, "staff.leave", b.Tx("staff.leave"), b.Do(session.Leave))
}

func (b *B) deedCard(at page.Box, a deed) {
	m := b.M
	d := min(at.H*0.5, m.S(34))
	icon := touch.NewPicture(page.Icon(a.icon, b.P.Ink))
	page.Place(icon, page.Box{X: m.S(24), Y: (at.H - d) / 2, W: d * 1.4, H: d})
	x := m.S(24) + d*1.4 + m.S(20)
	w := at.W - x - m.S(20)
	title := touch.Fit([]touch.Span{{Text: a.title}}, b.Type(m.Action(), b.P.Ink, true), w, at.H*0.5, 1)
	line := touch.Fit([]touch.Span{{Text: a.line}}, b.Type(m.Label(), b.P.Soft, false), w, at.H*0.42, 1)
	y := (at.H - title.Height - line.Height) / 2
	objects := append([]fyne.CanvasObject{icon}, title.Objects(x, y)...)
	objects = append(objects, line.Objects(x, y+title.Height)...)
	b.Put(touch.NewCard("staff."+a.id, b.StyleCard(), a.do, nil, objects...), at)
}

// switchCard draws a card with a name and a value that a tap changes in place.
func (b *B) switchCard(at page.Box, id, name string, value func() string, turn func()) {
	m := b.M
	holder := touch.NewHolder()
	page.Place(holder, page.Box{X: 0, Y: 0, W: at.W, H: at.H})
	draw := func() {
		w := at.W - 2*m.S(22)
		t := touch.Fit([]touch.Span{{Text: name}}, b.Type(m.Label(), b.P.Soft, false), w, at.H*0.4, 1)
		v := touch.Fit([]touch.Span{{Text: value()}}, b.Type(m.Action(), b.P.Ink, true), w, at.H*0.5, 1)
		y := (at.H - t.Height - v.Height) / 2
		holder.Fill(append(t.Objects(m.S(22), y), v.Objects(m.S(22), y+t.Height)...)...)
	}
	draw()
	b.Put(touch.NewCard("staff."+id, b.StyleCard(), func() {
		turn()
		draw()
	}, nil, holder), at)
}
