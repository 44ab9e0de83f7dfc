package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Visit is one visitor's way through a booth.
type Visit struct {
	Booth    *Booth
	Who      Visitor
	Pictures string       // folder for the screenshots; "" takes none
	Say      func(string) // called with each step as it is done; may be nil
	Until    string       // the screen on which the visitor stops, with nothing done there; "" for none
	LeaveAt  string       // the screen on which the visitor says "not today", having filled it in; "" for none

	// Before, if not nil, is called with each screen once it is still, before the visitor does
	// anything on it. It returns the layout afterwards.
	Before func(ctx context.Context, name string, l Layout) (Layout, error)

	// After, if not nil, is called with a page of the form once it is filled.
	After func(name string)

	taken  int
	finger *Typist
}

// Seen is what the visitor saw and did.
type Seen struct {
	Screens []string          // every screen passed, in order
	Given   map[string]string // the answers that were given, by field id or part of a person field
	Code    string            // receipt code read off the take-home screen
	Links   []string          // contents of its QR codes
}

// wayOn says where to tap to go on, by screen or by the overlay on it.
var wayOn = map[string]string{
	"attract":    "attract.start",
	"home":       "home.signup",
	"notice":     "notice.ack",
	"decide":     "decide.want",
	"conditions": "conditions.all",
	"form":       "form.next",
	"readback":   "readback.ok",
	"consent":    "consent.agree",
	"saved":      "saved.next",
	"takehome":   "takehome.finish",
	"idle":       "overlay.more",
	"end":        "overlay.go",
	"nottoday":   "overlay.go",
}

const (
	patience = 20 * time.Second       // for the next screen
	motion   = 450 * time.Millisecond // until a page is touched, on top of the 250 ms after which the booth reports it: it has slid in, and the same place takes no touch for 600 ms
	inert    = 2 * time.Second        // the take-home's finish button does nothing for this long
	maxSteps = 60                     // more taps than any visitor needs
)

// Walk goes from the attract screen through the take-home and back to attract, or as far as LeaveAt. It
// goes by the names of the screens as they come, so that a pack with more steps or fewer consents needs
// no change here.
func (v *Visit) Walk(ctx context.Context) (Seen, error) {
	seen := Seen{Given: map[string]string{}}
	last := -1
	for range maxSteps {
		l, err := v.next(ctx, last)
		if err != nil {
			v.photograph(ctx, "stuck")
			return seen, fmt.Errorf("after %s: %w", strings.Join(seen.Screens, " → "), err)
		}
		name := top(l)
		picture, err := v.photograph(ctx, name)
		if err != nil {
			return seen, err
		}
		if name == "attract" && len(seen.Screens) > 0 {
			return seen, nil
		}
		seen.Screens = append(seen.Screens, name)
		if name == v.Until {
			return seen, nil
		}
		if v.Before != nil {
			if l, err = v.Before(ctx, name, l); err != nil {
				return seen, fmt.Errorf("before %s: %w", name, err)
			}
			name = top(l) // it may have gone on
		}
		if last, err = v.step(ctx, name, l, picture, &seen); err != nil {
			v.photograph(ctx, "stuck")
			return seen, fmt.Errorf("on %s: %w", name, err)
		}
	}
	return seen, fmt.Errorf("still not done after %d steps: %s", maxSteps, strings.Join(seen.Screens, " → "))
}

// next waits for a screen newer than the given one, and until it is still.
func (v *Visit) next(ctx context.Context, after int) (Layout, error) {
	fresh := func(l Layout) bool { return l.Seq > after && top(l) != "saving" }
	l, err := v.Booth.Eyes.WaitFor(ctx, patience, "the next screen", fresh)
	for err == nil {
		if err = pause(ctx, motion); err != nil {
			break
		}
		var now Layout
		now, err = v.Booth.Eyes.WaitFor(ctx, patience, "the next screen", fresh)
		if err == nil && now.Seq == l.Seq {
			return now, nil
		}
		l = now
	}
	return l, err
}

// step does what a determined visitor does on one screen. It returns the number of
// the layout on which the last tap was made.
func (v *Visit) step(ctx context.Context, name string, l Layout, picture string, seen *Seen) (int, error) {
	var err error
	switch name {
	case "form":
		if l, err = v.fill(ctx, l, seen); err != nil {
			return 0, err
		}
		if _, err = v.photograph(ctx, "form-filled"); err != nil {
			return 0, err
		}
		if v.After != nil {
			v.After(name)
		}
	case "takehome":
		if picture != "" {
			if err = v.takeHome(ctx, picture, seen); err != nil {
				return 0, err
			}
		}
		if err = pause(ctx, inert); err != nil {
			return 0, err
		}
	}
	id, known := wayOn[name]
	if name == v.LeaveAt {
		id = name + ".nottoday"
	}
	if !known {
		return 0, fmt.Errorf("the visitor does not know this screen: %s", l)
	}
	if err := v.tap(ctx, l, id); err != nil {
		return 0, err
	}
	v.say("%-11s tapped %s", name, id)
	return l.Seq, nil
}

// takeHome reads the take-home screen as the visitor's phone and eyes would.
func (v *Visit) takeHome(ctx context.Context, picture string, seen *Seen) error {
	links, err := ReadCodes(ctx, picture)
	if err != nil {
		return err
	}
	if len(links) == 0 {
		return fmt.Errorf("no QR code can be read off the take-home screen (%s)", picture)
	}
	code, err := ReadReceipt(picture)
	if err != nil {
		return err
	}
	seen.Links, seen.Code = links, code
	return nil
}

// tap presses the middle of a control.
func (v *Visit) tap(ctx context.Context, l Layout, id string) error {
	spot, ok := l.Target(id)
	if !ok {
		return fmt.Errorf("there is no %s on %s", id, l)
	}
	x, y := spot.Middle()
	return v.Booth.Hands.Tap(ctx, x, y)
}

// photograph saves a screenshot under the next number, and returns its path.
func (v *Visit) photograph(ctx context.Context, name string) (string, error) {
	if v.Pictures == "" {
		return "", ctx.Err()
	}
	v.taken++
	path := filepath.Join(v.Pictures, fmt.Sprintf("%02d-%s.png", v.taken, name))
	return path, v.Booth.Hands.Photograph(ctx, path)
}

func (v *Visit) say(format string, args ...any) {
	if v.Say != nil {
		v.Say(fmt.Sprintf(format, args...))
	}
}

// top returns the name of what is on top: the overlay on the screen, else the screen.
func top(l Layout) string {
	screen, overlay, _ := strings.Cut(l.Screen, "+")
	if overlay != "" {
		return overlay
	}
	return screen
}
