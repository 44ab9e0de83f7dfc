package desk

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// mostOthers is how many people are offered to be joined: whoever is not among them is found by another letter.
const mostOthers = 6

// joinPanel looks for the other sign-up of the same person, and joins both. What was joined before can be parted here.
func (p *one) joinPanel() {
	m := p.M
	in, foot := p.panelRoom(p.Tx("desk.join.title"))
	box := max(m.S(64)*(1+(m.Text-1)/2), touch.Least)
	search, in := in.Top(box)
	_, in = in.Top(m.S(10))
	f := p.Field(page.Box{X: search.X, Y: search.Y, W: min(search.W, page.FieldWidth), H: box}, "desk.other", "latin", string(p.Typed["other"]), false, func(s string) {
		if p.Typed["other"] = record.Text(s); p.About != "" {
			p.About = ""
		}
		if !p.Busy {
			p.Redraw()
		}
	})
	f.Placeholder = p.Tx("desk.join.search")
	f.OnSubmit = p.onJoin
	f.Refresh()
	p.Page.Picks = true
	var flows []page.Flow
	for _, at := range p.others() {
		flows = append(flows, p.other(at, in.W))
	}
	if len(flows) == 0 {
		words := p.Tx("desk.join.none")
		if p.Typed["other"] == "" {
			words = p.Tx("desk.join.begin")
		}
		flows = append(flows, p.Para(m.S(8), words, p.Type(m.Label(), p.P.Soft, false), in.W))
	}
	for i, code := range p.r.Joined {
		part := p.r.Parts[i]
		flows = append(flows, p.row("desk.row.part."+part, m.S(60)*m.Text, in.W, p.Tx("desk.join.part"), func() { p.onPart(part) }, func(in page.Box) []fyne.CanvasObject {
			t := p.fit(p.Tx("desk.join.joined", "Code", code.String()), p.Type(m.Label(), p.P.Ink, false), in.W, in.H)
			return t.Objects(0, (in.H-t.Height)/2)
		}))
	}
	p.Stack(in, p.P.Card, flows...)
	if p.About == "" {
		p.panelFoot(foot, "", nil)
		return
	}
	p.panelFoot(foot, p.Tx("desk.join.do"), p.onJoin)
}

// others are the places of who may be meant: whom the search finds, and before anything is typed whom the program takes
// for the same person.
func (p *one) others() (list []int) {
	text := strings.TrimSpace(string(p.Typed["other"]))
	if text == "" {
		for _, d := range p.o.List.DoublesOf(p.at) {
			for _, at := range d.People {
				if at != p.at && !slices.Contains(list, at) {
					list = append(list, at)
				}
			}
		}
	} else {
		for _, h := range p.o.List.Find(text, "") {
			if h.At != p.at {
				list = append(list, h.At)
			}
		}
	}
	return list[:min(len(list), mostOthers)]
}

// other is somebody to be chosen; who is has a tick.
func (p *one) other(at int, w float32) page.Flow {
	m := p.M
	r := p.o.List.Record(at)
	name, phone := "", ""
	for _, f := range p.Pack.Fields {
		switch {
		case f.Kind == "name" && name == "":
			name = masked("name", string(r.Fields[f.ID].Text))
		case f.Kind == "phone" && phone == "":
			phone = masked("phone", string(r.Fields[f.ID].Text))
		}
	}
	chosen := p.About == r.Person
	pill := p.Tx("desk.join.choose")
	if chosen {
		pill = "✓ " + p.Tx("desk.join.chosen")
	}
	var why []string
	for _, d := range p.o.List.DoublesOf(at) {
		if slices.Contains(d.People, p.at) {
			for _, w := range d.Why {
				why = append(why, p.Tx("desk.why."+w))
			}
		}
	}
	return p.row("desk.row.other."+r.Person, m.S(60)*m.Text, w, pill, func() {
		p.About = r.Person
		p.Redraw()
	}, func(in page.Box) (out []fyne.CanvasObject) {
		t, q := p.Type(m.Label(), p.P.Ink, chosen), p.Type(m.Small(), p.P.Soft, false)
		put := func(from, to float32, s string, t touch.Type) {
			out = append(out, p.hidden(page.Box{X: from * in.W, W: (to-from)*in.W - m.S(10), H: in.H}, s, t)...)
		}
		put(0, 0.14, name, t)
		put(0.14, 0.4, phone, t)
		put(0.4, 0.66, r.Code.String(), t)
		put(0.66, 1, strings.Join(slices.Compact(why), p.Tx("punct.comma")), q)
		return out
	})
}

// onJoin joins the one who was chosen; with exactly one found, Enter chooses.
func (p *one) onJoin() {
	if p.About == "" {
		if list := p.others(); len(list) == 1 {
			p.About = p.o.List.Record(list[0]).Person
			p.Redraw()
		}
		return
	}
	other := p.About
	p.change("desk.join.done", func(ctx context.Context) error { return p.Desk.Join(ctx, p.r.Person, other) })
}

// onPart takes a join back.
func (p *one) onPart(part string) {
	p.change("desk.join.parted", func(ctx context.Context) error { return p.Desk.Part(ctx, p.r.Person, part) })
}
