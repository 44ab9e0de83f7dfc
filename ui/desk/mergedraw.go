package desk

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/words"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/merge"
)

// draw places the list of sources, and beside it the card that says what would come of the chosen one.
func (g *merger) draw(r room) {
	m := g.M
	gap := m.S(16)
	list, card := r.Low, r.High
	if !m.Portrait {
		list, card = r.Body.Left(r.Body.W * 0.42)
		_, card = card.Left(gap)
	}
	g.card = g.readSlot(card)
	flows := g.listed(list.W)
	if asks := g.asks(list.W); m.Portrait && len(asks) > 0 { // what is touched is within reach
		flows = append(asks, append([]page.Flow{{Height: m.S(20), Draw: func(page.Box) {}}}, flows...)...)
	}
	g.Stack(list, g.P.Paper, flows...)
	g.foot(r.Foot)
}

// asks is what somebody has to answer: about the chosen one, or else about claims.
func (g *merger) asks(w float32) []page.Flow {
	switch k := g.k; {
	case k.run != nil || k.asking:
		return nil
	case k.plan != nil:
		return g.agreements(*k.plan, w)
	case k.forms != nil, k.bad != "":
		return g.encodings()
	case k.chosen == "" && len(k.claims) > 0:
		return g.answers(w)
	}
	return nil
}

// listed are the sources, and the field for one that is not among them.
func (g *merger) listed(w float32) (flows []page.Flow) {
	m, k := g.M, g.k
	high := max(m.S(76)*m.Text, m.ButtonH())
	add := func(h float32, draw func(at page.Box)) {
		gap := m.S(10)
		if len(flows) == 0 {
			gap = 0
		}
		flows = append(flows, page.Flow{Gap: gap, Height: h, Draw: draw})
	}
	var all []way
	card := func(i int, o way) {
		all = append(all, o)
		add(high, func(at page.Box) {
			set := g.optionTypes(slices.Repeat([]page.Box{at}, len(all)), all)
			g.Put(g.optionCard(at, fmt.Sprint("desk.merge.source.", i), o, set, optionState{chosen: k.chosen == o.id}, func() { g.choose(o.id) }), at)
			if k.at == i {
				g.Rect(page.Box{X: at.X + m.S(20), Y: at.Y + at.H - m.S(9), W: m.S(36), H: m.S(4)}, g.P.GoldOnLight(), m.S(2))
			}
		})
	}
	for i, s := range k.sources {
		card(i, way{s.Path, s.Name, g.about(s)})
	}
	if k.looked && len(k.sources) == 0 {
		flows = append(flows, g.Para(0, g.Tx("desk.merge.none"), g.Type(m.Label(), g.P.Ink, false), w))
	}
	card(len(k.sources), way{otherFolder, g.Tx("desk.merge.other"), g.Tx("desk.merge.other.line")})
	if k.chosen == otherFolder {
		add(m.ButtonH(), func(at page.Box) {
			f := g.Field(at, "source", "path", k.typed, false, g.onType)
			f.Style.TextSize = m.Small()
			f.Placeholder = g.Tx("desk.place.other.example")
			f.OnKey = func(r rune, _ fyne.KeyName) bool { return r == ' ' && g.tick() }
			f.OnSubmit = func() {
				if g.ready() {
					g.onMerge()
					return
				}
				g.onTyped()
			}
			f.Refresh()
		})
	}
	return flows
}

// about says what a source is, where it lies and when it was written last.
func (g *merger) about(s merge.Source) string {
	at := time.Unix(s.Unix, 0)
	when := at.Format("01-02 15:04")
	if at.Year() != g.Now.Year() {
		when = at.Format(time.DateOnly)
	}
	if s.Kind == merge.Hub {
		return g.Tx("desk.merge.kind.hub") + g.Tx("punct.dot") + g.Tx("desk.merge.hub.where")
	}
	where := g.Tx("desk.place.here")
	if s.On != "" {
		where = g.Tx("desk.place.stick", "Name", s.On)
	}
	return g.Tx("desk.merge.about", "Kind", g.Tx("desk.merge.kind."+string(s.Kind)), "Where", where, "When", when)
}

// show fills the card and the main button with how things are.
func (g *merger) show() {
	g.fill(g.card, g.says)
	g.empty(g.main.holder)
	label, id, do, st := g.Tx("desk.merge.do"), "desk.merge", g.onMerge, g.StyleMain()
	if g.k.forms != nil {
		label = g.Tx("desk.forms.do", "N", g.k.forms.New)
	}
	switch {
	case g.k.run != nil && g.k.forms != nil:
		label, id, do, st = g.Tx("desk.forms.stop"), "desk.merge.stop", g.k.run.stop, g.StyleQuiet()
	case g.k.run != nil:
		label, id, do, st = g.Tx("desk.merge.stop"), "desk.merge.stop", g.k.run.stop, g.StyleQuiet()
	case g.k.offer != nil:
		g.main.holder.Fill(g.Collect(g.packButton)...)
		return
	case g.k.chosen == otherFolder && g.k.plan == nil && g.k.forms == nil:
		label, id, do, st = g.Tx("desk.merge.look"), "desk.merge.look", g.onTyped, g.StyleEqual()
	case !g.ready():
		return
	}
	g.main.holder.Fill(g.Collect(func() { g.Button(g.main.at, id, label, g.fitted(st, label, g.main.at.W), do) })...)
}

// foot is what is said about the keys, and the one way on.
func (g *merger) foot(at page.Box) {
	main, rest := at.Right(max(g.M.S(300)*g.M.Text, at.W*0.34))
	_, rest = rest.Right(g.M.S(16))
	g.main = g.holderIn(main)
	if !g.M.Portrait && !g.Kiosk {
		g.KeyHints(rest, g.Tx("desk.merge.keys"), 2)
	}
}

// says is what stands on the card: how far the merge is, what came of the last one, what would come of the chosen one, or
// what waits for an answer.
func (g *merger) says(w float32) []page.Flow {
	m, k := g.M, g.k
	quiet := g.Type(m.Small(), g.P.Soft, false)
	say := g.Type(m.Label(), g.P.Ink, false)
	bold := g.Type(m.Body(), g.P.Ink, true)
	if r := k.run; r != nil {
		head, line := g.Tx("desk.merge.running"), g.Tx("desk.merge.running.line")
		if k.forms != nil {
			head, line = g.Tx("desk.forms.running", "Done", r.done, "Total", max(r.total, r.done)), g.Tx("desk.forms.running.line")
		}
		if r.stopping {
			head = g.Tx("desk.give.stopping")
		}
		return []page.Flow{g.Para(0, head, bold, w), g.Para(m.S(4), g.timeLeft(r)+line, quiet, w), g.way(r, w)}
	}
	var flows []page.Flow
	if k.said != "" {
		mark := markWell
		if k.wrong {
			mark = markWrong
		}
		flows = append(flows, g.marked(0, mark, k.said, g.Type(m.Label(), g.P.Ink, true), w))
		if k.next {
			flows = append(flows, g.nexts(w)...)
		}
		flows = append(flows, page.Flow{Height: m.S(14), Draw: func(page.Box) {}})
	}
	if k.chosen == "" {
		flows = append(flows, g.packDoubts(w)...)
	}
	switch {
	case k.asking && k.plan == nil && k.forms == nil && k.offer == nil:
		flows = append(flows, g.Para(0, g.Tx("desk.merge.asking"), say, w))
	case k.plan != nil:
		flows = append(flows, g.planned(*k.plan, w)...)
		if !m.Portrait {
			flows = append(flows, g.asks(w)...)
		}
		flows = append(flows, g.faults(*k.plan, w)...)
	case k.offer != nil:
		flows = append(flows, g.packWords(*k.offer, w)...)
	case k.forms != nil:
		flows = append(flows, g.typed(*k.forms, w)...)
		if !m.Portrait {
			flows = append(flows, g.asks(w)...)
		}
	case k.bad != "":
		if !m.Portrait {
			flows = append(flows, g.asks(w)...)
		}
	case k.chosen == otherFolder:
		flows = append(flows, g.Para(0, g.Tx("desk.merge.other.help"), say, w))
	case len(k.claims) > 0:
		flows = append(flows, g.Para(0, g.Tx("desk.merge.waiting"), bold, w), g.Para(m.S(6), g.Tx("desk.merge.waiting.line"), quiet, w))
		if !m.Portrait {
			flows = append(flows, g.asks(w)...)
		}
	case k.said == "":
		flows = append(flows, g.Para(0, g.Tx("desk.merge.how"), bold, w), g.Para(m.S(8), g.Tx("desk.merge.how.line"), say, w))
		if len(k.places) == 1 {
			flows = append(flows, g.marked(m.S(12), markPlain, g.Tx("desk.place.nostick"), quiet, w))
		}
	}
	return flows
}

// nexts leads to what is to be looked at once something came.
func (g *merger) nexts(w float32) []page.Flow {
	var list []reply
	if n := g.settling(); n > 0 {
		list = append(list, reply{id: "doubles", label: g.Tx("desk.merge.next.doubles", "N", n), do: g.Do(session.DeskGo, string(session.DeskDoubles))})
	}
	if n := g.unchecked(); n > 0 {
		list = append(list, reply{id: "check", label: g.Tx("desk.merge.next.check", "N", n), do: g.Do(session.DeskGo, string(session.DeskCheck))})
	}
	if len(list) == 0 {
		return nil
	}
	return []page.Flow{{Gap: g.M.S(12), Height: g.M.ButtonH(), Draw: func(at page.Box) { g.pills(at, "desk.merge.next.", list) }}}
}

// planned says what would come, in four numbers.
func (g *merger) planned(p merge.Plan, w float32) []page.Flow {
	known := g.Tx("desk.merge.known", "N", p.Known)
	if p.Nothing() && len(p.Asked) == 0 && p.Offer == nil {
		known = g.Tx("desk.merge.nothing")
	}
	list := []number{{p.New, "desk.merge.n.new"}, {p.Changed, "desk.merge.n.changed"}, {p.Gone, "desk.merge.n.gone"}, {p.Doubles, "desk.merge.n.doubles"}}
	return []page.Flow{g.numbers(list, w), g.Para(g.M.S(10), known, g.Type(g.M.Small(), g.P.Soft, false), w)}
}

// agreements are what has to be compared before it comes in: booths that are not known, and newer keys.
func (g *merger) agreements(p merge.Plan, w float32) (flows []page.Flow) {
	m := g.M
	say := g.Type(m.Label(), g.P.Ink, false)
	for i, s := range p.Asked {
		flows = append(flows, g.marked(m.S(16), markPlain, g.Tx("desk.merge.unknown", "N", s.Entries), say, w), g.named(g.boothWords(s.Booth), w),
			g.agreeing(fmt.Sprint("desk.merge.booth.", i), g.Tx("desk.merge.unknown.yes"), slices.Contains(g.k.yes.Booths, s.Booth), func(on bool) { g.agree(s.Booth, on) }))
	}
	if o := p.Offer; o != nil {
		flows = append(flows, g.marked(m.S(16), markPlain, g.Tx("desk.merge.keyset", "N", len(o.New.Keys)), say, w),
			g.named(g.inWords(words.Fingerprint(o.New.Fingerprint, g.Speaks().Words)), w),
			g.agreeing("desk.merge.keys", g.Tx("desk.merge.keyset.yes"), g.k.yes.Keys != "", func(on bool) {
				g.k.yes.Keys = ""
				if on {
					g.k.yes.Keys = o.New.Fingerprint
				}
				g.preview()
			}))
	}
	return flows
}

// faults are what cannot come, or has to be looked at afterwards.
func (g *merger) faults(p merge.Plan, w float32) (flows []page.Flow) {
	m := g.M
	say := g.Type(m.Label(), g.P.Ink, false)
	if p.Offer == nil && len(p.Keys) > 0 {
		flows = append(flows, g.marked(m.S(10), markPlain, g.Tx("desk.merge.keysdiffer"), say, w))
	}
	for _, d := range p.Terms {
		flows = append(flows, g.marked(m.S(10), markPlain, g.T.Retold(d), say, w))
	}
	for _, x := range []struct {
		n    int
		key  string
		mark mark
	}{
		{p.Claims, "claims", markPlain}, {p.Ambiguous, "codes", markPlain}, {p.Conflicts, "conflicts", markPlain},
		{p.Damaged, "damaged", markWrong}, {p.Forged, "forged", markWrong},
	} {
		if x.n > 0 {
			flows = append(flows, g.marked(m.S(10), x.mark, g.Tx("desk.merge."+x.key, "N", x.n), say, w))
		}
	}
	return flows
}

// named is six words to be compared, in one line where that is possible.
func (g *merger) named(six string, w float32) page.Flow {
	t := g.Type(g.M.Label(), g.P.Ink, true)
	if wide := touch.Measure(six, t.Size, true); wide > w && wide*0.8 <= w {
		t.Size *= w / wide * 0.99
	}
	return g.Para(g.M.S(4), six, t, w)
}

// agreeing is a line to tick.
func (g *merger) agreeing(id, label string, on bool, changed func(bool)) page.Flow {
	return page.Flow{Gap: g.M.S(4), Height: g.M.ButtonH(), Draw: func(at page.Box) { g.Toggle(at, id, label, on, changed) }}
}

// number is a figure over its word.
type number struct {
	n   int
	key string
}

// numbers are figures side by side.
func (g *merger) numbers(list []number, w float32) page.Flow {
	m := g.M
	big := g.Type(m.S(44)*m.Text, g.P.Ink, true)
	big.Lead = 1.1
	name := g.Type(m.Small(), g.P.Soft, false)
	col := w / float32(len(list))
	var cells [][2]touch.Paragraph
	var high float32
	for _, x := range list {
		n := touch.Fit([]touch.Span{{Text: fmt.Sprint(x.n)}}, big, col-m.S(8), m.S(90), 1)
		s := touch.Fit([]touch.Span{{Text: g.Tx(x.key)}}, name, col-m.S(8), m.S(90), 2)
		cells = append(cells, [2]touch.Paragraph{n, s})
		high = max(high, n.Height+s.Height)
	}
	return page.Flow{Height: high, Draw: func(at page.Box) {
		for i, c := range cells {
			x := at.X + float32(i)*col
			g.Lay(c[0], x, at.Y)
			g.Lay(c[1], x, at.Y+c[0].Height)
		}
	}}
}

// answers lists what booths have said about people who signed up at others, booth by booth, with the two answers.
func (g *merger) answers(w float32) (flows []page.Flow) {
	m := g.M
	var booths []string
	kinds := map[string]map[string]int{}
	for _, c := range g.k.claims {
		if kinds[c.Booth] == nil {
			booths, kinds[c.Booth] = append(booths, c.Booth), map[string]int{}
		}
		kinds[c.Booth][c.Kind]++
	}
	for i, booth := range booths {
		var parts []string
		for _, kind := range []string{"correction", "consent", "check", "contact", "join", "unjoin", "erasure"} {
			if n := kinds[booth][kind]; n > 0 {
				parts = append(parts, g.Tx("desk.merge.claim."+kind, "N", n))
			}
		}
		erases := kinds[booth]["erasure"] > 0
		flows = append(flows, g.Para(m.S(16), g.Tx("desk.merge.claim.of", "Words", g.boothWords(booth)), g.Type(m.Label(), g.P.Ink, true), w),
			g.Para(m.S(2), strings.Join(parts, g.Tx("desk.give.comma")), g.Type(m.Label(), g.P.Ink, false), w),
			page.Flow{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) {
				no, yes := at.Left((at.W - m.S(16)) / 2)
				_, yes = yes.Left(m.S(16))
				label := g.Tx("desk.merge.refuse")
				g.Button(no, fmt.Sprint("desk.merge.refuse.", i), label, g.fitted(g.StyleEqual(), label, no.W), func() { g.answer(booth, false) })
				if label = g.Tx("desk.merge.accept"); erases { // what is erased does not come back
					g.Hold(yes, fmt.Sprint("desk.merge.accept.", i), g.Tx("desk.merge.accept.hold"), func() { g.answer(booth, true) })
					return
				}
				g.Button(yes, fmt.Sprint("desk.merge.accept.", i), label, g.fitted(g.StyleEqual(), label, yes.W), func() { g.answer(booth, true) })
			}})
	}
	return flows
}

// inWords sets the six words of a booth or of a key set, as the command does.
func (b *B) inWords(six []string) string {
	if b.Speaks().Words == "zh" {
		return strings.Join(six, "·")
	}
	return strings.Join(six, " ")
}

// boothWords names a booth.
func (b *B) boothWords(id string) string { return b.inWords(words.Booth(id, b.Speaks().Words)) }
