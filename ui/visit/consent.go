package visit

import (
	"image"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Consent asks for one separate consent: the sentence, and in rows to whom, what, what not, how long; two equal answers,
// nothing preselected, no "agree to all". The whole text is one touch away.
func Consent(b *B) {
	m := b.M
	c, ok := session.ConsentShown(b.Pack, b.State)
	if !ok {
		return
	}
	f := b.Frame(b.progress(page.Framing{Back: true, Next: true, NoFoot: true}))
	body := f.Body
	lowH, answersH, gap := m.ButtonH(), m.MainH(), m.S(12)
	if m.Text > 1 && !m.Portrait { // the room is the text's
		lowH, answersH, gap = max(theme.MinTarget, m.S(58)), m.S(74), m.S(10)
	}
	low, body := body.Bottom(lowH)
	_, body = body.Bottom(gap)
	answers, card := body.Bottom(answersH)
	_, card = card.Bottom(gap + m.S(2))
	b.Equal(answers, page.Choice{ID: "disagree", Label: b.Tx("consent.disagree"), Do: b.Do(session.Disagree)}, page.Choice{ID: "agree", Label: b.Tx("consent.agree"), Do: b.Do(session.Agree)})
	b.NotToday(low)
	row := b.fullTextButton(low)
	b.onCard(card, b.between(row), b.notDonation(card.W-2*m.S(44)), func(in page.Box) (flows []page.Flow) {
		if len(c.Rows) == 0 {
			flows = []page.Flow{b.Para(0, b.In(c.Sentence), b.Type(m.Lead(), b.P.Ink, true), in.W)}
			// A pack without rows has its text on the screen itself.
			text := b.Markdown(b.In(c.Body), in.W)
			if len(text) > 0 {
				text[0].Gap = m.S(24)
			}
			return append(flows, text...)
		}
		// A long sentence is a little smaller rather than that anything has to be scrolled.
		least, gap := m.Lead()*0.85, m.S(17)
		if m.Text > 1 {
			least, gap = m.Lead()/m.Text, m.S(10) // not smaller than in normal print
		}
		for size := m.Lead(); ; size *= 0.97 {
			sentence := b.Para(0, b.In(c.Sentence), b.Type(size, b.P.Ink, true), in.W)
			room := in
			room.H -= sentence.Height + gap
			floor := float32(1) // first the sentence becomes smaller, then the rows
			if size*0.97 < least {
				floor = leastRows
			}
			rows := b.fitRows(c.Rows, 22, floor, room)
			rows[0].Gap = gap
			flows = append([]page.Flow{sentence}, rows...)
			if size*0.97 < least || page.HighOf(rows) <= room.H+gap {
				return flows
			}
		}
	})
}

// notDonation says below a hairline what this is not: the sentence of the page that matters most, as large as the rest.
func (b *B) notDonation(width float32) []page.Flow {
	m := b.M
	size, gap, above := m.S(22), m.S(12), m.S(12)
	switch {
	case m.Portrait:
		size, gap = size*rowsUpright, m.S(18)
	case m.Text > 1: // the room is the rows'
		gap, above = m.S(8), m.S(8)
	}
	t := b.Type(size*m.Text, b.P.Ink, false)
	t.Lead = 1.4
	t.MaxFall = max(0.85, 1.06/m.Text) // on one line, if it need only be a little smaller
	p := touch.SetText(b.Tx("consent.notdonation"), t, width)
	if q := touch.Fit([]touch.Span{{Text: b.Tx("consent.notdonation")}}, t, width, m.H, 1); m.Text > 1 && len(q.Lines) == 1 {
		p = q
	}
	return []page.Flow{{Gap: above, Height: gap + p.Height, Draw: func(at page.Box) {
		b.Line(at.X, at.Y, at.X+width, at.Y, 1.5, b.P.Line)
		b.Lay(p, at.X, at.Y+gap)
	}}}
}

// Official follows a refused hand-over: the registry's own page instead, without a word of
// reproach.
func Official(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true, NoFoot: true})
	body := f.Body
	high := m.MainH()
	if m.Portrait && m.Text > 1 { // one below the other, for words as large as they ought to be
		high = 2*high + m.S(14)
	}
	choices, body := body.Bottom(high)
	_, body = body.Bottom(m.S(20))
	var qr, text page.Box
	if m.Portrait {
		text, qr = body.Top(body.H * (0.4 + 0.4*(m.Text-1)))
	} else {
		qr, text = body.Left(min(body.W*0.42, m.S(500)))
		text.X += m.S(52)
		text.W -= m.S(52)
	}
	b.codeCard(qr, b.Pack.EnrolLink(), b.Tx("closed.code"), b.In(b.Pack.Registry.Name))
	title := b.Heading(b.Tx("official.title"), b.Type(m.Title(), b.P.Ink, true), text.W, m.Title()*4, 3)
	flows := []page.Flow{b.Para(0, b.Tx("official.line", "Registry", b.In(b.Pack.Registry.Name)), b.Type(m.Body(), b.P.Ink, false), text.W),
		b.Para(m.S(14), b.Tx("official.keep"), b.Type(m.Body(), b.P.Ink, false), text.W)}
	b.Lay(title, text.X, text.Y)
	_, text = text.Top(title.Height + m.S(14))
	b.readOn(text, b.P.Paper, flows...)
	// From you straight to the registry, where the words leave room.
	if _, rest := text.Top(page.HighOf(flows) + m.S(24)); rest.H > m.S(120) {
		ph := min(rest.H, rest.W*0.3, m.S(150))
		b.Drawing(page.Box{X: rest.X, Y: rest.Y + rest.H - ph, W: rest.W, H: ph}, 400.0/120, art.YourselfArt)
	}
	choice := []page.Choice{{ID: "finish", Label: b.Tx("official.finish"), Do: b.Do(session.Finish)}}
	if session.MayKeep(b.Pack, b.State) {
		choice = append(choice, page.Choice{ID: "keep", Label: b.Tx("official.save"), Do: b.Do(session.WayOn)})
	}
	b.Equal(choices, choice...)
}

// Saving waits for the store, and keeps the answers if it fails.
func Saving(b *B) {
	m := b.M
	f := b.Frame(page.Framing{NoFoot: b.State.SaveFailed == "", NotToday: b.State.SaveFailed != ""})
	if b.State.SaveFailed == "" {
		d := m.S(210)
		high := d + m.S(30) + m.Title()*1.28
		mid := f.Body.Middle(min(f.Body.W, m.S(820)), high)
		mid.Y = f.Body.Y + b.Golden(f.Body.H-high)
		b.Picture(page.Box{X: mid.X + (mid.W-d)/2, Y: mid.Y, W: d, H: d}, func(w, h int) image.Image { return art.SignIn(w, h, b.P, false) })
		t := b.Type(m.Title(), b.P.Ink, true)
		t.Align = 1
		b.TextFit(page.Box{X: mid.X, Y: mid.Y + d + m.S(30), W: mid.W, H: m.S(120)}, b.Tx("saving.title"), t, 2, 0)
		return
	}
	words, pic := f.Body.Left(f.Body.W * 0.54)
	icon, size := m.S(56), m.Body()
	if m.Portrait {
		words, size = f.Body, m.Lead()
	} else {
		_, pic = pic.Left(m.S(40))
	}
	title := b.Heading(b.Tx("save.title"), b.Type(m.Title(), b.P.Ink, true), words.W, m.Title()*2.6, 2)
	line := touch.SetText(b.Tx(b.State.SaveFailed), b.Type(size, b.P.Ink, false), words.W)
	if m.Portrait {
		pic, words = b.Poster(f.Body, 1.6, icon+m.S(30)+title.Height+line.Height)
	}
	// The rings have not met.
	b.Drawing(pic, 1.6, art.NotMetArt)
	y := words.Y
	if !m.Portrait {
		y += max(0, words.H-icon-title.Height-line.Height-m.S(32)) * 0.42
	}
	b.Picture(page.Box{X: words.X, Y: y, W: icon, H: icon}, page.Icon(art.Warning, b.P.Red))
	y += icon + m.S(16)
	b.Lay(title, words.X, y)
	b.Lay(line, words.X, y+title.Height+m.S(14))
	b.Main(f.Foot, "again", b.Tx("save.again"), b.Do(session.SaveAgain))
}

// FullText is the whole text behind the rows of the notice, or of the consent that is asked: all that its hash is made of
// (see [event.Consent.Shown]), and the beginning of that hash as the text's version.
func FullText(b *B) {
	m := b.M
	c, ok := b.textBehind()
	if !ok {
		return
	}
	f := b.Frame(page.Framing{Back: true, BackTo: session.KeepOn})
	body := f.Body
	h := b.Title(body, b.Tx("fulltext.title"), m.Title())
	_, card := body.Top(h + m.S(14))
	b.onCard(card, page.Box{}, nil, func(in page.Box) []page.Flow {
		var flows []page.Flow
		add := func(gap float32, more []page.Flow) {
			if len(more) > 0 && len(flows) > 0 {
				more[0].Gap = gap
			}
			flows = append(flows, more...)
		}
		if c.Kind == "notice" && strings.TrimSpace(b.In(b.Pack.Notice.Body)) != strings.TrimSpace(b.In(c.Body)) {
			add(0, b.Markdown(b.In(b.Pack.Notice.Body), in.W))
		}
		add(m.S(28), []page.Flow{b.Para(0, b.In(c.Sentence), b.Type(m.Lead(), b.P.Ink, true), in.W)})
		add(m.S(20), b.rows(c.Rows, 22, m.S(13), in.W))
		add(m.S(28), b.Markdown(b.In(c.Body), in.W))
		version := b.Tx("fulltext.version", "Hash", versionOf(c.SHA256(b.State.Lang)))
		add(m.S(28), []page.Flow{b.Para(0, version, b.Type(m.S(20)*m.Text, b.P.Soft, false), in.W)})
		return flows
	})
	b.Main(f.Foot, "read", b.Tx("fulltext.done"), b.Do(session.KeepOn))
}

// textBehind is the consent whose rows are on the screen.
func (b *B) textBehind() (event.Consent, bool) {
	if b.State.Screen != session.Notice {
		return session.ConsentShown(b.Pack, b.State)
	}
	if c := noticeOf(b.Pack); c != nil {
		return *c, true
	}
	return event.Consent{}, false
}

// versionOf is the beginning of a hash, in groups that can be read out.
func versionOf(hash string) string {
	if len(hash) < 12 {
		return hash
	}
	return hash[:4] + " " + hash[4:8] + " " + hash[8:12]
}
