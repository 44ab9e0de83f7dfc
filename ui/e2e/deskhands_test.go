//go:build e2e

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// volunteer is somebody at the desk, and a watch beside them.
type volunteer struct {
	t      *testing.T
	ctx    context.Context
	b      *Booth
	typist *Typist
	part   string // of the day
	reason string // why a number was corrected

	opened []time.Duration // from the passphrase to the list
	typed  []time.Duration // from a key in the search to another list
}

// deskPatience is how long the desk may take on a loaded computer to open, count or write ten thousand people.
const deskPatience = 90 * time.Second

func (v *volunteer) must(err error) {
	v.t.Helper()
	if err != nil {
		picture := filepath.Join("..", "..", "out", "desk-stuck.png")
		v.b.Hands.Photograph(v.ctx, picture)
		v.t.Fatalf("%s: %v (%s)", v.part, err, picture)
	}
}

// sees waits until the page is like that, and until it has been still for long enough to take a touch.
func (v *volunteer) sees(what string, is func(Layout) bool) Layout {
	v.t.Helper()
	l, err := v.b.Eyes.WaitFor(v.ctx, deskPatience, what, is)
	for {
		v.must(err)
		v.must(pause(v.ctx, motion))
		var now Layout
		if now, err = v.b.Eyes.WaitFor(v.ctx, deskPatience, what, is); err == nil && now.Seq == l.Seq {
			return now
		}
		l = now
	}
}

// button waits for something that can be touched.
func (v *volunteer) button(id string) Layout {
	v.t.Helper()
	return v.sees(id, func(l Layout) bool { return l.has(id) })
}

// field waits for a field.
func (v *volunteer) field(id string) Layout {
	v.t.Helper()
	return v.sees("the field "+id, func(l Layout) bool { _, ok := l.Field(id); return ok })
}

// gone waits until something cannot be touched any more.
func (v *volunteer) gone(id string) Layout {
	v.t.Helper()
	return v.sees(id+" to go", func(l Layout) bool { return !l.has(id) })
}

// tap touches what has to be there.
func (v *volunteer) tap(id string) {
	v.t.Helper()
	s, _ := v.button(id).Target(id)
	x, y := s.Middle()
	v.must(v.b.Hands.Tap(v.ctx, x, y))
}

// keys presses keys of the keyboard by their X names.
func (v *volunteer) keys(names ...string) {
	v.t.Helper()
	v.must(v.b.Hands.Key(v.ctx, names...))
}

// scan types as a scanner does: fast, with Enter at the end.
func (v *volunteer) scan(code string) {
	v.t.Helper()
	v.must(v.b.Hands.Press(v.ctx, code+"\n"))
}

// exported waits until a file was handed over.
func (v *volunteer) exported(write func()) {
	v.t.Helper()
	written := func() bool {
		files, err := filepath.Glob(filepath.Join(v.b.folder, "exports", "*.xlsx"))
		v.must(err)
		return len(files) > 0
	}
	writing := func() bool {
		l, _, err := v.b.Eyes.Now()
		v.must(err)
		return l.has("desk.give.stop")
	}
	for begun := time.Now(); !written(); {
		if time.Since(begun) > deskPatience {
			v.must(fmt.Errorf("no file within %s", deskPatience))
		}
		write() // nothing comes of it before the page knows what there is to hand over; people press again
		for since := time.Now(); time.Since(since) < 2*time.Second && !written() || writing(); {
			v.must(pause(v.ctx, 50*time.Millisecond))
		}
	}
	v.sees("the end of writing", func(l Layout) bool { return l.has("desk.give") && !l.has("desk.give.stop") })
}

// until acts, and returns how long it took until the screen shows something else there; ok is false if it still does not.
func (v *volunteer) until(at image.Rectangle, patience time.Duration, act func()) (took time.Duration, ok bool) {
	v.t.Helper()
	before, err := v.b.Hands.display.wire.Part(at)
	v.must(err)
	act()
	begun := time.Now()
	for time.Since(begun) < patience {
		now, err := v.b.Hands.display.wire.Part(at)
		v.must(err)
		if !bytes.Equal(now.Pix, before.Pix) {
			return time.Since(begun), true
		}
		v.must(pause(v.ctx, 2*time.Millisecond))
	}
	return 0, false
}

// opens does what opens the desk, and measures how long it takes until the list is there: before, nothing stands where its
// last rows are.
func (v *volunteer) opens(act func()) {
	v.t.Helper()
	wire := v.b.Hands.display.wire
	foot := image.Rect(wire.Width*2/5, wire.Height*86/100, wire.Width*9/10, wire.Height*92/100)
	if took, ok := v.until(foot, deskPatience, act); ok {
		v.opened = append(v.opened, took)
	}
}

// types presses one key of the search after the other, and measures how long the list below it takes to be another. With the
// keys on the screen that cannot be measured: they lie over the list.
func (v *volunteer) types(text string, press func(r rune)) {
	v.t.Helper()
	for _, r := range text {
		l := v.sees("the list", func(l Layout) bool { return rowsOf(l) != image.Rectangle{} })
		if took, ok := v.until(rowsOf(l), time.Second, func() { press(r) }); ok {
			v.typed = append(v.typed, took)
		}
	}
}

// rowsOf is where the rows of the list can be seen.
func rowsOf(l Layout) (all image.Rectangle) {
	for _, s := range l.Targets {
		if strings.HasPrefix(s.ID, "desk.row.") {
			all = all.Union(image.Rect(int(s.X), int(s.Y), int(s.X+s.W), int(s.Y+s.H)))
		}
	}
	return all
}

// measured says what the watch has.
func (v *volunteer) measured() string {
	ms := func(all []time.Duration) (out []string) {
		for _, d := range all {
			out = append(out, fmt.Sprint(d.Milliseconds()))
		}
		return out
	}
	said := fmt.Sprintf("from the passphrase to the list: %s ms", strings.Join(ms(v.opened), ", "))
	if slices.Sort(v.typed); len(v.typed) > 0 {
		said += fmt.Sprintf("; from a key in the search to another list: %s ms", strings.Join(ms(v.typed), ", "))
	}
	return said
}
