package screen

import (
	"slices"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// fieldWidth keeps what is typed out of the queue's sight: never wider than this, in dp.
const fieldWidth = 640

// formStep is one short step of the form. Every key goes to the state at once, so that nothing
// is lost when the language or the size of the letters changes in the middle of a word.
func formStep(b *B) {
	m := b.M
	steps := b.Pack.Steps
	i := min(b.State.FormStep, len(steps)-1)
	f := b.Frame(Framing{Back: true, Next: true, NotToday: true, Steps: len(steps), Step: i + 1})
	fields := session.FieldsOf(b.Pack, i)
	b.Page.Picks = slices.ContainsFunc(fields, func(f event.Field) bool {
		return slices.Contains([]string{"choice", "month", "date", "person"}, f.Kind)
	})
	b.Page.Choose = len(fields) > 0 && slices.Contains([]string{"choice", "month", "date"}, fields[0].Kind)
	head, body := f.Body, f.Low
	h := b.TextFit(Box{head.X, head.Y, head.W, m.Heading() * 1.35}, b.In(steps[i].Title), b.Type(m.Heading(), b.P.Ink, true), 1, 0)
	if m.Portrait {
		b.Text(Box{head.X, head.Y + h + m.S(6), head.W, 0}, b.In(steps[i].Help), b.Type(m.Body(), b.P.Soft, false))
		b.stepArt(b.above(f, h+m.Body()*3), fields)
	} else {
		_, body = body.Top(h + m.S(18))
	}
	w := min(body.W, max(fieldWidth, 0))
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
	var flows []Flow
	var heads []int
	for k, fd := range fields {
		gap := m.S(16)
		if k == 0 {
			gap = 0
		}
		heads = append(heads, len(flows))
		flows = append(flows, b.fieldFlow(fd, w, gap)...)
	}
	high := highOf(flows)
	// Room that is left goes between the fields.
	for _, k := range heads[min(1, len(heads)):] {
		flows[k].Gap += max(0, min(m.S(22), (body.H-high)/float32(len(heads))))
	}
	b.Stack(Box{body.X, body.Y, w, body.H}, b.P.Paper, flows...)
	if !m.Portrait && body.W-w > m.S(260) {
		side := Box{body.X + w + m.S(56), body.Y, body.W - w - m.S(56), body.H}
		b.aside(side, b.In(steps[i].Help), i)
	}
	b.Main(f.Foot, "next", b.Tx("form.next"), b.Do(session.NextStep))
}

// onlyPeople tells whether a step asks for nothing but people: then they stand side by side.
func onlyPeople(fields []event.Field) bool {
	for _, f := range fields {
		if f.Kind != "person" {
			return false
		}
	}
	return true
}

// stepArt is the picture of a step on a totem, chosen by what the step asks.
func (b *B) stepArt(at Box, fields []event.Field) {
	has := func(kinds ...string) bool {
		return slices.ContainsFunc(fields, func(f event.Field) bool { return slices.Contains(kinds, f.Kind) })
	}
	switch {
	case onlyPeople(fields):
		b.drawing(at, 4.0/3, art.ParentsArt)
	case has("month", "date"):
		b.drawing(at, 4.0/3, art.HowDrawing)
	case has("phone", "email"):
		b.drawing(at, 1, stageDrawing(2))
	default:
		b.drawing(at, 1, stageDrawing(0))
	}
}

// aside says in quiet words why this is asked, beside the fields.
func (b *B) aside(at Box, help string, step int) {
	m := b.M
	card := Box{at.X, at.Y + m.S(34), at.W, min(at.H-m.S(34), m.S(330)*m.Text)}
	r := b.Rect(card, b.P.Rose, m.Corner())
	if b.State.Contrast {
		r.StrokeColor, r.StrokeWidth = b.P.Line, 1.5
	}
	in := card.Inset(m.S(30))
	d := m.S(52)
	b.Picture(Box{in.X, in.Y, d, d}, Icon(art.Lock, b.P.Red))
	_, in = in.Top(d + m.S(14))
	flows := []Flow{b.Para(0, help, b.Type(m.Body(), b.P.Ink, true), in.W), b.Para(m.S(10), b.Tx("form.sealed"), b.Type(m.Label(), b.P.Ink, false), in.W)}
	b.Stack(in, b.P.Rose, flows...)
}

// fieldFlow draws one field of the pack: label, what is asked, help, and the sentence when it must be mended.
func (b *B) fieldFlow(fd event.Field, w, gap float32) []Flow {
	m := b.M
	label := b.In(fd.Label)
	lt := b.Type(m.Label(), b.P.Ink, true)
	out := []Flow{b.Para(gap, label, lt, w)}
	add := func(gap float32, h float32, draw func(at Box)) { out = append(out, Flow{gap, h, draw}) }
	box := m.S(64) * (1 + (m.Text-1)/2)
	box = max(box, 56)
	v := b.State.Answers[fd.ID]
	switch fd.Kind {
	case "choice":
		h, draw := b.chips(fd.ID, fd.Options, string(v.Text), w, func(id string) { b.answer(fd.ID, form.Value{Text: form.Text(id)}) })
		add(m.S(6), h, draw)
	case "month":
		add(m.S(6), box, func(at Box) {
			at.W = min(at.W, fieldWidth)
			b.month(at, fd, string(v.Text))
		})
	case "date":
		add(m.S(6), b.dateHigh(), func(at Box) {
			at.W = min(at.W, fieldWidth)
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
		add(m.S(6), box, func(at Box) {
			at.W = min(at.W, fieldWidth)
			fieldBox := at
			var btn Box
			if same != "" {
				bw := b.Width(same, b.styleQuiet())
				btn, fieldBox = at.Right(bw)
				fieldBox.W -= m.S(12)
			}
			kind := fd.Kind
			if fd.SameAs != "" && kind == "text" {
				kind = "latin" // a name in some network, which a number may be too
			}
			t := b.input(fieldBox, fd.ID, kind, string(v.Text), b.problem(fd.ID, "") != "", func(s string) {
				typed(s)
				b.answer(fd.ID, form.Value{Text: form.Text(s)})
			})
			b.Page.SaidBelow(t, highOf(below))
			if same != "" {
				b.Button(btn.Middle(btn.W, min(btn.H, m.ButtonH())), string(b.State.Screen)+"."+fd.ID+".same", same, b.styleQuiet(), func() {
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

// hinted is under for a field about whose value something may be asked, such as an address of a
// school: nothing is wrong then, so the question stands in ink beside a gold sign, in the place of
// the help. It comes and goes with what is typed.
func (b *B) hinted(fd event.Field, text string, w float32) (below []Flow, typed func(string)) {
	m := b.M
	if fd.Kind != "email" && fd.Kind != "name" || b.problem(fd.ID, "") != "" {
		return b.under(fd, "", w), func(string) {}
	}
	d := m.Label() * 1.1
	help := touch.SetText(b.In(fd.Help), b.Type(m.Small()*1.1, b.P.Soft, false), w)
	// Room is kept for the longest question there is.
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
		sign := touch.NewPicture(Icon(art.Info, b.P.Gold))
		place(sign, Box{0, (m.Label()*p.Type.Lead - d) / 2, d, d})
		holder.Fill(append(p.Objects(d*1.5, 0), sign)...)
	}
	typed(text)
	b.Page.OnAgain(fd.ID, func() {
		if f := b.Typed(fd.ID); f != nil {
			typed(f.Text())
		}
	})
	return []Flow{{m.S(4), high, func(at Box) { b.Put(holder, at) }}}, typed
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

// under is the line below a field: what is wrong, in red with an icon, else the help.
func (b *B) under(fd event.Field, part string, w float32) []Flow {
	m := b.M
	if p := b.problem(fd.ID, part); p != "" {
		d := m.Label()
		para := touch.SetText(p, b.Type(m.Label(), b.P.Red, true), w-d*1.5)
		return []Flow{{m.S(6), para.Height, func(at Box) {
			// It goes as soon as the field is being mended.
			holder := touch.NewHolder()
			b.Put(holder, at)
			icon := touch.NewPicture(Icon(art.Warning, b.P.Red))
			place(icon, Box{0, (m.Label()*1.28 - d) / 2, d, d})
			holder.Fill(append(para.Objects(d*1.5, 0), icon)...)
			b.onMended(fd.ID+part, func() {
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
	return []Flow{b.Para(m.S(4), b.In(fd.Help), b.Type(m.Small()*1.1, b.P.Soft, false), w)}
}

// problem is the sentence for a field of this step, or "".
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

// onMended has gone called as soon as the field that was wrong is being mended.
func (b *B) onMended(field string, gone func()) {
	if b.mended == nil {
		b.mended = map[string]func(){}
	}
	b.mended[field] = gone
}

// mend takes away what was said of a field that was wrong.
func (b *B) mend(field string) {
	if gone := b.mended[field]; gone != nil {
		gone()
	}
}

// Typed is the page's field with the id, nil where there is none.
func (b *B) Typed(id string) *touch.Field { return b.fields[id] }

// kindOf says by what a field of the pack asks for what may be typed into it.
var kindOf = map[string]touch.Kind{
	"name": touch.Name, "phone": touch.Phone, "email": touch.Email, "code": touch.Code, "secret": touch.Secret,
}

// input places a field and makes the first one of the page, or the first wrong one, take the keys.
func (b *B) input(at Box, id, kind, value string, wrong bool, changed func(string)) *touch.Field {
	m := b.M
	st := touch.FieldStyle{Fill: b.P.Card, Border: b.P.Edge, Focus: b.P.Ink, Error: b.P.Red, Text: b.P.Ink, Quiet: b.P.Soft,
		Compose: b.P.Gold, Clear: Icon(art.Close, b.P.Soft),
		TextSize: min(m.S(30)*m.Text, 44), Radius: m.FieldCorner(), Pad: m.S(24)}
	t := touch.NewField(id, value, kindOf[kind], st, b.Input)
	if kind == "latin" {
		if b.Page.latin == nil {
			b.Page.latin = map[*touch.Field]bool{}
		}
		b.Page.latin[t] = true
	}
	t.OnChanged = func(s string) {
		if gone := b.mended[strings.Replace(id, ".", "", 1)]; wrong && gone != nil {
			gone()
			t.SetWrong(false)
		}
		if changed != nil {
			changed(s)
		}
	}
	t.OnSubmit = b.Do(session.NextStep)
	t.SetWrong(wrong)
	b.Put(t, at)
	if b.fields == nil {
		b.fields = map[string]*touch.Field{}
	}
	b.fields[id] = t
	if b.Page.First == nil || wrong && !b.firstWrong {
		b.Page.First, b.firstWrong = t, wrong
	}
	return t
}

// person asks for somebody who will know where to find the visitor.
func (b *B) person(fd event.Field, w, box float32) []Flow {
	m := b.M
	p := b.State.Answers[fd.ID].Person
	send := func() { b.answer(fd.ID, form.Value{Person: p}) }
	var out []Flow
	cols := Box{0, 0, w, box}.Columns(2, m.S(14))
	out = append(out, Flow{m.S(6), box, func(at Box) {
		for k, part := range []struct {
			id, kind, hint string
			to             *string
		}{{"name", "name", b.Tx("form.person.name"), (*string)(&p.Name)}, {"phone", "phone", b.Tx("form.person.phone"), (*string)(&p.Phone)}} {
			t := b.input(Box{at.X + cols[k].X, at.Y, cols[k].W, box}, fd.ID+"."+part.id, part.kind, *part.to, b.problem(fd.ID, part.id) != "", func(s string) {
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
	out = append(out, Flow{m.S(12), h, draw})
	out = append(out, b.under(fd, "relation", w)...)
	out = append(out, b.under(fd, "", w)...)
	out = append(out, Flow{m.S(8), m.ButtonH(), func(at Box) {
		b.toggle(at, "form."+fd.ID+".tell", b.Tx("form.person.tell"), p.WillTell, func(on bool) {
			p.WillTell = on
			send()
		})
	}})
	return out
}
