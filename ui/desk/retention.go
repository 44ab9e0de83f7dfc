package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
)

// due shows who has to be forgotten and, at an open desk, the button that does it; after is called when it is done.
func (b *B) due(at page.Box, after func()) {
	m := b.M
	mayForget := b.State.KeepingOf == session.Desk && b.Desk != nil && b.Desk.Opened() != nil
	button := max(m.S(64), m.ButtonH())
	holder := touch.NewHolder()
	b.Put(holder, at)
	in := page.Box{X: 0, Y: 0, W: at.W, H: at.H}
	busy := false
	say := func(k mark, s string, lines ...string) {
		b.fill(slot{holder, in}, func(w float32) []page.Flow {
			out := []page.Flow{b.marked(0, k, s, b.Type(b.M.Body(), b.P.Ink, k == markWrong), w)}
			for _, l := range lines {
				out = append(out, b.Para(m.S(8), l, b.Type(m.S(20)*b.M.Text, b.P.Soft, false), w))
			}
			return out
		})
	}
	var look func(done string)
	offer := func(r data.Retention) {
		s, k := b.dueSays(r)
		switch {
		case r.Due == 0 || r.Clock != "":
			say(k, s)
		case !mayForget:
			say(k, s, b.Tx("due.passphrase"))
		default:
			foot, words := in.Bottom(button)
			_, words = words.Bottom(m.S(12))
			inner := b.slotIn(words)
			b.fill(inner, func(w float32) []page.Flow {
				return []page.Flow{
					b.marked(0, k, s, b.Type(b.M.Body(), b.P.Ink, true), w),
					b.Para(m.S(8), b.Tx("due.export"), b.Type(m.S(20)*b.M.Text, b.P.Ink, false), w),
				}
			})
			objects := b.Collect(func() {
				b.Hold(foot, "keeping.forget", b.Tx("due.hold", "N", r.Due), func() {
					if busy {
						return
					}
					busy = true
					b.Do(session.Touch)()
					say(markPlain, b.Tx("due.busy"))
					b.later(func() func() {
						rec, err := b.Status.Purge(context.Background())
						return func() {
							busy = false
							after()
							switch {
							case errors.Is(err, data.ErrClock):
								look("")
							case err != nil:
								say(markWrong, b.Tx("due.failed"))
							default:
								look(b.purgeText("due.done", rec))
							}
						}
					})
				})
			})
			holder.Fill(append(objects, inner.holder)...)
		}
	}
	look = func(done string) {
		b.later(func() func() {
			r, err := b.Status.Retention(context.Background())
			return func() {
				switch {
				case err != nil:
					say(markWrong, b.Tx("due.unknown"))
				case done != "" && r.Due == 0:
					s, _ := b.dueSays(r)
					say(markWell, done, s)
				default:
					offer(r)
				}
			}
		})
	}
	say(markPlain, b.Tx("due.looking"))
	look("")
}

// slotIn returns a slot for a box within another slot.
func (b *B) slotIn(at page.Box) slot {
	h := touch.NewHolder()
	page.Place(h, at)
	return slot{h, page.Box{X: 0, Y: 0, W: at.W, H: at.H}}
}

// purgeText describes a purge from the record it left behind.
func (b *B) purgeText(key string, r data.PurgeRecord) string {
	on := func(t time.Time) string { return b.LongDate(t.In(b.Now.Location()).Format(time.DateOnly)) }
	return b.Tx(key, "N", r.Persons, "Before", on(r.Before), "At", on(r.At))
}

// forgotten lists the earlier purges, the most recent first.
func (b *B) forgotten(p slot) {
	b.later(func() func() {
		all, err := b.Status.Purges(context.Background())
		return func() {
			b.fill(p, func(w float32) []page.Flow {
				t := b.Type(b.M.S(20)*b.M.Text, b.P.Ink, false)
				if err != nil || len(all) == 0 {
					t.Color = b.P.Soft
					return []page.Flow{b.Para(0, b.Tx("keeping.purges.none"), t, w)}
				}
				var out []page.Flow
				for _, r := range slices.Backward(all) {
					out = append(out, b.Para(b.M.S(4), b.purgeText("keeping.purge", r), t, w))
				}
				return out
			})
		}
	})
}
