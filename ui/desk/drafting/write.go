package drafting

import (
	"fmt"
	"strings"

	"matchbooth/kiosk/event"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// folderPage asks where the pack is written to, and shows what for.
func (d *drawing) folderPage(at page.Box) {
	m, s := d.M, d.s
	a := s.answers.Answers(d.own())
	if !s.dirOwn {
		s.dir = s.Proposed(a.In("id", event.EN))
	}
	head, at := at.Top(m.Label() * 1.5)
	d.TextFit(head, d.Tx("newpack.folder.ask"), d.Type(m.Label(), d.P.Ink, true), 1, 0.5)
	if s.bad && s.said != nil {
		line := d.beside(at.W, s.said(d.T), true)
		line.Draw(at)
		_, at = at.Top(line.Height + m.S(6))
	}
	row, at := at.Top(d.rowH())
	_, at = at.Top(m.S(22))
	f := d.Field(row, "new.folder", "path", s.dir, s.bad, func(typed string) { s.dir, s.dirOwn = typed, true })
	f.MaxRunes = 400
	d.fields = append(d.fields, f)

	days := []string{a.In("starts", event.EN)}
	if end := a.In("ends", event.EN); end != days[0] {
		days = append(days, end)
	}
	own := d.own()
	rows := [][2]string{
		{d.Tx("newpack.folder.event"), a.In("title", own)}, {d.Tx("newpack.folder.days"), strings.Trim(strings.Join(days, " – "), " –")},
		{d.Tx("newpack.folder.place"), a.In("place", own)}, {d.Tx("newpack.folder.branch"), a.In("registry_branch", own)},
		{d.Tx("newpack.folder.handler"), a.In("handler_name", own)},
	}
	card := page.Box{X: at.X, Y: at.Y, W: min(at.W, m.S(900)*m.Text), H: at.H}
	in := card.Pad(m.S(24), m.S(18))
	var flows []page.Flow
	for _, r := range rows {
		flows = append(flows, d.said(in.W, r[0], r[1]))
	}
	open := d.Tx("newpack.folder.whole")
	if n := s.answers.Open(own); n > 0 {
		open = d.Tx("newpack.folder.open", "N", n)
	}
	flows = append(flows, d.Para(m.S(12), open, d.Type(m.Label(), d.P.Soft, false), in.W))
	card.H = min(at.H, page.HighOf(flows)+2*m.S(18))
	d.Card(card)
	d.Stack(in, d.P.Card, flows...)
}

// said is what was answered, beside what it is; where it was left open, that it is to be written.
func (d *drawing) said(width float32, name, value string) page.Flow {
	m := d.M
	t := d.Type(m.Label(), d.P.Ink, true)
	if value == "" {
		value, t = d.Tx("newpack.folder.later"), d.Type(m.Label(), d.P.Soft, false)
	}
	t.Lead = 1.5
	inset := m.S(220) * m.Text
	p := touch.SetText(value, t, width-inset)
	return page.Flow{Gap: m.S(4), Height: p.Height, Draw: func(at page.Box) {
		d.TextFit(page.Box{X: at.X, Y: at.Y, W: inset - m.S(12), H: at.H}, name, d.Type(m.Label(), d.P.Soft, false), 1, 0)
		d.Lay(p, at.X+inset, at.Y)
	}}
}

func (d *drawing) onWrite() {
	s, l := d.s, d.own()
	dir, a := s.dir, s.answers.Answers(l)
	s.busy, s.said, s.bad = true, key("newpack.writing"), false
	done := false
	d.Later(func() func() {
		w, err := s.Write(dir, a, l)
		return func() {
			done, s.busy = true, false
			if err != nil {
				d.tell(refused(err), true)
				return
			}
			s.written, s.leaving = &w, false // there is nothing to be lost any more
			d.turn(s.at + 1)
		}
	})
	if !done {
		d.redraw()
	}
}

// donePage says what was written where, what is still to be written, and what to do next.
func (d *drawing) donePage(at page.Box) {
	m, w := d.M, d.s.written
	left, right := at.Left(at.W*0.56 - m.Gap()/2)
	_, right = right.Left(m.Gap())
	if m.Portrait {
		left, right = at.Top(at.H * 0.55)
		_, right = right.Top(m.Gap())
	}
	d.Card(left)
	in := left.Pad(m.S(24), m.S(18))
	label := d.Type(m.Label(), d.P.Ink, true)
	small := d.Type(max(m.Small(), m.Label()*0.86), d.P.Ink, false)
	title := d.Tx("newpack.done.whole")
	if n := len(w.Open); n > 0 {
		title = d.Tx("newpack.done.open", "N", n)
	}
	head, in := in.Top(m.Label() * 1.6)
	d.TextFit(head, title, label, 1, 0)
	_, in = in.Top(m.S(4))
	var flows []page.Flow
	line := func(s string) { flows = append(flows, d.Para(m.S(5), s, small, in.W-m.S(8))) }
	for _, f := range w.Faults {
		line(f.Said(d.T))
	}
	for _, open := range w.Open {
		line(open)
	}
	if n := len(w.Warnings); n > 0 {
		flows = append(flows, d.Para(m.S(14), d.Tx("newpack.done.warned", "N", n), label, in.W-m.S(8)))
		for _, f := range w.Warnings {
			line(f.Said(d.T))
		}
	}
	d.Stack(in, d.P.Card, flows...)

	ink := d.Type(m.Label(), d.P.Ink, false)
	steps := []page.Flow{
		d.Para(0, d.Tx("newpack.done.where"), label, right.W),
		d.Para(m.S(2), w.Dir, ink, right.W),
		d.Para(m.S(16), d.Tx("newpack.done.next"), label, right.W),
	}
	for i, key := range []string{"look", "mend", "setup"} {
		steps = append(steps, d.numbered(right.W, i+1, d.Tx("newpack.done."+key)))
	}
	d.Stack(right, d.P.Paper, steps...)
}

// numbered is a step, with its number before it.
func (d *drawing) numbered(width float32, n int, s string) page.Flow {
	m := d.M
	t := d.Type(m.Label(), d.P.Ink, false)
	inset := m.S(34) * m.Text
	p := touch.SetText(s, t, width-inset)
	return page.Flow{Gap: m.S(10), Height: p.Height, Draw: func(at page.Box) {
		d.Text(page.Box{X: at.X, Y: at.Y, W: inset, H: p.Height}, fmt.Sprint(n), d.Type(m.Label(), d.P.Red, true))
		d.Lay(p, at.X+inset, at.Y)
	}}
}

// onPreview opens the preview of what was written; where there is none, the window has done its work.
func (d *drawing) onPreview() {
	s := d.s
	if s.Preview == nil {
		d.quit()
		return
	}
	if err := s.Preview(s.written.Dir, string(d.own())); err != nil {
		d.tell(key("newpack.preview.failed", "Dir", s.written.Dir), true)
		return
	}
	d.tell(key("newpack.preview.opens"), false)
}
