package visit

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/art/scenes"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Story is one station of a donor's story: the scene with the name on its table, the line that is read from a metre and
// the words under it, the timeline that fills as one reads, the source at the foot.
func Story(b *B) {
	m := b.M
	s := b.Pack.Story(b.State.StoryID)
	if s == nil || len(s.Stations) == 0 {
		Stories(b)
		return
	}
	at, n := session.StoryProgress(b.State, b.Pack)
	f := b.Frame(page.Framing{Back: true, Next: true, Note: b.Tx("story.note", "At", at, "Of", n)})
	st := s.Stations[b.State.Station]
	tl := timeline{At: b.State.Station, Vertical: m.Portrait, HeadSize: m.S(20) * m.Text, LineSize: m.S(18) * m.Text, Mark: m.S(24)}
	if m.Portrait {
		tl.HeadSize, tl.LineSize, tl.Mark = m.S(23)*m.Text, m.S(19)*m.Text, m.S(26)
	}
	tl.HeadSize, tl.LineSize = max(tl.HeadSize, theme.MinText), max(tl.LineSize, theme.MinText)
	for _, x := range s.Stations {
		tl.Stops = append(tl.Stops, stop{Head: b.In(x.When), Line: b.In(x.Short)})
	}
	var panel, words page.Box
	// In large print the line is first as large as in normal print, and not smaller.
	line, full, grown, least := float32(1), m.Text, float32(0), float32(0.7)
	if full > 1 {
		least = 1 / full
	}
	if m.Portrait {
		source := b.parted(b.storySource(*s), b.Type(m.Small(), b.P.Soft, false), f.Low.W)
		b.Lay(source, f.Low.X, f.Low.Y+f.Low.H-source.Height)
		low := f.Low
		low.H -= source.Height + m.S(16)
		// The words take what they need, if necessary from the space around the timeline; the
		// picture gets the rest.
		gaps := m.S(28 + 24)
		tallest := func() (h float32) { // of all stations, so that nothing jumps from one to the next
			for _, x := range s.Stations {
				h = max(h, b.stationHeight(x, low.W, line))
			}
			return h + gaps
		}
		need := tallest()
		tl.Columns = page.ColumnsFor(len(tl.Stops), low.H, theme.MinTarget, 1)
		way := min(low.H, b.timelineHeight(tl, low.W))
		top := page.Box{X: f.Body.X, Y: f.Body.Y, W: f.Body.W, H: low.Y - f.Body.Y}
		for limit := top.H + low.H - way - m.S(190); need > limit && b.M.Text > full*0.88; need = tallest() {
			if line > least {
				line = max(least, line-0.05)
			} else {
				b.M.Text -= full * 0.02
				if full > 1 {
					line = 1 / b.M.Text
				}
			}
		}
		air := min(max(0, need+m.S(380)-top.H), low.H-way)
		top.H, low.Y, low.H = top.H+air, low.Y+air, low.H-air
		b.timeline(low, tl)
		top.H -= m.S(24)
		panel, words = top.Top(max(m.S(190), min(top.W*0.8, top.H-need+m.S(24))))
		_, words = words.Top(m.S(28))
	} else {
		way, top := f.Body.Bottom(b.timelineHeight(tl, f.Body.W))
		b.timeline(way, tl)
		_, top = top.Bottom(m.S(22))
		// The scene gives way to words that need the room.
		wide := min(top.H*1.28, top.W*0.466)
		gap := m.S(48)
		// One size for all stations of a story: nothing jumps from one to the next.
		tall := func() bool {
			return slices.ContainsFunc(s.Stations, func(x event.Station) bool { return b.stationHeight(x, top.W-wide-gap, line) > top.H })
		}
		for wide > top.W*0.28 && tall() {
			wide -= top.W * 0.02
		}
		// In large print the line is set smaller, and all of it slightly, rather than part of it below an edge.
		for line > least && tall() {
			line = max(least, line-0.05)
		}
		for b.M.Text > full*0.88 && tall() {
			b.M.Text -= full * 0.02
			if full > 1 {
				line = 1 / b.M.Text
			}
		}
		panel, words = top.Left(wide)
		_, words = words.Left(gap)
		grown, line = b.fillStations(s.Stations, words, line)
		set := b.M.Text
		b.M.Text = max(set, grown)
		words.Y += max(0, words.H-b.stationHeight(st, words.W, line)) * 0.3
		b.M.Text = set
	}
	b.captioned(panel, *s, b.State.Station)
	b.M.Text = max(b.M.Text, grown)
	b.Stack(words, b.P.Paper, b.stationFlows(st, words.W, line)...)
	b.M.Text = full
	label, do := b.Tx("story.next"), b.Do(session.NextStation)
	last := b.State.Station == n-1
	if last {
		label = b.Tx("story.done")
	}
	_, rest := b.Main(f.Foot, "next", label, do)
	if other := b.otherStory(s.ID); last && other != nil {
		// A very long name is shrunk rather than laid over the source or out of the window.
		room, label := rest, b.Tx("story.other", "Name", b.amid(b.In(other.Name)))
		if !m.Portrait {
			room, _ = rest.Right(min(rest.W*0.6, b.Width(label, b.StyleQuiet())))
			rest.W -= room.W + m.Gap()
		}
		b.SideLeft(room, "other", label, b.Do(session.OpenStory, other.ID))
	}
	if !m.Portrait {
		t := b.Type(m.Small(), b.P.Soft, false)
		p := b.parted(b.storySource(*s), t, rest.W)
		if len(p.Lines) > 3 {
			t.MaxFall = 0.9
			p = touch.Fit([]touch.Span{{Text: b.storySource(*s)}}, t, rest.W, rest.H, 3)
		}
		b.Lay(p, rest.X, rest.Y+max(0, rest.H-p.Height)/2)
	}
}

// fillStations lets the words of stations that have few of them take more of the room beside their scenes: larger, as far as no
// line breaks otherwise at any of them. It returns the size of print for all, and the scale of their lines.
func (b *B) fillStations(all []event.Station, at page.Box, line float32) (text, scale float32) {
	full := b.M.Text
	defer func() { b.M.Text = full }()
	for i, st := range all {
		b.M.Text = full
		t, s := b.fillStation(st, at, line)
		if i == 0 || t < text {
			text = t
		}
		if i == 0 || s < scale {
			scale = s
		}
	}
	return text, scale
}

// fillStation returns how large the words of one station can be.
func (b *B) fillStation(st event.Station, at page.Box, line float32) (text, scale float32) {
	m := b.M
	full := m.Text
	defer func() { b.M.Text = full }()
	lines := func(line float32) int {
		n := len(b.parted(b.In(st.Title), b.Type(m.S(48)*b.M.Text*line, b.P.Ink, true), at.W).Lines)
		for _, f := range b.Markdown(b.In(st.Body), at.W) {
			n += int(f.Height/(b.M.Body()*1.2) + 0.5)
		}
		return n
	}
	was := lines(line)
	few := func(line float32) bool { return b.stationHeight(st, at.W, line) < at.H*0.66 && lines(line) <= was }
	for b.M.Text < full*1.16 {
		b.M.Text += full * 0.02
		if !few(line) {
			b.M.Text -= full * 0.02
			break
		}
	}
	// Large print has its own limit, and must not be the smaller one.
	for line < 1.16 && (full > 1 || b.M.Text*(line+0.02) < 1.25) && few(line+0.02) {
		line += 0.02
	}
	return b.M.Text, line
}

// stationFlows are a station's words: the day behind a dot of gold, the line that is read from a metre, of its size times
// scale, and the text.
func (b *B) stationFlows(st event.Station, width, scale float32) []page.Flow {
	m := b.M
	when := b.Type(max(m.S(22)*m.Text, theme.MinText), b.P.Soft, false)
	indent := m.S(24)
	day := touch.Fit([]touch.Span{{Text: b.day(b.In(st.When))}}, when, width-indent, when.Size*3, 2)
	flows := []page.Flow{{Height: day.Height, Draw: func(at page.Box) {
		d := m.S(12)
		dot := canvas.NewCircle(b.P.Gold)
		if b.State.Contrast {
			dot.StrokeColor, dot.StrokeWidth = b.P.Ink, m.S(1.5)
		}
		b.Put(dot, page.Box{X: at.X, Y: at.Y + day.Type.Mid() - d/2, W: d, H: d})
		b.Lay(day, at.X+indent, at.Y)
	}}}
	line := b.parted(b.In(st.Title), b.Type(m.S(48)*m.Text*scale, b.P.Ink, true), width)
	flows = append(flows, page.Flow{Gap: m.S(8), Height: line.Height, Draw: func(at page.Box) { b.Lay(line, at.X, at.Y) }})
	for i, f := range b.Markdown(b.In(st.Body), width) {
		if i == 0 {
			f.Gap = m.S(20)
		}
		flows = append(flows, f)
	}
	return flows
}

// parted sets a short text, if need be in two lines or three: broken behind one of its own marks where that helps.
func (b *B) parted(s string, t touch.Type, width float32) touch.Paragraph {
	if p := touch.SetText(s, t, width); len(p.Lines) == 1 {
		return p
	}
	longest := func(part string) float32 {
		return touch.MeasureText(strings.TrimSpace(part), t.Size, fyne.TextStyle{Bold: t.Bold}).Width
	}
	best, at := width*1.01, 0
	for _, i := range marks.FindAllStringIndex(s, -1) {
		if i[1] < len(s) {
			if w := max(longest(s[:i[1]]), longest(s[i[1]:])); w < best {
				best, at = w, i[1]
			}
		}
	}
	if at > 0 {
		return touch.SetText(strings.TrimSpace(s[:at])+"\n"+strings.TrimSpace(s[at:]), t, width)
	}
	t.Even = true
	return touch.SetText(s, t, width)
}

// marks are where a sentence may be parted.
var marks = regexp.MustCompile(`[，：；。！？]|[,:;.!?] `)

// day is when a station was, as people read it: "2021-05-21" is a date.
func (b *B) day(when string) string {
	l := b.Speaks()
	if l.Month == "" {
		return b.LongDate(when)
	}
	if y, err := time.Parse("2006", when); err == nil && bareYear.MatchString(when) {
		return y.Format(l.Year)
	}
	return isoDate.ReplaceAllStringFunc(when, func(s string) string {
		if t, err := time.Parse(time.DateOnly, s); err == nil {
			return l.Day(t)
		}
		if t, err := time.Parse("2006-01", s); err == nil {
			return t.Format(l.Month)
		}
		return s
	})
}

var (
	isoDate  = regexp.MustCompile(`\b\d{4}-\d{2}(-\d{2})?\b`)
	bareYear = regexp.MustCompile(`^\d{4}$`)
)

// stationHeight returns the height of a station's words at the given width.
func (b *B) stationHeight(st event.Station, width, scale float32) float32 {
	return page.HighOf(b.stationFlows(st, width, scale))
}

// plate is what stands on the table of a scene: the donor's name and, where there is room, who that is.
type plate struct {
	name, who touch.Paragraph
	pad       float32
	block     float32 // height of the words, or of the highest of siblings
	high      float32 // of the table, in dp
	beside    bool    // it stands at the left of a flat scene, not under it
}

// plateOf sets what stands on the table of a scene of the given size.
func (b *B) plateOf(s event.Story, w, h, size float32, who bool) plate {
	m := b.M
	p := plate{pad: min(m.S(24), w*0.06)}
	in := w - 2*p.pad
	if _, own := b.Pack.Asset(s.Art); !own && h < w*0.32 {
		p.beside, in, who = true, w*(0.36+(m.Text-1)*0.16), false
	}
	t := b.Type(max(size, theme.MinText), b.P.OnWine, true)
	t.MaxFall = max(0.5, theme.MinText/t.Size)
	p.name = touch.Fit([]touch.Span{{Text: b.In(s.Name)}}, t, in, h*0.3, 1)
	air := m.S(15)
	share := float32(1)
	if m.Text > 1 {
		share = 1.4 // of the scene, which gives way
	}
	p.block = p.name.Height
	if who {
		t := b.Type(max(m.S(19)*m.Text, theme.MinText), b.P.OnWineQuiet, false)
		t.Lead, t.MaxFall, t.Even = 1.38, max(0.88, theme.MinText/t.Size), true
		p.who = touch.Fit([]touch.Span{{Text: b.In(s.Who)}}, t, in, h*0.26*share, 2)
		if p.block+p.who.Height+2*air <= h*0.45*share {
			p.block += p.who.Height
		} else {
			p.who = touch.Paragraph{}
		}
	}
	p.high = p.block + 2*air
	if p.beside {
		p.high = h * 0.16
	}
	return p
}

// storyPanel is the scene of a story at a station with the donor's name on the table.
func (b *B) storyPanel(at page.Box, s event.Story, station int, p plate, frame scenes.Frame) {
	edge, aside := at.H-p.high, float32(0)
	if p.beside {
		aside = 0.2
	}
	pic := b.storyScene(at, s, station, edge/at.H, aside, frame)
	if b.State.Screen == session.Story {
		b.Grows(pic) // a story's card becomes the story
	}
	if p.beside {
		b.Lay(p.name, at.X+p.pad, at.Y+(edge-p.name.Height)/2)
		return
	}
	y := at.Y + edge + (p.high-p.block)/2
	b.Lay(p.name, at.X+p.pad, y)
	b.Lay(p.who, at.X+p.pad, y+p.name.Height)
}

// captioned places the scene of a story at a station and, under it, who made the picture.
func (b *B) captioned(at page.Box, s event.Story, station int) {
	if s.Credit != nil {
		t := b.Type(b.M.Small(), b.P.Soft, false)
		p := touch.Fit([]touch.Span{{Text: b.In(s.Credit)}}, t, at.W, t.Size*t.Lead*2.1, 2)
		var line page.Box
		line, at = at.Bottom(p.Height)
		b.Lay(p, line.X, line.Y)
		at.H -= b.M.S(6)
	}
	b.storyPanel(at, s, station, b.plateOf(s, at.W, at.H, b.M.S(42)*b.M.Text, true), scenes.Frame{})
}

// amid is a name within a sentence of Han characters: one in Latin letters stands apart from what is around it.
func (b *B) amid(name string) string {
	if !b.IsHan() || name == "" {
		return name
	}
	r := []rune(name)
	if r[0] < 0x2E80 {
		name = "\u00a0" + name
	}
	if r[len(r)-1] < 0x2E80 {
		name += "\u00a0"
	}
	return name
}

func (b *B) storySource(s event.Story) string {
	return strings.TrimSpace(b.Tx("story.source", "Source", b.In(s.Source), "Date", b.SourceDate(s.SourceDate), "Note", b.In(s.SourceNote)))
}

// otherStory returns the next story of the pack, or nil if there is only one.
func (b *B) otherStory(id string) *event.Story {
	list := b.Pack.Stories
	for i := range list {
		if list[i].ID == id && len(list) > 1 {
			return &list[(i+1)%len(list)]
		}
	}
	return nil
}
