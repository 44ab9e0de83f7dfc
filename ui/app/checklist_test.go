package app

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// keepingDesk keeps the check that it is given.
type keepingDesk struct {
	fakeDesk
	kept []record.Check
}

func (d *keepingDesk) AddCheck(_ context.Context, _ string, c record.Check) error {
	d.kept = append(d.kept, c)
	return nil
}

// checkPage draws the volunteer check with a check list of its own.
func checkPage(steps []event.Check, size fyne.Size, lang string, large bool) (*page.Page, *keepingDesk) {
	pack, texts := fixtures()
	own := *pack
	own.Checks = steps
	d := &keepingDesk{}
	return drawPage(page.Context{
		Pack: &own, State: session.State{Screen: session.Check, Code: "7K4M-92QX-D", PersonID: "p", Compared: long, Lang: lang, Large: large}, T: texts.In(lang),
		Size: size, Now: noon, Practice: true, Still: true, Inline: true, Send: func(session.Event) {},
	}, desk.Work{Desk: d}), d
}

// long is what a volunteer compares at the booth where it is as long as it gets.
var long = session.Compared{Name: "Alexandra-Konstantinopoulou Schwarzenegger", Phone: "+4915112345678"}

// written types into a field of the page.
func written(t *testing.T, pg *page.Page, id, text string) {
	t.Helper()
	for _, f := range pg.Fields {
		if f.ID == id {
			f.Insert(text)
			return
		}
	}
	t.Fatalf("no field %s", id)
}

// What is kept is what was ticked: a box that is empty, or was emptied again, says nothing.
func TestACheckKeepsTheStepsThatWereAnswered(t *testing.T) {
	pack, _ := fixtures()
	for _, c := range []struct {
		about string
		steps []event.Check
		tap   []string
		kit   string
		want  record.Check
	}{
		{"nothing", nil, nil, "", record.Check{}},
		{"the usual list", nil, []string{"rang", "identity"}, "KIT-1", record.Check{Rang: true, Identity: true, Kit: "KIT-1", Answers: map[string]bool{"rang": true, "identity": true}}},
		{"ticked and emptied again", nil, []string{"rang", "identity", "rang"}, "", record.Check{Identity: true, Answers: map[string]bool{"identity": true}}},
		{"steps of the pack", sixSteps(pack), []string{"sample", "leaflet"}, "", record.Check{Answers: map[string]bool{"sample": true, "leaflet": true}}},
	} {
		pg, d := checkPage(c.steps, sizes[0], "en", false)
		for _, id := range c.tap {
			button(t, pg, "check.step."+id).OnTap()
		}
		if c.kit != "" {
			written(t, pg, "kit", c.kit)
		}
		button(t, pg, "check.done").OnTap()
		if len(d.kept) > 0 {
			t.Errorf("%s: kept without initials", c.about)
		}
		written(t, pg, "initials", "LQ")
		button(t, pg, "check.done").OnTap()
		if len(d.kept) != 1 {
			t.Fatalf("%s: %d checks kept", c.about, len(d.kept))
		}
		got := d.kept[0]
		c.want.At, c.want.Initials = noon, "LQ"
		if len(got.Answers) == 0 {
			got.Answers = nil
		}
		if !reflect.DeepEqual(record.Check.Plain(got), record.Check.Plain(c.want)) {
			t.Errorf("%s: kept %+v, want %+v", c.about, got.Plain(), c.want.Plain())
		}
	}
}

// While the check is done its page has the name and the number, which the take-home has not; afterwards the take-home says
// that it is done, and nothing of both is left in the window.
func TestTheTakeHomeSaysThatItWasChecked(t *testing.T) {
	b, _, now := booth(t)
	b.state.Screen, b.state.Code, b.state.PersonID = session.TakeHome, "7K4M-92QX-D", "p"
	b.state.Touched, b.state.Started, b.state.Compared = *now, *now, session.Compared{Name: canary, Phone: "13900000417"}
	b.show()
	if text := pageSays(b.page); strings.Contains(text, canary) || strings.Contains(text, "0417") || !strings.Contains(text, "志愿者核对") {
		t.Errorf("before: %s", text)
	}
	on(b, now, ev(session.AskPIN), ev(session.PINOK))
	if text := pageSays(b.page); !strings.Contains(text, canary) || !strings.Contains(text, "139 0000 0417") {
		t.Errorf("during: %s", text)
	}
	before := b.page
	on(b, now, ev(session.Back))
	if text := pageSays(b.page); strings.Contains(text, canary) || strings.Contains(text, "核对过了") {
		t.Errorf("given up: %s", text)
	}
	on(b, now, ev(session.AskPIN), ev(session.PINOK), ev(session.CheckDone))
	if text := pageSays(b.page); !strings.Contains(text, "志愿者已经和你核对过了") || button(t, b.page, "takehome.finish") == nil {
		t.Errorf("afterwards: %s", text)
	}
	for what, v := range map[string]any{"booth": b, "page": before} {
		if way := held(v); way != "" {
			t.Errorf("the name is left in the %s: %s", what, way)
		}
	}
	*now = now.Add(2 * time.Second)
	on(b, now, ev(session.AskEnd), ev(session.Finish))
	if b.state.Checked || b.state.Code != "" {
		t.Error("the next visitor is checked already")
	}
}

// A pack without a kit asks for none, and its one field is the initials.
func TestACheckWithoutAKit(t *testing.T) {
	pg, _ := checkPage([]event.Check{{ID: "rang", Kind: event.CheckYesNo}}, sizes[0], "zh", false)
	if len(pg.Fields) != 1 {
		t.Errorf("%d fields", len(pg.Fields))
	}
}

// Six steps fit in every window, large or not: nothing is over another, under the foot or outside. With MATCHBOOTH_SHOTS
// the smallest window is drawn too.
func TestSixStepsFit(t *testing.T) {
	pack, _ := fixtures()
	six := sixSteps(pack)
	ticked := append(six[:2:2], six[3:]...)
	for _, steps := range [][]event.Check{six[:1], six[:2], six[:3], six[:4], six[:5], six, append(ticked, event.Check{ID: "more", Kind: event.CheckYesNo, Title: ticked[4].Title})} {
		for _, size := range append(sizes[:len(sizes):len(sizes)], fyne.NewSize(800, 480), fyne.NewSize(1024, 600), fyne.NewSize(480, 800)) {
			for _, lang := range []string{"zh", "en"} {
				for _, large := range []bool{false, true} {
					pg, _ := checkPage(steps, size, lang, large)
					name := fmt.Sprintf("%d steps, %s %v large %v", len(steps), lang, size, large)
					all := controls(pg)
					for i, a := range all {
						if a.at.X < 0 || a.at.Y < 0 || a.at.X+a.at.W > size.Width+0.5 || a.at.Y+a.at.H > size.Height+0.5 {
							t.Errorf("%s: %s lies outside: %v", name, a.id, a.at)
						}
						if a.at.H < 44 {
							t.Errorf("%s: %s is %.0f high", name, a.id, a.at.H)
						}
						for _, b := range all[:i] {
							if a.at.X < b.at.X+b.at.W && b.at.X < a.at.X+a.at.W && a.at.Y < b.at.Y+b.at.H && b.at.Y < a.at.Y+a.at.H {
								t.Errorf("%s: %s lies over %s", name, a.id, b.id)
							}
						}
					}
				}
			}
		}
	}
	if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" {
		for _, lang := range []string{"zh", "en"} {
			_, img := render(stage{"check-six", session.State{Screen: session.Check, Code: "7K4M-92QX-D", PersonID: "p", Lang: lang}}, fyne.NewSize(800, 480))
			f, err := os.Create(filepath.Join(dir, "check-six-"+lang+"-800x480.png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, img); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}
