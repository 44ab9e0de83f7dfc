package visit

import (
	"image"
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
	f := b.Frame(b.progress(page.Framing{Back: true, Next: true, NotToday: true}))
	fields := session.FieldsOf(b.Pack, i)
	b.Page.Picks = slices.ContainsFunc(fields, func(f event.Field) bool {
		return slices.Contains([]string{"choice", "month", "date", "person"}, f.Kind)
	})
	b.Page.Choose = len(fields) > 0 && slices.Contains([]string{"choice", "month", "date"}, fields[0].Kind)
	b.reach = b.newReach(b.Tx("form.ways"))
	head, body := f.Body, f.Low
	if m.Portrait && onlyPeople(fields) && len(fields) == 2 {
		h := b.formHead(head, steps[i], head.H)
		b.reachBeside(f, h, body.W, b.peopleUpright(body, fields))
		b.Main(f.Foot, "next", b.Tx("form.next"), b.Do(session.NextStep))
		return
	}
	w := b.fieldsWide(body)
	beside := onlyPeople(fields) && !m.Portrait && len(fields) > 1
	flows, heads := b.column(fields, w)
	high := page.HighOf(flows)
	// In large print the picture gives way: what is asked stands side by side, and whole.
	if !m.Portrait && len(fields) > 1 && high+m.Heading()*1.28+m.S(8) > head.H {
		beside = true
	}
	var cols [][]page.Flow
	if beside {
		left := (len(fields) + 1) / 2
		if onlyPeople(fields) {
			left = 1
		}
		n := (len(fields) + left - 1) / left
		high = 0
		for k, col := range body.Columns(n, m.S(48)) {
			flows, _ := b.column(fields[k*left:min((k+1)*left, len(fields))], col.W)
			cols, high = append(cols, flows), max(high, page.HighOf(flows))
		}
	} else if !m.Portrait {
		head.W = w
	}
	h := b.formHead(head, steps[i], head.H-m.S(8)-high)
	if !m.Portrait {
		_, body = body.Top(h + min(m.S(18), max(m.S(8), body.H-h-high)))
	}
	if beside {
		b.sideBySide(body, cols, high)
	} else {
		// Distribute between the fields what space remains, or is lacking.
		for _, k := range heads[min(1, len(heads)):] {
			flows[k].Gap += max(-m.S(8), min(m.S(28), (body.H-high)/float32(max(1, len(heads)-1))))
		}
		b.Stack(page.Box{X: body.X, Y: body.Y, W: w, H: body.H}, b.P.Paper, flows...)
		b.reachBeside(f, h, w, 0)
	}
	b.Main(f.Foot, "next", b.Tx("form.next"), b.Do(session.NextStep))
}

// formHead draws what a step asks, and what goes for all of it, and returns how high that is. Where the fields leave less than
// room for both, what goes for all stands beside the heading if it fits there.
func (b *B) formHead(at page.Box, step event.Step, room float32) float32 {
	m := b.M
	title := touch.Fit([]touch.Span{{Text: b.In(step.Title)}}, b.Type(m.Heading(), b.P.Ink, true), at.W, m.Heading()*1.35, 1)
	b.Lay(title, at.X, at.Y)
	help := b.In(step.Help)
	if help == "" {
		return title.Height
	}
	t := b.Type(m.S(23)*m.Text, b.P.Soft, false)
	p := touch.SetText(help, t, at.W)
	if x := touch.Measure(b.In(step.Title), title.Type.Size, true) + m.S(24); !m.Portrait && title.Height+p.Height > room {
		if q := touch.SetText(help, t, at.W-x); len(q.Lines) == 1 {
			b.Lay(q, at.X+x, at.Y+(title.Height-q.Height)/2+m.S(3))
			return title.Height
		}
	}
	if at.H < lowBody && !m.Portrait {
		return title.Height
	}
	b.Lay(p, at.X, at.Y+title.Height+m.S(2))
	return title.Height + m.S(2) + p.Height
}

// fieldsWide is how wide the fields of a step are: half the page, and no wider than the queue may read.
func (b *B) fieldsWide(body page.Box) float32 {
	m := b.M
	if m.Portrait {
		return body.W - m.S(20)
	}
	return min(body.W*0.5, b.fieldWidth())
}

// fieldWidth is [page.FieldWidth] on this window: what is typed has the same share of a large screen as of a small one.
func (b *B) fieldWidth() float32 { return page.FieldWidth * max(1, b.M.U) }

// column is fields one below the other, and where each of them begins.
func (b *B) column(fields []event.Field, w float32) (flows []page.Flow, heads []int) {
	for k, fd := range fields {
		gap := b.M.S(10)
		if k == 0 {
			gap = 0
		}
		heads = append(heads, len(flows))
		flows = append(flows, b.fieldFlow(fd, w, gap)...)
	}
	return flows, heads
}

// sideBySide draws columns of fields, and the picture of the ways in a strip below them.
func (b *B) sideBySide(body page.Box, cols [][]page.Flow, high float32) {
	m := b.M
	level(cols)
	for k, col := range body.Columns(len(cols), m.S(48)) {
		b.Stack(col, b.P.Paper, cols[k]...)
	}
	_, strip := body.Top(high + m.S(14))
	strip.H = min(strip.H, m.S(150))
	b.reach.wide = true
	b.reach.place(strip)
	b.Page.Room = func(top, lift float32) {
		if strip.Y+strip.H > top {
			b.reach.lay(page.Box{})
			return
		}
		b.reach.lay(strip)
	}
}

// reachBeside places the picture of the ways beside the fields, which are w wide, or on a totem above them, where the heading of
// height h leaves room, and the fields' words, which are said high. While the keyboard is up it makes do with what can be seen.
func (b *B) reachBeside(f page.Frame, h, w, said float32) {
	m := b.M
	at := page.Box{X: f.Body.X + w + m.S(48), Y: f.Body.Y, W: f.Body.W - w - m.S(48), H: min(f.Body.H, m.S(520)*m.Text)}
	if m.Portrait {
		at = b.Above(f, h)
		at.H = min(at.H-said, m.S(620))
		b.reach.place(at)
		b.Page.Room = func(top, lift float32) {
			up := at
			up.Y = max(b.Page.HeadH+m.S(8), at.Y-lift)
			up.H = at.Y + at.H - lift - up.Y
			b.reach.lay(up)
		}
		return
	}
	b.reach.place(at)
	b.Page.Room = func(top, lift float32) {
		up := at
		up.H = min(at.H, top-m.S(16)-at.Y)
		b.reach.lay(up)
	}
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

// fieldFlow draws one field of the pack: label, input, help, and the message if it must be corrected.
func (b *B) fieldFlow(fd event.Field, w, gap float32) []page.Flow {
	m := b.M
	out := []page.Flow{b.asked(fd, w, gap)}
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
			at.W = min(at.W, b.fieldWidth())
			b.month(at, fd, string(v.Text))
		})
	case "date":
		add(m.S(6), b.dateHigh(), func(at page.Box) {
			at.W = min(at.W, b.fieldWidth())
			b.date(at, fd, string(v.Text))
		})
	case "person":
		return append(out, b.person(fd, w, personLook{box: box, gap: m.S(12), help: true})...)
	default:
		same := ""
		if fd.SameAs != "" {
			same = b.Tx("form.same")
		}
		below, typed := b.hinted(fd, string(v.Text), w)
		add(m.S(6), box, func(at page.Box) {
			at.W = min(at.W, b.fieldWidth())
			fieldBox := at
			var btn page.Box
			if same != "" {
				bw := b.Width(same, b.StyleQuiet())
				btn, fieldBox = at.Right(bw)
				fieldBox.W -= m.S(12)
			}
			t := b.Field(fieldBox, fd.ID, page.InputOf(fd), string(v.Text), b.problem(fd.ID, "") != "", func(s string) {
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

// asked is a field's label, with whether it has to be filled in beside it.
func (b *B) asked(fd event.Field, w, gap float32) page.Flow {
	m := b.M
	p := touch.SetText(b.In(fd.Label), b.Type(m.Label(), b.P.Ink, true), w)
	note := touch.SetText(b.needed(fd), b.Type(m.S(19)*m.Text, b.P.Soft, false), w)
	wide := touch.Measure(b.In(fd.Label), p.Type.Size, true) + m.S(14)
	noted := touch.Measure(b.needed(fd), note.Type.Size, false)
	beside := len(p.Lines) == 1 && wide+noted <= w
	high := p.Height
	if !beside {
		high += note.Height
	}
	return page.Flow{Gap: gap, Height: high, Draw: func(at page.Box) {
		b.Lay(p, at.X, at.Y)
		if beside {
			b.Lay(note, at.X+wide, at.Y+(p.Height-note.Height)/2+m.S(1))
			return
		}
		b.Lay(note, at.X, at.Y+p.Height)
	}}
}

// needed says whether a field has to be filled in.
func (b *B) needed(fd event.Field) string {
	if fd.Required {
		return b.Tx("form.required")
	}
	return b.Tx("form.optional")
}

// help is a field's help without what already stands beside its label.
func (b *B) help(fd event.Field) string { return form.HelpBeyond(b.In(fd.Help), b.needed(fd)) }

// hinted is under for a field whose value may prompt a question, such as a school's e-mail
// address: nothing is wrong then, so the question is in ink beside a gold sign, in the place of the
// help. It appears and disappears as the visitor types.
func (b *B) hinted(fd event.Field, text string, w float32) (below []page.Flow, typed func(string)) {
	m := b.M
	if fd.Kind != "email" && fd.Kind != "name" || b.problem(fd.ID, "") != "" {
		return b.under(fd, "", w), func(string) {}
	}
	d := m.Label() * 1.1
	help := touch.SetText(b.help(fd), b.Type(m.Small()*1.1, b.P.Soft, false), w)
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
		sign := touch.NewPicture(func(w, h int) image.Image { return art.Attention(w, h, b.P) })
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
				if part != "" || b.help(fd) == "" {
					holder.Fill()
					return
				}
				holder.Fill(touch.SetText(b.help(fd), b.Type(m.Small()*1.1, b.P.Soft, false), w).Objects(0, 0)...)
			})
		}}}
	}
	if part != "" || b.help(fd) == "" {
		return nil
	}
	return []page.Flow{b.Para(m.S(4), b.help(fd), b.Type(m.Small()*1.1, b.P.Soft, false), w)}
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
	if b.reach != nil {
		b.reach.changed(id, v)
	}
}
