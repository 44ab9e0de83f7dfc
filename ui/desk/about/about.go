// Package about is the page that tells what the program is: its version, its commit, and the licences of all that is in
// it, to be read at the booth without a network.
package about

import (
	"fmt"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/licences"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/about"
)

// reading is the page: the list of parts, or the licence of one.
type reading struct {
	*page.B
	at    page.Box
	holds *touch.Holder
	parts []licences.Part
}

// Draw draws the page. What is unpacked for it goes with it.
func Draw(b *page.B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, BackText: b.Tx("about.back"), BackTo: session.CloseAbout, NoFoot: true})
	facts, list := f.High, f.Low
	if !m.Portrait {
		facts, list = f.Body.Left(f.Body.W * 0.36)
		_, list = list.Left(m.Gap())
	}
	_, facts = facts.Top(b.Title(facts, b.Tx("about.title"), m.Title()) + m.S(18))
	drawBuild(b, facts)
	r := &reading{B: b, holds: touch.NewHolder(), at: page.Box{W: list.W, H: list.H}}
	b.Put(r.holds, list)
	parts, err := licences.Parts()
	if err != nil {
		r.says(b.Tx("about.failed"))
		return
	}
	r.parts = parts
	r.list()
}

// drawBuild draws what the program was built from.
func drawBuild(b *page.B, at page.Box) {
	m := b.M
	build := about.Read()
	commit := build.Short()
	if commit == "" {
		commit = b.Tx("about.commit.unknown")
	}
	quiet, ink := b.Type(m.Label(), b.P.Soft, false), b.Type(m.Body(), b.P.Ink, true)
	w := at.W - 2*m.S(26)
	var flows []page.Flow
	for i, row := range [][2]string{
		{"about.version", build.Version}, {"about.commit", commit}, {"about.built", build.Go + ", " + build.System}, {"about.licence", "Apache License 2.0"},
	} {
		gap := m.S(16)
		if i == 0 {
			gap = 0
		}
		flows = append(flows, b.Para(gap, b.Tx(row[0]), quiet, w), b.Para(0, row[1], ink, w))
	}
	flows = append(flows, b.Para(m.S(20), b.Tx("about.terminal"), quiet, w))
	at.H = min(at.H, page.HighOf(flows)+2*m.S(20))
	b.Card(at)
	b.Stack(at.Pad(m.S(26), m.S(20)), b.P.Card, flows...)
}

// says puts a sentence in place of the list.
func (r *reading) says(s string) {
	r.holds.Fill(r.Collect(func() {
		r.Card(r.at)
		r.TextFit(r.at.Pad(r.M.S(26), r.M.S(20)), s, r.Type(r.M.Body(), r.P.Ink, false), 4, 0)
	})...)
}

// list shows the parts, each with its licence; a touch opens the text.
func (r *reading) list() {
	m := r.M
	r.holds.Fill(r.Collect(func() {
		r.Card(r.at)
		in := r.at.Pad(m.S(26), m.S(14))
		head, in := in.Top(m.Label() * 1.6)
		r.TextFit(head, r.Tx("about.parts", "N", len(r.parts)), r.Type(m.Label(), r.P.Soft, true), 1, 0)
		in.X, in.W = r.at.X+m.S(10), r.at.W-2*m.S(10)
		_, in = in.Top(m.S(4))
		st := r.StyleText()
		st.Radius = 0
		high := max(m.S(56)*m.Text, touch.Least)
		rows := touch.NewRows(in.W, in.H, high, st, r.P.Card, r.P.Edge, r.row(in.W, high), r.open)
		rows.OnMove, rows.Still = r.Do(session.Touch), r.Still
		r.Page.Buttons = append(r.Page.Buttons, rows.Cards()...)
		r.Page.Scrollers = append(r.Page.Scrollers, rows.Scroller)
		r.Put(rows.Scroller, in)
		rows.Set(len(r.parts), false)
	})...)
}

// row draws one part.
func (r *reading) row(wide, high float32) func(i int) (id string, objects []fyne.CanvasObject) {
	m := r.M
	ink, quiet := r.Type(m.Label()*0.95, r.P.Ink, false), r.Type(m.Small(), r.P.Soft, false)
	quiet.Align = fyne.TextAlignTrailing
	return func(i int) (id string, objects []fyne.CanvasObject) {
		p := r.parts[i]
		in := page.Box{X: m.S(16), W: wide - m.S(44), H: high}
		put := func(at page.Box, s string, t touch.Type) {
			p := touch.Fit([]touch.Span{{Text: s}}, t, at.W-m.S(8), at.H-m.S(6), 2)
			objects = append(objects, p.Objects(at.X, at.Y+(at.H-p.Height)/2)...)
		}
		licence, name := in.Right(in.W * 0.36)
		put(name, strings.TrimSpace(p.Name+" "+p.Version), ink)
		put(licence, p.Licence, quiet)
		line := canvas.NewRectangle(r.P.Line)
		page.Place(line, page.Box{X: m.S(16), Y: high - 1, W: wide - m.S(44), H: 1})
		return fmt.Sprint("about.part.", i), append(objects, line)
	}
}

// open shows the texts of one part in place of the list.
func (r *reading) open(i int) {
	m := r.M
	r.Do(session.Touch)()
	p := r.parts[i]
	r.holds.Fill(r.Collect(func() {
		r.Card(r.at)
		in := r.at.Pad(m.S(26), m.S(14))
		foot, in := in.Bottom(m.ButtonH())
		_, in = in.Bottom(m.S(12))
		small := r.Type(m.Small(), r.P.Ink, false)
		flows := []page.Flow{r.Para(0, strings.TrimSpace(p.Name+" "+p.Version), r.Type(m.Lead(), r.P.Ink, true), in.W), r.Para(m.S(4), p.Licence, r.Type(m.Label(), r.P.Soft, false), in.W)}
		for _, t := range p.Texts {
			flows = append(flows, r.Para(m.S(24), t.File, r.Type(m.Label(), r.P.Soft, true), in.W))
			for _, s := range paragraphs(t.Text) {
				flows = append(flows, r.Para(m.S(10), s, small, in.W))
			}
		}
		r.Stack(in, r.P.Card, flows...)
		back, _ := foot.Left(r.Width(r.Tx("about.list"), r.StyleQuiet()))
		back.H = max(back.H, touch.Least)
		r.Button(back, "about.list", r.Tx("about.list"), r.StyleQuiet(), func() {
			r.Do(session.Touch)()
			r.list()
		})
	})...)
}

// listed begins a line of a list, or a heading, that is not joined to the line before.
var listed = regexp.MustCompile(`^\s*(?:[0-9]+[.)]|\(?[a-z][.)]|[-*#=•]|Copyright|\(c\))`)

// paragraphs joins the lines of a text, which was broken for a terminal, so that the page breaks them itself.
func paragraphs(text string) (out []string) {
	open := false
	for line := range strings.Lines(text) {
		s := strings.TrimSpace(line)
		switch {
		case strings.Trim(s, "-=*/#_ ") == "": // between paragraphs, ruled lines included
			open = false
		case open && !listed.MatchString(line):
			out[len(out)-1] += " " + s
		default:
			out = append(out, s)
			open = true
		}
	}
	return out
}
