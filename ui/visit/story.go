package visit

import (
	"image"
	"strings"

	"matchbooth/assets/art"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/picture"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

// Story is one station of a donor's story: the panel with the name, the words, the timeline that
// fills as one reads, the source at the foot.
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
	tl := timeline{At: b.State.Station, Vertical: m.Portrait, HeadSize: m.S(23) * m.Text, LineSize: m.S(19) * m.Text, Mark: m.S(26)}
	for _, x := range s.Stations {
		tl.Stops = append(tl.Stops, stop{Head: b.In(x.When), Line: b.In(x.Short)})
	}
	var panel, words page.Box
	if m.Portrait {
		source := touch.SetText(b.storySource(*s), b.Type(m.Small(), b.P.Soft, false), f.Low.W)
		b.Lay(source, f.Low.X, f.Low.Y+f.Low.H-source.Height)
		low := f.Low
		low.H -= source.Height + m.S(16)
		// The words take what they need, if necessary from the space around the timeline; the
		// picture gets the rest.
		need := b.stationHeight(st, low.W) + m.S(28+24)
		tl.Columns = page.ColumnsFor(len(tl.Stops), low.H, theme.MinTarget, 1)
		least := min(low.H, b.timelineHeight(tl, low.W))
		top := page.Box{X: f.Body.X, Y: f.Body.Y, W: f.Body.W, H: low.Y - f.Body.Y}
		air := min(max(0, need+m.S(220)-top.H), low.H-least)
		top.H, low.Y, low.H = top.H+air, low.Y+air, low.H-air
		b.timeline(low, tl)
		top.H -= m.S(24)
		panel, words = top.Top(max(m.S(190), min(top.H*0.62, top.H-need+m.S(24))))
		_, words = words.Top(m.S(28))
	} else {
		body := f.Body
		h := b.timelineHeight(tl, body.W)
		way, top := body.Bottom(h)
		b.timeline(page.Box{X: way.X - m.S(9), Y: way.Y, W: way.W + m.S(9), H: way.H}, tl)
		_, top = top.Bottom(m.S(22))
		panel, words = top.Left(min(m.S(420)*(1+(m.W/m.H-1.6)*0.4), top.W*0.36))
		_, words = words.Left(m.S(48))
	}
	b.captioned(panel, *s, b.State.Station)
	_, words = words.Top(b.Title(words, b.In(st.Title), m.S(42)*m.Text) + m.S(14))
	b.Stack(words, b.P.Paper, b.Markdown(b.In(st.Body), words.W)...)
	label, do := b.Tx("story.next"), b.Do(session.NextStation)
	last := b.State.Station == n-1
	if last {
		label = b.Tx("story.done")
	}
	_, rest := b.Main(f.Foot, "next", label, do)
	if other := b.otherStory(s.ID); last && other != nil {
		// A very long name is shrunk rather than laid over the source or out of the window.
		room := rest
		if !m.Portrait {
			room, _ = rest.Right(min(rest.W*0.6, b.Width(b.Tx("story.other", "Name", b.In(other.Name)), b.StyleQuiet())))
			rest.W -= room.W + m.Gap()
		}
		b.SideLeft(room, "other", b.Tx("story.other", "Name", b.In(other.Name)), b.Do(session.OpenStory, other.ID))
	}
	if !m.Portrait {
		t := b.Type(m.Small(), b.P.Soft, false)
		t.MaxFall = 0.9
		b.TextFit(rest, b.storySource(*s), t, 3, 0.5)
	}
}

// stationHeight returns the height of a station's words at the given width.
func (b *B) stationHeight(st event.Station, width float32) float32 {
	size := b.M.S(42) * b.M.Text
	h := b.Heading(b.In(st.Title), b.Type(size, b.P.Ink, true), width, size*2.6, 2).Height + b.M.S(14)
	for _, f := range b.Markdown(b.In(st.Body), width) {
		h += f.Gap + f.Height
	}
	return h
}

// storyPanel is the picture of a story at a station, with the donor's name on it.
func (b *B) storyPanel(at page.Box, s event.Story, station int) {
	m := b.M
	_, own := b.Pack.Asset(s.Art)
	in := at.Pad(m.S(34), m.S(28))
	if own && at.H < m.S(260) {
		in = at.Pad(m.S(26), m.S(14)) // the name leaves a small picture what it can
	}
	size := m.Label()
	if in.H < m.S(200) || in.W < m.S(330) {
		size = m.S(18) * m.Text
	}
	who := touch.Fit([]touch.Span{{Text: b.In(s.Who)}}, b.Type(size, b.P.OnWineQuiet, false), in.W, max(in.H*0.22, size*1.5), 3)
	name := touch.Fit([]touch.Span{{Text: b.In(s.Name)}}, b.Type(m.S(50)*m.Text, b.P.OnRed, true), in.W, in.H*0.2, 1)
	y := in.Y + in.H - who.Height
	top := y - name.Height - m.S(2)
	drawing := func(w, h int) image.Image { return art.StoryArt(s.Art, w, h, b.P, station, len(s.Stations)) }
	if own {
		calm := float64((top - at.Y) / at.H)
		b.Photo(at, page.Photo{
			Name: s.Art, Focus: s.Focus, At: picture.Point{X: 0.5, Y: calm * 0.58}, Style: b.style("story"), Else: drawing,
			Dress: func(pic *image.RGBA, w, h int) image.Image { return art.PhotoPanel(pic, w, h, b.P, calm) },
		})
	} else {
		b.Picture(at, drawing)
	}
	b.Lay(who, in.X, y)
	b.Lay(name, in.X, top)
}

// style tells pictures apart that are put on grounds of other colours.
func (b *B) style(what string) string {
	if b.State.Contrast {
		return what + " in contrast"
	}
	return what
}

// captioned places the picture of a story at a station and, under it, who made it.
func (b *B) captioned(at page.Box, s event.Story, station int) {
	if s.Credit != nil {
		t := b.Type(b.M.Small(), b.P.Soft, false)
		p := touch.Fit([]touch.Span{{Text: b.In(s.Credit)}}, t, at.W, t.Size*t.Lead*2.1, 2)
		var line page.Box
		line, at = at.Bottom(p.Height)
		b.Lay(p, line.X, line.Y)
		at.H -= b.M.S(6)
	}
	b.storyPanel(at, s, station)
}

func (b *B) storySource(s event.Story) string {
	return strings.TrimSpace(b.Tx("story.source", "Source", b.In(s.Source), "Date", string(s.SourceDate), "Note", b.In(s.SourceNote)))
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
