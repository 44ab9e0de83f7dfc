package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// newPINs is a gate whose PIN can be changed.
type newPINs struct {
	pins
	set []string
	err error
}

func (p *newPINs) ChangePIN(_ context.Context, pin string, _ ...time.Time) error {
	if p.err == nil {
		p.set = append(p.set, pin)
	}
	return p.err
}

// padSays returns the sentences above the dots of a pad.
func padSays(p *page.Page) (all string) {
	for _, o := range p.Root.Objects {
		h, ok := o.(*touch.Holder)
		if !ok {
			continue
		}
		for _, o := range test.WidgetRenderer(h).Objects()[0].(*fyne.Container).Objects {
			if x, ok := o.(*canvas.Text); ok {
				all += x.Text + " "
			}
		}
	}
	return all
}

// pressPIN types digits and goes on.
func pressPIN(t *testing.T, p *page.Page, digits string) {
	t.Helper()
	for _, d := range digits {
		button(t, p, "overlay.key."+string(d)).OnTap()
	}
	button(t, p, "overlay.ok").OnTap()
}

func TestThePINIsChangedOnTheStaffScreen(t *testing.T) {
	pack, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		gate := &newPINs{}
		var sent []session.Event
		draw := func(s session.State) *page.Page {
			s.Lang = lang
			return drawPage(page.Context{
				Pack: pack, State: s, T: texts.In(lang), Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
				Send: func(e session.Event) { sent = append(sent, e) },
			}, desk.Work{Gate: gate})
		}
		menu := draw(session.State{Screen: session.Staff})
		button(t, menu, "staff.pin").OnTap()
		if len(sent) != 1 || sent[0].Kind != session.AskNewPIN {
			t.Fatalf("%s: the menu sends %v", lang, sent)
		}
		pad := draw(session.State{Screen: session.Staff, Overlay: session.NewPIN})
		pressPIN(t, pad, "5210")
		if want := texts.In(lang).S("pin.fault.short", "Least", 6); !strings.Contains(padSays(pad), want[1:8]) {
			t.Errorf("%s: a short one: %q", lang, padSays(pad))
		}
		pressPIN(t, pad, "123456")
		pressPIN(t, pad, "604827")
		pressPIN(t, pad, "604872") // not the same
		if len(gate.set) > 0 {
			t.Fatalf("%s: set %q", lang, gate.set)
		}
		pressPIN(t, pad, "604827")
		gate.err = errors.New("no disk")
		pressPIN(t, pad, "604827")
		if len(gate.set) > 0 || button(t, pad, "overlay.done").Visible() {
			t.Fatalf("%s: done without a disk", lang)
		}
		gate.err = data.ErrPracticePIN
		pressPIN(t, pad, "604827")
		pressPIN(t, pad, "604827")
		if !strings.Contains(padSays(pad), "5210") {
			t.Errorf("%s: a practice booth: %q", lang, padSays(pad))
		}
		gate.err = nil
		pressPIN(t, pad, "604827")
		pressPIN(t, pad, "604827")
		if len(gate.set) != 1 || gate.set[0] != "604827" || !button(t, pad, "overlay.done").Visible() || button(t, pad, "overlay.cancel").Visible() {
			t.Errorf("%s: set %q", lang, gate.set)
		}
		button(t, pad, "overlay.done").OnTap()
		if last := sent[len(sent)-1]; last.Kind != session.KeepOn {
			t.Errorf("%s: done sends %v", lang, last)
		}
		for _, e := range sent {
			if strings.Contains(e.Arg+e.Arg2, "604") {
				t.Fatal("the PIN is in an event")
			}
		}
	}
}

// A practice booth has the PIN that everybody knows, and offers no other.
func TestAPracticeBoothOffersNoPIN(t *testing.T) {
	pack, texts := fixtures()
	p := drawPage(page.Context{
		Pack: pack, State: session.State{Screen: session.Staff, Lang: "en"}, T: texts.In("en"), Size: fyne.NewSize(1280, 800), Now: noon,
		Practice: true, Still: true, Inline: true, Send: func(session.Event) {},
	}, desk.Work{})
	for _, b := range p.Buttons {
		if b.ID == "staff.pin" {
			t.Error("it does")
		}
	}
}

// Nothing leaves the window; with MATCHBOOTH_SHOTS the pictures are kept.
func TestTheNewPINFits(t *testing.T) {
	pack, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for name, size := range map[string]fyne.Size{"1280x800": fyne.NewSize(1280, 800), "1366x768": fyne.NewSize(1366, 768), "1080x1920": fyne.NewSize(1080, 1920)} {
			for what, overlay := range map[string]session.Overlay{"menu": "", "pad": session.NewPIN} {
				p := drawPage(page.Context{
					Pack: pack, State: session.State{Screen: session.Staff, Overlay: overlay, Lang: lang}, T: texts.In(lang), Size: size, Now: noon,
					Still: true, Inline: true, Send: func(session.Event) {},
				}, desk.Work{Gate: &newPINs{}, StartLang: lang})
				if overlay != "" {
					pressPIN(t, p, "123456")
				}
				if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" {
					shoot(t, filepath.Join(dir, "newpin-"+what+"-"+lang+"-"+name+".png"), size, p)
				}
				for _, b := range p.Buttons {
					if at := b.Position(); at.X < 0 || at.Y < 0 || at.X+b.Size().Width > size.Width || at.Y+b.Size().Height > size.Height {
						t.Errorf("%s %s %s: %s leaves the window", what, lang, name, b.ID)
					}
				}
			}
		}
	}
}
