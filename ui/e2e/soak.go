package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Day is a booth's day, compressed: one visitor after the other in the same window, as fast as the booth
// lets them.
type Day struct {
	Visitors int // who have come and gone
	SignUps  int // of these, who signed up
	Left     int // who left a form half filled
	Turned   int // who switched the language
	Again    int // taps that had to be repeated
	Taps     []time.Duration
	Samples  []Sample
	Took     time.Duration

	kiosk *Kiosk
	say   func(string)
}

// Sample is what the interface and its folder use at one moment between two visitors.
type Sample struct {
	Visitors, SignUps int
	PSS, RSS          int64 // bytes
	Handles, Threads  int
	Store, WAL        int64 // bytes: database and journal; the write-ahead log
}

// The times assume the screens of the built-in pack, which the booth runs.
const (
	sampleEvery = 10                     // visitors
	settled     = 430 * time.Millisecond // a new page takes no touch before 400 ms
	told        = 250 * time.Millisecond // the booth reports a page that has been still for this long
	ignored     = 2 * time.Second        // a tap without an effect by then will have none
	heeded      = 640 * time.Millisecond // a page with something to consent to takes no touch before 600 ms
)

var weighty = strings.Fields("notice decide conditions readback consent")

// Spend simulates visitors until the time is over. Every visitor ends at the first screen.
func (d *Day) Spend(ctx context.Context, k *Kiosk, lasts time.Duration) error {
	begun := time.Now()
	return d.spend(ctx, k, func() bool { return time.Since(begun) < lasts })
}

// spend simulates visitors for as long as more says so.
func (d *Day) spend(ctx context.Context, k *Kiosk, more func() bool) error {
	d.kiosk = k
	begun := time.Now()
	defer func() { d.Took = time.Since(begun) }()
	if err := d.sample(); err != nil {
		return err
	}
	for more() {
		if err := d.visit(ctx, d.Visitors); err != nil {
			return fmt.Errorf("visitor %d: %w", d.Visitors+1, err)
		}
		d.Visitors++
		if d.Visitors%sampleEvery == 0 {
			if err := d.sample(); err != nil {
				return err
			}
			if last := d.Samples[len(d.Samples)-1]; d.say != nil && d.Visitors%(10*sampleEvery) == 0 {
				d.say(fmt.Sprintf("%5.0f s: %d visitors, %d signed up, %.1f MB, %d handles", time.Since(begun).Seconds(), d.Visitors, d.SignUps, mega(last.PSS), last.Handles))
			}
		}
	}
	return d.sample()
}

// visit simulates one visitor: of twelve, one signs up, one leaves a half-filled form behind, one
// switches the language, and the others look around.
func (d *Day) visit(ctx context.Context, n int) error {
	switch n % 12 {
	case 1:
		return d.signUp(ctx, n)
	case 5:
		return d.leaves(ctx, n)
	case 8:
		d.Turned++
		return d.taps(ctx, "attract.start", "home.lang.zh", "home.how", "how.lang.en", "how.next", "how.nextperson", "overlay.go")
	case 3, 10:
		return d.taps(ctx, "attract.start", "home.worries", "worries.nextperson", "overlay.go")
	case 6:
		return d.taps(ctx, "attract.start", "home.stories", "stories.nextperson", "overlay.go")
	}
	return d.taps(ctx, "attract.start", "home.nextperson", "overlay.go")
}

// toForm are the taps that lead to the form.
var toForm = []string{"attract.start", "home.signup", "notice.ack", "decide.want", "conditions.all"}

func (d *Day) signUp(ctx context.Context, n int) error {
	if err := d.taps(ctx, toForm...); err != nil {
		return err
	}
	who := Hasty(n)
	for step := 0; ; step++ {
		l, _, err := d.kiosk.Eyes.Now()
		if err != nil {
			return err
		}
		if l.Screen != "form" {
			break
		}
		for _, f := range l.Fields {
			answer, has := who.Answers[f.ID]
			if has && (f.ID == "name" || f.ID == "phone") {
				if err := d.kiosk.Hands.Press(ctx, answer); err != nil {
					return err
				}
			}
		}
		if err := d.tap(ctx, "form.next"); err != nil {
			return err
		}
		if step > 8 {
			return fmt.Errorf("the form does not end: %s", l)
		}
	}
	for {
		l, _, err := d.kiosk.Eyes.Now()
		if err != nil {
			return err
		}
		switch top(l) {
		case "readback":
			err = d.tap(ctx, "readback.ok")
		case "consent":
			err = d.tap(ctx, "consent.agree")
		case "saving":
			_, err = d.kiosk.On(ctx, patience, "saved")
		case "saved":
			d.SignUps++
			if err = d.tap(ctx, "saved.next"); err == nil {
				err = pause(ctx, inert)
			}
			if err != nil {
				return err
			}
			return d.taps(ctx, "takehome.finish", "overlay.go")
		default:
			return fmt.Errorf("this is not the way of a sign-up: %s", l)
		}
		if err != nil {
			return err
		}
	}
}

func (d *Day) leaves(ctx context.Context, n int) error {
	if err := d.taps(ctx, toForm...); err != nil {
		return err
	}
	if err := d.kiosk.Hands.Press(ctx, Hasty(n).Answers["name"]); err != nil {
		return err
	}
	d.Left++
	return d.taps(ctx, "form.nextperson", "overlay.go")
}

func (d *Day) taps(ctx context.Context, ids ...string) error {
	for _, id := range ids {
		if err := d.tap(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// still are the screens on which nothing moves on its own, so that any change is the response to the tap.
var still = strings.Fields("home how stories worries notice decide conditions readback consent")

// tap touches a control, measures how long the picture takes to change, and waits until the next
// page accepts touches.
func (d *Day) tap(ctx context.Context, id string) error {
	k := d.kiosk
	l, _, err := k.Eyes.Now()
	if err != nil {
		return err
	}
	if l.hasKeys() && !l.has(id) { // under the keyboard
		if l, err = d.fold(ctx, l); err != nil {
			return err
		}
	}
	spot, ok := l.Target(id)
	if !ok {
		return fmt.Errorf("there is no %s on %s", id, l)
	}
	x, y := spot.Middle()
	bands := d.bands(spot)
	before, err := d.glimpse(bands)
	if err != nil {
		return err
	}
	if err := k.Hands.Tap(ctx, x, y); err != nil {
		return err
	}
	up, again := time.Now(), 0
	for {
		now, err := d.glimpse(bands)
		if err != nil {
			return err
		}
		if !bytes.Equal(now, before) {
			break
		}
		if time.Since(up) > ignored {
			// The tap came too early, and the booth took it for a stray one. People tap again.
			if again++; again > 3 {
				return fmt.Errorf("%s on %q changes nothing", id, l.Screen)
			}
			if err := k.Hands.Tap(ctx, x, y); err != nil {
				return err
			}
			d.Again++
			up = time.Now()
		}
		if err := pause(ctx, 2*time.Millisecond); err != nil {
			return err
		}
	}
	changed := time.Now()
	if slices.Contains(still, l.Screen) && again == 0 {
		d.Taps = append(d.Taps, changed.Sub(up))
	}
	if _, err := k.Eyes.WaitFor(ctx, patience, "what "+id+" brings", func(now Layout) bool {
		return now.Seq > l.Seq && (now.Screen != l.Screen || strings.HasPrefix(l.Screen, "form") || strings.HasPrefix(l.Screen, "consent") || strings.HasPrefix(l.Screen, "how") || strings.Contains(id, ".lang."))
	}); err != nil {
		return err
	}
	wait := settled
	if l, _, err = k.Eyes.Now(); err == nil && slices.Contains(weighty, l.Screen) {
		wait = heeded
	}
	if err != nil {
		return err
	}
	return pause(ctx, max(wait-told, wait-time.Since(changed)))
}

// fold puts the keyboard away and waits until the page is still.
func (d *Day) fold(ctx context.Context, l Layout) (Layout, error) {
	visit := Visit{Booth: d.kiosk.Booth}
	return visit.fold(ctx, l)
}

// bands returns thin stripes across the screen that do not cross beside, the control, which looks pressed before
// the tap has any effect.
func (d *Day) bands(beside Spot) (all []image.Rectangle) {
	w, h := d.kiosk.display.wire.Width, d.kiosk.display.wire.Height
	for _, part := range []int{20, 35, 50, 62, 75} {
		y := h * part / 100
		if float64(y+6) < beside.Y || float64(y) > beside.Y+beside.H {
			all = append(all, image.Rect(0, y, w, y+3))
		}
	}
	return all
}

func (d *Day) glimpse(bands []image.Rectangle) (all []byte, err error) {
	for _, b := range bands {
		img, err := d.kiosk.display.wire.Part(b)
		if err != nil {
			return nil, err
		}
		all = append(all, img.Pix...)
	}
	return all, nil
}

func (d *Day) sample() error {
	pid := d.kiosk.Interface()
	s := Sample{Visitors: d.Visitors, SignUps: d.SignUps}
	var err error
	if s.PSS, s.RSS, err = Memory(pid); err != nil {
		return err
	}
	if s.Handles, err = Handles(pid); err != nil {
		return err
	}
	if s.Threads, err = Threads(pid); err != nil {
		return err
	}
	for name, into := range map[string]*int64{"booth.db": &s.Store, "journal": &s.Store, "booth.db-wal": &s.WAL} {
		if info, err := os.Stat(filepath.Join(d.kiosk.folder, name)); err == nil {
			*into += info.Size()
		}
	}
	d.Samples = append(d.Samples, s)
	return nil
}

// warm returns the part of the day that counts for slopes: after the first fifth.
func (d *Day) warm() []Sample { return d.Samples[len(d.Samples)/5:] }

// Slope returns by how many bytes of memory (PSS) the interface grows per thousand visitors, after the
// first fifth of the day, and the standard error of that (least squares).
func (d *Day) Slope() (perThousand, deviation float64) {
	s := d.warm()
	if len(s) < 3 {
		return 0, math.Inf(1)
	}
	n := float64(len(s))
	var mx, my float64
	for _, p := range s {
		mx += float64(p.Visitors) / n
		my += float64(p.PSS) / n
	}
	var xx, xy float64
	for _, p := range s {
		dx := float64(p.Visitors) - mx
		xx += dx * dx
		xy += dx * (float64(p.PSS) - my)
	}
	slope := xy / xx
	var rest float64
	for _, p := range s {
		r := float64(p.PSS) - my - slope*(float64(p.Visitors)-mx)
		rest += r * r
	}
	return slope * 1000, math.Sqrt(rest/(n-2)/xx) * 1000
}

// most returns the maximum of a value over the day.
func (d *Day) most(of func(Sample) int64) (most int64) {
	for _, s := range d.Samples {
		most = max(most, of(s))
	}
	return most
}

// Quantile returns the time within which that share of all taps changed the picture.
func (d *Day) Quantile(share float64) time.Duration {
	if len(d.Taps) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(d.Taps))
	return s[min(len(s)-1, int(share*float64(len(s))))]
}

func mega(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// Table writes a summary of the day as a table.
func (d *Day) Table(to io.Writer) error {
	first, last, warm := d.Samples[0], d.Samples[len(d.Samples)-1], d.warm()[0]
	slope, dev := d.Slope()
	t := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	row := func(what, format string, args ...any) {
		fmt.Fprintf(t, "  %s\t%s\n", what, fmt.Sprintf(format, args...))
	}
	row("visitors", "%d in %.0f s (%d signed up, %d left a form, %d switched the language)", d.Visitors, d.Took.Seconds(), d.SignUps, d.Left, d.Turned)
	row("memory (PSS)", "%.1f MB at first, %.1f after a fifth, %.1f at last, %.1f at most", mega(first.PSS), mega(warm.PSS), mega(last.PSS), mega(d.most(func(s Sample) int64 { return s.PSS })))
	row("its slope", "%+.2f ± %.2f MB per 1,000 visitors (bar: 2)", slope/(1<<20), dev/(1<<20))
	row("handles", "%d at first, %d at last, %d at most", first.Handles, last.Handles, d.most(func(s Sample) int64 { return int64(s.Handles) }))
	row("threads", "%d at first, %d at last", first.Threads, last.Threads)
	if n := last.SignUps - first.SignUps; n > 0 {
		row("store", "%.1f kB a sign-up (database and journal)", float64(last.Store-first.Store)/1024/float64(n))
	}
	row("write-ahead log", "%.2f MB at most", mega(d.most(func(s Sample) int64 { return s.WAL })))
	row("tap to picture", "median %d ms, p95 %d ms, of %d taps; %d taps came too early and were made again (bar: p95 100 ms at 1920×1080)", d.Quantile(0.5).Milliseconds(), d.Quantile(0.95).Milliseconds(), len(d.Taps), d.Again)
	return t.Flush()
}
