package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/assets/text"
	"matchbooth/data/seal"
	"matchbooth/data/share"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// forgot is somebody who sets a new passphrase.
type forgot struct {
	t    *testing.T
	desk *fakeDesk
	kept desk.Kept
	page *page.Page
	sent []session.Event
	lang string
	size fyne.Size
}

func forgets(t *testing.T, lang string, size fyne.Size, recovers string) *forgot {
	t.Helper()
	f := &forgot{t: t, desk: &fakeDesk{recovers: recovers}, lang: lang, size: size}
	f.draw(session.Forgotten)
	return f
}

func (f *forgot) draw(screen session.Screen) {
	pack, texts := fixtures()
	w := desk.Work{Desk: f.desk, Kept: &f.kept, Status: keeperOf("")}
	c := page.Context{Pack: pack, State: session.State{Screen: screen, KeepingOf: session.Staff, Lang: f.lang}, T: texts.In(f.lang), Size: f.size, Now: noon,
		Still: true, Inline: true, Send: func(e session.Event) { f.sent = append(f.sent, e) }}
	w.Redraw = func() { f.page = drawPage(c, w) }
	w.Redraw()
}

// types fills the fields of the page and goes on.
func (f *forgot) types(lines ...string) {
	f.t.Helper()
	for i, x := range f.page.Fields {
		s := ""
		if i < len(lines) {
			s = lines[i]
		}
		x.SetText(s)
		x.OnChanged(s)
	}
	f.tap("recover.next")
}

func (f *forgot) tap(id string) { f.t.Helper(); button(f.t, f.page, id).OnTap() }

// says returns all words of the page.
func (f *forgot) says() string {
	var all strings.Builder
	var walk func(list []fyne.CanvasObject)
	walk = func(list []fyne.CanvasObject) {
		for _, o := range list {
			switch x := o.(type) {
			case *canvas.Text:
				all.WriteString(x.Text + " ")
			case *touch.Holder:
				walk(test.WidgetRenderer(x).Objects())
			case *fyne.Container:
				walk(x.Objects)
			}
		}
	}
	walk(f.page.Root.Objects)
	return all.String()
}

func (f *forgot) shoot(name string) {
	for _, b := range f.page.Buttons {
		if at := b.Position(); b.Visible() && (at.X < 0 || at.Y < 0 || at.X+b.Size().Width > f.size.Width+1 || at.Y+b.Size().Height > f.size.Height+1) {
			f.t.Errorf("%s %s %v: %s leaves the window", name, f.lang, f.size, b.ID)
		}
	}
	if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" {
		shoot(f.t, filepath.Join(dir, "forgotten-"+name+"-"+f.lang+"-"+sizeName(f.size)+".png"), f.size, f.page)
	}
}

func sizeName(s fyne.Size) string {
	return strings.NewReplacer(".0", "").Replace(strings.TrimSpace(strings.Join([]string{itoa(s.Width), itoa(s.Height)}, "x")))
}

func itoa(f float32) string {
	s := ""
	for n := int(f); n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

// onLines is a key or a share as it is printed, in lower case.
func onLines(secret string, row int) (out []string) {
	at := strings.LastIndexByte(secret, '1') + 1
	if i := strings.IndexByte(secret, ':'); i > 0 {
		at = i + 1
	}
	rest := strings.ToLower(strings.ReplaceAll(secret[at:], "-", ""))
	for rest != "" {
		n := min(4*row, len(rest))
		line := ""
		for i := 0; i < n; i += 4 {
			line += rest[i:min(i+4, n)] + " "
		}
		out, rest = append(out, strings.TrimSpace(line)), rest[n:]
	}
	return out
}

func TestAForgottenPassphraseIsReplaced(t *testing.T) {
	mine, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := seal.Generate()
	if err != nil {
		t.Fatal(err)
	}
	shares, err := share.Split(mine.Secret(), 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	_, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			say := texts.In(lang)
			f := forgets(t, lang, size, mine.Fingerprint())
			f.draw(session.Keeping)
			f.shoot("keeping")
			f.tap("keeping.forgotten")
			if f.sent[len(f.sent)-1].Kind != session.OpenForgotten {
				t.Errorf("%s: data and keys send %v", lang, f.sent)
			}
			f.draw(session.Forgotten)
			f.shoot("key")

			// A slip is named, and what was typed stays.
			lines := onLines(mine.Secret(), seal.KeyRow)
			wrong := append([]string(nil), lines...)
			slip := "q"
			if wrong[1][0] == 'q' {
				slip = "z"
			}
			wrong[1] = slip + wrong[1][1:]
			f.types(wrong...)
			if want := text.Sentence(say.S("recovery.slip.group", "Group", 5, "Line", 2, "Place", 1)); !strings.Contains(strings.ReplaceAll(f.says(), " ", ""), strings.ReplaceAll(want, " ", "")[:12]) {
				t.Errorf("%s: a slip: %q", lang, f.says())
			}
			f.shoot("slip")
			if f.page.Fields[1].Text() != wrong[1] {
				t.Errorf("%s: what was typed is gone", lang)
			}
			// Another event's key is no slip.
			f.types(onLines(theirs.Secret(), seal.KeyRow)...)
			f.shoot("other")
			if len(f.page.Fields) != 4 {
				t.Fatalf("%s: another event's key goes on", lang)
			}
			// Shares, the same one twice, then another.
			f.tap("recover.other")
			f.shoot("shares")
			f.types(onLines(shares[0], share.Row)...)
			f.shoot("second")
			f.types(onLines(shares[0], share.Row)...)
			if len(f.page.Fields) != 6 {
				t.Fatalf("%s: one share twice goes on", lang)
			}
			f.types(onLines(shares[2], share.Row)...)
			if len(f.page.Fields) != 1 {
				t.Fatalf("%s: two shares do not go on: %s", lang, f.says())
			}
			// Back, and the whole key, scanned into the first line.
			f.draw(session.Keeping)
			f.draw(session.Forgotten)
			if len(f.page.Fields) != 4 {
				t.Fatalf("%s: the key is kept after the page was left", lang)
			}
			f.types(mine.Secret())
			f.shoot("phrase")
			f.desk.keyErr = errors.New("no disk")
			f.tap("recover.set")
			if f.desk.recovered == "" || strings.Contains(f.says(), text.Sentence(say.S("recovery.page.done"))) {
				t.Errorf("%s: done without a disk", lang)
			}
			f.shoot("failed")
			f.desk.keyErr = nil
			f.tap("recover.set")
			if !strings.Contains(f.says(), say.S("recovery.page.done")[:9]) {
				t.Errorf("%s: %q", lang, f.says())
			}
			f.shoot("done")
			if strings.Contains(f.says(), f.desk.recovered) {
				t.Errorf("%s: the passphrase is still shown", lang)
			}
			f.tap("recover.close")
			if f.sent[len(f.sent)-1].Kind != session.CloseForgotten {
				t.Errorf("%s: done sends %v", lang, f.sent)
			}
		}
	}
}

// Where no recovery key can do anything, it is not offered.
func TestWithoutARecoveryKeyNothingIsOffered(t *testing.T) {
	f := forgets(t, "en", sizes[0], "")
	f.draw(session.Keeping)
	for _, b := range f.page.Buttons {
		if b.ID == "keeping.forgotten" {
			t.Error("it is")
		}
	}
}
