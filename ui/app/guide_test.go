package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/event/livepack"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/desk/guide"
	"matchbooth/ui/launch"
	"matchbooth/ui/page"
	"matchbooth/ui/touch/keyboard"
	"matchbooth/ui/work/handover"
	"matchbooth/ui/work/setup"
)

// guided is somebody whom a window leads through making a booth.
type guided struct {
	forgot // what is drawn, read and tapped
	state  *guide.State
	plan   setup.Plan // of the booth that was made
	err    error      // of making it
	tried  error      // what came of trying the keys
	quit   bool
	secret string
}

func leads(t *testing.T, lang string, size fyne.Size, dir, pack string) *guided {
	t.Helper()
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	g := &guided{secret: key.Secret()}
	g.t, g.lang, g.size = t, lang, size
	g.state = guide.Begin(&setup.Window{
		Dir: filepath.Join(dir, "booth"), Home: dir,
		Warnings: func(say text.Printer, p *event.Pack) []setup.Warning {
			return []setup.Warning{{Ask: say.S("cli.setup.askpermission", "Name", "Ada")}}
		},
		Make: func(p setup.Plan, _ text.Printer, try func(string) error) (setup.Made, error) {
			if g.err != nil {
				return setup.Made{}, g.err
			}
			if g.tried = try(g.secret); g.tried != nil {
				return setup.Made{}, g.tried
			}
			g.plan = p
			return setup.Made{Booth: "0123456789abcdef0123456789abcdef", Set: "0123456789abcdef", Keys: 2, Card: p.Card, Kiosk: true}, nil
		},
	})
	g.state.Sticks = func() []handover.Place { return []handover.Place{{Dir: filepath.Join(dir, "stick"), Name: "ENROL"}} }
	pk, texts := fixtures()
	w := desk.Work{Setup: g.state, Quit: func() { g.quit = true }}
	c := page.Context{Pack: pk, State: session.State{Screen: session.SettingUp, Lang: lang}, T: texts.In(lang), Size: size, Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}
	w.Redraw = func() { g.page = drawPage(c, w) }
	w.Redraw()
	w.Redraw()
	return g
}

func (g *guided) fills(values ...string) {
	g.t.Helper()
	for i, v := range values {
		g.page.Fields[i].SetText(v)
		g.page.Fields[i].OnChanged(v)
	}
	g.tap("guide.next")
}

func (g *guided) has(key string, args ...any) bool {
	_, texts := fixtures()
	plain := func(s string) string { return strings.NewReplacer(" ", "", "’", "'").Replace(s) }
	return strings.Contains(plain(g.says()), plain(text.Sentence(texts.In(g.lang).S(key, args...))))
}

// readyPack writes a pack that may go live.
func readyPack(t *testing.T, dir string) string {
	t.Helper()
	at := filepath.Join(dir, "pack")
	if err := livepack.Write(at, time.Now()); err != nil { // it is looked at by the real date
		t.Fatal(err)
	}
	return at
}

func TestAWindowLeadsThroughMakingABooth(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "stick"), 0o700); err != nil {
				t.Fatal(err)
			}
			pack := readyPack(t, dir)
			g := leads(t, lang, size, dir, pack)
			shoot := func(name string) { g.shoot("guide-" + name) }
			shoot("1")
			g.fills(filepath.Join(dir, "nothing"), filepath.Join(dir, "booth"))
			if !g.has("setup.no.pack.missing", "Path", filepath.Join(dir, "nothing")) {
				t.Errorf("%s: no pack: %q", lang, g.says())
			}
			g.fills(pack, filepath.Join(dir, "booth"))
			shoot("1-read")
			g.tap("guide.next") // without having answered
			if !g.has("guide.pack.answer") {
				t.Errorf("%s: unanswered: %q", lang, g.says())
			}
			g.tap("guide.warninga")
			g.tap("guide.next")
			if !g.has("guide.keys.title") {
				t.Fatalf("%s: %q", lang, g.says())
			}
			shoot("2")
			g.tap("guide.shares")
			shoot("2-shares")
			g.tap("guide.next")
			g.fills("123456", "123456")
			if !g.has("pin.fault.running") {
				t.Errorf("%s: a weak PIN: %q", lang, g.says())
			}
			shoot("3")
			g.fills("604827", "604872")
			if !g.has("setup.no.differ") {
				t.Errorf("%s: two PINs: %q", lang, g.says())
			}
			g.err = errors.New("no disk")
			g.fills("604827", "604827")
			if !g.has("guide.failed") {
				t.Errorf("%s: no disk: %q", lang, g.says())
			}
			g.err = nil
			g.tap("guide.next")
			if !g.has("guide.test.title") {
				t.Fatalf("%s: %q", lang, g.says())
			}
			shoot("4")
			g.fills("something else", "aaaa")
			if !g.has("guide.test.phrasewrong") {
				t.Errorf("%s: a wrong note: %q", lang, g.says())
			}
			// Stopping leaves nothing, and the way on is still there.
			g.tap("guide.back")
			if g.tried != nil || !g.has("guide.leave.why") {
				t.Errorf("%s: stopped without a word: %v, %q", lang, g.tried, g.says())
			}
			shoot("4-leave")
			g.tap("settingup.stay")
			if !g.has("guide.test.title") {
				t.Errorf("%s: staying: %q", lang, g.says())
			}
			g.tap("guide.back")
			g.tap("settingup.leave")
			if !errors.Is(g.tried, setup.ErrStopped) || !g.has("guide.pin.title") || !g.has("guide.nothing") {
				t.Errorf("%s: stopped: %v, %q", lang, g.tried, g.says())
			}
			shoot("4-stopped")
			g.tap("guide.next")
			trial := g.state.Trying()
			line, place := trial.Line()
			g.fills(g.state.Noted(), "####")
			if !g.has("guide.test.sheetwrong", "Line", line, "Place", place) {
				t.Errorf("%s: a wrong group: %q", lang, g.says())
			}
			at := strings.LastIndexByte(g.secret, '1') + 1 + ((line-1)*4+place-1)*4
			g.fills(g.state.Noted(), strings.ToLower(g.secret[at:at+4]))
			if !g.has("guide.card.title") {
				t.Fatalf("%s: %q", lang, g.says())
			}
			shoot("5")
			if g.plan.PIN != "604827" || g.plan.Split == "" || filepath.Dir(g.plan.Sheet) != filepath.Join(dir, "stick") {
				t.Errorf("%s: made another booth", lang)
			}
			g.tap("guide.next")
			if !g.quit {
				t.Errorf("%s: the window stays", lang)
			}
		}
	}
}

// Whoever closes the window before the keys were tried leaves nothing behind.
func TestAClosedWindowMakesNoBooth(t *testing.T) {
	dir := t.TempDir()
	g := leads(t, "en", sizes[0], dir, readyPack(t, dir))
	g.fills(filepath.Join(dir, "pack"), filepath.Join(dir, "booth"))
	g.tap("guide.warninga")
	g.tap("guide.next")
	if err := os.Mkdir(filepath.Join(dir, "stick"), 0o700); err != nil {
		t.Fatal(err)
	}
	g.tap("guide.next")
	g.fills("604827", "604827")
	_, texts := fixtures()
	said := ""
	g.state.Stopped = func(s string) { said += s }
	if g.state.Leave() {
		t.Error("the window closes over a page that may have been printed, without asking")
	}
	g.state.Close(texts.In("zh"))
	if !errors.Is(g.tried, setup.ErrStopped) {
		t.Errorf("the trial ended with %v", g.tried)
	}
	if said != texts.In("zh").S("guide.nothing") {
		t.Errorf("what was written is gone, and this is said of it: %q", said)
	}
	g.state.Close(texts.In("zh"))
	if said != texts.In("zh").S("guide.nothing") {
		t.Errorf("said twice: %q", said)
	}
}

// setsUp is the booth's own window while it leads through a set-up, of a pack that is marked as practice even: the worst that
// it can be drawn with.
func setsUp(t *testing.T, dir string) (*Booth, *time.Time) {
	t.Helper()
	_, _, now := booth(t)
	built, texts := packAndTexts()
	if !built.Practice {
		t.Fatal("the built-in pack is for practice")
	}
	key, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	w := &setup.Window{
		Dir: filepath.Join(dir, "booth"), Home: dir, PackPath: readyPack(t, dir),
		Make: func(p setup.Plan, _ text.Printer, try func(string) error) (setup.Made, error) {
			return setup.Made{Booth: "0123456789abcdef0123456789abcdef", Set: "0123456789abcdef", Keys: 2, Card: p.Card, Kiosk: true}, try(key.Secret())
		},
	}
	b := newBooth(NoStore{}, launch.Options{Setup: w, Pack: built, Lang: "zh"}, texts, func() time.Time { return *now })
	b.onUI, b.inline = func(f func()) { f() }, true
	b.setup.Sticks = func() []handover.Place { return nil }
	b.size = fyne.NewSize(1280, 800)
	b.show()
	t.Cleanup(func() { b.setup.Close(texts.In("zh")) })
	return b, now
}

// On every page of a set-up: nothing says that this is practice, somebody may be away for an hour, and what stands there is
// said in the language that the window is switched to.
func TestASetUpIsNoPracticeAndTakesItsTime(t *testing.T) {
	dir := t.TempDir()
	b, now := setsUp(t, dir)
	next := func() { button(t, b.page, "guide.next").OnTap() }
	pinOf := func(first, again string) func() {
		return func() {
			for i, v := range []string{first, again} {
				b.page.Fields[i].SetText(v)
				b.page.Fields[i].OnChanged(v)
			}
			next()
		}
	}
	for _, c := range []struct {
		to   string // the title of the page
		says string // what is said below it
		do   func()
	}{
		{"guide.pack.title", "", func() {}},
		{"guide.pack.title", "guide.pack.compare", next},
		{"guide.keys.title", "", next},
		{"guide.pin.title", "", next},
		{"guide.pin.title", "setup.no.differ", pinOf("604827", "604872")},
		{"guide.test.title", "", pinOf("604827", "604827")},
		{"guide.test.title", "guide.test.phrasewrong", next},
		{"guide.leave.title", "", func() { button(t, b.page, "guide.back").OnTap() }},
		{"guide.pin.title", "guide.nothing", func() { button(t, b.page, "settingup.leave").OnTap() }},
	} {
		c.do()
		for range 60 {
			*now = now.Add(time.Minute)
			b.Send(session.Event{Kind: session.Tick})
		}
		for _, lang := range []string{"en", "zh"} {
			on(b, now, ev(session.SetLang, lang))
			read := reads(b)
			if b.state.Screen != session.SettingUp || b.state.Overlay != "" || !strings.Contains(read, b.says(c.to)) {
				t.Fatalf("%s, an hour later on %s: %s", lang, c.to, read)
			}
			if strings.Contains(read, b.says("frame.practice")) {
				t.Errorf("%s, on %s: the page says that this is practice", lang, c.to)
			}
			if c.says != "" && !strings.Contains(strings.ToLower(read), strings.ToLower(b.says(c.says))) {
				t.Errorf("%s, on %s: %q is not said: %s", lang, c.to, b.says(c.says), read)
			}
		}
	}
}

// Whoever has set a booth up here before is not asked for another name: the page, its shares and the card get a number.
func TestASecondSetUpFindsFreeNames(t *testing.T) {
	dir := t.TempDir()
	var p setup.Plan
	if err := p.TakePack(readyPack(t, dir)); err != nil {
		t.Fatal(err)
	}
	name := func(kind, n, ext string) string { return filepath.Join(dir, kind+"-"+p.Pack.ID+n+ext) }
	for i, n := range []string{"", "-2", "-3"} {
		for _, shares := range []bool{true, false} {
			if err := p.TakeSheet(p.FreeSheet(dir), shares); err != nil {
				t.Fatal(err)
			}
			if p.Sheet != name("recovery", n, ".pdf") || p.Card != name("card", n, ".pdf") || shares && p.Split != name("recovery", n, "-shares") {
				t.Errorf("the set-up after %d takes %q, %q and %q", i, p.Sheet, p.Split, p.Card)
			}
		}
		if i == 1 { // only the shares of another are left
			if err := os.MkdirAll(filepath.Join(name("recovery", n, "-shares"), "1"), 0o700); err != nil {
				t.Fatal(err)
			}
		} else if err := os.WriteFile(name("recovery", n, ".pdf"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name("card", n, ".pdf"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// By the keys of a keyboard alone: the tab key goes from field to field and back to the first, Enter on, Esc back, and what is
// wrong is not hidden by the keyboard on the screen.
func TestASetUpByKeysAlone(t *testing.T) {
	b, now := setsUp(t, t.TempDir())
	at := func() string {
		if f := b.keys.input.Field(); f != nil {
			return f.ID
		}
		return ""
	}
	if b.keys.input.OnFinger(b.keys.input.Field()); !slices.ContainsFunc(b.keys.board.Keys(), func(k keyboard.KeyAt) bool { return k.ID == "/" }) {
		t.Error("the keyboard for a path has no slash")
	}
	for _, want := range []string{"folder", "pack", "folder"} {
		if types(b, now, "", fyne.KeyTab); at() != want {
			t.Fatalf("tab leads to %q, not %q", at(), want)
		}
	}
	types(b, now, "", fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	presses(b, now, fyne.KeyReturn)
	if at() != "pin" {
		t.Fatalf("Enter leads to %q: %s", at(), reads(b))
	}
	types(b, now, "604827", fyne.KeyTab)
	types(b, now, "604872")
	if first, again := heir(b.page, "pin").Text(), heir(b.page, "again").Text(); first != "604827" || again != "604872" {
		t.Errorf("the PINs are typed into %q and %q", first, again)
	}
	b.keys.input.OnFinger(b.keys.input.Field()) // the keyboard comes up
	types(b, now, "", fyne.KeyReturn)
	if b.keys.up || !strings.Contains(reads(b), b.says("setup.no.differ")) {
		t.Errorf("the keyboard is up %v, over what is wrong: %s", b.keys.up, reads(b))
	}
	types(b, now, "", fyne.KeyEscape)
	if !strings.Contains(reads(b), b.says("guide.keys.title")) {
		t.Errorf("Esc does not lead back: %s", reads(b))
	}
}

// What is wrong stands clear of everything else on the page, in large print too.
func TestWhatIsWrongWithASetUpStandsClear(t *testing.T) {
	for _, size := range sizes {
		for _, lang := range []string{"zh", "en"} {
			b, now := setsUp(t, t.TempDir())
			b.size = size
			on(b, now, ev(session.SetLang, lang), ev(session.SetLarge))
			b.redraw()
			button(t, b.page, "guide.next").OnTap()
			button(t, b.page, "guide.next").OnTap()
			gone := filepath.Dir(b.setup.PackPath)
			if err := os.RemoveAll(gone); err != nil { // as if the stick had been pulled out
				t.Fatal(err)
			}
			button(t, b.page, "guide.next").OnTap()
			if !strings.Contains(reads(b), b.says("guide.keys.title")) {
				t.Fatalf("goes on without a folder: %s", reads(b))
			}
			boxes, words := []page.Box{}, []string{}
			textsOf(b.page.Root, fyne.NewPos(0, 0), func(x *canvas.Text, at fyne.Position) {
				if x.Text != "" && x.Visible() {
					boxes = append(boxes, page.Box{X: at.X, Y: at.Y + x.TextSize*0.2, W: x.MinSize().Width, H: x.TextSize * 0.8})
					words = append(words, x.Text)
				}
			})
			for i := range boxes {
				for j := range i {
					if overlap(boxes[i], boxes[j]) {
						t.Errorf("%s %v: %q lies on %q", lang, size, words[i], words[j])
					}
				}
			}
		}
	}
}
