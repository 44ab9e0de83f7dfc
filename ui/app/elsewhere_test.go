package app

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// smallPack is the small pack of the event package's tests, with files put in place of its own.
func smallPack(t *testing.T, change func(fstest.MapFS)) *event.Pack {
	t.Helper()
	files := fstest.MapFS{}
	root := os.DirFS("../../kiosk/event/testdata/good")
	if err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	change(files)
	p, faults, err := event.LoadFS(files)
	if err != nil || p == nil {
		t.Fatal(err, faults)
	}
	return p
}

// every draws the screens and questions of a pack whose names fit, in both languages; "" fits all.
func every(t *testing.T, pack *event.Pack, size fyne.Size, names string, look func(name string, lang event.Lang, pg *page.Page), also ...func(*session.State)) {
	t.Helper()
	fits := regexp.MustCompile(names)
	_, texts := fixtures()
	draw := func(name string, lang event.Lang, change func(*session.State)) {
		if !fits.MatchString(name) {
			return
		}
		st := session.New()
		st.Lang, st.Since, st.Touched, st.Started = string(lang), noon, noon, noon
		st.Answered, st.Outcome, st.Code, st.PersonID = "not", pack.Ways[0].Outcome, "7K4M-92QX-D", "p"
		if change(&st); st.Screen == session.Parents {
			st.Code = ""
		}
		for _, change := range also {
			change(&st)
		}
		pg := drawPage(page.Context{
			Pack: pack, State: st, T: texts.In(st.Lang), Size: size, Now: noon, Still: true, Inline: true, Send: func(session.Event) {},
		}, workOf())
		for _, live := range pg.Live {
			live(noon)
		}
		look(name, lang, pg)
	}
	for _, lang := range event.Langs {
		for sc := range screens {
			if sc == session.Staff || sc == session.SettingUp { // counts visitors, and is before there is a pack: nothing of one is shown
				continue
			}
			if sc != session.Story && sc != session.How && sc != session.Form {
				draw(string(sc), lang, func(s *session.State) { s.Screen = sc })
			}
		}
		for _, o := range []session.Overlay{session.IdleWarning, session.NextPerson, session.NotToday, session.EndTakeHome} {
			draw(string(o), lang, func(s *session.State) { s.Screen, s.Overlay = session.Home, o })
		}
		for _, story := range pack.Stories {
			for i := range story.Stations {
				draw(fmt.Sprint("story ", i), lang, func(s *session.State) { s.Screen, s.StoryID, s.Station = session.Story, story.ID, i })
			}
		}
		for i := range session.HowPages(pack) {
			draw(fmt.Sprint("how ", i), lang, func(s *session.State) { s.Screen, s.HowPage = session.How, i })
		}
		for i := range pack.Steps {
			draw(fmt.Sprint("form ", i), lang, func(s *session.State) { s.Screen, s.FormStep = session.Form, i })
		}
	}
}

func workOf() desk.Work { return desk.Work{Desk: deskOf(""), Status: keeperOf(""), StartLang: "zh"} }

// said is all that a page says, in one line.
func said(pg *page.Page, lang event.Lang) string {
	var all []string
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok {
			all = append(all, strings.TrimSpace(page.Plain(x.Text)))
		}
	})
	if lang == event.ZH {
		return strings.Join(all, "")
	}
	return strings.Join(all, " ")
}

// elsewhere is an event whose only story is that of somebody from another place who was asked and has not donated.
func elsewhere(t *testing.T) *event.Pack {
	return smallPack(t, func(files fstest.MapFS) {
		for lang, words := range map[string][4]string{
			"zh": {"丹增", "拉萨的一位护士", "接到电话，还在等", "登记"},
			"en": {"Tenzin", "A nurse in Lhasa", "Called, and waiting", "Signing up"},
		} {
			files["stories/first."+lang+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
				"+++\nname = %q\nwho = %q\ntitle = %q\npermission = true\nsource = \"A test\"\nsource_date = \"2026-01-02\"\nart = \"rings\"\n\n[[stations]]\nwhen = \"2026\"\nshort = %q\n+++\n\n## %[2]s\n\n%[3]s\n",
				words[0], words[1], words[2], words[3])}
		}
	})
}

// What the screens say about an event is said by its pack. With a pack of one story, of somebody from elsewhere who has
// not donated, no screen speaks of two, of a school, of donors or of a collection.
func TestNoScreenSaysWhatThePackDoesNot(t *testing.T) {
	wrong := map[event.Lang]*regexp.Regexp{
		event.ZH: regexp.MustCompile(`同校|同学|[两二]位|两个人|学生|学校|毕业|校园|校区|捐献者|到采集|那一天|报道|上海|交大|就是这一页|他们`),
		event.EN: regexp.MustCompile(`(?i)\btwo (students|donors|people)\b|\bschool\b|\bstudents?\b|graduat|campus|\bdonors?\b|to collection|to that day|as of that report|Shanghai|SJTU|it opens this page|\btheir stories\b|\b1 stations\b|Donors`),
	}
	pack := elsewhere(t)
	pages, home := 0, ""
	every(t, pack, sizes[0], "", func(name string, lang event.Lang, pg *page.Page) {
		pages++
		text := said(pg, lang)
		if name == string(session.Home) && lang == event.EN {
			home = text
		}
		if m := wrong[lang].FindString(text); m != "" {
			t.Errorf("%s in %s says %q:\n%s", name, lang, m, text)
		}
	})
	if pages < 60 || !strings.Contains(home, "One story") {
		t.Errorf("%d pages; home says %q", pages, home)
	}
}

// The built-in event still says all of it: the words above are those it took along.
func TestTheBuiltInEventSaysItself(t *testing.T) {
	pack, _ := fixtures()
	want := map[event.Lang][]string{
		event.ZH: {"捐献者的故事", "两位本校捐献者，从报名到采集。", "他们怎么走到那一天", "两位本校捐献者，一站一站地看。", "数字截至报道当日。", "就是这一页"},
		event.EN: {"Donors’ stories", "Two donors from this school, from sign-up to collection.", "How they came to that day", "Two donors from this school.", "Counts as of that report.", "It opens this page"},
	}
	every(t, pack, sizes[3], "", func(_ string, lang event.Lang, pg *page.Page) {
		text := said(pg, lang)
		want[lang] = slices.DeleteFunc(want[lang], func(s string) bool { return strings.Contains(text, s) })
	})
	for lang, left := range want {
		for _, s := range left {
			t.Errorf("no screen in %s says %q", lang, s)
		}
	}
}

// An event may have no stories, or many: whatever is shown can be touched and read.
func TestAnEventMayHaveAnyNumberOfStories(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 5, 12} {
		pack := smallPack(t, func(files fstest.MapFS) { severalStories(t, files, n) })
		for _, size := range sizes {
			every(t, pack, size, "^(home|stories|attract|numbers|story .*)$", func(name string, lang event.Lang, pg *page.Page) {
				if n == 0 && name == "stories" {
					return // nothing leads there
				}
				where := fmt.Sprintf("%d stories, %s in %s at %.0f×%.0f", n, name, lang, size.Width, size.Height)
				soundPage(t, where, size, pg)
				if text := said(pg, lang); n == 0 && regexp.MustCompile(`故事|(?i)\bstor(y|ies)\b`).MatchString(text) {
					t.Errorf("%s speaks of stories: %s", where, text)
				}
			})
		}
	}
}

// severalStories gives a pack n stories.
func severalStories(t *testing.T, files fstest.MapFS, n int) {
	t.Helper()
	var ids []string
	for i := range n {
		id := fmt.Sprintf("s%d", i)
		ids = append(ids, fmt.Sprintf("%q", id))
		for _, lang := range []string{"zh", "en"} {
			files["stories/"+id+"."+lang+".md"] = files["stories/first."+lang+".md"]
		}
	}
	for _, lang := range []string{"zh", "en"} {
		delete(files, "stories/first."+lang+".md")
	}
	main := string(files["event.toml"].Data)
	if n == 0 { // the small pack speaks of one
		main = strings.NewReplacer("看一个故事", "看一看", "See a story", "Have a look").Replace(main)
	}
	files["event.toml"] = &fstest.MapFile{Data: []byte(strings.Replace(main, `stories = ["first"]`, "stories = ["+strings.Join(ids, ", ")+"]", 1))}
}

// soundPage checks what every page must be: targets large enough and apart, nothing out of the window.
func soundPage(t *testing.T, where string, size fyne.Size, pg *page.Page) {
	t.Helper()
	list := controls(pg)
	for i, c := range list {
		if c.at.W < 55.9 || c.at.H < 55.9 {
			t.Errorf("%s: %s is %.1f×%.1f dp", where, c.id, c.at.W, c.at.H)
		}
		if c.at.X < -0.01 || c.at.Y < -0.01 || c.at.X+c.at.W > size.Width+0.01 || c.at.Y+c.at.H > size.Height+0.01 {
			t.Errorf("%s: %s leaves the window: %.0f", where, c.id, c.at)
		}
		for _, o := range list[:i] {
			if d := distance(c.at, o.at); !together(c.id, o.id) && d < apart-0.01 {
				t.Errorf("%s: %s and %s are %.1f dp apart", where, c.id, o.id, d)
			}
		}
	}
	for _, b := range pg.Buttons {
		if !strings.HasPrefix(b.ID, "stories.") {
			continue
		}
		for _, part := range b.Parts() {
			walk(part, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, _ bool) {
				if x, ok := o.(*canvas.Text); ok && x.Text != "" && (at.Y < -1 || at.Y+x.MinSize().Height > b.Size().Height+1) {
					t.Errorf("%s: %q leaves its card %s", where, x.Text, b.ID)
				}
			})
		}
	}
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at page.Box, scrolled bool) {
		x, ok := o.(*canvas.Text)
		if !ok || strings.TrimSpace(x.Text) == "" || scrolled {
			return
		}
		w := x.MinSize().Width
		left := at.X
		switch x.Alignment {
		case fyne.TextAlignCenter:
			left += (at.W - w) / 2
		case fyne.TextAlignTrailing:
			left += at.W - w
		}
		if left < -1.5 || left+w > size.Width+1.5 || at.Y < -1.5 || at.Y+at.H > size.Height+1.5 {
			t.Errorf("%s: %q leaves the window", where, x.Text)
		}
	})
}
