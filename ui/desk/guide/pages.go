package guide

import (
	"errors"
	"image"
	"path/filepath"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/data/words"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/setup"
)

// tick is the mark on what was chosen.
func tick(b *page.B) func(w, h int) image.Image { return page.Icon(art.Check, b.P.Green) }

// packPage asks for the event's pack and the folder, and has the pack's warnings answered.
func (g *guide) packPage(at page.Box) {
	m, s := g.M, g.s
	if !s.looked {
		s.looked = true
		g.Later(func() func() {
			found := setup.Packs(g.sticks(), s.Home, ".")
			return func() {
				if len(found) > 0 {
					s.packs = found
					g.redraw()
				}
			}
		})
	}
	left, right := at, page.Box{}
	if !m.Portrait {
		left, right = at.Left(at.W*0.56 - m.Gap()/2)
		_, right = right.Left(m.Gap())
	}
	_, left = g.input(left, g.Tx("guide.pack.path"), "pack", "path", &s.pack, false)
	if n := len(s.packs); n > 0 {
		row, rest := left.Top(max(m.S(56), 56))
		_, left = rest.Top(m.S(14))
		for i, c := range row.Columns(min(n, 3), m.S(10)) {
			path := s.packs[i]
			g.choice(c, "guide.pack", filepath.Base(path), path == s.pack, func() {
				s.pack, s.plan.Pack = path, nil
				g.redraw()
			})
		}
	}
	_, left = g.input(left, g.Tx("guide.pack.folder"), "folder", "path", &s.dir, false)
	if m.Portrait {
		right = left
	}
	p := s.plan.Pack
	if p == nil || s.plan.PackPath != strings.TrimSpace(s.pack) {
		if !m.Portrait {
			g.Drawing(right, 2, art.OnWayArt)
		}
		return
	}
	// What the pack says, to be compared with what was meant.
	in := right.Pad(m.S(24), m.S(18))
	flows := []page.Flow{
		g.Para(0, p.Title.In(g.Lang), g.Type(m.Body(), g.P.Ink, true), in.W),
		g.Para(m.S(8), setup.What(g.T, p), g.Type(m.Label(), g.P.Soft, false), in.W),
	}
	for i, w := range s.warnings(g) {
		line := max(m.S(64), 56)
		flows = append(flows, page.Flow{Gap: m.S(8), Height: line, Draw: func(box page.Box) {
			g.Toggle(page.Box{X: box.X, Y: box.Y, W: in.W, H: line}, "guide.warning"+string(rune('a'+i)), asked(w.Ask), s.answered[i], func(on bool) { s.answered[i] = on }) //nolint:gosec // G115: a handful of warnings
		}})
	}
	right.H = min(right.H, page.HighOf(flows)+2*m.S(18)+2)
	g.Card(right)
	g.Stack(right.Pad(m.S(24), m.S(18)), g.P.Card, flows...)
}

// asked is a question of the command line, without what it says of how to answer.
func asked(q string) string {
	q, _, _ = strings.Cut(q, "[")
	return strings.TrimSpace(q)
}

func (s *State) warnings(g *guide) []setup.Warning {
	if s.Warnings == nil || s.plan.Pack == nil {
		return nil
	}
	return append(s.Warnings(g.T, s.plan.Pack), setup.Found(g.T, s.plan.Found)...)
}

func (g *guide) onPack() {
	s := g.s
	if s.plan.Pack != nil && s.plan.PackPath == strings.TrimSpace(s.pack) { // looked at: only the answers are missing
		if err := s.plan.TakeDir(s.dir); err != nil {
			g.refuse(err)
			return
		}
		for i := range s.warnings(g) {
			if !s.answered[i] {
				g.tell(key("guide.pack.answer"), true)
				return
			}
		}
		g.turn(atKeys)
		return
	}
	plan := s.plan
	g.run(key("guide.pack.reading"), func() func() {
		err := plan.TakePack(s.pack)
		if err == nil {
			err = plan.TakeDir(s.dir)
		}
		return func() {
			if err != nil {
				g.refuse(err)
				return
			}
			s.plan, s.answered = plan, map[int]bool{}
			compare := "guide.pack.compare"
			if len(s.warnings(g)) > 0 {
				compare = "guide.pack.compare.tick"
			}
			g.tell(key(compare), false)
		}
	})
}

func (g *guide) sticks() []handover.Place {
	if g.s.Sticks != nil {
		return g.s.Sticks()
	}
	return handover.Sticks()
}

// keysPage shows the passphrase and asks where the recovery key's page goes.
func (g *guide) keysPage(at page.Box) {
	m, s := g.M, g.s
	if s.phrase.Text == "" {
		s.phrase = setup.DrawPhrase(g.T.Lang)
	}
	if s.places == nil {
		s.places = []handover.Place{handover.Here(s.Home)}
		s.place = s.Home
		g.lookForSticks()
	}
	head, at := at.Top(m.Label() * 1.6)
	g.TextFit(head, g.Tx("guide.keys.phrase"), g.Type(m.Label(), g.P.Ink, true), 1, 0)
	at = g.big(at, s.phrase.Text, 2)
	head, at = at.Top(m.Label() * 1.6)
	g.TextFit(head, g.Tx("guide.keys.sheet"), g.Type(m.Label(), g.P.Ink, true), 1, 0)
	row, at := at.Top(max(m.S(60), 56))
	_, at = at.Top(m.S(10))
	look := g.Tx("desk.nokey.look")
	st := g.StyleEqual()
	st.TextSize = m.Label()
	lw := g.Width(look, st)
	cards, again := row.Left(row.W - lw - m.S(12))
	_, again = again.Left(m.S(12))
	g.Button(again, "guide.look", look, st, g.lookForSticks)
	for i, c := range cards.Columns(min(len(s.places), 3), m.S(10)) {
		p := s.places[i]
		name := p.Name
		if name == "" {
			name = g.Tx("guide.keys.here")
		} else {
			name = g.Tx("desk.place.stick", "Name", name)
		}
		g.choice(c, "guide.place", name, p.Dir == s.place, func() {
			s.place = p.Dir
			g.redraw()
		})
	}
	line, _ := at.Top(max(m.S(60), 56))
	g.Toggle(line, "guide.shares", g.Tx("guide.keys.shares"), s.shares, func(on bool) { s.shares = on })
}

// lookForSticks looks for sticks; the first is chosen, because the page should not stay on this computer.
func (g *guide) lookForSticks() {
	s := g.s
	g.Later(func() func() {
		found := g.sticks()
		return func() {
			s.places = append(found, handover.Here(s.Home))
			s.place = s.places[0].Dir
			g.redraw()
		}
	})
}

func (g *guide) onKeys() {
	s := g.s
	s.plan.TakeDrawn(s.phrase)
	if err := s.plan.TakeSheet(s.plan.FreeSheet(s.place), s.shares); err != nil {
		g.refuse(err)
		return
	}
	g.turn(atPIN)
}

// pinPage asks for the PIN twice, and offers one.
func (g *guide) pinPage(at page.Box) {
	m, s := g.M, g.s
	if s.offered == "" {
		s.offered = words.PIN(setup.Days(s.plan.Pack)...)
	}
	at.W = min(at.W, m.S(640))
	f, at := g.input(at, g.Tx("guide.pin.first"), "pin", "code", &s.pin, true)
	f.MaxRunes = words.PINMost
	f, at = g.input(at, g.Tx("guide.pin.again"), "again", "code", &s.again, true)
	f.MaxRunes = words.PINMost
	row, _ := at.Top(max(m.S(60), 56))
	label := g.Tx("guide.pin.take", "PIN", setup.InThrees(s.offered))
	box, _ := row.Left(min(row.W, g.Width(label, g.StyleEqual())))
	g.Button(box, "guide.offer", label, g.StyleEqual(), func() {
		s.pin, s.again = s.offered, s.offered
		g.tell(key("guide.pin.note", "PIN", setup.InThrees(s.offered)), false)
	})
}

func (g *guide) onPIN() {
	s := g.s
	if err := s.plan.TakePIN(s.pin, s.again); err != nil {
		g.refuse(err)
		return
	}
	m := s.Begin(s.plan, g.T)
	s.making = m
	g.run(key("guide.making"), func() func() {
		t := m.Trial()
		var err error
		if t == nil {
			_, err = m.End(nil)
		}
		return func() {
			if s.making != m { // the window was closed meanwhile
				return
			}
			if t == nil {
				s.making = nil
				if err == nil {
					err = errors.New("made without a trial")
				}
				g.refuse(err)
				return
			}
			s.trial, s.typed, s.group = t, "", ""
			g.turn(atTest)
		}
	})
}

// testPage asks for the passphrase from the note, and for a group of the page.
func (g *guide) testPage(at page.Box) {
	s := g.s
	if s.trial == nil {
		return
	}
	at.W = min(at.W, g.M.S(860))
	line, place := s.trial.Line()
	_, at = g.input(at, g.Tx("guide.test.phrase"), "phrase", "secret", &s.typed, true)
	_, at = g.input(at, g.Tx("guide.test.sheet", "Line", line, "Place", place), "group", "latin", &s.group, false)
	g.TextFit(at, g.Tx("guide.test.where", "Path", s.plan.Sheet), g.Type(g.M.Label(), g.P.Soft, false), 3, 0)
}

func (g *guide) onTest() {
	s := g.s
	if s.making == nil || s.trial == nil {
		return
	}
	line, place := s.trial.Line()
	switch {
	case !s.trial.Phrase([]byte(s.typed)):
		g.tell(key("guide.test.phrasewrong"), true)
		return
	case !s.trial.Sheet(s.group):
		g.tell(key("guide.test.sheetwrong", "Line", line, "Place", place), true)
		return
	}
	m := s.making
	s.making = nil
	g.run(key("guide.making"), func() func() {
		made, err := m.End(nil)
		return func() {
			s.trial, s.typed, s.group = nil, "", ""
			if err != nil {
				s.at = atPIN
				g.refuse(err)
				return
			}
			s.made, s.phrase, s.plan.Phrase, s.pin, s.again = made, setup.Phrase{}, nil, "", ""
			g.turn(atCard)
		}
	})
}

// cardPage says what there is now, and where the card is.
func (g *guide) cardPage(at page.Box) {
	m, s := g.M, g.s
	head, at := at.Top(m.Label() * 1.6)
	g.TextFit(head, g.Tx("sheet.name.title", "N", s.made.Keys), g.Type(m.Label(), g.P.Ink, true), 1, 0)
	at = g.big(at, strings.Join(g.sixWords(s.made.Set), "  "), 2)
	rows := [][2]string{{g.Tx("card.booth"), strings.Join(words.Booth(s.made.Booth, g.T.Lang), " ")}, {g.Tx("card.folder"), s.plan.Dir}, {g.Tx("card.sheet"), s.plan.Sheet}}
	if s.plan.Split != "" {
		rows = append(rows, [2]string{g.Tx("guide.card.shares"), s.plan.Split})
	}
	if s.made.Card != "" {
		rows = append(rows, [2]string{g.Tx("guide.card.card"), s.made.Card})
	}
	at = g.placesCard(at, rows)
	run := g.Tx("guide.card.run", "Dir", s.plan.Dir)
	if s.made.Kiosk {
		window := at
		if m.Portrait {
			window = g.command(at, g.Tx("guide.card.kiosk"), g.Tx("guide.card.run.kiosk"))
		} else { // two ways, side by side
			at, window = at.Left(at.W*0.52 - m.Gap()/2)
			_, window = window.Left(m.Gap())
			g.command(at, g.Tx("guide.card.kiosk"), g.Tx("guide.card.run.kiosk"))
		}
		g.command(window, g.Tx("guide.card.window"), run)
		return
	}
	g.command(at, g.Tx("guide.card.next"), run)
}

// placesCard draws on a card what lies where, all in one size, and returns what is left below it.
func (g *guide) placesCard(at page.Box, rows [][2]string) page.Box {
	m := g.M
	pad, least := m.S(22), m.Label()*1.6
	in := at.Pad(pad, m.S(8))
	label, ink := g.Type(m.Label(), g.P.Soft, false), g.Type(m.Label(), g.P.Ink, false)
	label.Lead, ink.Lead, ink.MaxFall = 1.3, 1.3, 0.8
	var first float32
	for _, r := range rows {
		first = max(first, touch.Measure(r[0], label.Size, false))
	}
	first = min(first, in.W*0.3)
	names, values := make([]touch.Member, len(rows)), make([]touch.Member, len(rows))
	lines := 1
	if m.Portrait { // folders are long
		lines = 2
	}
	for i, r := range rows {
		names[i] = touch.Member{Spans: []touch.Span{{Text: r[0]}}, Width: first, Height: 2 * least, MaxLines: 2}
		values[i] = touch.Member{Spans: []touch.Span{{Text: r[1]}}, Width: in.W - first - m.S(24), Height: 2 * least, MaxLines: lines}
	}
	left, right := touch.FitGroup(label, names...), touch.FitGroup(ink, values...)
	high := 2 * m.S(8)
	for i := range rows {
		high += max(least, left[i].Height+m.S(6), right[i].Height+m.S(6))
	}
	card, rest := at.Top(high)
	g.Card(card)
	y := in.Y
	for i := range rows {
		row := max(least, left[i].Height+m.S(6), right[i].Height+m.S(6))
		g.Lay(left[i], in.X, y+(row-left[i].Height)/2)
		g.Lay(right[i], in.X+first+m.S(24), y+(row-right[i].Height)/2)
		y += row
	}
	_, rest = rest.Top(m.S(12))
	return rest
}

// command draws a sentence, and below it, apart, what is to be typed; it returns what is left.
func (g *guide) command(at page.Box, words, typed string) page.Box {
	m := g.M
	_, at = at.Top(g.TextFit(at, words, g.Type(m.Label(), g.P.Ink, false), 3, 0) + m.S(4))
	pad := m.S(14)
	p := touch.Fit([]touch.Span{{Text: typed}}, g.Type(m.Label(), g.P.Ink, true), at.W-2*pad, m.Label()*3, 2)
	line, rest := at.Top(p.Height + m.S(10))
	g.Rect(page.Box{X: line.X, Y: line.Y, W: widest(p) + 2*pad, H: line.H}, g.P.Card, m.S(10)).StrokeColor = g.P.Line
	g.Lay(p, line.X+pad, line.Y+m.S(5))
	_, rest = rest.Top(m.S(10))
	return rest
}

// widest is how wide a paragraph's longest line is.
func widest(p touch.Paragraph) (w float32) {
	for _, o := range p.Objects(0, 0) {
		w = max(w, o.Position().X+o.MinSize().Width)
	}
	return w
}
