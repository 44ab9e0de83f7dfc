package desk

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/export"
	"matchbooth/data/seal"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// onGive writes the file.
func (g *giver) onGive() {
	k := g.k
	if k.run != nil {
		return
	}
	if k.place == "" {
		return // what is plugged in is not known yet
	}
	of := work.Handing{For: k.whom, Format: k.format, Folder: k.place, New: k.onlyNew}
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
	ctx, stop := context.WithCancel(context.Background())
	r := &run{began: time.Now(), cancel: stop}
	r.stop = func() { r.stopping = true; stop(); k.shows() }
	k.run, k.done, k.said, k.wrong = r, nil, "", false
	if g.Redraw != nil {
		g.Redraw() // what cannot be done meanwhile goes
	}
	g.later(func() func() {
		if err := g.stillThere(of.Folder); err != nil && k.place != otherFolder {
			stop()
			return func() {
				if k.run == r {
					g.onGiven(of, work.Handed{}, err)
				}
			}
		}
		last := time.Now()
		out, err := g.Desk.HandOver(ctx, of, func(done, total int) {
			if now := time.Now(); now.Sub(last) < time.Second/10 && done < total {
				return
			} else {
				last = now
			}
			fyne.Do(func() {
				if k.run == r {
					r.done, r.total = done, total
					g.touched()
					k.shows()
				}
			})
		})
		return func() {
			stop()
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
	var other handover.OtherKey
	stick := slices.ContainsFunc(k.places, func(p handover.Place) bool { return p.Name != "" && p.Dir == of.Folder })
	switch {
	case err == nil, errors.As(err, &unread):
		k.done = &out
		k.said, k.wrong = g.Tx("desk.give.done", "N", out.Rows, "Path", out.Path), false
		if stick {
			k.said += g.Tx("desk.give.safe")
		}
		if unread > 0 {
			k.said, k.wrong = g.Tx("desk.export.unread", "Path", out.Path, "N", int(unread)), true
		}
	case errors.Is(err, context.Canceled):
		k.said, k.wrong = g.Tx("desk.give.stopped"), false
	case errors.Is(err, errGone):
		k.said, k.wrong = g.Tx("desk.place.gone"), true
	case errors.Is(err, handover.ErrInBooth):
		k.said, k.wrong = g.Tx("desk.export.inbooth"), true
	case errors.As(err, &other):
		k.said, k.wrong = g.Tx("desk.export.otherkey"), true
	case errors.Is(err, handover.ErrNothing):
		k.said, k.wrong = g.Tx("desk.give.nothing"), true
	case errors.Is(err, export.ErrReadBack):
		k.said, k.wrong = g.Tx("desk.give.readback"), true
	default:
		k.said, k.wrong = g.Tx("desk.export.failed"), true
	}
	g.look()
	k.shows()
}

// says is what stands on the card: how far it is or what came of the last one, then what goes and what does not.
func (g *giver) says(w float32) []page.Flow {
	m, k := g.M, g.k
	size := m.Small()
	if m.Portrait {
		size = m.Label() // there is room, and it is read from further away
	}
	quiet := g.Type(size, g.P.Soft, false)
	if r := k.run; r != nil {
		head := g.Tx("desk.give.writing", "Done", r.done, "Total", max(r.total, r.done))
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
		if k.done != nil && k.done.Phrase != "" {
			flows = append(flows, g.Para(m.S(10), string(k.done.Phrase), g.Type(m.Body(), g.P.Ink, true), w),
				g.Para(m.S(2), g.Tx("desk.give.phrase.once"), quiet, w))
		}
	}
	say := g.Type(size*1.06, g.P.Ink, false)
	goes, stays := handover.Columns(g.Pack, g.State.Lang, k.whom)
	comma := g.Tx("desk.give.comma")
	all := strings.Join(goes, comma) + g.Tx("desk.give.goes.always")
	if k.whom == handover.Us {
		all = g.Tx("desk.give.all")
	}
	flows = append(flows, g.pair(m.S(4), g.Tx("desk.give.goes"), all, say, w))
	if len(stays) > 0 {
		flows = append(flows, g.pair(m.S(4), g.Tx("desk.give.stays"), strings.Join(stays, comma), say, w))
	}
	s := k.survey[k.whom]
	if k.onlyNew {
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.new.line"), quiet, w))
	}
	if s.Kept > 0 {
		flows = append(flows, g.Para(m.S(8), g.Tx("desk.give.kept", "N", s.Kept), quiet, w))
	}
	if s.Gone > 0 {
		flows = append(flows, g.Para(m.S(4), g.Tx("desk.give.gone", "N", s.Gone), quiet, w))
	}
	if len(k.places) == 1 {
		flows = append(flows, g.marked(m.S(10), markPlain, g.Tx("desk.place.nostick"), quiet, w))
	}
	if k.closed == closeOpen {
		flows = append(flows, g.marked(m.S(10), markWrong, g.Tx("desk.give.open.warn"), g.Type(size*1.06, g.P.Ink, true), w))
	}
	if n := len(k.left); n > 0 {
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

// way is how far the file is: the red ring on its way to the gold one.
func (g *giver) way(r *run, w float32) page.Flow {
	m := g.M
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
			g.Rect(page.Box{X: dot, Y: mid - 2, W: 4, H: 4}, g.P.Soft, 2)
		}
		g.Rect(page.Box{X: at.X, Y: mid - 3, W: x - at.X + 2, H: 6}, g.P.Gold, 3)
		ring := g.Rect(page.Box{X: x, Y: at.Y, W: d, H: d}, g.P.Card, d/2)
		ring.StrokeColor, ring.StrokeWidth = g.P.Red, d*0.18
		ring = g.Rect(page.Box{X: end, Y: at.Y, W: d, H: d}, g.P.Card, d/2)
		ring.StrokeColor, ring.StrokeWidth = g.P.Gold, d*0.18
	}}
}
