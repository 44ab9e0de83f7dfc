//go:build e2e

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"matchbooth/ui/e2e/x11"
)

// guard watches that nobody gets out of a booth.
type guard struct {
	ctx   context.Context
	hands *Hands
	eyes  Eyes
	pid   int // of the process that shows the window
	tries int
}

// look is an error when there is a way out: the process must run, and its one window must cover the
// whole screen with nothing above it. What may lie under it cannot be seen.
func (g *guard) look() error {
	if !Runs(g.pid) {
		return fmt.Errorf("the booth has ended")
	}
	wire := g.hands.display.wire
	all, err := wire.Windows()
	if err != nil {
		return err
	}
	whole := image.Rect(0, 0, wire.Width, wire.Height)
	ours := 0
	for _, w := range all {
		if w.Process == g.pid {
			ours++
		}
	}
	if len(all) == 0 || ours != 1 {
		return fmt.Errorf("%d windows of the booth are to be seen, of %v", ours, all)
	}
	switch upper := all[len(all)-1]; {
	case upper.Process != g.pid:
		return fmt.Errorf("another window is above the booth's: %v", upper)
	case !whole.In(upper.At):
		return fmt.Errorf("the window covers only %v of %v", upper.At, whole)
	}
	return nil
}

// holds tries something and wants nobody to have got out by it.
func (g *guard) holds(t *testing.T, what string, try func() error) {
	t.Helper()
	wants(t, try())
	g.tries++
	if err := g.look(); err != nil {
		t.Errorf("after %s: %v", what, err)
	}
}

// stays wants one of the screens to stand once everything has settled.
func (g *guard) stays(t *testing.T, after string, screens ...string) {
	t.Helper()
	wants(t, pause(g.ctx, 350*time.Millisecond))
	l, _, err := g.eyes.Now()
	wants(t, err)
	if err := g.look(); err != nil {
		t.Errorf("some time after %s: %v", after, err)
	}
	for _, s := range screens {
		if l.Screen == s {
			return
		}
	}
	t.Errorf("after %s the booth shows %q, want one of %q", after, l.Screen, screens)
}

// waysOut are the keys that lead out of windows, or into what a desktop has beside them.
var waysOut = strings.Fields(`
	alt+F4 Escape F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12
	ctrl+q ctrl+w ctrl+n ctrl+t ctrl+o ctrl+p ctrl+s ctrl+r ctrl+f ctrl+h ctrl+j ctrl+l ctrl+u
	ctrl+shift+i ctrl+shift+n ctrl+shift+q ctrl+F4 ctrl+plus ctrl+minus ctrl+0
	super super+d super+e super+l super+r super+m super+Tab super+F1 super+F2
	alt+space alt+Tab alt+shift+Tab ctrl+alt+Tab alt+Escape ctrl+Escape ctrl+shift+Escape alt+F1 alt+F2 alt+F7 alt+F8 alt+F10
	ctrl+alt+Delete ctrl+alt+BackSpace ctrl+alt+t ctrl+alt+d ctrl+alt+l ctrl+alt+F2 ctrl+alt+F7
	ctrl+alt+Left ctrl+alt+Right ctrl+alt+Up ctrl+alt+Down shift+alt+Right
	Menu shift+F10 Print alt+Print alt+Left alt+Home XF86HomePage XF86Mail XF86Back XF86Explorer XF86Calculator`)

// keys presses every way out, some at a time, and Shift five times, which asks Windows and some
// desktops a question.
func (g *guard) keys(t *testing.T, on string) {
	t.Helper()
	for some := range slices.Chunk(append(append([]string{}, waysOut...), "shift", "shift", "shift", "shift", "shift"), 5) {
		g.holds(t, fmt.Sprint(some, " on ", on), func() error { return g.hands.Key(g.ctx, some...) })
		g.tries += len(some) - 1
	}
}

// wishes asks the window manager for all that it could do to the window, and the window itself.
func (g *guard) wishes(t *testing.T, on string) {
	t.Helper()
	wire := g.hands.display.wire
	all, err := wire.Windows()
	wants(t, err)
	if len(all) == 0 {
		t.Fatalf("there is no window on %s", on)
	}
	for _, w := range x11.Wishes {
		g.holds(t, w.Name+" on "+on, func() error { return wire.Ask(all[len(all)-1].ID, w) })
	}
}

// buttons presses the buttons that a finger does not have, all over the screen.
func (g *guard) buttons(t *testing.T, on string) {
	t.Helper()
	wire := g.hands.display.wire
	for _, button := range []byte{x11.Right, x11.Middle, x11.WheelDown, x11.WheelUp, 8, 9} {
		for i := range 6 {
			p := Point{wire.Width * (2*(i%3) + 1) / 6, wire.Height * (2*(i/3) + 1) / 4}
			g.holds(t, fmt.Sprintf("button %d on %s", button, on), func() error { return g.hands.Click(g.ctx, p, button) })
		}
	}
}

// swipes come in from every edge, as gestures of desktops do, and go across.
func (g *guard) swipes(t *testing.T, on string) {
	t.Helper()
	w, h := g.hands.display.wire.Width, g.hands.display.wire.Height
	for _, s := range [][2]Point{
		{{0, h / 2}, {w * 2 / 3, h / 2}}, {{w - 1, h / 2}, {w / 3, h / 2}}, {{w / 2, 0}, {w / 2, h * 2 / 3}}, {{w / 2, h - 1}, {w / 2, h / 3}},
		{{0, 0}, {w - 1, h - 1}}, {{w - 1, 0}, {0, h - 1}},
	} {
		g.holds(t, fmt.Sprintf("a swipe from %v on %s", s[0], on), func() error { return g.hands.Flick(g.ctx, s[0], s[1]) })
	}
}

// all tries everything that must leave the screen as it is.
func (g *guard) all(t *testing.T, on string, also ...string) {
	t.Helper()
	g.keys(t, on)
	g.stays(t, "the keys on "+on, append(also, on)...)
	g.wishes(t, on)
	g.stays(t, "the window manager's wishes on "+on, append(also, on)...)
	g.buttons(t, on)
	g.stays(t, "other buttons on "+on, append(also, on)...)
	g.swipes(t, on)
	g.stays(t, "swipes on "+on, append(also, on)...)
}

// presses holds a finger down all over the screen. Some of it is a tap in the end.
func (g *guard) presses(t *testing.T) {
	t.Helper()
	wire := g.hands.display.wire
	for i := range 9 {
		p := Point{wire.Width * (2*(i%3) + 1) / 6, wire.Height * (2*(i/3) + 1) / 6}
		g.holds(t, fmt.Sprintf("a long press at %v", p), func() error { return g.hands.LongPress(g.ctx, p, 800*time.Millisecond) })
		l, _, err := g.eyes.Now()
		wants(t, err)
		if !forVisitors(l.Screen) {
			t.Fatalf("a long press at %v led to %q", p, l.Screen)
		}
	}
}

// visitors are the screens that whoever touches and types at random may come to; the desk and what
// is behind the gate are not among them.
var visitors = strings.Fields(`attract home stories story how numbers worries parents notice decide conditions ways way birthdate
	form readback consent official saving saved takehome morecodes think already`)

// forVisitors says whether a screen is one of them, with or without a question laid over it.
func forVisitors(screen string) bool {
	base, over, _ := strings.Cut(screen, "+")
	switch over {
	case "", "idle", "next", "end", "nottoday", "pin", "gate":
	default:
		return false
	}
	for _, s := range visitors {
		if s == base {
			return true
		}
	}
	return false
}

// storm touches and types at random.
func (g *guard) storm(t *testing.T, seed uint64, events int) {
	t.Helper()
	wire := g.hands.display.wire
	r := rand.New(rand.NewPCG(seed, 16))
	somewhere := func() Point { return Point{r.IntN(wire.Width), r.IntN(wire.Height)} }
	modifiers := []byte{37, 50, 64, 133, 105, 108} // control, shift, alt, super, control, alt gr
	screens := map[string]int{}
	for i := range events {
		var err error
		switch n := r.IntN(100); {
		case n < 45:
			p := somewhere()
			if l, _, _ := g.eyes.Now(); n < 25 && len(l.Targets) > 0 { // on what can be touched, so that it gets about
				p.X, p.Y = l.Targets[r.IntN(len(l.Targets))].Middle()
			}
			err = g.hands.Finger(g.ctx).Down(p).Rest(12 * time.Millisecond).Up().Done()
		case n < 55:
			err = g.hands.Finger(g.ctx).Down(somewhere()).Slide(somewhere(), 40*time.Millisecond).Up().Done()
		case n < 60:
			err = g.hands.Click(g.ctx, somewhere(), byte(2+r.IntN(6)))
		default:
			code := byte(9 + r.IntN(247))
			held := modifiers[:r.IntN(3)]
			r.Shuffle(len(modifiers), func(a, b int) { modifiers[a], modifiers[b] = modifiers[b], modifiers[a] })
			for _, m := range held {
				err = cmpErr(err, wire.KeyDown(m))
			}
			err = cmpErr(err, wire.KeyDown(code))
			err = cmpErr(err, wire.KeyUp(code))
			for _, m := range held {
				err = cmpErr(err, wire.KeyUp(m))
			}
			err = cmpErr(err, wire.Sync())
		}
		wants(t, err)
		g.tries++
		if i%10 == 9 {
			if err := g.look(); err != nil {
				t.Fatalf("seed %d, after %d of the storm: %v", seed, i+1, err)
			}
			l, _, err := g.eyes.Now()
			wants(t, err)
			screens[l.Screen]++
			if !forVisitors(l.Screen) {
				t.Fatalf("seed %d, after %d of the storm the booth shows %q", seed, i+1, l.Screen)
			}
		}
	}
	for _, m := range modifiers {
		wants(t, wire.KeyUp(m))
	}
	t.Logf("the storm (seed %d) came to %v", seed, screens)
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// Out of a booth in kiosk mode nothing leads, on a desktop with all its shortcuts, menus and
// gestures.
func TestKioskHasNoWayOut(t *testing.T) {
	t.Parallel()
	ctx, k := newKiosk(t, 10*time.Minute, "en", OpenDesktop)
	wants(t, k.display.wire.Plain(image.Rect(100, 100, 700, 500))) // something to switch to
	wants(t, k.Start(ctx))
	g := &guard{ctx: ctx, hands: k.Hands, eyes: k.Eyes, pid: k.Interface()}
	wants(t, pause(ctx, settled))
	wants(t, g.look())

	g.all(t, "attract")
	wants(t, k.GoTo(ctx, "home", Hasty(1)))
	g.all(t, "home")
	wants(t, k.GoTo(ctx, "form", Hasty(1)))
	g.field(t, k)
	g.all(t, "form")
	k.notToday(ctx, t)

	wants(t, k.GoTo(ctx, "consent", Hasty(2)))
	g.all(t, "consent")
	wants(t, k.GoTo(ctx, "takehome", Hasty(2)))
	g.all(t, "takehome")

	g.presses(t)
	storms := 1
	if long {
		storms = 10
	}
	for n := range storms {
		g.storm(t, 521+uint64(n), 500)
	}
	t.Logf("%d tries, none led out", g.tries)
}

// A storm that begins while nobody is there gets about among all the screens.
func TestKioskOutlivesAStorm(t *testing.T) {
	t.Parallel()
	ctx, k := openKiosk(t, 10*time.Minute, "zh", OpenDesktop)
	g := &guard{ctx: ctx, hands: k.Hands, eyes: k.Eyes, pid: k.Interface()}
	seed := uint64(time.Now().Unix())
	storms := 1
	if long {
		storms = 10
	}
	g.presses(t)
	for n := range storms {
		g.storm(t, seed+uint64(n), 500)
	}
	wants(t, k.Close())
	wants(t, k.Verify(ctx))
	if reports := crashes(t, k); len(reports) > 0 {
		t.Errorf("crash reports: %v", reports)
	}
}

// notToday sends the visitor away.
func (k *Kiosk) notToday(ctx context.Context, t *testing.T) {
	t.Helper()
	l, _, err := k.Eyes.Now()
	wants(t, err)
	if l.hasKeys() {
		visit := Visit{Booth: k.Booth}
		_, err = visit.fold(ctx, l)
		wants(t, err)
	}
	wants(t, k.Tap(ctx, top(l)+".nottoday"))
	_, err = k.On(ctx, patience, l.Screen+"+nottoday")
	wants(t, err)
	wants(t, pause(ctx, motion))
	wants(t, k.Tap(ctx, "overlay.go"))
	_, err = k.On(ctx, patience, "attract")
	wants(t, err)
}

// field types combinations and pastes a megabyte while a field is in use.
func (g *guard) field(t *testing.T, k *Kiosk) {
	t.Helper()
	wire, err := x11.Open(g.hands.display.Name)
	wants(t, err)
	wants(t, wire.Offer("CLIPBOARD"))
	served := make(chan error, 1)
	go func() { served <- wire.Serve(bytes.Repeat([]byte("欧阳 match "), 1<<20/13)) }()
	defer func() {
		wire.Close()
		<-served
	}()
	wants(t, g.hands.Type(g.ctx, "Ann"))
	for _, key := range []string{"ctrl+v", "ctrl+a", "ctrl+c", "ctrl+x", "ctrl+v", "ctrl+shift+v", "shift+Insert", "ctrl+z", "ctrl+shift+u", "ctrl+alt+a", "ctrl+alt+Return", "alt+numbersign"} {
		g.holds(t, key+" in a field", func() error { return g.hands.Key(g.ctx, key) })
	}
	g.stays(t, "what was typed and pasted in a field", "form")
}

// The same look does see a way out where there is one: a window that is not in kiosk mode can be
// closed, made small and left.
func TestTheGuardSeesAWayOut(t *testing.T) {
	t.Parallel()
	rules := strings.Replace(windowRules, "<mouse>", `<keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard><mouse>`, 1)
	for _, c := range []struct {
		name string
		try  func(*Booth, context.Context) error
	}{
		{"closed by a key", func(b *Booth, ctx context.Context) error { return b.Hands.Key(ctx, "alt+F4") }},
		{"made small", func(b *Booth, ctx context.Context) error {
			all, err := b.Hands.display.wire.Windows()
			if err != nil {
				return err
			}
			for _, w := range x11.Wishes {
				if w.Name == "minimise" && len(all) > 0 {
					err = b.Hands.display.wire.Ask(all[len(all)-1].ID, w)
				}
			}
			return err
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			t.Cleanup(cancel)
			display, err := openDisplay(ctx, "1280x800", rules)
			wants(t, err)
			t.Cleanup(display.Close)
			booth, err := OpenBooth(ctx, display, program, filepath.Join(t.TempDir(), "data"), "1280x800", "en")
			wants(t, err)
			t.Cleanup(func() { wants(t, booth.Close()) })
			g := &guard{ctx: ctx, hands: booth.Hands, eyes: booth.Eyes, pid: booth.process.Process.Pid}
			wants(t, g.look())
			wants(t, c.try(booth, ctx))
			for begun := time.Now(); g.look() == nil; {
				if time.Since(begun) > 5*time.Second {
					t.Fatal("the guard saw nothing")
				}
				wants(t, pause(ctx, 50*time.Millisecond))
			}
		})
	}
}
