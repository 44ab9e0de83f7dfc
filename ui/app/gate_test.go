package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	work "matchbooth/ui/work/session"
)

// live builds a screen that lives, in kiosk mode, and gives what it sends.
func live(t *testing.T, st session.State, gate work.Gate) (*page.Page, *[]session.Event) {
	t.Helper()
	pack, texts := fixtures()
	var sent []session.Event
	page := drawPage(page.Context{
		Pack: pack, State: st, T: texts.In("zh"), Size: fyne.NewSize(1280, 800), Now: noon, Practice: true, Still: true,
		Kiosk: true, Send: func(e session.Event) { sent = append(sent, e) },
	}, desk.Work{Gate: gate})
	return page, &sent
}

func button(t *testing.T, p *page.Page, id string) *touch.Button {
	t.Helper()
	for _, b := range p.Buttons {
		if b.ID == id {
			return b
		}
	}
	t.Fatalf("there is no %s", id)
	return nil
}

func kinds(sent []session.Event) (n map[session.Kind]int) {
	n = map[session.Kind]int{}
	for _, e := range sent {
		n[e.Kind]++
	}
	return n
}

// Five taps in the corner ask for the PIN, four do not, and none of them starts anything.
func TestFiveTapsInTheCornerOpenTheGateAndStartNothing(t *testing.T) {
	for _, st := range []session.State{
		session.New(), {Screen: session.Pause, Lang: "zh"}, {Screen: session.Closed, Lang: "zh"}, {Screen: session.Night, Lang: "zh"},
	} {
		pg, sent := live(t, st, nil)
		corner := button(t, pg, "staff.gate")
		at, size := corner.Position(), corner.Size()
		if at.X != 0 || at.Y+size.Height != 800 || size.Width != page.GateSide || size.Height != page.GateSide {
			t.Errorf("%s: the corner lies at %v, %v", st.Screen, at, size)
		}
		for range 4 {
			corner.OnTap()
		}
		if n := kinds(*sent); n[session.AskGate] != 0 {
			t.Errorf("%s: four taps open the gate", st.Screen)
		}
		corner.OnTap()
		n := kinds(*sent)
		if n[session.AskGate] != 1 || n[session.Start] != 0 {
			t.Errorf("%s: five taps send %v", st.Screen, n)
		}
	}
}

// Nothing but the gate leads to the volunteers in kiosk mode.
func TestAKioskShowsNoWayToTheDesk(t *testing.T) {
	page, _ := live(t, session.New(), nil)
	for _, b := range page.Buttons {
		if b.ID == "attract.desk" {
			t.Error("the attract screen leads to the desk")
		}
	}
}

// What stands for hours changes a few times a minute at most, stays where it is by a few dp, and keeps
// everything in the window.
func TestWhatStandsForHoursIsCalmAndDoesNotBurnIn(t *testing.T) {
	for _, sc := range []session.Screen{session.Attract, session.Pause, session.Closed} {
		t.Run(string(sc), func(t *testing.T) { calm(t, session.State{Screen: sc, Lang: "zh"}) })
	}
}

func calm(t *testing.T, st session.State) {
	pg, _ := live(t, st, nil)
	still := map[string]page.Box{}
	for _, c := range controls(pg) {
		still[c.id] = c.at
	}
	places := map[fyne.Position]bool{}
	changes := 0
	var last fyne.Position
	for s := range 600 {
		for _, tick := range pg.Live {
			tick(noon.Add(time.Duration(s) * time.Second))
		}
		parts := partsOf(pg) // the header and the rest
		if len(parts) != 2 {
			t.Fatalf("the page has %d parts that move", len(parts))
		}
		if at := parts[0].Position(); s == 0 || at != last {
			last = at
			changes++
			places[at] = true
			if parts[1].Position() != at {
				t.Fatal("the header and the rest part")
			}
			if at.X < -6 || at.X > 6 || at.Y < -6 || at.Y > 6 {
				t.Errorf("the page lies at %v", at)
			}
			for _, c := range controls(pg) {
				if was := still[c.id]; c.id != "staff.gate" && (c.at.X < 0 || c.at.Y < 0 || c.at.X+c.at.W > 1280 || c.at.Y+c.at.H > 800 ||
					max(c.at.X-was.X, was.X-c.at.X, c.at.Y-was.Y, was.Y-c.at.Y) > 6) {
					t.Errorf("%s lies at %.0f, and was drawn at %.0f", c.id, c.at, was)
				}
			}
		}
	}
	if changes > 11 || len(places) < 8 {
		t.Errorf("in ten minutes the page moved %d times to %d places", changes, len(places))
	}
}

// partsOf are the containers that a page consists of.
func partsOf(page *page.Page) (out []fyne.CanvasObject) {
	for _, o := range page.Root.Objects {
		if c, ok := o.(*fyne.Container); ok {
			out = append(out, c)
		}
	}
	return out
}

// pins is a gate that knows one PIN.
type pins struct {
	right string
	wait  time.Duration
	tried []string
}

func (p *pins) CheckPIN(pin string) (bool, time.Duration) {
	p.tried = append(p.tried, pin)
	return pin == p.right, p.wait
}

// While a delay runs no PIN is tried, and no digit taken.
func TestThePadWaits(t *testing.T) {
	pack, texts := fixtures()
	gate := &pins{right: "5210", wait: time.Hour}
	var sent []session.Event
	page := drawPage(page.Context{
		Pack: pack, State: session.State{Screen: session.Pause, Overlay: session.Gate, Lang: "zh"}, T: texts.In("zh"),
		Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
		Send: func(e session.Event) { sent = append(sent, e) },
	}, desk.Work{Gate: gate})
	press := func(ids ...string) {
		for _, id := range ids {
			button(t, page, "overlay."+id).OnTap()
		}
	}
	press("key.1", "key.1", "key.back", "key.2", "ok", "key.5", "key.2", "key.1", "key.0", "ok")
	if len(gate.tried) != 1 || gate.tried[0] != "12" {
		t.Errorf("tried %q", gate.tried)
	}
	if kinds(sent)[session.GateOK] != 0 {
		t.Error("the gate is open")
	}
	for _, id := range []string{"key.1", "key.0", "ok"} {
		if !button(t, page, "overlay."+id).Disabled() {
			t.Errorf("%s can be pressed while the pad waits", id)
		}
	}
	if button(t, page, "overlay.cancel").Disabled() {
		t.Error("nobody can leave the pad")
	}
}

// Whoever knows the passphrase is not kept out by somebody who played with the pad: from the first delay on the pad leads to
// the desk, where the passphrase ends it. The volunteers' check, in the middle of a visitor's way, leads nowhere.
func TestAPadThatWaitsLeadsToThePassphrase(t *testing.T) {
	pack, texts := fixtures()
	for overlay, want := range map[session.Overlay]bool{session.Gate: true, session.PIN: false} {
		for _, wait := range []time.Duration{0, time.Minute} {
			var sent []session.Event
			page := drawPage(page.Context{
				Pack: pack, State: session.State{Screen: session.Attract, Overlay: overlay, Lang: "en", Large: true}, T: texts.In("en"),
				Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true, Kiosk: true,
				Send: func(e session.Event) { sent = append(sent, e) },
			}, desk.Work{Gate: &pins{right: "5210", wait: wait}})
			shown := func() (at *touch.Button) {
				for _, b := range page.Buttons {
					if b.ID == "overlay.passphrase" && b.Visible() {
						at = b
					}
				}
				return at
			}
			if shown() != nil {
				t.Errorf("%s shows it before any try", overlay)
			}
			button(t, page, "overlay.key.1").OnTap()
			button(t, page, "overlay.ok").OnTap()
			b := shown()
			if (b != nil) != (want && wait > 0) {
				t.Errorf("%s, a wait of %v: shown %v", overlay, wait, b != nil)
			}
			if b != nil {
				if b.OnTap(); kinds(sent)[session.OpenDesk] != 1 {
					t.Errorf("it sends %v", sent)
				}
			}
		}
	}
}

// Words of the pad never leave its sheet, however long there is to wait, in either language and large.
func TestTheWordsOfThePadStayOnIt(t *testing.T) {
	pack, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for _, wait := range []time.Duration{0, 300 * time.Second} {
			page := drawPage(page.Context{
				Pack: pack, State: session.State{Screen: session.Pause, Overlay: session.Gate, Lang: lang, Large: true}, T: texts.In(lang),
				Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
				Send: func(session.Event) {},
			}, desk.Work{Gate: &pins{right: "5210", wait: wait}})
			button(t, page, "overlay.key.1").OnTap()
			button(t, page, "overlay.ok").OnTap()
			found := false
			for _, o := range page.Root.Objects {
				h, ok := o.(*touch.Holder)
				if !ok {
					continue
				}
				for _, o := range test.WidgetRenderer(h).Objects()[0].(*fyne.Container).Objects {
					x, is := o.(*canvas.Text)
					if !is {
						continue // a place of a digit
					}
					found = true
					if x.Position().X+x.MinSize().Width > h.Size().Width+1 {
						t.Errorf("%s: %q leaves the pad", lang, x.Text)
					}
				}
			}
			if !found {
				t.Errorf("%s: the pad says nothing", lang)
			}
		}
	}
}

// The pad has open places from the start, and fills one for each digit; the longest PIN stays on it.
func TestThePadHasAPlaceForEveryDigit(t *testing.T) {
	pack, texts := fixtures()
	pg := drawPage(page.Context{
		Pack: pack, State: session.State{Screen: session.Pause, Overlay: session.Gate, Lang: "zh", Large: true}, T: texts.In("zh"),
		Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
		Send: func(session.Event) {},
	}, desk.Work{Gate: &pins{right: "5210"}})
	places := func() (open, filled int) {
		for _, o := range pg.Root.Objects {
			h, ok := o.(*touch.Holder)
			if !ok {
				continue
			}
			for _, o := range test.WidgetRenderer(h).Objects()[0].(*fyne.Container).Objects {
				c, is := o.(*canvas.Circle)
				if !is {
					continue
				}
				if x := c.Position().X; x < 0 || x+c.Size().Width > h.Size().Width {
					t.Errorf("a place lies at %.0f of %.0f", x, h.Size().Width)
				}
				if _, _, _, a := c.FillColor.RGBA(); a > 0 {
					filled++
				} else {
					open++
				}
			}
		}
		return open, filled
	}
	for typed, want := range map[int][2]int{0: {6, 0}, 1: {5, 1}, 3: {3, 3}, 6: {0, 6}, 12: {0, 12}, 13: {0, 12}} {
		for range 13 {
			button(t, pg, "overlay.key.back").OnTap()
		}
		for range typed {
			button(t, pg, "overlay.key.5").OnTap()
		}
		if open, filled := places(); [2]int{open, filled} != want {
			t.Errorf("%d digits: %d open and %d filled, not %v", typed, open, filled, want)
		}
	}
}

func TestTheRightPINOpensTheGate(t *testing.T) {
	pack, texts := fixtures()
	pack.Kiosk.ShufflePIN = true
	defer func() { pack.Kiosk.ShufflePIN = false }()
	orders := map[string]bool{}
	for range 8 {
		gate := &pins{right: "5210"}
		var sent []session.Event
		page := drawPage(page.Context{
			Pack: pack, State: session.State{Screen: session.Attract, Overlay: session.Gate, Lang: "zh"}, T: texts.In("zh"),
			Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true,
			Send: func(e session.Event) { sent = append(sent, e) },
		}, desk.Work{Gate: gate})
		order := ""
		for _, b := range page.Buttons {
			order += b.ID
		}
		orders[order] = true
		for _, id := range []string{"key.5", "key.2", "key.1", "key.0", "ok"} {
			button(t, page, "overlay."+id).OnTap()
		}
		if kinds(sent)[session.GateOK] != 1 {
			t.Fatalf("tried %q, sent %v", gate.tried, kinds(sent))
		}
	}
	if len(orders) < 4 {
		t.Errorf("%d orders of the digits in eight pads", len(orders))
	}
}

// blind is a gate that knows no PIN, since the data cannot be opened.
type blind struct{ pins }

func (*blind) PINKnown() bool { return false }

// A PIN that cannot be checked is not called wrong.
func TestThePadSaysThatNoPINCanBeChecked(t *testing.T) {
	pack, texts := fixtures()
	gate := &blind{}
	pg := drawPage(page.Context{
		Pack: pack, State: session.State{Screen: session.Closed, Overlay: session.Gate, Lang: "en"}, T: texts.In("en"),
		Size: fyne.NewSize(1280, 800), Now: noon, Still: true, Inline: true, Send: func(session.Event) {},
	}, desk.Work{Gate: gate})
	for _, id := range []string{"key.5", "ok"} {
		button(t, pg, "overlay."+id).OnTap()
	}
	if len(gate.tried) != 0 {
		t.Errorf("tried %q", gate.tried)
	}
	said := ""
	walk(pg.Root, fyne.NewPos(0, 0), func(o fyne.CanvasObject, _ page.Box, _ bool) {
		if x, ok := o.(*canvas.Text); ok {
			said += x.Text + " "
		}
	})
	if !strings.Contains(said, "Restart the computer") || strings.Contains(said, texts.In("en").S("overlay.pin.wrong")) {
		t.Errorf("it says %q", said)
	}
}

// The numbers of the day take the PIN at a live booth: in a window the small lock asks for it, as the corner does in kiosk mode.
// Who gets past it, because it is held back after wrong ones, sees nothing without the passphrase. A practice booth has nothing
// to hide.
func TestNobodySeesTheNumbersOfTheDayWithoutThePIN(t *testing.T) {
	pack, texts := fixtures()
	open := map[session.DeskPage]bool{}
	for _, lang := range []string{"zh", "en"} {
		for practice, want := range map[bool]session.Kind{false: session.AskGate, true: session.OpenDesk} {
			for _, size := range sizes {
				var sent []session.Event
				st := session.New()
				st.Lang = lang
				pg := drawPage(page.Context{Pack: pack, State: st, T: texts.In(lang), Size: size, Now: noon, Practice: practice, Still: true,
					Send: func(e session.Event) { sent = append(sent, e) }}, desk.Work{})
				if button(t, pg, "attract.desk").OnTap(); len(sent) != 1 || sent[0].Kind != want {
					t.Errorf("practice %v: the lock sends %v", practice, sent)
				}
			}
		}
		for _, at := range []session.DeskPage{session.DeskToday, session.DeskPeople, session.DeskDay, session.DeskPrint, session.DeskAudit} {
			for _, past := range []bool{true, false} {
				st := session.State{Screen: session.Desk, DeskPage: at, NoPIN: past, Lang: lang}
				pg := drawPage(page.Context{Pack: pack, State: st, T: texts.In(lang), Size: sizes[0], Now: noon, Still: true, Inline: true,
					Send: func(session.Event) {}}, desk.Work{Desk: &fakeDesk{}, Kept: &desk.Kept{}, Status: keeperOf("")})
				asks := slices.ContainsFunc(pg.Fields, func(f *field.Field) bool { return f.Secret })
				if open[at] = !asks; past && !asks {
					t.Errorf("past the PIN %s is shown", at)
				}
			}
		}
		if !open[session.DeskToday] || open[session.DeskPeople] {
			t.Errorf("with the PIN: %v", open)
		}
	}
}
