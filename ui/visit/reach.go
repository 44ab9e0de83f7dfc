package visit

import (
	"image"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// reach is the living picture of the ways to find somebody: their own dot in the middle, and around it the ways that this
// pack asks for, each with a thread of faint dots that becomes a whole gold line once what was typed is valid. It counts
// nothing and marks nothing as missing: what is optional stays optional.
//
// What can change is a few small objects; all the rest is drawn once for a size. Nothing of what was typed is kept in it.
type reach struct {
	b       *B
	ways    []event.Field
	lit     map[string]bool
	threads map[string]*thread
	words   string // what is said below it
	wide    bool   // a strip: the words stand beside the picture
	at      page.Box
	holder  *touch.Holder
	ground  *canvas.Rectangle // refreshed to have the window painted anew
}

// thread is one way of the picture.
type thread struct {
	line     *canvas.Line
	end      *canvas.Circle
	off, on  []fyne.CanvasObject // its name
	from, to fyne.Position
	moving   *fyne.Animation
}

// threadFor is how long a thread takes to become whole.
const threadFor = 180 * time.Millisecond

// waysToFind returns the fields that are ways to find somebody years later: those that outlast the event, since they are
// handed over. What the booth alone keeps, and erases, leads to nobody then.
func waysToFind(p *event.Pack) (out []event.Field) {
	for _, f := range p.Fields {
		handed := slices.ContainsFunc(p.Registry.Columns, func(c event.Handed) bool {
			return c.Field == f.ID || f.Kind == "person" && c.Field == f.ID+"_phone"
		})
		if f.Channel != "" && handed {
			out = append(out, f)
		}
	}
	return out
}

// newReach returns the picture, which is not placed yet; words are said below it.
func (b *B) newReach(words string) *reach {
	r := &reach{b: b, ways: waysToFind(b.Pack), lit: map[string]bool{}, words: words, holder: touch.NewHolder()}
	for _, f := range r.ways {
		r.lit[f.ID] = b.leads(f, b.State.Answers)
	}
	return r
}

// leads reports whether an answer is a way that will still lead to somebody: complete, valid, and not one that ends with
// graduation.
func (b *B) leads(f event.Field, a form.Answers) bool {
	v := a[f.ID]
	if v == (form.Value{}) || v.Text == "" && f.Kind != "person" || f.Kind == "person" && v.Person.Phone == "" {
		return false
	}
	_, problems := form.CheckStep([]event.Field{f}, a, b.Pack.Fields, form.Context{Now: b.Now})
	return len(problems) == 0 && len(form.Hints(f, v)) == 0
}

// changed shows what an answer, as it stands now, does to its thread.
func (r *reach) changed(id string, v form.Value) {
	i := slices.IndexFunc(r.ways, func(f event.Field) bool { return f.ID == id })
	if i < 0 {
		return
	}
	st := r.b.State
	if r.b.Current != nil {
		st = r.b.Current()
	}
	a := maps.Clone(st.Answers)
	if a == nil {
		a = form.Answers{}
	}
	a[id] = v
	on := r.b.leads(r.ways[i], a)
	if on == r.lit[id] {
		return
	}
	r.lit[id] = on
	if t := r.threads[id]; t != nil {
		t.show(on, !r.b.Still)
		canvas.Refresh(r.ground)
	}
}

// show draws a thread whole or dotted. Only becoming whole moves.
func (t *thread) show(on, moves bool) {
	if t.moving != nil {
		t.moving.Stop()
		t.moving = nil
	}
	t.line.Hidden, t.end.Hidden = !on, !on
	for _, o := range t.off {
		set(o, !on)
	}
	for _, o := range t.on {
		set(o, on)
	}
	t.line.Position2 = t.to
	if on && moves {
		t.end.Hidden = true
		t.moving = fyne.NewAnimation(threadFor, func(done float32) {
			t.line.Position2 = t.from.Add(fyne.NewPos((t.to.X-t.from.X)*done, (t.to.Y-t.from.Y)*done))
			t.end.Hidden = done < 1
			canvas.Refresh(t.line)
			if done == 1 {
				canvas.Refresh(t.end)
			}
		})
		t.moving.Curve = fyne.AnimationEaseOut
		t.line.Position2 = t.from
		t.moving.Start()
		return
	}
	canvas.Refresh(t.line)
	canvas.Refresh(t.end)
}

func set(o fyne.CanvasObject, shown bool) {
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

// place draws the picture in a box of the page. It stays where it is when the page is moved up for the keyboard.
func (r *reach) place(at page.Box) {
	b := r.b
	if len(r.ways) == 0 {
		return
	}
	b.PutInHead(r.holder, page.Box{W: b.M.W, H: b.M.H})
	r.lay(at)
}

// lay draws the picture anew for a box, without its words where there is no room for them, and not at all where there is none
// for it.
func (r *reach) lay(at page.Box) {
	if at == r.at {
		return
	}
	r.at, r.threads = at, map[string]*thread{}
	b, m := r.b, r.b.M
	r.holder.Fill()
	least := m.S(84)
	if r.wide {
		least = m.S(86)
		if m.Text > 1 { // it gives way before its words are smaller than in normal print
			least = m.S(18 + 26*float32(max(3, (len(r.ways)+1)/2)))
		}
	}
	if at.H < least || at.W < m.S(300) {
		if flows := r.wordsFlows(at.W, false)[1:]; m.Text > 1 && r.wide {
			flows[0].Gap = 0
			if high := page.HighOf(flows); high <= at.H {
				r.holder.Fill(b.Collect(func() { b.Stack(at, b.P.Paper, flows...) })...)
			}
		}
		return
	}
	r.holder.Fill(b.Collect(func() {
		r.ground = b.Rect(at, b.P.Card, min(m.Corner(), at.H/4))
		r.ground.StrokeColor, r.ground.StrokeWidth = b.P.Line, 1.5
		if r.wide {
			pic, words := at.Pad(m.S(28), m.S(9)).Left(at.W * 0.54)
			words.W -= m.S(28)
			_, words = words.Left(m.S(28))
			flows := r.wordsFlows(words.W, false)
			flows[1].Gap = m.S(8)
			if page.HighOf(flows) > words.H {
				flows = flows[1:] // what becomes of the data stays
			}
			if m.Text > 1 && page.HighOf(flows) > words.H { // in large print without the picture
				all := at.Pad(m.S(28), m.S(9))
				flows = r.wordsFlows(all.W, false)[1:]
				flows[0].Gap = 0
				b.Stack(all.Middle(all.W, min(all.H, page.HighOf(flows))), b.P.Card, flows...)
				return
			}
			if high := page.HighOf(flows); high <= words.H {
				b.Stack(words.Middle(words.W, high), b.P.Card, flows...)
			}
			r.draw(pic)
			return
		}
		in := at.Pad(m.S(32), m.S(18))
		flows := r.wordsFlows(in.W, true)
		for len(flows) > 0 && page.HighOf(flows)+m.S(170) > in.H {
			flows = flows[1:] // the more general goes first: what becomes of the data stays longest
		}
		if all := r.wordsFlows(in.W, true); m.Text > 1 && (len(flows) < len(all) || in.H-page.HighOf(all) < m.S(200)) && page.HighOf(all) <= in.H {
			b.Stack(in.Middle(in.W, page.HighOf(all)), b.P.Card, all...) // in large print the picture gives way to its words
			return
		}
		share := float32(0.5)
		if m.Text > 1 {
			share = 0.66
		}
		if len(flows) > 0 && page.HighOf(flows) < in.H*share {
			high := page.HighOf(flows)
			var low page.Box
			low, in = in.Bottom(high)
			b.Stack(low, b.P.Card, flows...)
		}
		r.draw(in)
	})...)
}

// wordsFlows are what the picture means, and what becomes of what is typed.
func (r *reach) wordsFlows(w float32, middle bool) []page.Flow {
	b, m := r.b, r.b.M
	t := b.Type(m.S(23)*m.Text, b.P.Ink, true)
	if middle {
		t.Align = fyne.TextAlignCenter
	}
	p := b.Heading(r.words, t, w, t.Size*5, 3)
	lock := b.Type(m.Label(), b.P.Ink, false)
	d := m.Label() * 1.05
	s := touch.SetText(b.Tx("form.sealed"), lock, w-d*1.5)
	return []page.Flow{
		{Gap: m.S(6), Height: p.Height, Draw: func(at page.Box) { b.Lay(p, at.X, at.Y) }},
		{Gap: m.S(22), Height: s.Height, Draw: func(at page.Box) {
			x := at.X
			if middle {
				b.Rect(page.Box{X: at.X, Y: at.Y - m.S(13), W: at.W, H: 1}, b.P.Line, 0)
				x += max(0, at.W-d*1.5-s.Wide()) / 2
			}
			b.Picture(page.Box{X: x, Y: at.Y + (s.Type.Size*s.Type.Lead-d)/2, W: d, H: d}, page.Icon(art.Lock, b.P.Green))
			b.Lay(s, x+d*1.5, at.Y)
		}},
	}
}

// wayAt is where a way stands in the picture.
type wayAt struct {
	x, y  float32
	above bool
}

// wayPlaces places n ways in two rows around the middle of a box, the upper one first; dy is how far the outer ones of a row are
// nearer to the middle.
func wayPlaces(n int, at page.Box, top, dy float32) (out []wayAt) {
	upper := (n + 1) / 2
	for i := range n {
		k, row, y := i, upper, at.Y+top
		sign := float32(1)
		if i >= upper {
			k, row, y, sign = i-upper, n-upper, at.Y+at.H-top, -1
		}
		reach := float32(0.335)
		if row == 2 {
			reach = 0.25
		}
		if row > 3 {
			reach = 0.38
		}
		f := float32(0) // -1 … 1
		if row > 1 {
			f = 2*float32(k)/float32(row-1) - 1
		}
		out = append(out, wayAt{x: at.X + at.W*(0.5+reach*f), y: y + sign*dy*f*f, above: sign > 0})
	}
	return out
}

// sidePlaces places n ways in a strip: half of them at each side of the middle, one below the other.
func sidePlaces(n int, at page.Box) (out []wayAt) {
	left := (n + 1) / 2
	for i := range n {
		k, col, sign := i, left, float32(-1)
		if i >= left {
			k, col, sign = i-left, n-left, 1
		}
		y := at.Y + at.H*(float32(k)+0.5)/float32(col)
		if col == 2 {
			y = at.Y + at.H*(0.24+0.52*float32(k))
		}
		out = append(out, wayAt{x: at.X + at.W*(0.5+0.2*sign), y: y})
	}
	return out
}

// draw draws you, the ways and their threads.
func (r *reach) draw(at page.Box) {
	b, m := r.b, r.b.M
	size := m.S(20) * m.Text
	lead := size * 1.3
	u := min(m.U, at.H/m.S(330)*m.U+0.18*m.U)
	top, dy := lead+18*u, min(20*u, at.H*0.06)
	if r.wide {
		u = min(m.U*0.85, at.H/105)
		lead = min(lead, at.H/float32(max(3, (len(r.ways)+1)/2)))
		size = lead / 1.3
	}
	where := wayPlaces(len(r.ways), at, top, dy)
	if r.wide {
		where = sidePlaces(len(r.ways), at)
	}
	mid := fyne.NewPos(at.X+at.W/2, at.Y+at.H/2)
	ends := make([]art.Point, len(where))
	for i, s := range where {
		ends[i] = art.Point{X: float64(s.x - at.X), Y: float64(s.y - at.Y)}
	}
	b.Picture(at, func(w, h int) image.Image {
		return art.Threads(w, h, b.P, float64(at.W), art.Point{X: float64(at.W / 2), Y: float64(at.H / 2)}, ends, float64(u))
	})
	gold := b.P.GoldOnLight()
	for i, f := range r.ways { // names are of one size
		box := r.nameAt(where[i], at, lead, u, len(r.ways))
		t := b.Type(size, b.P.Ink, true)
		t.Lead = 1.3
		size = touch.Fit([]touch.Span{{Text: b.In(f.Label)}}, t, box.W, lead*1.05, 1).Type.Size
	}
	for i, f := range r.ways {
		s := where[i]
		t := &thread{from: mid, to: fyne.NewPos(s.x, s.y)}
		t.line = canvas.NewLine(gold)
		t.line.StrokeWidth = 6 * u
		t.line.Position1, t.line.Position2 = t.from, t.to
		b.Add(t.line)
		t.end = canvas.NewCircle(gold)
		d := 30 * u
		b.Put(t.end, page.Box{X: s.x - d/2, Y: s.y - d/2, W: d, H: d})
		r.threads[f.ID] = t
		name, box := b.In(f.Label), r.nameAt(s, at, lead, u, len(r.ways))
		for _, bold := range []bool{false, true} {
			ty := b.Type(size, b.P.Soft, bold)
			if bold {
				ty.Color = b.P.Ink
			}
			ty.Align = fyne.TextAlignCenter
			if r.wide {
				ty.Align = fyne.TextAlignLeading
				if s.x < mid.X {
					ty.Align = fyne.TextAlignTrailing
				}
			}
			ty.Lead = 1.3
			p := touch.Fit([]touch.Span{{Text: name}}, ty, box.W, lead*1.05, 1)
			objects := p.Objects(box.X, box.Y+(lead-p.Height)/2)
			for _, o := range objects {
				b.Add(o)
			}
			if bold {
				t.on = objects
			} else {
				t.off = objects
			}
		}
		t.show(r.lit[f.ID], false)
	}
	r.you(mid, u*m.Text)
}

// nameAt is where the name of a way stands: above or below its dot, in a strip beside it.
func (r *reach) nameAt(s wayAt, at page.Box, lead, u float32, n int) page.Box {
	if r.wide {
		w := at.W * 0.3 // to the edge
		box := page.Box{X: s.x + 22*u, Y: s.y - lead/2, W: min(w, at.X+at.W-s.x-22*u), H: lead}
		if s.x < at.X+at.W/2 {
			left := max(at.X, s.x-22*u-w)
			box.X, box.W = left, s.x-22*u-left
		}
		return box
	}
	w := at.W / float32(max(2, (n+1)/2)) * 0.98
	box := page.Box{X: s.x - w/2, Y: s.y - 18*u - lead, W: w, H: lead}
	if !s.above {
		box.Y = s.y + 18*u
	}
	if box.X < at.X { // centred on its dot, and inside
		box.W -= 2 * (at.X - box.X)
		box.X = at.X
	} else if over := box.X + box.W - at.X - at.W; over > 0 {
		box.X, box.W = box.X+over, box.W-2*over
	}
	return box
}

// you draws the visitor's own dot over the ends of the threads.
func (r *reach) you(mid fyne.Position, u float32) {
	b := r.b
	round := func(radius float32, c *canvas.Circle) {
		b.Put(c, page.Box{X: mid.X - radius, Y: mid.Y - radius, W: 2 * radius, H: 2 * radius})
	}
	round(42*u, canvas.NewCircle(b.P.Card))
	ring := canvas.NewCircle(b.P.Card)
	ring.StrokeColor, ring.StrokeWidth = b.P.Red, 6*u
	round(32*u, ring)
	round(23*u, canvas.NewCircle(b.P.Red))
	t := b.Type(max(theme.MinText, 21*u), b.P.OnRed, true)
	t.Align = fyne.TextAlignCenter
	t.Lead = 1.2
	b.TextFit(page.Box{X: mid.X - 22*u, Y: mid.Y - 15*u, W: 44 * u, H: 30 * u}, b.Tx("form.you"), t, 1, 0.5)
}
