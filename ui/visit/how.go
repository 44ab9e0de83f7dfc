package visit

import (
	"image"

	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// How explains a donation: one stage per page over a ribbon of true time, and at the end an honest account of the risks, which
// is one touch away from every stage.
func How(b *B) {
	m := b.M
	pages := session.HowPages(b.Pack)
	n := len(b.Pack.Stages)
	pg := min(max(b.State.HowPage, 0), pages-1)
	o := page.Framing{Back: true, Next: true}
	if pg < n {
		o.Note = b.Tx("how.step", "N", pg+1, "Of", n)
	}
	f := b.Frame(o)
	body := f.Body
	label := b.Tx("how.next")
	switch {
	case pg == pages-1:
		label = b.Tx("how.done")
	case pg == n-1: // no step follows the last; what does is named
		label = b.Tx("how.risks.short")
	}
	_, rest := b.Main(f.Foot, "next", label, b.Do(session.NextStation))
	b.howSides(rest, pg)
	if pg >= n {
		b.riskPage(body)
		return
	}
	r := b.newRibbon(pg)
	if m.Portrait {
		way := f.Low
		way.Y += m.S(8)
		way.H -= m.S(20)
		b.down(way, r)
		body.H = way.Y - m.S(26) - body.Y
	} else {
		var way page.Box
		way, body = body.Bottom(b.ribbonHeight(r, body.W))
		_, body = body.Bottom(m.S(18))
		b.across(way, r)
	}
	b.stagePage(body, pg)
}

// howSides are the ways aside: the discomfort and the risks, or from there back to the stages; and the numbers.
func (b *B) howSides(rest page.Box, pg int) {
	m := b.M
	n := len(b.Pack.Stages)
	st := b.StyleQuiet()
	st.Pad = m.S(22)
	id, label, to := "risks", b.Tx("how.risks.short"), n
	risks := st
	risks.Icon, risks.IconSize = page.Icon(art.Warning, b.P.Ink), m.S(22)
	if pg >= n {
		id, label, to, risks = "steps", b.Tx("how.steps"), 0, st
	}
	numbers := b.Tx("read.numbers")
	if pg == n-1 && pg+1 < session.HowPages(b.Pack) { // the main action leads to the risks
		h, v := m.ButtonH(), min(rest.W, b.Width(numbers, st))
		b.Button(page.Box{X: rest.X, Y: rest.Y + (rest.H-h)/2, W: v, H: h}, string(b.State.Screen)+".numbers", numbers, st, b.Do(session.Go, string(session.Numbers)))
		return
	}
	w, v := b.Width(label, risks), b.Width(numbers, st)
	shrink := min(1, (rest.W-page.TouchGap)/(w+v))
	both := shrink > 0.85
	if !both { // no room for two: the risks stay, the numbers have a door of their own at home
		shrink = min(1, rest.W/w)
	}
	h := m.ButtonH()
	y := rest.Y + (rest.H-h)/2
	b.Button(page.Box{X: rest.X, Y: y, W: w * shrink, H: h}, string(b.State.Screen)+"."+id, label, risks, func() {
		b.Send(session.Event{Kind: session.ToStation, N: to})
	})
	if !both {
		return
	}
	b.Button(page.Box{X: rest.X + w*shrink + page.TouchGap, Y: y, W: v * shrink, H: h}, string(b.State.Screen)+".numbers", numbers, st, b.Do(session.Go, string(session.Numbers)))
}

// stageWords are the words of a stage: when, what, and what happens.
type stageWords struct {
	when, title, line touch.Paragraph
	dot               float32 // of the gold dot before "when"; 0 where nothing is said of it
	high              float32
}

func (b *B) setStage(s event.Stage, width, scale float32) (w stageWords) {
	m := b.M
	if s.Time != nil {
		t := b.Type(m.S(21)*m.Text*scale, b.P.Soft, false)
		w.dot = t.Size * 0.55
		w.when = touch.SetText(b.Tx("how.when", "Time", b.In(s.Time)), t, width-w.dot*2)
		w.high += w.when.Height + m.S(6)
	}
	w.title = b.Heading(b.In(s.Title), b.Type(m.Title()*1.1*scale, b.P.Ink, true), width, m.Title()*3, 2)
	t := b.Type(m.S(29)*m.Text*scale, b.P.Ink, false)
	if b.IsHan() {
		t.Lead = 1.65
	}
	w.line = touch.SetText(b.In(s.Line), t, width)
	w.high += w.title.Height + m.S(14) + w.line.Height
	return w
}

// stagePage shows one stage: its words, and beside them, or on a totem above, its picture, which gives way to long words.
func (b *B) stagePage(at page.Box, i int) {
	m := b.M
	s := b.Pack.Stages[i]
	if m.Portrait {
		w := b.setStage(s, at.W, 1)
		pic, words := at.Top(max(0, min(at.H-w.high-m.S(30), at.W*0.62)))
		b.stageArt(pic, i)
		_, words = words.Top(m.S(26))
		b.layStage(words, w)
		return
	}
	words, pic := at.Left(at.W * 0.47)
	_, pic = pic.Left(m.S(44))
	scale := float32(1)
	w := b.setStage(s, words.W, scale)
	for ; w.high > at.H && scale > 0.86; scale -= 0.03 {
		w = b.setStage(s, words.W, scale)
	}
	if w.high > at.H { // without the picture
		words.W, scale = at.W, 1
		for w = b.setStage(s, words.W, scale); w.high > at.H && scale > 0.7; scale -= 0.03 {
			w = b.setStage(s, words.W, scale)
		}
		b.layStage(words, w)
		return
	}
	b.stageArt(pic, i)
	words.Y += max(0, min(at.H-w.high, (at.H-w.high)*0.38))
	b.layStage(words, w)
}

func (b *B) layStage(at page.Box, w stageWords) {
	m := b.M
	y := at.Y
	if w.dot > 0 {
		dot := canvas.NewCircle(b.P.Gold)
		if b.State.Contrast {
			dot.StrokeColor, dot.StrokeWidth = b.P.Ink, 2
		}
		b.Put(dot, page.Box{X: at.X, Y: y + w.when.Type.Mid() - w.dot/2, W: w.dot, H: w.dot})
		b.Lay(w.when, at.X+w.dot*2, y)
		y += w.when.Height + m.S(6)
	}
	b.Lay(w.title, at.X, y)
	b.Lay(w.line, at.X, y+w.title.Height+m.S(14))
}

// stageArt is the picture of a stage; where the years go by it is night.
func (b *B) stageArt(at page.Box, i int) {
	if at.H < b.M.S(120) {
		return
	}
	at = at.Middle(at.W, min(at.H, at.W*0.66))
	n, wait := len(b.Pack.Stages), b.Pack.Stages[i].Lasts == event.LastsYears
	b.Picture(at, func(w, h int) image.Image { return art.WayArt(i, n, wait, w, h, b.P) })
}

// riskPage states the risks honestly, each with its source.
func (b *B) riskPage(at page.Box) {
	m := b.M
	// Nobody should have to scroll to the worst: it is shrunk slightly rather than hidden below an edge. In large print the words
	// take the room of the heading, which stays as large as it is, and of the cards: they are parted by lines.
	full, most := m.Text, m.Text
	cards := !b.State.Large
	h := b.Title(at, b.Tx("how.risks"), m.Title()/full)
	if m.Portrait {
		most *= 1.12
	}
	_, at = at.Top(h + m.S(12))
	var flows []page.Flow
	for b.M.Text = most; ; b.M.Text -= 0.02 {
		if flows = b.risks(at.W, 0, cards); b.M.Text <= 0.85 || page.HighOf(flows) <= at.H {
			break
		}
	}
	if spare := at.H - page.HighOf(flows); spare > 0 { // what is left goes into the cards
		flows = b.risks(at.W, min(spare/float32(len(flows)), m.S(44)), cards)
	}
	b.M.Text = full
	b.Stack(at, b.P.Paper, flows...)
}

// risks are the risks in rows, as wide as they are told to be, with so much more air in each row: on cards or with lines between
// them.
func (b *B) risks(width, air float32, cards bool) []page.Flow {
	m := b.M
	cols := min(3, (len(b.Pack.Risks)+1)/2)
	if m.Portrait {
		cols = min(2, (len(b.Pack.Risks)+3)/4)
	}
	cols = max(cols, 1)
	gap, pad, above, small := m.S(16), m.S(22), m.S(14), float32(17)
	if !cards {
		gap, pad, above, small = m.S(36), 0, m.S(9), 17*1.1
	}
	w := (width - gap*float32(cols-1)) / float32(cols)
	below := above
	if cards {
		above += min(air*0.3, m.S(10))
	}
	source := max(theme.MinText, m.S(small)) // which does not grow with the rest
	var flows []page.Flow
	for i := 0; i < len(b.Pack.Risks); i += cols {
		row := b.Pack.Risks[i:min(i+cols, len(b.Pack.Risks))]
		var height float32
		set := make([][3]touch.Paragraph, len(row))
		lead := b.Type(m.S(22)*m.Text, b.P.Ink, false)
		if !cards {
			lead.Lead = 1.36
		}
		between := m.S(4) + min(air*0.2, m.S(6))
		for k, r := range row {
			set[k] = [3]touch.Paragraph{
				touch.SetText(b.In(r.Title), b.Type(m.S(26)*m.Text, b.P.Ink, true), w-2*pad),
				touch.SetText(b.In(r.Line), lead, w-2*pad),
				touch.SetText(b.In(r.Source), b.Type(source, b.P.Soft, false), w-2*pad),
			}
			height = max(height, set[k][0].Height+set[k][1].Height+set[k][2].Height+above+below+between)
		}
		height = max(height, height+air-min(air*0.2, m.S(6))-min(air*0.3, m.S(10)))
		flow := page.Flow{Gap: gap, Height: height, Draw: func(at page.Box) {
			for k := range row {
				box := page.Box{X: at.X + float32(k)*(w+gap), Y: at.Y, W: w, H: height}
				y := box.Y + above
				switch {
				case cards:
					b.Card(box)
				case i > 0:
					b.Line(box.X, box.Y, box.X+w, box.Y, 1.5, b.P.Edge)
				default:
					y = box.Y
				}
				b.Lay(set[k][0], box.X+pad, y)
				y += set[k][0].Height + between
				b.Lay(set[k][1], box.X+pad, y)
				if at := box.Y + box.H - below - set[k][2].Height; cards {
					b.Lay(set[k][2], box.X+pad, at)
				} else {
					b.Lay(set[k][2], box.X+pad, y+set[k][1].Height)
				}
			}
		}}
		if i == 0 || !cards {
			flow.Gap = 0
		}
		flows = append(flows, flow)
	}
	return flows
}
