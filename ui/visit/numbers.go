package visit

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Numbers makes "1 in 10,000" tangible: ten thousand dots, of which a finger lights one. The other
// figures are beside it, each with what it measures, its date and its source.
func Numbers(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, Next: true})
	list := b.Pack.Figures
	b.Main(f.Foot, "done", b.Tx("numbers.done"), b.Do(session.Back))
	if len(list) == 0 {
		return
	}
	title := touch.Fit([]touch.Span{{Text: b.Tx("numbers.title")}}, b.Type(m.Heading(), b.P.Ink, true), f.Body.W, m.Heading()*2.7, 2)
	var panel, words, chips page.Box
	rows := 1
	if m.Portrait {
		rows = (len(list) + 3) / 4
		chips, panel = f.Low.Bottom(m.S(80)*float32(rows) + page.TouchGap*float32(rows-1))
		words = f.Body
		// The words of the longest figure get their space, the crowd the rest: it begins above the
		// reach of a seated person, but half of it is within reach.
		words.H = title.Height + m.S(14)
		var most float32
		for _, fig := range list {
			most = max(most, b.figureHeight(words.W, fig))
		}
		words.H = min(words.H+most+m.S(24), f.High.H)
		panel.H -= m.S(20)
		up := min(panel.Y-words.Y-words.H, panel.H-m.Label()*captionLines)
		panel.Y, panel.H = panel.Y-up, panel.H+up
	} else {
		whole := f.Body.H + m.S(18) + f.Foot.H
		panel = page.Box{X: f.Body.X, Y: f.Body.Y, W: min(whole, f.Body.W*0.5), H: whole}
		words = page.Box{X: panel.X + panel.W + m.S(48), Y: f.Body.Y, W: f.Body.W - panel.W - m.S(48), H: f.Body.H}
		rows = max(1, (len(list)+1)/2)
		if len(list) > 6 {
			rows = (len(list) + 2) / 3
		}
		chips, words = words.Bottom(max(theme.MinTarget, min(m.S(66)*m.Text, words.H*0.5/float32(rows)-page.TouchGap))*float32(rows) + page.TouchGap*float32(rows-1))
		_, words = words.Bottom(m.S(20))
	}
	d := newDots(b.P)
	// The caption is under the crowd, on the same ground: it covers nobody.
	b.Rect(panel, b.P.Wine, m.Corner())
	line, crowd := panel.Bottom(m.Label() * captionLines)
	b.Put(d, crowd)
	said := canvas.NewText("", b.P.OnWine)
	said.Alignment = fyne.TextAlignCenter
	b.Put(said, page.Box{X: line.X, Y: line.Y, W: line.W, H: line.H - m.S(14)})
	say := func(s string) {
		said.Text, said.TextSize = s, m.Label()
		w := fyne.MeasureText(s, said.TextSize, said.TextStyle).Width
		for ; said.TextSize > theme.MinText && w > line.W-m.S(60); w = fyne.MeasureText(s, said.TextSize, said.TextStyle).Width {
			said.TextSize--
		}
		canvas.Refresh(said)
	}
	var told time.Time
	d.OnLit = func(int) {
		say(b.Tx("numbers.lit"))
		if now := time.Now(); !touch.IsAlone() && now.Sub(told) > time.Second {
			told = now
			b.Send(session.Event{Kind: session.Touch})
		}
	}
	b.Lay(title, words.X, words.Y)
	_, words = words.Top(title.Height + m.S(14))
	c := b.NewChooser(func(i int) {
		fig := list[i]
		share := lightOf(fig)
		d.Share(share)
		if share > 0 {
			say(b.Tx("numbers.share", "N", thousands(share)))
		} else {
			d.Light(firstLit)
			say(b.Tx("numbers.draw"))
		}
		b.figure(words, fig)
	})
	cols := (len(list) + rows - 1) / rows
	for r, row := range chips.Rows(rows, page.TouchGap) {
		for k, at := range row.Columns(cols, page.TouchGap) {
			i := r*cols + k
			if i >= len(list) {
				break
			}
			p := b.Heading(b.In(list[i].Value), page.Centred(b.Type(m.Label(), b.P.Ink, true)), at.W-m.S(40), at.H-m.S(8), 2)
			c.Card(at, "numbers."+list[i].ID, p.Objects(m.S(20), (at.H-p.Height)/2)...)
		}
	}
	c.Show(0)
}

// figure sets one figure: the value large, what it measures, and where and when it was found.
func (b *B) figure(at page.Box, fig event.Figure) {
	value, means, source := b.figureWords(at.W, at.H, fig)
	b.Lay(value, at.X, at.Y)
	y := at.Y + value.Height + b.M.S(12)
	b.Lay(means, at.X, y)
	b.Lay(source, at.X, y+means.Height+b.M.S(12))
}

func (b *B) figureHeight(width float32, fig event.Figure) float32 {
	value, means, source := b.figureWords(width, b.M.H, fig)
	return value.Height + means.Height + source.Height + b.M.S(24)
}

func (b *B) figureWords(width, height float32, fig event.Figure) (value, means, source touch.Paragraph) {
	m := b.M
	size := m.S(64) * m.Text
	if m.Portrait {
		size = m.S(70) * m.Text
	}
	value = touch.Fit([]touch.Span{{Text: b.In(fig.Value)}}, b.Type(size, b.P.Red, true), width, size*2.7, 1)
	t := b.Type(m.S(27)*m.Text, b.P.Ink, false)
	if b.Lang == event.ZH {
		t.Lead = 1.7
	}
	source = touch.SetText(b.Tx("numbers.source", "Source", undated(b.In(fig.Source), fig.Date), "Date", string(fig.Date)), b.Type(m.Small(), b.P.Soft, false), width)
	means = touch.Fit([]touch.Span{{Text: b.In(fig.Means)}}, t, width, height-value.Height-source.Height-m.S(24), 0)
	return value, means, source
}

// undated strips the year from the end of a source whose full date is given beside it.
func undated(source string, date event.Date) string {
	if len(date) < 4 {
		return source
	}
	if rest, ok := strings.CutSuffix(source, string(date[:4])); ok {
		if rest = strings.TrimRight(rest, " ,，"); rest != "" {
			return rest
		}
	}
	return source
}

// captionLines is the height of the line under the crowd, as a multiple of its type size.
const captionLines = 2.2

// firstLit is the dot lit before a finger comes, to show what touching does.
const firstLit = 5234

var percent = regexp.MustCompile(`^\s*(\d+(?:\.\d+)?)\s*%\s*$`)

// lightOf returns how many of the ten thousand dots a figure lights: its share if the figure is a
// single percentage, else 0.
func lightOf(fig event.Figure) int {
	if v := percent.FindStringSubmatch(fig.Value[event.EN]); v != nil {
		p, err := strconv.ParseFloat(v[1], 64)
		if err == nil && p > 0 && p <= 100 {
			return int(math.Round(p * 100))
		}
	}
	return 0
}

// thousands formats a number below a million with a thousands separator.
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
