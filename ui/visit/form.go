package visit

import (
	"slices"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// Form is one short step of the form. Every keystroke goes to the state at once, so that nothing
// is lost if the language or the text size changes in the middle of a word.
func Form(b *B) {
	m := b.M
	steps := b.Pack.Steps
	i := min(b.State.FormStep, len(steps)-1)
	f := b.Frame(page.Framing{Back: true, Next: true, NotToday: true, Steps: len(steps), Step: i + 1})
	fields := session.FieldsOf(b.Pack, i)
	b.Page.Picks = slices.ContainsFunc(fields, func(f event.Field) bool {
		return slices.Contains([]string{"choice", "month", "date", "person"}, f.Kind)
	})
	b.Page.Choose = len(fields) > 0 && slices.Contains([]string{"choice", "month", "date"}, fields[0].Kind)
	head, body := f.Body, f.Low
	h := b.TextFit(page.Box{X: head.X, Y: head.Y, W: head.W, H: m.Heading() * 1.35}, b.In(steps[i].Title), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	if m.Portrait {
		b.Text(page.Box{X: head.X, Y: head.Y + h + m.S(6), W: head.W, H: 0}, b.In(steps[i].Help), b.Type(m.Body(), b.P.Soft, false))
		b.stepArt(b.Above(f, h+m.Body()*3), fields)
	} else {
		_, body = body.Top(h + m.S(18))
	}
	w := min(body.W, max(page.FieldWidth, 0))
	if m.Portrait {
		w = body.W - m.S(20)
	}
	if people := onlyPeople(fields); people && !m.Portrait && len(fields) > 1 {
		_, body = body.Top(m.S(10))
		for k, col := range body.Columns(len(fields), m.S(48)) {
			b.Stack(col, b.P.Paper, b.fieldFlow(fields[k], col.W, 0)...)
		}
		b.Main(f.Foot, "next", b.Tx("form.next"), b.Do(session.NextStep))
		return
	}
	var flows []page.Flow
	var heads []int
	for k, fd := range fields {
		gap := m.S(16)
		if k == 0 {
			gap = 0
		}
		heads = append(heads, len(flows))
		flows = append(flows, b.fieldFlow(fd, w, gap)...)
	}
	high := page.HighOf(flows)
	// Distribute the remaining space between the fields.
	for _, k := range heads[min(1, len(heads)):] {
		flows[k].Gap += max(0, min(m.S(22), (body.H-high)/float32(len(heads))))
	}
	b.Stack(page.Box{X: body.X, Y: body.Y, W: w, H: body.H}, b.P.Paper, flows...)
	if !m.Portrait && body.W-w > m.S(260) {
		side := page.Box{X: body.X + w + m.S(56), Y: body.Y, W: body.W - w - m.S(56), H: body.H}
		b.aside(side, b.In(steps[i].Help), i)
	}
	b.Main(f.Foot, "next", b.Tx("form.next"), b.Do(session.NextStep))
}

// onlyPeople reports whether a step asks only for people: then they are placed side by side.
func onlyPeople(fields []event.Field) bool {
	for _, f := range fields {
		if f.Kind != "person" {
			return false
		}
	}
	return true
}

// stepArt places the picture of a step on a totem, chosen by what the step asks.
func (b *B) stepArt(at page.Box, fields []event.Field) {
	has := func(kinds ...string) bool {
		return slices.ContainsFunc(fields, func(f event.Field) bool { return slices.Contains(kinds, f.Kind) })
	}
	switch {
	case onlyPeople(fields):
		b.Drawing(at, 4.0/3, art.ParentsArt)
	case has("month", "date"):
		b.Drawing(at, 4.0/3, art.HowDrawing)
	case has("phone", "email"):
		b.Drawing(at, 1, page.StageDrawing(2))
	default:
		b.Drawing(at, 1, page.StageDrawing(0))
	}
}

// aside explains quietly, next to the fields, why this is asked.
func (b *B) aside(at page.Box, help string, step int) {
	m := b.M
	card := page.Box{X: at.X, Y: at.Y + m.S(34), W: at.W, H: min(at.H-m.S(34), m.S(330)*m.Text)}
	r := b.Rect(card, b.P.Rose, m.Corner())
	if b.State.Contrast {
		r.StrokeColor, r.StrokeWidth = b.P.Line, 1.5
	}
	in := card.Inset(m.S(30))
	d := m.S(52)
	b.Picture(page.Box{X: in.X, Y: in.Y, W: d, H: d}, page.Icon(art.Lock, b.P.Red))
	_, in = in.Top(d + m.S(14))
	flows := []page.Flow{b.Para(0, help, b.Type(m.Body(), b.P.Ink, true), in.W), b.Para(m.S(10), b.Tx("form.sealed"), b.Type(m.Label(), b.P.Ink, false), in.W)}
	b.Stack(in, b.P.Rose, flows...)
}

// fieldFlow draws one field of the pack: label, input, help, and the message if it must be corrected.
func (b *B) fieldFlow(fd event.Field, w, gap float32) []page.Flow {
	m := b.M
	label := b.In(fd.Label)
	lt := b.Type(m.Label(), b.P.Ink, true)
	out := []page.Flow{b.Para(gap, label, lt, w)}
	add := func(gap float32, h float32, draw func(at page.Box)) {
		out = append(out, page.Flow{Gap: gap, Height: h, Draw: draw})
	}
	box := m.S(64) * (1 + (m.Text-1)/2)
	box = max(box, 56)
	v := b.State.Answers[fd.ID]
	switch fd.Kind {
	case "choice":
		h, draw := b.chips(fd.ID, fd.Options, string(v.Text), w, func(id string) { b.answer(fd.ID, form.Value{Text: form.Text(id)}) })
		add(m.S(6), h, draw)
	case "month":
		add(m.S(6), box, func(at page.Box) {
			at.W = min(at.W, page.FieldWidth)
			b.month(at, fd, string(v.Text))
		})
	case "date":
		add(m.S(6), b.dateHigh(), func(at page.Box) {
			at.W = min(at.W, page.FieldWidth)
			b.date(at, fd, string(v.Text))
		})
	case "person":
		return append(out, b.person(fd, w, box)...)
	default:
		same := ""
		if fd.SameAs != "" {
			same = b.Tx("form.same")
		}
		below, typed := b.hinted(fd, string(v.Text), w)
		add(m.S(6), box, func(at page.Box) {
			at.W = min(at.W, page.FieldWidth)
			fieldBox := at
			var btn page.Box
			if same != "" {
				bw := b.Width(same, b.StyleQuiet())
				btn, fieldBox = at.Right(bw)
				fieldBox.W -= m.S(12)
			}
			kind := fd.Kind
			if fd.SameAs != "" && kind == "text" {
				kind = "latin" // a name in some network, which may also be a number
			}
			t := b.Field(fieldBox, fd.ID, kind, string(v.Text), b.problem(fd.ID, "") != "", func(s string) {
				typed(s)
				b.answer(fd.ID, form.Value{Text: form.Text(s)})
			})
			b.Page.SaidBelow(t, page.HighOf(below))
			if same != "" {
				b.Button(btn.Middle(btn.W, min(btn.H, m.ButtonH())), string(b.State.Screen)+"."+fd.ID+".same", same, b.StyleQuiet(), func() {
					src := b.Typed(fd.SameAs)
					text := b.State.Answers[fd.SameAs].Text
					if src != nil {
						text = form.Text(src.Text())
					}
					if text != "" {
						t.SetText(string(text))
						typed(string(text))
						b.answer(fd.ID, form.Value{Text: text})
					}
				})
			}
		})
		return append(out, below...)
	}
	return append(out, b.under(fd, "", w)...)
}

// hinted is under for a field whose value may prompt a question, such as a school's e-mail
// address: nothing is wrong then, so the question is in ink beside a gold sign, in the place of the
// help. It appears and disappears as the visitor types.
func (b *B) hinted(fd event.Field, text string, w float32) (below []page.Flow, typed func(string)) {
	m := b.M
	if fd.Kind != "email" && fd.Kind != "name" || b.problem(fd.ID, "") != "" {
		return b.under(fd, "", w), func(string) {}
	}
	d := m.Label() * 1.1
	help := touch.SetText(b.In(fd.Help), b.Type(m.Small()*1.1, b.P.Soft, false), w)
	// Reserve room for the longest possible question.
	probe := b.hintText(fd, "a@school.edu.cn")
	if fd.Kind == "name" {
		probe = b.Tx("hint.missing")
	}
	high := max(help.Height, touch.SetText(probe, b.Type(m.Label(), b.P.Ink, false), w-d*1.5).Height)
	holder := touch.NewHolder()
	typed = func(s string) {
		ask := b.hintText(fd, s)
		if ask == "" {
			holder.Fill(help.Objects(0, 0)...)
			return
		}
		p := touch.SetText(ask, b.Type(m.Label(), b.P.Ink, false), w-d*1.5)
		sign := touch.NewPicture(page.Icon(art.Info, b.P.Gold))
		page.Place(sign, page.Box{X: 0, Y: (m.Label()*p.Type.Lead - d) / 2, W: d, H: d})
		holder.Fill(append(p.Objects(d*1.5, 0), sign)...)
	}
	typed(text)
	b.Page.OnAgain(fd.ID, func() {
		if f := b.Typed(fd.ID); f != nil {
			typed(f.Text())
		}
	})
	return []page.Flow{{Gap: m.S(4), Height: high, Draw: func(at page.Box) { b.Put(holder, at) }}}, typed
}

func (b *B) hintText(fd event.Field, text string) string {
	if fd.Kind == "name" {
		st := b.State
		if b.Current != nil {
			st = b.Current()
		}
		if slices.Contains(session.MissingCharacters(st), fd.ID) {
			return b.Tx("hint.missing")
		}
		return ""
	}
	for _, h := range form.Hints(fd, form.Value{Text: form.Text(text)}) {
		return b.T.With(h.Key, h.Args)
	}
	return ""
}

// under is the line below a field: the error, in red with an icon, or else the help.
func (b *B) under(fd event.Field, part string, w float32) []page.Flow {
	m := b.M
	if p := b.problem(fd.ID, part); p != "" {
		d := m.Label()
		para := touch.SetText(p, b.Type(m.Label(), b.P.Red, true), w-d*1.5)
		return []page.Flow{{Gap: m.S(6), Height: para.Height, Draw: func(at page.Box) {
			// It disappears as soon as the visitor starts to correct the field.
			holder := touch.NewHolder()
			b.Put(holder, at)
			icon := touch.NewPicture(page.Icon(art.Warning, b.P.Red))
			page.Place(icon, page.Box{X: 0, Y: (m.Label()*1.28 - d) / 2, W: d, H: d})
			holder.Fill(append(para.Objects(d*1.5, 0), icon)...)
			b.OnMended(fd.ID+part, func() {
				if part != "" || b.In(fd.Help) == "" {
					holder.Fill()
					return
				}
				holder.Fill(touch.SetText(b.In(fd.Help), b.Type(m.Small()*1.1, b.P.Soft, false), w).Objects(0, 0)...)
			})
		}}}
	}
	if part != "" || b.In(fd.Help) == "" {
		return nil
	}
	return []page.Flow{b.Para(m.S(4), b.In(fd.Help), b.Type(m.Small()*1.1, b.P.Soft, false), w)}
}

// problem returns the message for a field of this step, or "".
func (b *B) problem(field, part string) string {
	for _, p := range b.State.Problems {
		if p.Field == field && p.Part == part {
			return b.T.With(p.Key, p.Args)
		}
	}
	return ""
}

func (b *B) answer(id string, v form.Value) {
	b.Send(session.Event{Kind: session.SetAnswer, Arg: id, Value: v})
}

// person asks for somebody who will know where to find the visitor.
func (b *B) person(fd event.Field, w, box float32) []page.Flow {
	m := b.M
	p := b.State.Answers[fd.ID].Person
	send := func() { b.answer(fd.ID, form.Value{Person: p}) }
	var out []page.Flow
	cols := page.Box{X: 0, Y: 0, W: w, H: box}.Columns(2, m.S(14))
	out = append(out, page.Flow{Gap: m.S(6), Height: box, Draw: func(at page.Box) {
		for k, part := range []struct {
			id, kind, hint string
			to             *string
		}{{"name", "name", b.Tx("form.person.name"), (*string)(&p.Name)}, {"phone", "phone", b.Tx("form.person.phone"), (*string)(&p.Phone)}} {
			t := b.Field(page.Box{X: at.X + cols[k].X, Y: at.Y, W: cols[k].W, H: box}, fd.ID+"."+part.id, part.kind, *part.to, b.problem(fd.ID, part.id) != "", func(s string) {
				*part.to = s
				send()
			})
			t.Placeholder = part.hint
			t.Refresh()
		}
	}})
	for _, part := range []string{"name", "phone"} {
		out = append(out, b.under(fd, part, w)...)
	}
	h, draw := b.chips(fd.ID, fd.Options, p.Relation, w, func(id string) {
		p.Relation = id
		send()
	})
	out = append(out, page.Flow{Gap: m.S(12), Height: h, Draw: draw})
	out = append(out, b.under(fd, "relation", w)...)
	out = append(out, b.under(fd, "", w)...)
	out = append(out, page.Flow{Gap: m.S(8), Height: m.ButtonH(), Draw: func(at page.Box) {
		b.Toggle(at, "form."+fd.ID+".tell", b.Tx("form.person.tell"), p.WillTell, func(on bool) {
			p.WillTell = on
			send()
		})
	}})
	return out
}
