// Package display chooses the display that the booth fills, and keeps it filled.
//
// Under X (Linux) the booth's window in kiosk mode is withdrawn from the window manager, as a
// screen lock does: nothing that a window manager offers (minimise, move, leave full screen, other
// workspaces, close) affects it any more. A watcher alongside the toolkit restores it when a
// display is unplugged, resized or rotated, or when something else was raised above it or took the
// focus; it covers the other displays with black, and grabs the keyboard, so that desktop shortcuts
// do nothing. docs/kiosk.md says what no program can intercept: the virtual terminals
// (Ctrl+Alt+F2) and the power button.
//
// Elsewhere (Windows, macOS, Wayland) the toolkit's own full screen is used and watched.
package display

import (
	"fmt"
	"strconv"
	"strings"
)

// Display is one display as the system reports it. The rectangle is in pixels of the whole desktop.
type Display struct {
	N          int    `json:"n"` // counted from 1: the primary first, then from left to right
	Name       string `json:"name"`
	X, Y, W, H int    // px
	Primary    bool
}

// String formats the display as people are shown it: 2 HDMI-1 1920×1080.
func (d Display) String() string {
	s := fmt.Sprintf("%d %s %d×%d", d.N, d.Name, d.W, d.H)
	if d.Primary {
		s += " *"
	}
	return s
}

// NotThere is the error that the wanted display is missing; it lists those that are present.
type NotThere struct {
	Want string
	Have []Display
}

// Error names every display that is present.
func (e *NotThere) Error() string {
	if len(e.Have) == 0 {
		return "there is no display"
	}
	var have []string
	for _, d := range e.Have {
		have = append(have, d.String())
	}
	return fmt.Sprintf("there is no display %q; there are: %s", e.Want, strings.Join(have, ", "))
}

// Expected returns how large the display is that [Fill] would fill, in pixels, without the toolkit; 0 where only the toolkit
// can say it, as anywhere but under X.
func Expected(want string) (w, h int) {
	if !underX() {
		return 0, 0
	}
	all, err := listX("")
	if err != nil {
		return 0, 0
	}
	to, err := choose(all, want)
	if err != nil {
		if len(all) == 0 {
			return 0, 0
		}
		to = fallback(all)
	}
	return to.W, to.H
}

// choose picks the wanted display: by its name in any case, or by its number. A name takes
// precedence over a number, and of two displays with the same name the first is taken. An empty
// wish means the primary display, or else the first. The error is a *NotThere.
func choose(all []Display, want string) (Display, error) {
	want = strings.TrimSpace(want)
	if want == "" && len(all) > 0 {
		return fallback(all), nil
	}
	for _, d := range all {
		if d.Name != "" && strings.EqualFold(d.Name, want) {
			return d, nil
		}
	}
	if n, err := strconv.Atoi(want); err == nil {
		for _, d := range all {
			if d.N == n {
				return d, nil
			}
		}
	}
	return Display{}, &NotThere{Want: want, Have: all}
}

// fallback returns the display to fill while the wanted one is away. all must not be empty.
func fallback(all []Display) Display {
	for _, d := range all {
		if d.Primary {
			return d
		}
	}
	return all[0]
}
