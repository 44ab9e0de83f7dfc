package app

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets"
	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
)

var readingSizes = []fyne.Size{{Width: 1280, Height: 800}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1080, Height: 1920}}

// readingModes are the ways of reading; contrast alone changes no layout, so tests skip it.
var readingModes = func() []string {
	if os.Getenv("LOOK_OUT") != "" {
		return []string{"", "large", "contrast"}
	}
	return []string{"", "large"}
}()

// readingStates are the reading screens in every state of theirs that looks different.
func readingStates(p *event.Pack) map[string]session.State {
	out := map[string]session.State{}
	add := func(name string, sc session.Screen, change func(*session.State)) {
		s := session.New()
		s.Screen = sc
		if change != nil {
			change(&s)
		}
		out[name] = s
	}
	for _, sc := range []session.Screen{session.Stories, session.Numbers, session.Worries, session.Parents, session.Think} {
		add(string(sc), sc, nil)
	}
	for _, st := range p.Stories {
		for i := range st.Stations {
			add(fmt.Sprintf("story-%s-%d", st.ID, i), session.Story, func(s *session.State) { s.StoryID, s.Station = st.ID, i })
		}
	}
	for i := range session.HowPages(p) {
		add(fmt.Sprintf("how-%d", i), session.How, func(s *session.State) { s.HowPage = i })
	}
	return out
}

func readingPack(t testing.TB) (*event.Pack, *text.Catalogue) {
	t.Helper()
	p, faults, err := event.LoadFS(assets.Event())
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	texts, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p, texts
}

// eachReading builds every reading screen in every size, language, print and contrast.
func eachReading(t *testing.T, fn func(name string, size fyne.Size, page *page.Page)) {
	p, texts := readingPack(t)
	eachReadingOf(t, p, texts, fn)
}

func eachReadingOf(t *testing.T, p *event.Pack, texts *text.Catalogue, fn func(name string, size fyne.Size, page *page.Page)) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Fyne{})
	only := os.Getenv("LOOK_ONLY")
	for _, size := range readingSizes {
		for name, s := range readingStates(p) {
			for _, lang := range []string{"zh", "en"} {
				for _, mode := range readingModes {
					s.Lang, s.Large, s.Contrast = lang, mode == "large", mode == "contrast"
					full := fmt.Sprintf("%s_%.0fx%.0f_%s%s", name, size.Width, size.Height, lang, mode)
					if !strings.Contains(full, only) {
						continue
					}
					sent := 0
					page := drawPage(page.Context{Pack: p, State: s, T: texts.In(lang), Size: size, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
						Practice: true, Still: true, Send: func(session.Event) { sent++ }}, desk.Work{})
					if sent > 0 {
						t.Errorf("%s sends %d events by being drawn: nobody touched it", full, sent)
					}
					fn(full, size, page)
				}
			}
		}
	}
}

func TestLookRead(t *testing.T) {
	dir := os.Getenv("LOOK_OUT")
	if dir == "" {
		t.Skip("LOOK_OUT is not set")
	}
	eachReading(t, func(name string, size fyne.Size, page *page.Page) {
		shoot(t, filepath.Join(dir, name+".png"), size, page)
		for i, btn := range page.Buttons {
			if strings.HasPrefix(btn.ID, "numbers.reach") || strings.HasPrefix(btn.ID, "numbers.first") || strings.HasPrefix(btn.ID, "worries.5") {
				btn.OnTap()
				shoot(t, filepath.Join(dir, fmt.Sprintf("%s-tap%d.png", name, i)), size, page)
			}
		}
	})
}

func shoot(t *testing.T, path string, size fyne.Size, page *page.Page) {
	t.Helper()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.Resize(size)
	c.SetContent(page.Root)
	c.Resize(size)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, c.Capture()); err != nil {
		t.Fatal(err)
	}
}

func boxOf(o fyne.CanvasObject) page.Box {
	return page.Box{X: o.Position().X, Y: o.Position().Y, W: o.Size().Width, H: o.Size().Height}
}

func overlap(a, b page.Box) bool {
	const hair = 0.5
	return a.X+hair < b.X+b.W && b.X+hair < a.X+a.W && a.Y+hair < b.Y+b.H && b.Y+hair < a.Y+a.H
}

func TestReadingScreensCanBeReadTouchedAndReached(t *testing.T) {
	eachReading(t, func(name string, size fyne.Size, page *page.Page) {
		checkControls(t, name, size, page)
		checkTexts(t, name, size, page)
		if len(page.Motion) > 0 {
			t.Errorf("%s moves though it should be still", name)
		}
	})
}

// The screens are drawn from a pack, and packs differ.
func TestReadingScreensHoldPacksOfOtherSizes(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs at the same time: not with the race detector")
	}
	p, texts := readingPack(t)
	for name, change := range map[string]func(p *event.Pack){
		"poor": func(p *event.Pack) {
			p.Stories = p.Stories[:1]
			p.Stories[0].Stations = p.Stories[0].Stations[:1]
			p.Stages, p.Risks, p.Figures, p.Worries = p.Stages[:1], p.Risks[:1], p.Figures[:1], p.Worries[:1]
			p.TakeHome = nil
		},
		"rich": func(p *event.Pack) {
			long := event.Text{event.ZH: "阿卜杜热合曼·买买提吐尔逊", event.EN: "Abdurahman Memettursun-Wolfeschlegelstein"}
			for range 2 {
				p.Stories = append(p.Stories, p.Stories...)
				p.Worries = append(p.Worries, p.Worries[:4]...)
			}
			for i := range p.Stories {
				p.Stories[i].ID = fmt.Sprint("s", i)
				p.Stories[i].Name = long
				p.Stories[i].Stations = append(p.Stories[i].Stations, p.Stories[i].Stations...)
			}
			p.Stages = append(p.Stages, p.Stages[:4]...)
			p.Risks = append(p.Risks, p.Risks...)
			p.Figures = append(p.Figures, p.Figures...)
		},
	} {
		other := *p
		other.Stories = slices.Clone(p.Stories)
		other.Stages, other.Risks = slices.Clone(p.Stages), slices.Clone(p.Risks)
		other.Figures, other.Worries = slices.Clone(p.Figures), slices.Clone(p.Worries)
		change(&other)
		eachReadingOf(t, &other, texts, func(screen string, size fyne.Size, page *page.Page) {
			checkControls(t, name+" "+screen, size, page)
		})
	}
}

// checkControls: everything that can be touched is large enough, inside, apart, and on a totem
// within a seated reach.
// crowd is the picture of ten thousand dots, in which a finger searches.
type crowd interface {
	Share(n int)
	Seek(one int)
}

func checkControls(t *testing.T, name string, size fyne.Size, pg *page.Page) {
	var all []page.Box
	var ids []string
	scrolls := map[fyne.CanvasObject]bool{}
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
		if scrolls[o] = scrolled; scrolled { // it moves under the finger: what counts is that it fits one
			if b, ok := o.(*touch.Button); ok && b.ID != "" && (at.W < theme.MinTarget || at.H < theme.MinTarget || at.X < 0 || at.X+at.W > size.Width) {
				t.Errorf("%s: %s in the scroller is at %v", name, b.ID, at)
			}
		}
	})
	for _, b := range pg.Buttons {
		if !scrolls[b] {
			all, ids = append(all, boxOf(b)), append(ids, b.ID)
		}
	}
	crowds := 0
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, _ bool) {
		if _, ok := o.(crowd); ok {
			crowds++
			if size.Height > size.Width {
				// The crowd is a picture too and rises above the reach; a good part of it lies within, and with it the one who is
				// sought (TestTheOneIsWithinReach).
				reach := size.Height * 0.55
				if within := at.Y + at.H - reach; within < at.H*0.42-1 {
					t.Errorf("%s: only %.0f of %.0f dp of the dots can be reached", name, within, at.H)
				}
				at.Y, at.H = max(at.Y, reach), min(at.H, at.Y+at.H-reach)
			}
			all, ids = append(all, at), append(ids, "dots")
		}
	})
	if (pg.Screen == session.Numbers) != (crowds == 1) {
		t.Errorf("%s has %d crowds", name, crowds)
	}
	if len(all) < 4 {
		t.Errorf("%s has only the controls %v", name, ids)
	}
	for i, a := range all {
		if a.W < theme.MinTarget-0.01 || a.H < theme.MinTarget-0.01 {
			t.Errorf("%s: %s is %.1f × %.1f dp, smaller than a finger", name, ids[i], a.W, a.H)
		}
		if a.X < -0.01 || a.Y < -0.01 || a.X+a.W > size.Width+0.01 || a.Y+a.H > size.Height+0.01 {
			t.Errorf("%s: %s at %v leaves the window", name, ids[i], a)
		}
		if size.Height > size.Width && a.Y < size.Height*0.55-0.5 {
			t.Errorf("%s: %s begins at %.0f of %.0f, out of reach from a wheelchair", name, ids[i], a.Y, size.Height)
		}
		for k, o := range all[:i] {
			if overlap(a, o) {
				t.Errorf("%s: %s and %s overlap", name, ids[i], ids[k])
			}
		}
	}
}

// textsOf walks what is placed without a renderer: texts lie in containers or are drawn by widgets.
func textsOf(o fyne.CanvasObject, at fyne.Position, visit func(t *canvas.Text, at fyne.Position)) {
	at = at.Add(o.Position())
	switch v := o.(type) {
	case *canvas.Text:
		visit(v, at)
	case *fyne.Container:
		for _, c := range v.Objects {
			textsOf(c, at, visit)
		}
	case *touch.Scroller:
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(v).Objects() {
			textsOf(c, at, visit)
		}
	}
}

// checkTexts: no key without its text, nothing too small, nothing outside the window.
func checkTexts(t *testing.T, name string, size fyne.Size, page *page.Page) {
	var n int
	textsOf(page.Root, fyne.Position{}, func(x *canvas.Text, at fyne.Position) {
		n++
		if strings.Contains(x.Text, "⟦") || strings.Contains(x.Text, "{{") || strings.Contains(x.Text, "<no value>") {
			t.Errorf("%s shows %q", name, x.Text)
		}
		if x.Text == "" {
			return
		}
		w := fyne.MeasureText(x.Text, x.TextSize, x.TextStyle)
		if x.TextSize < theme.MinText-0.1 {
			t.Errorf("%s: %q is set at %.1f", name, x.Text, x.TextSize)
		}
		if at.X < 0 || x.Alignment == fyne.TextAlignLeading && at.X+w.Width > size.Width+1 || at.Y < 0 || at.Y+w.Height > size.Height+1 {
			t.Errorf("%s: %q at %v leaves the window", name, x.Text, at)
		}
	})
	if n < 8 {
		t.Errorf("%s has %d texts", name, n)
	}
}

func TestStationsAndQuestionsAnswerToTheFinger(t *testing.T) {
	test.NewTempApp(t)
	p, texts := readingPack(t)
	s := session.New()
	s.Screen, s.StoryID = session.Story, p.Stories[0].ID
	var sent []session.Event
	pg := drawPage(page.Context{Pack: p, State: s, T: texts.In("zh"), Size: readingSizes[0], Still: true, Send: func(e session.Event) { sent = append(sent, e) }}, desk.Work{})
	tap := func(page *page.Page, id string) {
		t.Helper()
		for _, b := range page.Buttons {
			if b.ID == id {
				b.Tapped(&fyne.PointEvent{})
				return
			}
		}
		t.Fatalf("there is no button %s", id)
	}
	tap(pg, "story.station.2")
	tap(pg, "story.next")
	if len(sent) != 2 || sent[0].Kind != session.ToStation || sent[0].N != 2 || sent[1].Kind != session.NextStation {
		t.Fatalf("sent %v", sent)
	}
	s.Screen = session.Worries
	pg = drawPage(page.Context{Pack: p, State: s, T: texts.In("zh"), Size: readingSizes[0], Still: true, Send: func(session.Event) {}}, desk.Work{})
	said := func() string {
		var all strings.Builder
		textsOf(pg.Root, fyne.Position{}, func(x *canvas.Text, _ fyne.Position) { all.WriteString(x.Text) })
		return all.String()
	}
	answer := touch.Markdown(p.Worries[3].A.In(event.ZH))[0].Spans[0].Text
	first := []rune(answer)[:8]
	if strings.Contains(said(), string(first)) {
		t.Fatal("an answer is shown before its question was touched")
	}
	tap(pg, "worries.3")
	if !strings.Contains(said(), string(first)) {
		t.Fatal("the answer to a touched question is not shown")
	}
}

// What can hurt, and what one agrees to by going on, is seen whole: nobody has to scroll to the worst of it.
func TestRisksAndTheDecisionAreSeenWithoutScrolling(t *testing.T) {
	p, texts := readingPack(t)
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.Fyne{})
	for _, size := range readingSizes {
		for _, lang := range []string{"zh", "en"} {
			risks, decide := session.New(), session.New()
			risks.Screen, risks.HowPage = session.How, session.HowPages(p)-1
			decide.Screen = session.Decide
			for _, s := range []session.State{risks, decide} {
				s.Lang = lang
				pg := drawPage(page.Context{Pack: p, State: s, T: texts.In(lang), Size: size, Practice: true, Still: true, Send: func(session.Event) {}}, desk.Work{})
				if len(pg.Scrollers) > 0 {
					t.Errorf("%s, %s, %.0fx%.0f: something lies below the edge", s.Screen, lang, size.Width, size.Height)
				}
			}
		}
	}
}
