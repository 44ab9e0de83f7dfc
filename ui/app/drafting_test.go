package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets/text"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/draft"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/desk/drafting"
	"matchbooth/ui/launch"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/newpack"
)

// drafted is somebody whom a window asks for a new event pack.
type drafted struct {
	forgot  // what is drawn, read and tapped
	state   *drafting.State
	home    string
	quit    bool
	large   bool
	preview string // what was opened
	err     error  // of opening it
}

func drafts(t *testing.T, lang string, size fyne.Size) *drafted {
	t.Helper()
	d := &drafted{home: t.TempDir()}
	d.t, d.lang, d.size = t, lang, size
	if err := os.Mkdir(filepath.Join(d.home, "Documents"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, texts := fixtures()
	d.state = drafting.Begin(&newpack.Window{Home: d.home, Now: noon, Texts: texts, Preview: func(dir, lang string) error {
		d.preview = lang + " " + dir
		return d.err
	}})
	d.speak(lang)
	return d
}

// speak draws the page in a language.
func (d *drafted) speak(lang string) {
	pack, texts := fixtures()
	blank := *pack
	blank.Short = event.Text{event.ZH: texts.In("zh").S("newpack.name"), event.EN: texts.In("en").S("newpack.name")}
	d.lang = lang
	w := desk.Work{Draft: d.state, Quit: func() { d.quit = true }}
	c := page.Context{Pack: &blank, State: session.State{Screen: session.SettingUp, Lang: lang, Large: d.large}, T: texts.In(lang), Size: d.size, Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}
	w.Redraw = func() { d.page = drawPage(c, w) }
	w.Redraw()
}

func (d *drafted) field(id string) *field.Field {
	d.t.Helper()
	for _, f := range d.page.Fields {
		if f.ID == id {
			return f
		}
	}
	d.t.Fatalf("%s: there is no %s", d.lang, id)
	return nil
}

// says returns all words of the page, those that have to be scrolled to as well.
func (d *drafted) says() string {
	var all strings.Builder
	walk(d.page.Root, fyne.Position{}, func(o fyne.CanvasObject, _ page.Box, _ bool) {
		switch x := o.(type) {
		case *canvas.Text:
			all.WriteString(x.Text + " ")
		case *touch.Holder:
			for _, in := range test.WidgetRenderer(x).Objects() {
				if t, ok := in.(*canvas.Text); ok {
					all.WriteString(t.Text + " ")
				}
			}
		}
	})
	return all.String()
}

// types types into a field, as from a keyboard.
func (d *drafted) types(id, s string) {
	d.t.Helper()
	f := d.field(id)
	f.SetText(s)
	f.OnChanged(s)
}

func (d *drafted) has(key string, args ...any) bool {
	_, texts := fixtures()
	plain := func(s string) string {
		return strings.NewReplacer(" ", "", "\u00a0", "", "’", "'", "“", `"`, "”", `"`).Replace(s)
	}
	return strings.Contains(plain(page.Plain(d.says())), plain(strings.TrimSuffix(text.Sentence(texts.In(d.lang).S(key, args...)), "。")))
}

func (d *drafted) on(name string) {
	d.t.Helper()
	if !d.has("newpack." + name + ".title") {
		d.t.Fatalf("%s: this is not the page %s: %s", d.lang, name, d.says())
	}
}

// draftPictures are the pictures that are compared with testdata/golden: lying in both languages, upright in one each.
var draftPictures = map[string][]string{
	"zh": {"new-1-wrong-1280x800", "new-3-1280x800", "new-6-1280x800", "new-leave-1280x800", "new-3-1080x1920"},
	"en": {"new-1-wrong-1280x800", "new-3-1280x800", "new-5-1280x800", "new-4-1080x1920"},
}

// shoot looks whether all is in the window, and takes a picture. On the usual sizes nobody has to scroll to a question.
func (d *drafted) shoot(name string) {
	d.t.Helper()
	d.forgot.shoot(name)
	if len(d.page.Scrollers) > 0 && len(d.page.Fields) > 0 {
		d.t.Errorf("%s %s %v: what is asked does not fit", name, d.lang, d.size)
	}
	for _, f := range d.page.Fields {
		if at := f.Position(); at.X < 0 || at.X+f.Size().Width > d.size.Width || at.Y+f.Size().Height > d.size.Height {
			d.t.Errorf("%s %s %v: %s leaves the window", name, d.lang, d.size, f.ID)
		}
	}
	size := sizeName(d.size)
	if slices.Contains(draftPictures[d.lang], name+"-"+size) {
		c := software.NewCanvas()
		c.SetPadded(false)
		c.SetContent(d.page.Root)
		c.Resize(d.size)
		compare(d.t, strings.Replace(name, "new-", "draft-", 1)+"-"+d.lang+"-"+size+".png", c.Capture())
	}
}

// answers are what somebody answers who has an answer to everything.
func someAnswers(lang string) draft.Answers {
	two := func(zh, en string) event.Text { return event.Text{event.ZH: zh, event.EN: en} }
	return draft.Answers{
		"title": two("春日集市", "Spring fair"), "starts": draft.Both("2027-04-10"), "ends": draft.Both("2027-04-11"), "id": draft.Both("spring-fair-2027"),
		"ref": draft.Both("fair27"), "school": two("长江大学", "River University"), "city": two("武汉", "Wuhan"), "place": two("操场东侧", "Playing field"),
		"cmdp": draft.Both("yes"), "registry_name": two("中华骨髓库", "CMDP"), "registry_branch": two("湖北分库", "Hubei branch"),
		"registry_phone": draft.Both("027-8765 4321"), "registry_link": draft.Both("https://enrol.booth-of-this-test.cn/{ref}"),
		"handler_name": two("长江大学红十字会学生分会", "the Red Cross students of River University"), "handler_contact": two("摊位上的志愿者", "A volunteer at the booth"),
		"handler_phone": draft.Both("+86 27 8765 4322"), "handler_email": draft.Both("a@booth-of-this-test.cn"), "retention_days": draft.Both("60"),
		"followup_days": draft.Both("730"), "erasure": two("写信给我们，附上回执码。", "Write to us with your receipt code."), "campuses": two("东区、西区", "East, West"),
		"student_number": draft.Both("no"), "wechat": draft.Both("yes"), "email": draft.Both("no"), "graduation": draft.Both("yes"),
		"second_number": draft.Both("yes"), "contacts": draft.Both("yes"), "parents_link": draft.Both("https://parents.booth-of-this-test.cn/"),
	}
}

// fills answers the questions of a page.
func (d *drafted) fills(p draft.Page, a draft.Answers) {
	d.t.Helper()
	for _, q := range p.Questions {
		for _, at := range newpack.Places(q, event.Lang(d.lang)) {
			s := a.In(q.ID, event.Lang(d.lang))
			switch {
			case q.Kind == draft.Choice:
				d.choose(q.ID, s)
			case at.Lang == "":
				d.types("new."+q.ID, s)
			default:
				d.types("new."+q.ID+"."+string(at.Lang), a.In(q.ID, at.Lang))
			}
		}
	}
}

// choose chooses an answer of yes and no: touching what is chosen takes it back.
func (d *drafted) choose(id, s string) {
	d.t.Helper()
	other := map[string]string{"yes": "no", "no": "yes"}[s]
	d.tap("new." + id + "." + other) // takes it back if it was that
	d.tap("new." + id + "." + s)
}

func (d *drafted) redraw() { d.speak(d.lang) }

// files reads a folder.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// same compares what was written with what the terminal makes of the same answers.
func (d *drafted) same(dir string, a draft.Answers) {
	d.t.Helper()
	_, texts := fixtures()
	want, err := draft.Build(a, texts, event.Lang(d.lang))
	if err != nil {
		d.t.Fatal(err)
	}
	got := files(d.t, dir)
	if len(got) != len(want) {
		d.t.Errorf("%s: %d files, not %d", d.lang, len(got), len(want))
	}
	for name, b := range want {
		if got[name] != string(b) {
			d.t.Errorf("%s: %s is another than at the terminal:\n%s", d.lang, name, got[name])
		}
	}
}

// Page by page, in both languages: what was typed is what is written, and the pictures are looked at.
func TestAWindowAsksForAnEventPack(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			a := someAnswers(lang)
			d := drafts(t, lang, size)
			for i, p := range draft.Pages() {
				d.on(p.ID)
				d.shoot("new-" + string(rune('1'+i)) + "-empty")
				d.fills(p, a)
				d.redraw()
				d.shoot("new-" + string(rune('1'+i)))
				d.large = true
				d.redraw()
				d.forgot.shoot("new-" + string(rune('1'+i)) + "-large")
				d.large = false
				d.redraw()
				d.tap("new.next")
			}
			d.on("folder")
			d.shoot("new-8")
			dir := filepath.Join(d.home, "Documents", "spring-fair-2027")
			if got := d.field("new.folder").Text(); got != dir {
				t.Errorf("%s: %s is proposed, not %s", lang, got, dir)
			}
			d.tap("new.next")
			d.on("done")
			d.shoot("new-9")
			d.same(dir, a)
			if !d.has("newpack.done.where") || !strings.Contains(d.says(), "event.toml:") {
				t.Errorf("%s: it says neither where it is nor what is open: %s", lang, d.says())
			}
			d.tap("new.next")
			if d.preview != lang+" "+dir {
				t.Errorf("%s: the preview of %q opens", lang, d.preview)
			}
			d.err = errors.New("no window")
			d.tap("new.next")
			if !d.has("newpack.preview.failed", "Dir", dir) {
				t.Errorf("%s: a preview that did not open: %s", lang, d.says())
			}
			if !d.state.Leave() {
				t.Errorf("%s: a written pack keeps the window open", lang)
			}
			d.tap("new.close")
			if !d.quit {
				t.Errorf("%s: the window stays", lang)
			}
		}
	}
}

// A wrong answer is said beside its field, in the words of the terminal, what was typed stays, and nobody gets on with it.
func TestAWindowSaysWhatIsWrongWithAnAnswer(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			d := drafts(t, lang, size)
			d.types("new.title.zh", "{春天}")
			d.types("new.starts", "10 April")
			d.types("new.id", "Spring Fair")
			d.types("new.ref", "a b")
			d.tap("new.next")
			for _, key := range []string{"text", "date", "id", "ref"} {
				if !d.has("draft.bad." + key) {
					t.Errorf("%s: it does not say %s: %s", lang, key, d.says())
				}
			}
			if got := d.field("new.starts").Text(); got != "10 April" {
				t.Errorf("%s: what was typed became %q", lang, got)
			}
			if first := d.page.First; first == nil || first.ID != "new.title.zh" {
				t.Errorf("%s: the keys do not go to what is wrong", lang)
			}
			d.shoot("new-1-wrong")
			// Full-width characters are what Chinese keyboards type, = is the same as in the other language, - is later.
			d.types("new.title.zh", "=")
			d.types("new.title.en", "Spring fair")
			d.types("new.starts", "２０２７-０４-１０")
			d.types("new.ends", "2027-04-09")
			d.types("new.id", "spring-fair-2027")
			d.types("new.ref", "-")
			d.tap("new.next")
			if !d.has("draft.bad.ends") {
				t.Errorf("%s: it ends before it begins: %s", lang, d.says())
			}
			d.types("new.ends", "")
			d.tap("new.next")
			d.on("where")
			d.tap("new.back")
			for id, want := range map[string]string{"new.title.zh": "Spring fair", "new.starts": "2027-04-10", "new.ends": "", "new.ref": "", "new.id": "spring-fair-2027"} {
				if got := d.field(id).Text(); got != want {
					t.Errorf("%s: %s has %q, not %q", lang, id, got, want)
				}
			}
			d.tap("new.next")
			d.tap("new.next")
			d.types("new.registry_phone", "021-0000-0521")
			d.types("new.registry_link", "www.here.cn")
			d.tap("new.next")
			for _, key := range []string{"reserved", "link"} {
				if !d.has("draft.bad." + key) {
					t.Errorf("%s: it does not say %s: %s", lang, key, d.says())
				}
			}
			d.shoot("new-3-wrong")
		}
	}
}

// What nobody has touched follows what it is proposed by, and is taken as it stands.
func TestProposalsFollowTheAnswersOnAPage(t *testing.T) {
	d := drafts(t, "zh", sizes[0])
	d.types("new.title.en", "Night market")
	d.types("new.starts", "2027-04-10")
	for id, want := range map[string]string{"new.ends": "2027-04-10", "new.id": "night-market-2027", "new.ref": "nightmarket2027"} {
		if got := d.field(id).Text(); got != want {
			t.Errorf("%s is proposed as %q, not %q", id, got, want)
		}
	}
	d.tap("new.next")
	d.types("new.school.zh", "长江大学")
	if got := d.field("new.place.zh").Text(); got != "长江大学" {
		t.Errorf("the place is proposed as %q", got)
	}
	d.tap("new.next")
	if got := d.field("new.registry_name.zh").Text(); !strings.Contains(got, "中华骨髓库") {
		t.Errorf("the registry is proposed as %q", got)
	}
	d.tap("new.cmdp.no")
	if got := d.field("new.registry_name.zh").Text(); got != "" {
		t.Errorf("without CMDP the registry is proposed as %q", got)
	}
	d.tap("new.cmdp.yes")
	d.tap("new.next") // accepted in Chinese: another language proposes nothing else
	d.speak("en")
	d.tap("new.back")
	if !strings.Contains(d.field("new.registry_name.zh").Text(), "中华骨髓库") {
		t.Error("another language takes the answer back")
	}
	for range 10 {
		d.tap("new.next")
		if d.has("newpack.folder.title") {
			break
		}
	}
	d.tap("new.next")
	d.on("done")
	if toml := files(t, filepath.Join(d.home, "Documents", "night-market-2027"))["event.toml"]; !strings.Contains(toml, `en = "Night market"`) || !strings.Contains(toml, "中华骨髓库") {
		t.Error(toml)
	}
}

// Back, another language, Esc and the cross of the window: nothing that was typed is lost unasked.
func TestNothingTypedIsLostUnasked(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			d := drafts(t, lang, size)
			if !d.state.Leave() {
				t.Errorf("%s: nothing was typed, and closing asks", lang)
			}
			d.types("new.title.en", "Spring fair")
			other := map[string]string{"zh": "en", "en": "zh"}[lang]
			d.speak(other)
			d.speak(lang)
			if d.field("new.title.en").Text() != "Spring fair" {
				t.Errorf("%s: another language takes the title away", lang)
			}
			d.tap("new.next")
			d.types("new.city.en", "Wuhan\u2026{")
			d.page.Fields[0].OnKey(0, fyne.KeyEscape) // back, with what is not good yet
			if d.field("new.title.en").Text() != "Spring fair" {
				t.Errorf("%s: back takes the title away", lang)
			}
			d.tap("new.next")
			if d.field("new.city.en").Text() != "Wuhan\u2026{" {
				t.Errorf("%s: what was not good is gone", lang)
			}
			d.page.Fields[0].OnKey(0, fyne.KeyEscape)
			d.page.Fields[0].OnKey(0, fyne.KeyEscape) // out of the first page
			if d.quit || !d.has("newpack.leave.title") {
				t.Errorf("%s: Esc leaves unasked: %s", lang, d.says())
			}
			d.shoot("new-leave")
			d.page.Keys(fyne.KeyEscape, 0)
			if d.quit || d.field("new.title.en").Text() != "Spring fair" {
				t.Errorf("%s: it does not go on where it was", lang)
			}
			if d.state.Leave() { // the cross of the window
				t.Errorf("%s: the window closes unasked", lang)
			}
			d.redraw()
			d.tap("settingup.stay")
			if d.state.Leave() {
				t.Errorf("%s: it asks once only", lang)
			}
			d.redraw()
			d.tap("settingup.leave")
			if !d.quit {
				t.Errorf("%s: the window stays", lang)
			}
			if list, err := os.ReadDir(filepath.Join(d.home, "Documents")); err != nil || len(list) > 0 {
				t.Errorf("%s: left behind: %v, %v", lang, list, err)
			}
		}
	}
}

// A folder that is not free is refused in the terminal's words, and nothing in it is touched.
func TestAPackIsWrittenIntoAFreeFolderOnly(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		d := drafts(t, lang, sizes[0])
		full := filepath.Join(d.home, "Documents", "event-"+strconv.Itoa(noon.Year()))
		if err := os.MkdirAll(full, 0o700); err != nil {
			t.Fatal(err)
		}
		mine := filepath.Join(full, "mine.txt")
		if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		for range draft.Pages() {
			d.tap("new.next")
		}
		d.on("folder")
		if got := d.field("new.folder").Text(); got != full+"-2" {
			t.Errorf("%s: %s is proposed although %s is full", lang, got, full)
		}
		for _, c := range []struct {
			typed, key string
			args       []any
		}{
			{full, "cli.new.notempty", []any{"Dir", full}}, {mine, "cli.new.nofolder", []any{"Dir", mine}},
			{filepath.Join(mine, "x"), "cli.new.nofolder", []any{"Dir", filepath.Join(mine, "x")}}, {" ", "newpack.nodir", nil}, {"$HOME/x", "newpack.nodir", nil},
		} {
			d.types("new.folder", c.typed)
			d.tap("new.next")
			if !d.has(c.key, c.args...) || d.field("new.folder").Text() != c.typed {
				t.Errorf("%s: %q: %s", lang, c.typed, d.says())
			}
		}
		d.shoot("new-8-wrong")
		d.types("new.folder", "~"+string(filepath.Separator)+filepath.Join("new", "pack"))
		d.tap("new.next")
		d.on("done")
		_, texts := fixtures()
		want, err := draft.Build(newpack.NewInterview(noon).Answers(event.Lang(lang)), texts, event.Lang(lang))
		if err != nil {
			t.Fatal(err)
		}
		if got := files(t, filepath.Join(d.home, "new", "pack")); len(got) != len(want) {
			t.Errorf("%s: %d files, not %d", lang, len(got), len(want))
		}
		if b, err := os.ReadFile(mine); err != nil || string(b) != "mine" {
			t.Errorf("%s: %q, %v", lang, b, err)
		}
	}
}

// By the keys of a keyboard alone, in the booth's own window: from field to field, to what is wrong, on, and back.
func TestANewPackByKeysAlone(t *testing.T) {
	_, _, now := booth(t)
	built, texts := packAndTexts()
	pack := *built
	pack.Practice = false // as in call.BlankPack
	w := &newpack.Window{Home: t.TempDir(), Now: noon, Texts: texts}
	b := newBooth(NoStore{}, launch.Options{New: w, Pack: &pack, Lang: "en"}, texts, func() time.Time { return *now })
	b.onUI, b.inline = func(f func()) { f() }, true
	b.size = fyne.NewSize(1280, 800)
	b.show()
	at := func() string {
		if f := b.keys.input.Field(); f != nil {
			return f.ID
		}
		return ""
	}
	types(b, now, "Spring fair", fyne.KeyReturn)
	if at() != "new.title.zh" {
		t.Errorf("Enter leads to %q", at())
	}
	types(b, now, "=", fyne.KeyTab)
	types(b, now, "2027-13-10", fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	if at() != "new.ref" {
		t.Errorf("tab leads to %q", at())
	}
	types(b, now, "", fyne.KeyReturn)
	if at() != "new.starts" || !strings.Contains(reads(b), b.says("draft.bad.date")) {
		t.Fatalf("a wrong date leads to %q: %s", at(), reads(b))
	}
	types(b, now, "", fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	types(b, now, "04-10")
	if f := heir(b.page, "new.ends"); f.Text() != "2027-04-10" {
		t.Errorf("the last day is proposed as %q", f.Text())
	}
	types(b, now, "", fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn)
	if at() != "new.school.en" {
		t.Fatalf("on the next page the keys go to %q", at())
	}
	types(b, now, "River University", fyne.KeyEscape)
	if f := heir(b.page, "new.title.zh"); f == nil || f.Text() != "Spring fair" {
		t.Errorf("Esc does not lead back: %s", reads(b))
	}
	// Another language and another size of the window keep it all.
	on(b, now, ev(session.SetLang, "zh"))
	b.size = fyne.NewSize(1080, 1920)
	b.redraw()
	if f := heir(b.page, "new.id"); f == nil || f.Text() != "spring-fair-2027" || !strings.Contains(reads(b), b.says("draft.title")) {
		t.Errorf("in Chinese: %s", reads(b))
	}
	// Somebody goes and asks for an hour: nobody is asked whether they are still there.
	for range 60 {
		*now = now.Add(time.Minute)
		b.Send(session.Event{Kind: session.Tick})
	}
	if f := heir(b.page, "new.id"); f == nil || b.state.Overlay != "" || b.state.Screen != session.SettingUp {
		t.Errorf("an hour later: %s", reads(b))
	}
	b.draft.Leave()
	b.redraw()
	if !strings.Contains(reads(b), b.says("newpack.leave.title")) {
		t.Errorf("the cross of the window does not ask: %s", reads(b))
	}
	presses(b, now, fyne.KeyEscape)
	if heir(b.page, "new.title.zh") == nil {
		t.Errorf("Esc does not go on: %s", reads(b))
	}
}

// What is wrong with the folder is said in the language that the window is switched to, and not behind the keyboard.
func TestARefusedFolderIsSaidInBothLanguages(t *testing.T) {
	_, _, now := booth(t)
	built, texts := packAndTexts()
	home := t.TempDir()
	b := newBooth(NoStore{}, launch.Options{New: &newpack.Window{Home: home, Now: noon, Texts: texts}, Pack: built, Lang: "en"}, texts, func() time.Time { return *now })
	b.onUI, b.inline = func(f func()) { f() }, true
	b.size = fyne.NewSize(1280, 800)
	b.show()
	for range draft.Pages() {
		button(t, b.page, "new.next").OnTap()
	}
	f := heir(b.page, "new.folder")
	f.SetText(home) // which has something in it
	f.OnChanged(home)
	if err := os.WriteFile(filepath.Join(home, "mine.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.keys.input.OnFinger(f)
	button(t, b.page, "new.next").OnTap()
	if b.keys.up {
		t.Error("the keyboard stays up over what is wrong")
	}
	said := map[string]string{}
	for _, lang := range []string{"zh", "en"} {
		on(b, now, ev(session.SetLang, lang))
		said[lang] = reads(b)
		if strings.Contains(said[lang], b.says("frame.practice")) {
			t.Errorf("%s: it says that this is practice", lang)
		}
	}
	for _, lang := range []string{"zh", "en"} {
		_, want, _ := strings.Cut(plainOf(texts.In(lang).S("cli.new.notempty", "Dir", "|")), "|")
		if !strings.Contains(said[lang], want) {
			t.Errorf("%s: %q is not said: %s", lang, want, said[lang])
		}
	}
}
