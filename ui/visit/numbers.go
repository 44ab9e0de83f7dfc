package visit

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Numbers makes figures tangible in a field of ten thousand dots. "1 in 10,000" is a search: a finger looks for the one. Each
// other figure lights its share. Beside the dots is what the figure measures, with its date and its source.
func Numbers(b *B) {
	m := b.M
	o := page.Framing{Back: true, Next: true}
	aside := b.State.Large && !m.Portrait // then the page's title stands in the header: its room is the words'
	if aside {
		o.Note, o.NoteTitle = b.Tx("numbers.title"), true
	}
	f := b.Frame(o)
	list := b.Pack.Figures
	b.Main(f.Foot, "done", b.Tx("numbers.done"), b.Do(session.Back))
	if len(list) == 0 {
		return
	}
	kicker := touch.Fit([]touch.Span{{Text: b.Tx("numbers.title")}}, b.Type(m.S(26)*m.Text, b.P.Ink, true), f.Body.W, m.Heading()*2, 1)
	n := &numbers{B: b, list: list, search: b.State.Search, found: b.State.Found, entered: b.State.Since}
	cols, rows := 2, max(1, (len(list)+1)/2)
	if m.Portrait {
		cols, rows = min(4, len(list)), (len(list)+3)/4
		if cols == 4 && b.chipsWidth(list) > (f.Low.W-3*page.TouchGap)/4 {
			cols, rows = 2, (len(list)+1)/2
		}
	} else if len(list) > 6 {
		cols, rows = 3, (len(list)+2)/3
	}
	var panel, chips page.Box
	chipH := max(theme.MinTarget, m.S(84)*m.Text)
	gaps := page.TouchGap * float32(rows-1)
	if m.Portrait {
		chipH = min(m.S(64)*m.Text, f.Low.H*0.4/float32(rows)-page.TouchGap)
		chips, panel = f.Low.Bottom(max(chipH, theme.MinTarget)*float32(rows) + gaps)
		n.words = f.Body
		// The words of the longest figure get their space, the crowd the rest. It begins above the reach of a seated
		// person; whoever is looked for is within it.
		n.words.H = kicker.Height + m.S(6)
		var most float32
		for _, fig := range list {
			most = max(most, n.height(fig))
		}
		n.words.H = min(n.words.H+most+m.S(24), f.High.H)
		panel.H -= m.S(20)
		up := panel.Y - n.words.Y - n.words.H
		panel.Y, panel.H = panel.Y-up, panel.H+up
		n.high = f.Low.Y - panel.Y
	} else {
		whole := f.Body.H + m.S(18) + f.Foot.H
		panel = page.Box{X: f.Body.X, Y: f.Body.Y, W: min(whole*(1+(m.Text-1)*0.3), f.Body.W*0.5), H: whole}
		n.words = page.Box{X: panel.X + panel.W + m.S(48), Y: f.Body.Y, W: f.Body.W - panel.W - m.S(48), H: f.Body.H}
		chipH = max(theme.MinTarget, min(chipH, n.words.H*0.4/float32(rows)-page.TouchGap))
		if b.State.Large {
			chipH = max(theme.MinTarget, min(chipH, m.S(72)))
		}
		chips, n.words = n.words.Bottom(chipH*float32(rows) + gaps)
		_, n.words = n.words.Bottom(m.S(20))
	}
	if !aside {
		b.Lay(kicker, n.words.X, n.words.Y)
		_, n.words = n.words.Top(kicker.Height + m.S(6))
	}
	n.picture(panel)
	n.holder = touch.NewHolder()
	b.Put(n.holder, page.Box{W: m.W, H: m.H})
	n.seekButton(f.Foot, panel)
	n.chips(chips, rows, cols)
	n.show(min(max(b.State.Figure, 0), len(list)-1))
	b.Page.Keys = n.key
	b.Page.Live = append(b.Page.Live, n.tick)
}

// figureText are the words of one figure as they are set: the value large, what it measures, and where and when it was found.
type figureText struct {
	head, source touch.Paragraph
	means        []touch.Paragraph
	gap          float32 // between paragraphs
}

func (t figureText) height() float32 {
	h := t.head.Height + t.source.Height + 2*t.gap
	for _, p := range t.means {
		h += p.Height + t.gap
	}
	return h - t.gap*float32(min(1, len(t.means)))
}

// figureWords sets the words of a figure in a box. Where they are long, the value gives way first, in large print down to its size
// in normal print.
func (b *B) figureWords(width, height float32, fig event.Figure, head, means string) (t figureText) {
	m := b.M
	size, body := m.S(52)*m.Text, m.S(25)*m.Text
	if m.Portrait {
		size, body = m.S(66)*m.Text, m.S(29)*m.Text
	}
	parts := strings.Split(means, "\n")
	least := float32(0.6)
	if m.Text > 1 {
		least = 1 / m.Text
	}
	for scale := float32(1); ; scale -= 0.05 {
		ht := b.Type(size*max(scale, least), b.P.Ink, true)
		ht.MaxFall = 0.7
		mt := b.Type(max(body*min(1, scale+0.15), theme.MinText), b.P.Ink, false)
		if b.IsHan() {
			mt.Lead = 1.55
		}
		t = figureText{gap: m.S(10) * min(1, scale+0.1)}
		t.head = touch.Fit([]touch.Span{{Text: head}}, ht, width, ht.Size*2.7, 1)
		for _, part := range parts {
			t.means = append(t.means, touch.SetText(part, mt, width))
		}
		t.source = touch.SetText(b.Tx("numbers.source", "Source", undated(b.In(fig.Source), fig.Date), "Date", b.SourceDate(fig.Date)), b.Type(m.Small(), b.P.Soft, false), width)
		if t.height() <= height || scale < 0.5 {
			return t
		}
	}
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

var percent = regexp.MustCompile(`^\s*(\d+(?:\.\d+)?)\s*%\s*$`)

// lightOf returns how many of the ten thousand dots a figure lights: what the pack says, its share if the figure is a single
// percentage or a chance, else 0.
func lightOf(fig event.Figure) int {
	if fig.Dots > 0 {
		return fig.Dots
	}
	if v := percent.FindStringSubmatch(fig.Value[event.EN]); v != nil {
		p, err := strconv.ParseFloat(v[1], 64)
		if err == nil && p > 0 && p <= 100 {
			return int(math.Round(p * 100))
		}
	}
	if fig.OneIn > 0 && !searched(fig) {
		return int(math.Round(10_000 / float64(fig.OneIn)))
	}
	return 0
}

// searched reports whether a figure is the chance that the field of dots shows exactly, so that the one can be looked for.
func searched(fig event.Figure) bool { return fig.OneIn == 10_000 && fig.Dots == 0 }

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

// shownAfter is how long somebody searches until the one shows itself: nobody fails.
const shownAfter = 10 * time.Second
