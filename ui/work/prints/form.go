package prints

import (
	"image/color"
	"strings"

	"matchbooth/kiosk/event"
	"matchbooth/ui/work/prints/canvas"
)

// Sizes of text on the form. What concerns people's data is as large as everything else.
const (
	bodySize  = 9.5
	labelSize = 10.5
	helpSize  = 8.5
)

// form is the paper form of the pack: all that the screen says and asks, in its order, so that who signs on paper is informed
// as well as who signs on the screen, and no power cut stops anybody.
func (s setting) form() ([]*canvas.Page, error) {
	f := &flow{setting: s}
	f.text(flowLeft, flowWide, 0, bodySize, 1.5, false, s.pal.Soft, false, s.S("prints.form.intro"))
	f.notice()
	f.decide()
	f.conditions()
	for _, step := range s.Steps {
		f.step(step)
	}
	f.consents()
	f.signature()
	// The room between its parts is a little less where that saves a page: thirty forms are printed of it.
	pages := f.pages(s.formHead)
	for _, f.tight = range []float64{0.85, 0.7} {
		if closer := f.pages(s.formHead); len(closer) < len(pages) {
			pages = closer
			break
		}
	}
	for i, p := range pages {
		s.formFoot(p, i+1, len(pages))
	}
	return pages, nil
}

// formHead is the head of a page: on the first one the title, and room for the number of the form and the receipt code. It
// returns where the page begins.
func (s setting) formHead(p *canvas.Page, n int) float64 {
	top := 11.0
	if s.Practice {
		p.Fill(0, 0, p.Wide, 6.5, s.pal.Gold)
		say := s.S("prints.practice")
		p.Text((p.Wide-canvas.Width(9, true, say))/2, 4.4, 9, true, s.pal.Ink, say)
		top = 15
	}
	if n > 1 {
		title := s.In(s.Short) + " · " + s.S("prints.form.title")
		p.Text(flowLeft, top, 8, false, s.pal.Soft, title)
		no := s.S("prints.form.number.repeat")
		p.Text(flowLeft+flowWide-canvas.Width(8, false, no), top, 8, false, s.pal.Soft, no)
		p.Fill(flowLeft, top+2.4, flowWide, 0.2, s.pal.Line)
		return max(flowTop, top+8)
	}
	const box, boxHigh = 66.0, 26.0
	right := flowLeft + flowWide - box
	p.Round(right, top, box, boxHigh, 2.4, s.pal.Rose)
	p.Text(right+4, top+6.2, 8, true, s.pal.Ink, s.S("prints.form.number"))
	p.Fill(right+20, top+7, box-24, 0.25, s.pal.Edge)
	p.Text(right+4, top+13.2, 8, true, s.pal.Ink, s.S("prints.form.code"))
	for i := range 9 { // white, so that what is written can be read
		const cell, gap = (box - 8 - 3.6) / 9, 1.8
		x := right + 4 + float64(i)*cell + gap*float64(i/4)
		p.Fill(x, top+15, cell-0.6, 8, white)
		p.Frame(x, top+15, cell-0.6, 8, 0.2, s.pal.Edge)
	}
	w := right - 8 - flowLeft
	y := top
	if logo := (&board{setting: s}).logo(); logo != nil {
		b := logo.Bounds()
		scale := min(40/float64(b.Dx()), 11/float64(b.Dy()))
		p.Picture(flowLeft, y, float64(b.Dx())*scale, float64(b.Dy())*scale, logo)
	} else {
		sign(p, flowLeft+6, y+4.2, 3.8, s.pal.Red, s.pal.Gold, white)
	}
	y += 14
	size, lines := fit(w, 19, 12, true, 3, s.In(s.Title)+" · "+s.S("prints.form.title"))
	for _, l := range lines {
		l = strings.TrimPrefix(l, "· ") // no line begins with the dot
		p.Text(flowLeft, y+capHigh(size), size, true, s.pal.Ink, l)
		y += leading(size, 1.25)
	}
	when := s.days() + " · " + s.In(s.Place)
	if school := s.SchoolApart(s.lang); school != "" {
		when += " · " + school
	}
	size, lines = fit(w, 10, 8, false, 3, when)
	for _, l := range lines {
		y += leading(size, 1.45)
		p.Text(flowLeft, y, size, false, s.pal.Soft, l)
	}
	return max(y, top+boxHigh) + 5
}

// formFoot says which pack the form is of, and which page it is.
func (s setting) formFoot(p *canvas.Page, n, of int) {
	p.Fill(flowLeft, 283.5, flowWide, 0.2, s.pal.Line)
	left := s.S("prints.form.foot", "Event", s.ID, "Digest", s.Digest[:min(16, len(s.Digest))])
	p.Text(flowLeft, 288, 7, false, s.pal.Soft, left)
	page := s.S("prints.form.page", "N", n, "Of", of)
	p.Text(flowLeft+flowWide-canvas.Width(8, false, page), 288, 8, false, s.pal.Soft, page)
}

// notice is who handles the data: read and acknowledged before anything is asked.
func (f *flow) notice() {
	f.heading(f.S("prints.form.notice"))
	for _, c := range f.Consents {
		if c.Kind != "notice" {
			continue
		}
		if strings.TrimSpace(f.In(f.Notice.Body)) != strings.TrimSpace(f.In(c.Body)) {
			f.markdown(flowLeft, flowWide, bodySize, f.In(f.Notice.Body), f.In(f.Notice.Title))
		}
		f.consentText(c)
		f.ticks(flowLeft, flowWide, true, f.S("prints.form.read"))
	}
}

// decide is what everybody passes before they sign up.
func (f *flow) decide() {
	f.heading(f.In(f.Decide.Title))
	f.markdown(flowLeft, flowWide, bodySize, f.In(f.Decide.Body), f.In(f.Decide.Title))
}

// conditions are listed; of the answer only the outcome is asked.
func (f *flow) conditions() {
	if len(f.Conditions) == 0 {
		return
	}
	f.heading(f.S("prints.form.conditions"))
	f.text(flowLeft, flowWide, 0, bodySize, 1.5, false, f.pal.Ink, true, f.S("prints.form.conditions.ask"))
	for _, c := range f.Conditions {
		lines := canvas.Wrap(flowWide-6, bodySize, false, f.In(c.Text))
		var all [][]run
		for i, l := range lines {
			one := []run{{0, false, l}}
			if i == 0 {
				one = append([]run{{x: -4, s: "•"}}, one...)
			}
			all = append(all, one)
		}
		f.lines(flowLeft+6, 1.1, bodySize, 1.5, f.pal.Ink, true, all)
	}
	f.ticks(flowLeft, flowWide, false, f.S("conditions.all"), f.S("conditions.not"), f.S("conditions.unsure"))
	f.text(flowLeft, flowWide, 2, helpSize, 1.5, false, f.pal.Soft, false, f.S("prints.form.conditions.then"))
}

// consents are decided on one by one; the text is that of the screen, with its version.
func (f *flow) consents() {
	first := true
	for _, c := range f.Consents {
		if c.Kind == "notice" {
			continue
		}
		if first {
			f.heading(f.S("prints.form.consents"))
			f.text(flowLeft, flowWide, 0, helpSize, 1.5, false, f.pal.Soft, true, f.S("prints.form.consents.help"))
			first = false
		}
		f.add(block{gap: 5, high: 0.3, keep: true, draw: func(p *canvas.Page, y float64) { p.Fill(flowLeft, y, flowWide, 0.3, f.pal.Edge) }})
		f.consentText(c)
		f.ticks(flowLeft, flowWide, true, f.S("consent.agree"), f.S("consent.disagree"))
		if c.Required {
			f.text(flowLeft, flowWide, 1, helpSize, 1.5, false, f.pal.Soft, false, f.S("prints.form.consent.required"))
		}
	}
}

// consentText is the whole text of a consent, as it is shown and hashed.
func (f *flow) consentText(c event.Consent) {
	f.text(flowLeft, flowWide, 2.5, 11.5, 1.45, true, f.pal.Ink, true, f.In(c.Sentence))
	label := 0.0
	for _, r := range c.Rows {
		label = max(label, canvas.Width(bodySize, false, f.In(r.Label)))
	}
	label = min(label+6, 46)
	for i, r := range c.Rows {
		names := canvas.Wrap(label-4, bodySize, false, f.In(r.Label))
		values := canvas.Wrap(flowWide-label, bodySize, false, f.In(r.Value))
		step := leading(bodySize, 1.45)
		gap := 1.0
		if i == 0 {
			gap = 2
		}
		f.add(block{gap: gap, high: step * float64(max(len(names), len(values))), keep: i == 0, draw: func(p *canvas.Page, y float64) {
			column := func(x float64, ink color.NRGBA, lines []string) {
				for j, l := range lines {
					p.Text(x, y+step*float64(j)+step/2+capHigh(bodySize)/2, bodySize, false, ink, l)
				}
			}
			column(flowLeft, f.pal.Soft, names)
			column(flowLeft+label, f.pal.Ink, values)
		}})
	}
	f.space(1)
	f.markdown(flowLeft, flowWide, bodySize, f.In(c.Body), "")
	f.stay() // an answer never stands on a page without some of what it answers
	f.text(flowLeft, flowWide, 1.6, 6.5, 1.4, false, f.pal.Soft, true, f.S("prints.form.version", "Hash", c.SHA256(string(f.lang))))
}

// ticks are boxes to tick, each with its word. Alike and equally wide where they are answers to choose from.
func (f *flow) ticks(x, w float64, framed bool, words ...string) {
	const box, high = 5.0, 11.0
	each := 0.0
	for _, s := range words {
		each = max(each, canvas.Width(11, true, s)+box+11)
	}
	each = min(max(each, 44), (w-4*float64(len(words)-1))/float64(len(words)))
	f.add(block{gap: 2.4, high: high, draw: func(p *canvas.Page, y float64) {
		at := x
		for _, s := range words {
			if framed {
				p.Frame(at, y, each, high, 0.25, f.pal.Edge)
			}
			p.Frame(at+3, y+(high-box)/2, box, box, 0.35, f.pal.Ink)
			size, lines := fit(each-box-8, 11, 6, true, 1, s)
			p.Text(at+box+6, y+high/2+capHigh(size)/2, size, true, f.pal.Ink, lines[0])
			at += each + 4
		}
	}})
}

// signature is the person's hand and day, and what the volunteer notes.
func (f *flow) signature() {
	f.stay() // nobody signs a page with nothing on it
	f.heading(f.S("prints.form.sign"))
	f.text(flowLeft, flowWide, 0, bodySize, 1.5, false, f.pal.Ink, true, f.S("prints.form.sign.text"))
	f.add(block{gap: 3, high: 20, keep: true, draw: func(p *canvas.Page, y float64) {
		p.Frame(flowLeft, y, 86, 20, 0.25, f.pal.Edge)
		p.Text(flowLeft+3, y+5, helpSize, false, f.pal.Soft, f.S("prints.form.sign.name"))
		p.Text(flowLeft+92, y+5, helpSize, false, f.pal.Soft, f.S("prints.form.sign.date"))
		f.date(p, flowLeft+92, y+9, true)
	}})
	staff := []string{f.S("prints.form.staff.typed"), f.S("prints.form.staff.on")}
	f.add(block{gap: 6, high: 15, draw: func(p *canvas.Page, y float64) {
		p.Round(flowLeft, y, flowWide, 15, 2.4, f.pal.Rose)
		p.Text(flowLeft+4, y+5.4, helpSize, true, f.pal.Ink, f.S("prints.form.staff"))
		x := flowLeft + 4
		for _, s := range staff {
			p.Text(x, y+11.5, helpSize, false, f.pal.Ink, s)
			x += canvas.Width(helpSize, false, s) + 2
			p.Fill(x, y+12.2, 30, 0.25, f.pal.Edge)
			x += 34
		}
		p.Fill(x+2, y+8.4, 3.8, 3.8, white)
		p.Frame(x+2, y+8.4, 3.8, 3.8, 0.3, f.pal.Ink)
		size, lines := fit(flowLeft+flowWide-x-10, helpSize, 5.5, false, 1, f.S("prints.form.staff.given"))
		p.Text(x+8, y+11.5, size, false, f.pal.Ink, lines[0])
	}})
}
