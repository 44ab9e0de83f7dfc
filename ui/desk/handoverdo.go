package desk

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"matchbooth/data"
	"matchbooth/data/export"
	"matchbooth/data/seal"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"

	"fyne.io/fyne/v2"
)

// onGive writes the file.
func (g *giver) onGive() {
	k := g.k
	switch {
	case k.run != nil:
		return
	case k.whom == handover.Person && k.person == "":
		g.goTo(session.DeskPeople, "")()
		return
	case k.place == "":
		return // what is plugged in is not known yet
	case k.person != "" && k.whom == handover.Registry && k.survey[k.whom].All == 0:
		g.say(g.Tx("desk.give.refused"), true)
		return
	}
	of := work.Handing{For: k.whom, Person: k.person, Format: k.format, Folder: k.place, New: k.onlyNew, Lang: g.State.Lang}
	if k.place == otherFolder {
		if f := g.Typed("folder"); f != nil {
			k.folder = f.Text()
		}
		if of.Folder = strings.TrimSpace(k.folder); !filepath.IsAbs(of.Folder) {
			g.say(g.Tx("desk.place.other.wrong"), true)
			return
		}
	}
	switch k.closed {
	case closePhrase:
		of.Format, of.Phrase = "xlsx", true
	case closeAge:
		if f := g.Typed("recipient"); f != nil {
			k.to = f.Text()
		}
		of.To = strings.TrimSpace(k.to)
		if _, err := seal.WrapTo(io.Discard, of.To); err != nil {
			secret := strings.HasPrefix(strings.ToUpper(of.To), "AGE-SECRET-KEY")
			key := map[bool]string{true: "desk.give.key.secret", false: "desk.give.key.wrong"}[secret]
			if f := g.Typed("recipient"); f != nil {
				f.SetWrong(true)
				if secret {
					f.SetText("")
					k.to = ""
				}
			}
			g.say(g.Tx(key), true)
			return
		}
	}
	ctx, r := begun(k.shows)
	k.run, k.done, k.said, k.wrong = r, nil, "", false
	listed := k.place != otherFolder
	if g.Redraw != nil {
		g.Redraw() // what cannot be done meanwhile goes
	}
	g.later(func() func() {
		gone := func() error {
			if listed {
				return g.stillThere(of.Folder)
			}
			return nil
		}
		if err := gone(); err != nil {
			r.cancel()
			return func() {
				if k.run == r {
					g.onGiven(of, work.Handed{}, err)
				}
			}
		}
		out, err := g.write(ctx, g, of, g.goesOn(r, func() bool { return k.run == r }, k.shows))
		if err != nil && out.Path == "" && !errors.Is(err, context.Canceled) { // pulled out while it was written
			err = cmp.Or(gone(), err)
		}
		return func() {
			r.cancel()
			if k.run != r {
				return // the desk was locked meanwhile
			}
			g.onGiven(of, out, err)
		}
	})
}

// say puts a sentence on the card.
func (g *giver) say(s string, wrong bool) {
	g.k.said, g.k.wrong = s, wrong
	g.k.shows()
}

// shows draws what changed on the page that stands, if it is this one.
func (k *handing) shows() {
	if k.on != nil {
		k.on.show()
	}
}

// onGiven says what came of it.
func (g *giver) onGiven(of work.Handing, out work.Handed, err error) {
	k := g.k
	k.run, k.looked = nil, false
	var unread work.Unread
	stick := slices.ContainsFunc(k.places, func(p handover.Place) bool { return p.Name != "" && p.Dir == of.Folder })
	switch {
	case err == nil, errors.As(err, &unread):
		k.done = &out
		k.said, k.wrong = g.Tx("desk.give.done", "N", out.Rows, "Path", out.Path), false
		if k.whom == handover.Person {
			k.said = g.Tx("desk.give.done.copy", "Path", out.Path)
		}
		if stick {
			k.said += g.Tx("desk.give.safe")
		}
		if unread > 0 {
			k.said, k.wrong = g.Tx("desk.export.unread", "Path", out.Path, "N", int(unread)), true
		}
	case errors.Is(err, context.Canceled):
		k.said, k.wrong = g.Tx("desk.give.stopped"), false
	default:
		k.said, k.wrong = g.unwritten(err), true
	}
	g.look()
	if k.shows(); k.on != nil && k.done != nil && k.done.Phrase != "" && g.Redraw != nil {
		g.Redraw() // its card comes first and is as high as it has to be
	}
}

// unwritten says why a file was not written, and what to do.
func (g *giver) unwritten(err error) string {
	var other handover.OtherKey
	switch {
	case errors.Is(err, errGone):
		return g.Tx("desk.place.gone")
	case errors.Is(err, handover.ErrInBooth):
		return g.Tx("desk.export.inbooth")
	case errors.As(err, &other):
		return g.Tx("desk.export.otherkey")
	case errors.Is(err, work.ErrErasedMeanwhile):
		return g.Tx("desk.give.erased.meanwhile")
	case errors.Is(err, data.ErrNobody):
		return g.Tx("desk.give.erased")
	case errors.Is(err, work.ErrLeft), errors.Is(err, data.ErrPassphrase):
		return g.Tx("desk.left")
	case errors.Is(err, handover.ErrNothing) && g.k.person != "":
		return g.Tx("desk.give.refused")
	case errors.Is(err, handover.ErrNothing):
		return g.Tx("desk.give.nothing")
	case errors.Is(err, export.ErrReadBack):
		return g.Tx("desk.give.readback")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, data.ErrDiskFull):
		return g.Tx("desk.give.full")
	}
	return g.Tx("desk.export.failed")
}

// small is the size of what stands on the card.
func (g *giver) small() float32 {
	if g.M.Portrait {
		return g.M.Label() // there is room, and it is read from further away
	}
	return g.M.Small()
}

// says is what stands on the card: how far it is or what came of the last one, then what goes and what does not.
func (g *giver) says(w float32) []page.Flow {
	m, k := g.M, g.k
	size := g.small()
	quiet := g.Type(size, g.P.Soft, false)
	if r := k.run; r != nil {
		head := g.Tx("desk.give.writing", "Done", r.done, "Total", max(r.total, r.done))
		if r.total == 0 {
			head = g.Tx("desk.give.begun")
		}
		if r.stopping {
			head = g.Tx("desk.give.stopping")
		}
		line := g.timeLeft(r) + g.Tx("desk.give.then")
		return []page.Flow{g.Para(0, head, g.Type(m.Body(), g.P.Ink, true), w), g.Para(m.S(4), line, quiet, w), g.way(r, w)}
	}
	var flows []page.Flow
	if k.said != "" {
		mark := markWell
		if k.wrong {
			mark = markWrong
		}
		flows = append(flows, g.marked(0, mark, k.said, g.Type(m.Label(), g.P.Ink, true), w))
		if k.done != nil && k.done.Phrase != "" { // it is shown once, and has to be written down: before all that can wait
			once := g.Type(size, g.P.Ink, false)
			once.Lead = 1.35
			flows = append(flows, g.Para(m.S(6), string(k.done.Phrase), g.Type(m.Heading(), g.P.Ink, true), w),
				g.Para(0, g.Tx("desk.give.phrase.once"), once, w))
		}
		if k.done != nil && !k.wrong {
			flows = append(flows, g.Para(m.S(4), k.done.Path, quiet, w))
		}
	}
	flows = append(flows, g.goes(g, w)...)
	if len(k.places) == 1 && k.done == nil {
		flows = append(flows, g.marked(m.S(10), markPlain, g.Tx("desk.place.nostick"), quiet, w))
	}
	if warning := g.warns(g); warning != "" {
		flows = append(flows, g.marked(m.S(10), markWrong, warning, g.Type(size*1.06, g.P.Ink, true), w))
	}
	if n := len(k.left); n > 0 { // what anybody can read
		flows = append(flows, g.marked(m.S(10), markWrong, g.Tx("desk.give.plain", "N", n), g.Type(size*1.06, g.P.Ink, true), w))
	}
	return flows
}

// pair is a bold word and what stands after it.
func (g *giver) pair(gap float32, word, s string, t touch.Type, w float32) page.Flow {
	first := g.M.S(96) * g.M.Text
	bold := t
	bold.Bold = true
	a, z := touch.SetText(word, bold, first), touch.SetText(s, t, w-first)
	return page.Flow{Gap: gap, Height: max(a.Height, z.Height), Draw: func(at page.Box) {
		g.Lay(a, at.X, at.Y)
		g.Lay(z, at.X+first, at.Y)
	}}
}

// run is something long that goes on: a file that is being written, a merge.
type run struct {
	stop        func() // and says so
	cancel      func()
	done, total int
	began       time.Time
	stopping    bool
}

// begun is something long that begins now and ends when stop was touched; shows draws how far it is.
func begun(shows func()) (ctx context.Context, r *run) {
	ctx, cancel := context.WithCancel(context.Background())
	r = &run{began: time.Now(), cancel: cancel}
	r.stop = func() { r.stopping = true; cancel(); shows() }
	return ctx, r
}

// goesOn takes how far something long is, from any goroutine, and draws that ten times a second at most while it is what
// the page waits for. It keeps the desk open.
func (b *B) goesOn(r *run, still func() bool, shows func()) func(done, total int) {
	last := time.Now()
	return func(done, total int) {
		now := time.Now()
		if now.Sub(last) < time.Second/10 && done < total {
			return
		}
		last = now
		fyne.Do(func() {
			if still() {
				r.done, r.total = done, total
				b.touched()
				shows()
			}
		})
	}
}

// timeLeft says how long it may still take; "" while nobody can say.
func (b *B) timeLeft(r *run) string {
	gone := time.Since(r.began)
	if r.done == 0 || r.total == 0 || gone < 2*time.Second {
		return ""
	}
	secs := int(gone.Seconds()*float64(r.total-r.done)/float64(r.done)) + 1
	return b.Tx("desk.give.left", "Seconds", secs)
}

// touched keeps the desk open while something long goes on.
func (b *B) touched() { b.Do(session.Touch)() }

// way is how far something long is: the red ring on its way to the gold one.
func (b *B) way(r *run, w float32) page.Flow {
	m := b.M
	d := m.S(34)
	part := float32(0)
	if r.total > 0 {
		part = min(1, float32(r.done)/float32(r.total))
	}
	return page.Flow{Gap: m.S(14), Height: d, Draw: func(at page.Box) {
		end := at.X + at.W - d
		x := at.X + (end-at.X-d)*part
		mid := at.Y + d/2
		for dot := x + d + m.S(8); dot < end-m.S(6); dot += m.S(14) {
			b.Rect(page.Box{X: dot, Y: mid - 2, W: 4, H: 4}, b.P.Soft, 2)
		}
		b.Rect(page.Box{X: at.X, Y: mid - 3, W: x - at.X + 2, H: 6}, b.P.GoldOnLight(), 3)
		ring := b.Rect(page.Box{X: x, Y: at.Y, W: d, H: d}, b.P.Card, d/2)
		ring.StrokeColor, ring.StrokeWidth = b.P.Red, d*0.18
		ring = b.Rect(page.Box{X: end, Y: at.Y, W: d, H: d}, b.P.Card, d/2)
		ring.StrokeColor, ring.StrokeWidth = b.P.GoldOnLight(), d*0.18
	}}
}
