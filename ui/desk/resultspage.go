package desk

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/figures"
)

// results is the page of what came of everybody: the steps as a plot, and each number with what it means.
type results struct {
	*B
	plot, steps slot
}

// resultsPage draws it.
func (b *B) resultsPage() {
	m := b.M
	room := b.roomFor(b.Tx("desk.page.results"), b.Tx("desk.results.line"), false)
	b.backTo(&room, session.DeskCalls)
	plot, steps := room.High, room.Low
	if !m.Portrait {
		plot, steps = room.Body.Left(room.Body.W * 0.5)
		_, steps = steps.Left(m.S(16))
	}
	r := &results{B: b, plot: b.cardSlot(plot), steps: b.cardSlot(steps)}
	r.later(func() func() {
		came, err := r.Desk.Came(context.Background())
		return func() {
			switch {
			case r.Desk.Opened() == nil: // locked meanwhile
			case err != nil:
				r.fill(r.steps, func(w float32) []page.Flow {
					return []page.Flow{r.marked(0, markWrong, r.Tx("desk.figures.failed"), r.Type(r.M.Label(), r.P.Ink, true), w)}
				})
			default:
				r.show(came)
			}
		}
	})
	b.railKeys(func(name fyne.KeyName, _ rune) {
		if name == fyne.KeyEscape {
			b.Do(session.DeskGo, string(session.DeskCalls))()
		} else if len(b.Page.Scrollers) > 0 {
			b.Page.Scrollers[0].Key(name)
		}
	})
}

func (r *results) show(came figures.Came) {
	m, at := r.M, r.plot.at
	head := touch.Fit([]touch.Span{{Text: r.Tx("report.came")}}, r.Type(m.Label(), r.P.Ink, true), at.W, m.Label()*1.4, 1)
	note := touch.Fit([]touch.Span{{Text: r.Tx("figures.came.note")}}, r.Type(m.Small(), r.P.Soft, false), at.W, at.H*0.25, 3)
	body := page.Box{Y: head.Height + m.S(8), W: at.W, H: at.H - head.Height - note.Height - m.S(20)}
	objects := append(head.Objects(0, 0), note.Objects(0, at.H-note.Height)...)
	r.plot.holder.Fill(append(objects, r.plotted(came.Plot(r.T), body))...)
	r.fill(r.steps, func(w float32) (flows []page.Flow) {
		steps := came.Steps(r.T)
		for i, s := range steps {
			flows = append(flows, r.step(i, s, w))
		}
		if over := r.steps.at.H - page.HighOf(flows); over > 0 { // spread over the card
			for i := range flows[1:] {
				flows[i+1].Gap += min(over/float32(len(steps)-1), m.S(24))
			}
		}
		return flows
	})
}

// step is a number beside what it is and what it means.
func (r *results) step(i int, s figures.Step, w float32) page.Flow {
	m := r.M
	number := fmt.Sprint(s.N)
	if s.Hidden {
		number = "–"
	}
	col := m.S(150) * m.Text
	big := r.Type(m.Heading()*1.1, r.P.Ink, true)
	n := touch.Fit([]touch.Span{{Text: number}}, big, col, m.S(80)*m.Text, 1)
	of := touch.Paragraph{}
	if s.Of > 0 {
		of = touch.Fit([]touch.Span{{Text: r.Tx("desk.results.of", "N", s.Of)}}, r.Type(m.Label(), r.P.Soft, false), max(m.S(40), col-widthOf(n)-m.S(12)), m.S(60), 1)
	}
	quiet := r.Type(m.Small(), r.P.Soft, false)
	quiet.Lead = 1.35
	name, line := touch.SetText(s.Name, r.Type(m.Label(), r.P.Ink, true), w-col), touch.SetText(s.Line, quiet, w-col)
	words := name.Height + line.Height + m.S(2)
	high := max(n.Height, words)
	return page.Flow{Gap: m.S(8) * float32(min(i, 1)), Height: high + m.S(8)*float32(min(i, 1)), Draw: func(at page.Box) {
		y := at.Y
		if i > 0 {
			r.Rect(page.Box{X: at.X, Y: y, W: at.W, H: 1}, r.P.Line, 0)
			y += m.S(8)
		}
		r.Lay(n, at.X, y+(high-n.Height)/2)
		if s.Of > 0 {
			r.Lay(of, at.X+widthOf(n)+m.S(8), y+(high-n.Height)/2+n.Height*0.72-of.Height*0.72)
		}
		r.Lay(name, at.X+col, y+(high-words)/2)
		r.Lay(line, at.X+col, y+(high-words)/2+name.Height+m.S(2))
	}}
}
