package visit

import (
	"image"
	"image/draw"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// How explains a donation: one stage per page, and at the end an honest account of the risks.
func How(b *B) {
	m := b.M
	pages := session.HowPages(b.Pack)
	pg := min(max(b.State.HowPage, 0), pages-1)
	f := b.Frame(page.Framing{Back: true, Next: true})
	tl := timeline{At: pg, Vertical: m.Portrait, Columns: 2, HeadSize: m.Small(), Mark: max(56, m.S(60))}
	if m.Portrait {
		tl.Columns = page.ColumnsFor(pages, f.Low.H, theme.MinTarget, 2)
		tl.HeadSize = m.Label()
		tl.Mark = m.S(64)
	}
	for i, s := range b.Pack.Stages {
		tl.Stops = append(tl.Stops, stop{Head: b.In(s.Title), Icon: b.stageIcon(i)})
	}
	tl.Stops = append(tl.Stops, stop{Head: b.Tx("how.risks.short"), Icon: b.riskIcon})
	body := f.Body
	if m.Portrait {
		way, _ := f.Low.Bottom(min(f.Low.H, b.timelineHeight(tl, f.Low.W)*1.1))
		b.timeline(way, tl)
		body.H = way.Y - m.S(24) - body.Y
	} else {
		var way page.Box
		way, body = body.Bottom(b.timelineHeight(tl, body.W))
		b.timeline(way, tl)
		_, body = body.Bottom(m.S(20))
	}
	if pg < len(b.Pack.Stages) {
		b.stagePage(body, pg)
	} else {
		b.riskPage(body)
	}
	label, do := b.Tx("how.next"), b.Do(session.NextStation)
	if pg == pages-1 {
		label = b.Tx("how.done")
	}
	_, rest := b.Main(f.Foot, "next", label, do)
	b.SideLeft(rest, "numbers", b.Tx("read.numbers"), b.Do(session.Go, string(session.Numbers)))
}

func (b *B) stageIcon(i int) func(w, h int) image.Image {
	return func(w, h int) image.Image { return art.StageIcon(i, w, h, b.P) }
}

// riskIcon is the sign on the page of risks, in the style of the stages' pictures.
func (b *B) riskIcon(w, h int) image.Image {
	if w < 1 || h < 1 {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	// A nonexistent stage draws just the ground that the others share.
	ground := art.StageIcon(-1, w, h, b.P)
	d := min(w, h) * 6 / 10
	sign := art.Warning(d, d, b.P.Red)
	at := image.Pt((w-d)/2, (h-d)/2-h*4/100)
	disc := b.P.Rose
	draw.Draw(ground, sign.Rect.Add(at).Inset(d/6), image.NewUniform(disc), image.Point{}, draw.Src)
	draw.Draw(ground, sign.Rect.Add(at), sign, image.Point{}, draw.Over)
	return ground
}

// stagePage shows one stage: its picture, how long it takes, what happens.
func (b *B) stagePage(at page.Box, i int) {
	m := b.M
	s := b.Pack.Stages[i]
	var pic, words page.Box
	if m.Portrait {
		pic, words = at.Top(at.H * 0.52)
		_, words = words.Top(m.S(30))
	} else {
		pic, words = at.Left(min(m.S(460), at.W*0.4))
		_, words = words.Left(m.S(56))
	}
	b.Card(pic)
	d := min(pic.W*0.66, pic.H*0.7)
	b.Picture(page.Box{X: pic.X + (pic.W-d)/2, Y: pic.Y + (pic.H-d)/2 - m.S(24), W: d, H: d}, b.stageIcon(i))
	b.TextFit(page.Box{X: pic.X + m.S(20), Y: pic.Y + pic.H - m.S(64)*m.Text, W: pic.W - m.S(40), H: m.S(50) * m.Text}, b.In(s.Time), page.Centred(b.Type(m.Lead(), b.P.Ink, true)), 1, 0.5)
	num := b.Type(m.Lead(), b.P.Red, true)
	title := b.Heading(b.In(s.Title), b.Type(m.Title()*1.1, b.P.Ink, true), words.W, m.Title()*3, 2)
	t := b.Type(m.S(30)*m.Text, b.P.Ink, false)
	if b.Lang == event.ZH {
		t.Lead = 1.75
	}
	line := touch.SetText(b.In(s.Line), t, words.W)
	step := touch.SetText(b.Tx("how.step", "N", i+1, "Of", len(b.Pack.Stages)), num, words.W)
	h := step.Height + title.Height + line.Height + m.S(8+16)
	y := words.Y
	if !m.Portrait {
		y += max(0, words.H-h) * 0.42
	}
	b.Lay(step, words.X, y)
	y += step.Height + m.S(8)
	b.Lay(title, words.X, y)
	b.Lay(line, words.X, y+title.Height+m.S(16))
}

// riskPage states the risks honestly, each with its source.
func (b *B) riskPage(at page.Box) {
	m := b.M
	h := b.Title(at, b.Tx("how.risks"), m.Title())
	_, at = at.Top(h + m.S(10))
	// Nobody should have to scroll to the worst: shrink it slightly rather than hide part below an edge.
	full := m.Text
	flows := b.riskCards(at.W)
	for b.M.Text > full*0.85 && page.HighOf(flows) > at.H {
		b.M.Text -= full * 0.03
		flows = b.riskCards(at.W)
	}
	b.M.Text = full
	b.Stack(at, b.P.Paper, flows...)
}

// riskCards are the risks in rows of cards, as wide as they are told to be.
func (b *B) riskCards(width float32) []page.Flow {
	m := b.M
	cols := min(3, (len(b.Pack.Risks)+1)/2)
	if m.Portrait {
		cols = min(2, (len(b.Pack.Risks)+3)/4)
	}
	cols = max(cols, 1)
	gap := m.S(14)
	w := (width - gap*float32(cols-1)) / float32(cols)
	pad := m.S(20)
	var flows []page.Flow
	for i := 0; i < len(b.Pack.Risks); i += cols {
		row := b.Pack.Risks[i:min(i+cols, len(b.Pack.Risks))]
		var height float32
		set := make([][3]touch.Paragraph, len(row))
		for k, r := range row {
			set[k] = [3]touch.Paragraph{
				touch.SetText(b.In(r.Title), b.Type(m.S(26)*m.Text, b.P.Ink, true), w-2*pad),
				touch.SetText(b.In(r.Line), b.Type(m.S(22)*m.Text, b.P.Ink, false), w-2*pad),
				touch.SetText(b.In(r.Source), b.Type(m.Small(), b.P.Soft, false), w-2*pad),
			}
			height = max(height, set[k][0].Height+set[k][1].Height+set[k][2].Height+2*m.S(13)+m.S(3))
		}
		flow := page.Flow{Gap: gap, Height: height, Draw: func(at page.Box) {
			for k := range row {
				box := page.Box{X: at.X + float32(k)*(w+gap), Y: at.Y, W: w, H: height}
				b.Card(box)
				y := box.Y + m.S(13)
				b.Lay(set[k][0], box.X+pad, y)
				y += set[k][0].Height + m.S(3)
				b.Lay(set[k][1], box.X+pad, y)
				b.Lay(set[k][2], box.X+pad, box.Y+box.H-m.S(12)-set[k][2].Height)
			}
		}}
		if i == 0 {
			flow.Gap = 0
		}
		flows = append(flows, flow)
	}
	return flows
}
