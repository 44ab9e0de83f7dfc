package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/data"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
	"matchbooth/ui/theme"
	"matchbooth/ui/touch"
	work "matchbooth/ui/work/session"
)

// Keeping shows volunteers how the data is kept: the second copy, the words of the keys, and who has
// to be forgotten. People can be forgotten here only at a desk that was opened with the passphrase.
func Keeping(b *B) {
	m := b.M
	f := b.Frame(page.Framing{Back: true, BackText: b.Tx("keeping.back." + string(backOf(b.State))), BackTo: session.CloseKeeping, NoFoot: true})
	_, rest := f.Body.Top(b.Title(f.Body, b.Tx("keeping.title"), m.Title()) + m.S(12))
	if b.Status == nil {
		return
	}
	gap := m.S(16)
	var second, keys, due, gone page.Box
	if m.Portrait {
		// What people compare with the paper must be visible without scrolling, also in large print.
		large := m.Text - 1
		second, keys = rest.Top(rest.H*(0.2+large*0.05) - gap/2)
		_, keys = keys.Top(gap)
		keys, due = keys.Top(rest.H*(0.33+large*0.11) - gap)
		_, due = due.Top(gap)
		due, gone = due.Top(rest.H*0.28 - gap)
	} else {
		left, right := rest.Left(rest.W*0.48 - gap/2)
		_, right = right.Left(gap)
		second, due = left.Top(left.H*0.42 - gap/2)
		_, due = due.Top(gap)
		keys, gone = right.Top(right.H*0.68 - gap/2)
	}
	_, gone = gone.Top(gap)
	b.secondCopy(b.part(second, "keeping.copy"))
	b.keyWords(b.part(keys, "keeping.keys"))
	records := b.holderIn(b.part(gone, "keeping.purges"))
	b.due(b.part(due, "keeping.due"), func() { b.forgotten(records) })
	b.forgotten(records)
}

func backOf(s session.State) session.Screen {
	if s.KeepingOf == session.Desk {
		return session.Desk
	}
	return session.Staff
}

// part draws a card with a quiet heading, and returns the space left on it.
func (b *B) part(at page.Box, key string) page.Box {
	m := b.M
	b.Card(at)
	in := at.Pad(m.S(26), m.S(16))
	head, in := in.Top(m.Label() * 1.6)
	b.TextFit(head, b.Tx(key), b.Type(m.Label(), b.P.Soft, true), 1, 0)
	_, in = in.Top(m.S(6))
	return in
}

// slot is a place on the page whose content changes while the page is shown.
type slot struct {
	holder *touch.Holder
	at     page.Box // relative to holder: its origin is 0, 0
}

func (b *B) holderIn(at page.Box) slot {
	h := touch.NewHolder()
	b.Put(h, at)
	return slot{h, page.Box{X: 0, Y: 0, W: at.W, H: at.H}}
}

// leastText is the smallest text scale, as a fraction of the plain size, to which fill shrinks text before it lets it
// scroll.
const leastText = 0.9

// fill sets flows into a slot, a little smaller if they would not fit, and lets them scroll if that is not enough.
func (b *B) fill(p slot, flows func(width float32) []page.Flow) {
	full := b.M.Text
	set := flows(p.at.W)
	for b.M.Text > leastText && page.HighOf(set) > p.at.H {
		b.M.Text -= full * 0.03
		set = flows(p.at.W)
	}
	b.M.Text = full
	b.empty(p.holder)
	p.holder.Fill(b.Collect(func() { b.Stack(p.at, b.P.Card, set...) })...)
}

// empty takes out of a holder what is there, and off the page's lists what of it could be touched or turned.
func (b *B) empty(h *touch.Holder) {
	var gone func(list []fyne.CanvasObject)
	gone = func(list []fyne.CanvasObject) {
		for _, o := range list {
			switch v := o.(type) {
			case *touch.Button:
				b.Page.Buttons = slices.DeleteFunc(b.Page.Buttons, func(x *touch.Button) bool { return x == v })
			case *touch.Scroller:
				b.Page.Scrollers = slices.DeleteFunc(b.Page.Scrollers, func(x *touch.Scroller) bool { return x == v })
				gone([]fyne.CanvasObject{v.Content()})
			case interface{ Buttons() []*touch.Button }:
				b.Page.Buttons = slices.DeleteFunc(b.Page.Buttons, func(x *touch.Button) bool { return slices.Contains(v.Buttons(), x) })
			case *fyne.Container:
				gone(v.Objects)
			}
		}
	}
	gone(h.Inside())
	h.Fill()
}

// mark is the symbol before a sentence that shows how things are: never by colour alone.
type mark int

const (
	markPlain mark = iota
	markWell
	markWrong
)

func (b *B) markIcon(k mark) func(w, h int) image.Image {
	switch k {
	case markWell:
		return page.Icon(art.Check, b.P.Green)
	case markWrong:
		return page.Icon(art.Warning, b.P.Red)
	}
	return page.Icon(art.Info, b.P.Soft)
}

// marked returns the flow of a sentence after its mark.
func (b *B) marked(gap float32, k mark, s string, t touch.Type, width float32) page.Flow {
	m := b.M
	d := t.Size * 1.15
	indent := d + m.S(14)
	p := touch.SetText(s, t, width-indent)
	if len(p.Lines) == 2 {
		p = b.Heading(s, t, width-indent, b.M.H, 2)
	}
	line := p.Height / float32(max(1, len(p.Lines)))
	return page.Flow{Gap: gap, Height: max(p.Height, d), Draw: func(at page.Box) {
		b.Picture(page.Box{X: at.X, Y: at.Y + max(0, line-d)/2, W: d, H: d}, b.markIcon(k))
		b.Lay(p, at.X+indent, at.Y)
	}}
}

// secondCopy shows how far the second copy is, and keeps that current.
func (b *B) secondCopy(at page.Box) {
	m := b.M
	p := b.holderIn(at)
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		c := b.Status.Mirror()
		s, k := b.copySays(c, now)
		if s == last {
			return
		}
		last = s
		b.fill(p, func(w float32) []page.Flow {
			quiet := b.Type(m.S(20)*b.M.Text, b.P.Soft, false)
			out := []page.Flow{b.marked(0, k, s, b.Type(b.M.Body(), b.P.Ink, k == markWrong), w)}
			if help := b.copyHelp(c, k); help != "" {
				out = append(out, b.Para(m.S(8), help, quiet, w))
			}
			if c.Dir != "" {
				out = append(out, b.Para(m.S(4), b.Tx("copy.dir", "Dir", c.Dir), quiet, w))
			}
			return out
		})
	})
}

// keyWords draws the six words of the whole set, large and in two rows of three so that they are easy to read out, and
// below them one line for each key.
func (b *B) keyWords(at page.Box) {
	m := b.M
	set := b.Status.Keys()
	p := b.holderIn(at)
	b.fill(p, func(w float32) []page.Flow {
		quiet := b.Type(m.S(20)*b.M.Text, b.P.Soft, false)
		if set.Fingerprint == "" {
			return []page.Flow{b.Para(0, b.Tx("keeping.keys.none"), quiet, w)}
		}
		out := []page.Flow{b.setFlow(set, w)}
		for i, k := range set.Named {
			out = append(out, b.keyFlow(m.S(6)+m.S(10)*float32(max(0, 1-i)), k, w))
		}
		switch {
		case set.Fault != "":
			return append(out, b.marked(m.S(16), markWrong, b.Tx("keeping.keys.fault"), b.Type(m.S(20)*b.M.Text, b.P.Ink, true), w))
		case !set.Signed:
			out = append(out, b.marked(m.S(16), markPlain, b.Tx("keeping.keys.unsigned"), quiet, w))
		}
		return append(out, b.Para(m.S(16), b.Tx("keeping.keys.line"), b.Type(m.S(20)*b.M.Text, b.P.Ink, false), w))
	})
}

// setFlow returns the words of the whole set, and how many keys are in it.
func (b *B) setFlow(set work.KeySet, width float32) page.Flow {
	m, text := b.M, b.M.Text
	count := touch.Fit([]touch.Span{{Text: b.Tx("keeping.keys.count", "N", len(set.Named))}}, b.Type(m.S(20)*text, b.P.Ink, true), width*0.5, m.S(60), 1)
	digits := b.digits(set.Fingerprint, width*0.5)
	words := set.Words[b.Lang]
	const columns = 3
	col := width / columns
	word, number := b.Type(m.S(30)*text, b.P.Ink, true), b.Type(max(m.S(17)*text, theme.MinText), b.P.Soft, false)
	rowH := word.Size * 1.5
	indent := m.S(22) * text
	type line struct{ word, number touch.Paragraph }
	var lines []line
	for i, p := range alike(words, word, col-indent-m.S(8), rowH*2) {
		lines = append(lines, line{p, touch.SetText(fmt.Sprint(i+1), number, indent)})
	}
	rows := (len(words) + columns - 1) / columns
	top := count.Height + m.S(4)
	return page.Flow{Gap: 0, Height: top + rowH*float32(rows), Draw: func(at page.Box) {
		b.Lay(count, at.X, at.Y)
		b.Lay(digits, at.X+width*0.5, at.Y+(count.Height-digits.Height)/2)
		for i, l := range lines {
			x, y := at.X+float32(i%columns)*col, at.Y+top+float32(i/columns)*rowH
			b.Lay(l.number, x, y+(rowH-l.number.Height)/2)
			b.Lay(l.word, x+indent, y+(rowH-l.word.Height)/2)
		}
	}}
}

// keyFlow returns one key of the set: whose it is, and the digits of its fingerprint.
func (b *B) keyFlow(gap float32, k work.Key, width float32) page.Flow {
	m, text := b.M, b.M.Text
	name := touch.Fit([]touch.Span{{Text: b.keyName(k)}}, b.Type(m.S(20)*text, b.P.Soft, false), width*0.7, m.S(60), 1)
	digits := b.digits(k.Fingerprint, width*0.3)
	return page.Flow{Gap: gap, Height: name.Height, Draw: func(at page.Box) {
		b.Lay(name, at.X, at.Y)
		b.Lay(digits, at.X+width*0.7, at.Y+(name.Height-digits.Height)/2)
	}}
}

// digits sets a fingerprint at the right edge.
func (b *B) digits(fingerprint string, width float32) touch.Paragraph {
	t := b.Type(max(b.M.S(17)*b.M.Text, theme.MinText), b.P.Soft, false)
	t.Align = fyne.TextAlignTrailing
	return touch.Fit([]touch.Span{{Text: grouped(fingerprint)}}, t, width, b.M.S(60), 1)
}

// grouped puts the digits of a fingerprint into groups of four.
func grouped(hex string) string {
	var parts []string
	for part := range slices.Chunk([]rune(hex), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, " ")
}

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
