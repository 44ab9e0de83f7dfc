package screen

import (
	"math"
	"regexp"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/touch"
)

// numbers makes "1 in 10,000" felt: ten thousand dots, of which a finger lights one. The other
// figures stand beside it, each with what it measures, its date and its source.
func numbers(b *B) {
	m := b.M
	f := b.Frame(Framing{Back: true, Next: true})
	list := b.Pack.Figures
	b.Main(f.Foot, "done", b.Tx("numbers.done"), b.Do(session.Back))
	if len(list) == 0 {
		return
	}
	var panel, words, chips Box
	rows := 1
	if m.Portrait {
		chips, panel = f.Low.Bottom(m.S(76))
		_, panel = panel.Bottom(m.S(20))
		words = f.High
	} else {
		side := min(f.Body.H+m.S(18)+f.Foot.H, f.Body.W*0.5)
		panel = Box{f.Body.X, f.Body.Y, side, f.Body.H + m.S(18) + f.Foot.H}
		words = Box{panel.X + panel.W + m.S(48), f.Body.Y, f.Body.W - panel.W - m.S(48), f.Body.H}
		rows = 2
		chips, words = words.Bottom(m.S(68)*2 + touchGap)
		_, words = words.Bottom(m.S(20))
	}
	d := newDots(b.Art())
	b.Put(d, panel)
	// What the picture says now, in a line on its lower edge.
	said := canvas.NewText("", b.P.OnWine)
	said.TextSize, said.Alignment = m.Label(), fyne.TextAlignCenter
	b.Put(said, Box{panel.X, panel.Y + panel.H - m.Label()*2, panel.W, m.Label() * 1.5})
	say := func(s string) {
		said.Text = s
		said.TextSize = m.Label()
		for said.TextSize > 12 && fyne.MeasureText(s, said.TextSize, said.TextStyle).Width > panel.W-m.S(32) {
			said.TextSize--
		}
		canvas.Refresh(said)
	}
	var told time.Time
	d.OnLit = func(int) {
		say(b.Tx("numbers.lit"))
		if now := time.Now(); now.Sub(told) > time.Second {
			told = now
			b.Send(session.Event{Kind: session.Touch})
		}
	}
	title := touch.Fit([]touch.Span{{Text: b.Tx("numbers.title")}}, b.Type(m.Heading(), b.P.Ink, true), words.W, m.Heading()*2.7, 2)
	b.Lay(title, words.X, words.Y)
	_, words = words.Top(title.Height + m.S(14))
	c := b.newChooser(func(i int) {
		fig := list[i]
		share := lightOf(fig)
		switch {
		case fig.OneIn == art.TenThousandDots:
			d.Share(0)
			say(b.Tx("numbers.draw"))
		case share > 0:
			d.Share(share)
			say(b.Tx("numbers.share", "N", thousands(share)))
		default:
			d.Share(0)
			say(b.Tx("numbers.draw"))
		}
		b.figure(words, fig)
	})
	cols := (len(list) + rows - 1) / rows
	for r, row := range chips.Rows(rows, touchGap) {
		for k, at := range row.Columns(cols, touchGap) {
			i := r*cols + k
			if i >= len(list) {
				break
			}
			p := touch.Fit([]touch.Span{{Text: b.In(list[i].Value)}}, centred(b.Type(m.Label(), b.P.Ink, true)), at.W-m.S(20), at.H-m.S(8), 2)
			c.card(at, "numbers."+list[i].ID, p.Objects(m.S(10), (at.H-p.Height)/2)...)
		}
	}
	c.show(0)
}

// figure sets one figure: the value large, what it measures, where and when it was found.
func (b *B) figure(at Box, fig event.Figure) {
	m := b.M
	size := m.S(56)
	if m.Portrait {
		size = m.Display()
	}
	value := touch.Fit([]touch.Span{{Text: b.In(fig.Value)}}, b.Type(size, b.P.Red, true), at.W, size*2.7, 2)
	b.Lay(value, at.X, at.Y)
	_, at = at.Top(value.Height + m.S(12))
	t := b.Type(m.Body(), b.P.Ink, false)
	if b.Lang == event.ZH {
		t.Lead = 1.7
	}
	source := touch.SetText(b.Tx("numbers.source", "Source", b.In(fig.Source), "Date", string(fig.Date)), b.Type(m.Small(), b.P.Soft, false), at.W)
	means := touch.Fit([]touch.Span{{Text: b.In(fig.Means)}}, t, at.W, at.H-source.Height-m.S(12), 0)
	b.Lay(means, at.X, at.Y)
	b.Lay(source, at.X, at.Y+means.Height+m.S(12))
}

var percent = regexp.MustCompile(`^\s*(\d+(?:\.\d+)?)\s*%\s*$`)

// lightOf is how many of ten thousand dots a figure lights: its share when the figure is one share
// in per cent, else 0.
func lightOf(fig event.Figure) int {
	if v := percent.FindStringSubmatch(fig.Value[event.EN]); v != nil {
		p, err := strconv.ParseFloat(v[1], 64)
		if err == nil && p > 0 && p <= 100 {
			return int(math.Round(p * 100))
		}
	}
	return 0
}

// thousands groups a number below a million.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	s := strconv.Itoa(n % 1000)
	for len(s) < 3 {
		s = "0" + s
	}
	return strconv.Itoa(n/1000) + "," + s
}

func centred(t touch.Type) touch.Type {
	t.Align = fyne.TextAlignCenter
	return t
}
