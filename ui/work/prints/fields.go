package prints

import (
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/form"
	"matchbooth/ui/work/prints/canvas"
)

// The columns of a question: what is asked, and where it is written.
const (
	askWide    = 54.0
	answerAt   = flowLeft + askWide + 4
	answerWide = flowWide - askWide - 4
	cell       = 7.2 // of one digit
	cellHigh   = 9.0
)

// step is one step of the form with its fields.
func (f *flow) step(step event.Step) {
	fields := f.StepFields(step.ID)
	if len(fields) == 0 {
		return
	}
	f.heading(f.In(step.Title))
	if help := f.In(step.Help); help != "" {
		f.text(flowLeft, flowWide, 0, helpSize, 1.5, false, f.pal.Soft, true, help)
	}
	f.space(2)
	for _, field := range fields {
		f.field(field)
	}
}

// field is one question with room for its answer; it is never parted.
func (f *flow) field(field event.Field) {
	answer := f.answer(field)
	ask := canvas.Wrap(askWide, labelSize, true, f.In(field.Label))
	needed := f.S("prints.form.optional")
	if field.Required {
		needed = f.S("prints.form.required")
	}
	var help []string
	if said := form.HelpBeyond(f.In(field.Help), needed); said != "" {
		help = canvas.Wrap(askWide, helpSize, false, said)
	}
	asked := float64(len(ask))*leading(labelSize, 1.35) + leading(helpSize, 1.5) + float64(len(help))*leading(helpSize, 1.4)
	high := max(asked, answer.high) + 5
	f.add(block{gap: 0, high: high, draw: func(p *canvas.Page, y float64) {
		p.Fill(flowLeft, y, flowWide, 0.15, f.pal.Line)
		at := y + 2
		for _, l := range ask {
			step := leading(labelSize, 1.35)
			p.Text(flowLeft, at+step/2+capHigh(labelSize)/2, labelSize, true, f.pal.Ink, l)
			at += step
		}
		step := leading(helpSize, 1.5)
		ink := f.pal.Soft
		if field.Required {
			ink = f.pal.Red
		}
		p.Text(flowLeft, at+step/2+capHigh(helpSize)/2, helpSize, field.Required, ink, needed)
		at += step
		for _, l := range help {
			step := leading(helpSize, 1.4)
			p.Text(flowLeft, at+step/2+capHigh(helpSize)/2, helpSize, false, f.pal.Soft, l)
			at += step
		}
		answer.draw(p, y+2.5)
	}})
}

// answer is where a field's answer is written.
func (f *flow) answer(field event.Field) block {
	switch field.Kind {
	case "phone":
		return f.phone(field, answerAt, cell)
	case "choice":
		return f.choice(field.Options)
	case "date":
		return block{high: cellHigh, draw: func(p *canvas.Page, y float64) { f.date(p, answerAt, y, true) }}
	case "month":
		return block{high: cellHigh, draw: func(p *canvas.Page, y float64) { f.date(p, answerAt, y, false) }}
	case "resident_id":
		return block{high: cellHigh, draw: func(p *canvas.Page, y float64) { f.cells(p, answerAt, y, 6, 6, 8, 4) }}
	case "person":
		return f.person(field)
	}
	b := block{high: cellHigh, draw: func(p *canvas.Page, y float64) { p.Frame(answerAt, y, answerWide, cellHigh, 0.25, f.pal.Edge) }}
	if same := f.Field(field.SameAs); same != nil {
		tick := f.choice([]event.Option{{Label: event.Text{f.lang: f.S("prints.form.same", "Field", f.In(same.Label))}}})
		return stacked(2, b, tick)
	}
	return b
}

// stacked is blocks below each other.
func stacked(gap float64, list ...block) block {
	high := gap * float64(len(list)-1)
	for _, b := range list {
		high += b.high
	}
	return block{high: high, draw: func(p *canvas.Page, y float64) {
		for _, b := range list {
			b.draw(p, y)
			y += b.high + gap
		}
	}}
}

// cells are boxes for a character each, in groups.
func (f *flow) cells(p *canvas.Page, x, y, wide float64, groups ...int) (right float64) {
	for _, n := range groups {
		p.Frame(x, y, float64(n)*wide, cellHigh, 0.25, f.pal.Edge)
		for i := 1; i < n; i++ {
			p.Fill(x+float64(i)*wide-0.08, y+0.25, 0.16, cellHigh-0.5, f.pal.Edge)
		}
		x += float64(n)*wide + 2
	}
	return x - 2
}

// phone is a box for each digit: of the person's own in the groups of a mobile, of others twelve, since a landline has its
// area code. Below is a line for numbers from elsewhere.
func (f *flow) phone(field event.Field, x, wide float64) block {
	groups := []int{3, 4, 4}
	if field.Channel != "own" && !field.Required {
		groups = []int{12}
	}
	b := block{high: cellHigh, draw: func(p *canvas.Page, y float64) { f.cells(p, x, y, wide, groups...) }}
	if field.Kind == "person" {
		return b
	}
	say := f.S("prints.form.abroad")
	return stacked(1, b, block{high: 6, draw: func(p *canvas.Page, y float64) {
		p.Text(x, y+4.6, helpSize, false, f.pal.Soft, say)
		from := x + canvas.Width(helpSize, false, say) + 2
		p.Fill(from, y+5.2, flowLeft+flowWide-from, 0.25, f.pal.Edge)
	}})
}

// date are boxes for a year, a month, and a day if it is asked.
func (f *flow) date(p *canvas.Page, x, y float64, day bool) {
	part := func(n int, word string) {
		x = f.cells(p, x, y, 6.4, n) + 1.4
		p.Text(x, y+cellHigh/2+capHigh(8)/2, 8, false, f.pal.Soft, word)
		x += canvas.Width(8, false, word) + 2.4
	}
	part(4, f.S("prints.form.year"))
	part(2, f.S("prints.form.month"))
	if day {
		part(2, f.S("prints.form.day"))
	}
}

// choice are the answers, each with a box to tick, in as many rows as they need.
func (f *flow) choice(options []event.Option) block {
	type tick struct {
		x, y float64
		word string
		size float64
	}
	const box, row, size = 4.2, 7.4, 9.5
	var all []tick
	x, y := 0.0, 0.0
	for _, o := range options {
		word := f.In(o.Label)
		at, _ := fit(answerWide-box-2, size, 5, false, 1, word)
		w := box + 2 + canvas.Width(at, false, word) + 6
		if x > 0 && x+w-6 > answerWide {
			x, y = 0, y+row
		}
		all = append(all, tick{x, y, word, at})
		x += w
	}
	return block{high: y + row, draw: func(p *canvas.Page, top float64) {
		for _, t := range all {
			p.Frame(answerAt+t.x, top+t.y+(row-box)/2, box, box, 0.3, f.pal.Ink)
			p.Text(answerAt+t.x+box+2, top+t.y+row/2+capHigh(t.size)/2, t.size, false, f.pal.Ink, t.word)
		}
	}}
}

// person is somebody else: name, phone, relation.
func (f *flow) person(field event.Field) block {
	name, phone, relation := f.S("prints.form.person.name"), f.S("prints.form.person.phone"), f.S("prints.form.relation")
	in := max(canvas.Width(helpSize, false, name), canvas.Width(helpSize, false, phone)) + 3
	said := func(p *canvas.Page, y float64, s string) {
		p.Text(answerAt, y+cellHigh/2+capHigh(helpSize)/2, helpSize, false, f.pal.Soft, s)
	}
	digits := f.phone(field, answerAt+in, min(cell, (answerWide-in)/12))
	ticks := f.choice(field.Options)
	agrees := f.choice([]event.Option{{Label: event.Text{f.lang: f.S("form.person.tell")}}}) // as the screen asks it
	return stacked(1.6,
		block{high: cellHigh, draw: func(p *canvas.Page, y float64) {
			said(p, y, name)
			p.Frame(answerAt+in, y, answerWide-in, cellHigh, 0.25, f.pal.Edge)
		}},
		block{high: cellHigh, draw: func(p *canvas.Page, y float64) {
			said(p, y, phone)
			digits.draw(p, y)
		}},
		block{high: 4.2, draw: func(p *canvas.Page, y float64) {
			p.Text(answerAt, y+3.6, helpSize, false, f.pal.Soft, relation)
		}},
		block{high: ticks.high, draw: func(p *canvas.Page, y float64) { ticks.draw(p, y-1) }},
		block{high: agrees.high, draw: func(p *canvas.Page, y float64) { agrees.draw(p, y-1) }},
	)
}
