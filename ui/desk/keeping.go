package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/lag"
	"matchbooth/ui/desk/recover"
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
	head, rest := f.Body.Top(b.Title(f.Body, b.Tx("keeping.title"), m.Title()) + m.S(18))
	b.offerRecovery(head)
	b.kept().Recover.Forget() // whoever has come back from typing it, or has never begun
	if b.Status == nil {
		return
	}
	gap := m.S(16)
	var second, keys, due, gone page.Box
	title, upright, across := "keeping.copy", float32(0.26), float32(0.36)
	joined := b.Status.Hub().URL != ""
	if joined { // it stands on the same card, with what to do about it
		title, upright, across = "keeping.copies", 0.38, 0.72
	}
	if m.Portrait {
		// Each card is as high as what is on it, as far as that is known; what people compare with the paper must be visible
		// without scrolling, also in large print.
		wide := rest.W - 2*m.S(26)
		copyHigh := min(rest.H*upright, b.partHigh(b.copyFlows(b.Now, wide)))
		if joined { // its buttons have to be in reach of somebody who sits
			rest, second = rest.Top(rest.H - copyHigh)
			rest.H -= gap
		} else {
			second, rest = rest.Top(copyHigh)
			_, rest = rest.Top(gap)
		}
		keys, due = rest.Top(min(rest.H*0.6, b.partHigh(b.keyFlows(wide))))
		_, due = due.Top(gap)
		high := m.S(230) * m.Text
		if b.mayForget() {
			high = m.S(330) * m.Text
		}
		switch room := due.H - high - gap; {
		case joined && room < m.S(130)*m.Text:
			due, gone = due.Left(due.W*0.62 - gap/2)
			_, gone = gone.Left(gap)
		case joined:
			gone, due = due.Top(room)
			_, due = due.Top(gap)
		default:
			due, gone = due.Top(min(due.H*0.62, high))
			_, gone = gone.Top(gap)
		}
		if gone.W == rest.W {
			gone.H = min(gone.H, m.S(210)*m.Text)
		}
	} else {
		// The keys have a side of their own, as on the paper they are compared with; below them there is room for what was
		// erased where the button that erases, or a hub, needs the height beside it.
		second, keys = rest.Left(rest.W*0.5 - gap/2)
		_, keys = keys.Left(gap)
		second, due = second.Top(min(rest.H*across, b.partHigh(b.copyFlows(b.Now, second.W-2*m.S(26)))))
		_, due = due.Top(gap)
		if b.mayForget() || joined {
			gone, keys = keys.Bottom(max(rest.H*0.24, rest.H-b.partHigh(b.keyFlows(keys.W-2*m.S(26)))-gap))
			_, keys = keys.Bottom(gap)
		} else {
			gone, due = due.Bottom(rest.H * 0.24)
			_, due = due.Bottom(gap)
		}
	}
	b.secondCopy(b.part(second, title))
	b.keyWords(b.part(keys, "keeping.keys"))
	records := b.holderIn(b.part(gone, "keeping.purges"))
	b.due(b.part(due, "keeping.due"), func() { b.forgotten(records) })
	b.forgotten(records)
}

// offerRecovery offers, beside the title, to set a new passphrase, where the recovery key can do that.
func (b *B) offerRecovery(head page.Box) {
	if b.Desk == nil || b.Desk.Recovers() == "" {
		return
	}
	st := b.StyleEqual()
	st.TextSize = b.M.Label()
	label := b.Tx("recovery.page.open")
	at, _ := head.Right(min(head.W*0.5, b.Width(label, st)))
	high := max(b.M.S(56), theme.MinTarget)
	at.Y, at.H = at.Y+min(0, head.H-b.M.S(18)-high), high
	b.Button(at, "keeping.forgotten", label, st, b.Do(session.OpenForgotten))
}

// Forgotten draws the page on which a new passphrase is set.
func Forgotten(b *B) { recover.Draw(b.B, b.Desk, &b.kept().Recover, b.again) }

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

// partHigh is how high the card of a part is with that on it.
func (b *B) partHigh(flows []page.Flow) float32 {
	return 2*b.M.S(16) + b.M.Label()*1.6 + b.M.S(6) + page.HighOf(flows) + 2
}

// secondCopy shows how far the second copy is, and keeps that current.
func (b *B) secondCopy(at page.Box) {
	p := b.holderIn(at)
	last := ""
	b.Page.Live = append(b.Page.Live, func(now time.Time) {
		s, _ := b.copySays(b.Status.Mirror(), now)
		at := b.Status.Hub()
		hub, _ := lag.Hub(b.Tx, at, now)
		if s = fmt.Sprint(s, hub, at.Fault); s == last {
			return
		}
		last = s
		b.fill(p, func(w float32) []page.Flow { return b.copyFlows(now, w) })
	})
}

// copyFlows says how far the second copy is, what to do about it, and where it is.
func (b *B) copyFlows(now time.Time, w float32) []page.Flow {
	m := b.M
	c := b.Status.Mirror()
	s, k := b.copySays(c, now)
	quiet := b.Type(m.S(20)*m.Text, b.P.Soft, false)
	out := []page.Flow{b.marked(0, k, s, b.Type(m.Body(), b.P.Ink, k == markWrong), w)}
	if help := b.copyHelp(c, k); help != "" {
		out = append(out, b.Para(m.S(8), help, quiet, w))
	}
	if c.Dir != "" {
		out = append(out, b.Para(m.S(4), b.Tx("copy.dir", "Dir", c.Dir), quiet, w))
	}
	return append(out, b.hubFlows(now, w)...)
}

// hubFlows says how far the hub is, and offers to send what it refused once more, and at an open desk everything. Nothing where
// no hub was joined.
func (b *B) hubFlows(now time.Time, w float32) (out []page.Flow) {
	m, at := b.M, b.Status.Hub()
	s, late := lag.Hub(b.Tx, at, now)
	if s == "" {
		return nil
	}
	k := markWell
	if late {
		k = markWrong
	}
	out = append(out, b.marked(m.S(14), k, s, b.Type(m.Body(), b.P.Ink, late), w))
	for _, line := range lag.HubHelp(b.Tx, at) {
		out = append(out, b.Para(m.S(4), line, b.Type(m.S(20)*m.Text, b.P.Soft, false), w))
	}
	send := func(key string, everything bool) {
		high := max(m.S(56), theme.MinTarget)
		out = append(out, page.Flow{Gap: m.S(8), Height: high, Draw: func(at page.Box) {
			st, label := b.StyleEqual(), b.Tx(key)
			st.TextSize = m.Label()
			at, _ = at.Left(min(at.W, b.Width(label, st)))
			b.Button(at, key, label, st, func() {
				b.later(func() func() { _ = b.Status.SendAgain(everything); return func() {} }) // what fails is sent again all the same
			})
		}})
	}
	if len(at.Refused) > 0 {
		send("athub.again", false)
	}
	if b.mayForget() && at.AtHub > 0 {
		send("athub.all", true)
	}
	return out
}

// keyWords draws the six words of the whole set, large and in two rows of three so that they are easy to read out, and
// below them one line for each key.
func (b *B) keyWords(at page.Box) {
	b.fill(b.holderIn(at), b.keyFlows)
}

// keyFlows is what there is to say about the keys.
func (b *B) keyFlows(w float32) []page.Flow {
	m := b.M
	set := b.Status.Keys()
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
	out = append(out, b.Para(m.S(16), b.Tx("keeping.keys.line"), b.Type(m.S(20)*b.M.Text, b.P.Ink, false), w))
	if id := b.Status.Booth(); id != "" {
		out = append(out, b.Para(m.S(10), b.Tx("keeping.booth", "Words", b.boothWords(id)), quiet, w))
	}
	return out
}

// setFlow returns the words of the whole set, and how many keys are in it.
func (b *B) setFlow(set work.KeySet, width float32) page.Flow {
	m, text := b.M, b.M.Text
	count := touch.Fit([]touch.Span{{Text: b.Tx("keeping.keys.count", "N", len(set.Named))}}, b.Type(m.S(20)*text, b.P.Ink, true), width*0.5, m.S(60), 1)
	digits := b.digits(set.Fingerprint, width*0.5)
	words := set.Words[event.Lang(b.Speaks().Words)]
	const columns = 3
	col := width / columns
	word, number := b.Type(m.S(36)*text, b.P.Ink, true), b.Type(max(m.S(17)*text, theme.MinText), b.P.Soft, false)
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
	digits := b.digits(k.Fingerprint, width*0.36)
	t := b.Type(max(m.S(20)*text, theme.MinText), b.P.Soft, false)
	t.Lead = 1.35
	name := touch.SetText(b.keyName(k), t, width*0.62) // a long one has two lines
	return page.Flow{Gap: gap, Height: name.Height, Draw: func(at page.Box) {
		b.Lay(name, at.X, at.Y)
		b.Lay(digits, at.X+width*0.64, at.Y+(t.Size*t.Lead-digits.Height)/2)
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

// mayForget tells whether people can be erased here: at a desk that was opened with the passphrase.
func (b *B) mayForget() bool {
	return b.State.KeepingOf == session.Desk && b.Desk != nil && b.Desk.Opened() != nil
}

// due shows who has to be forgotten and, at an open desk, the button that does it; after is called when it is done.
func (b *B) due(at page.Box, after func()) {
	m := b.M
	button := max(m.S(64), m.ButtonH())
	holder := touch.NewHolder()
	b.Put(holder, at)
	in := page.Box{X: 0, Y: 0, W: at.W, H: at.H}
	busy := false
	say := func(k mark, s string, lines ...string) {
		b.fill(slot{holder: holder, at: in}, func(w float32) []page.Flow {
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
		case !b.mayForget():
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

// copySays returns the sentence about the second copy, and the mark for its state.
func (b *B) copySays(c data.MirrorState, now time.Time) (string, mark) {
	why := func(key string, args ...any) string {
		fault := c.Fault
		if fault == "" {
			fault = data.MirrorAbsent
		}
		return b.Tx(key, args...) + b.Tx("copy.why."+string(fault))
	}
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere"), markWrong
	case c.Dir == "":
		return b.Tx("copy.none"), markPlain
	case c.Extra > 0:
		return b.Tx("copy.extra", "N", c.Extra), markWrong
	case c.Behind > 0 && (c.Fault != "" || work.CopyLate(c, now)):
		return why("copy.behind", "N", c.Behind, "At", lag.At(c.Since, now)), markWrong
	case c.Pending && c.Behind == 0:
		return why("copy.pending"), markWrong
	case c.Fault != "":
		return why("copy.failing"), markWrong
	case c.Behind > 0:
		return b.Tx("copy.onway", "N", c.Behind), markWell
	}
	return b.Tx("copy.well"), markWell
}

// copyHelp says what to do about the second copy, "" if there is nothing to do.
func (b *B) copyHelp(c data.MirrorState, k mark) string {
	switch {
	case c.Dir == "" && c.Pending:
		return b.Tx("copy.elsewhere.line")
	case c.Dir == "":
		return b.Tx("copy.none.line")
	case k != markWrong && c.SameDisk:
		return b.Tx("copy.same")
	case k != markWrong:
		return ""
	case c.Extra > 0:
		return b.Tx("copy.extra.line")
	case c.Fault == "":
		return b.Tx("copy.help.absent")
	}
	return b.Tx("copy.help." + string(c.Fault))
}

// dueSays returns the sentence about who has to be forgotten, and a mark that says whether anything needs to be done.
func (b *B) dueSays(r data.Retention) (s string, mark mark) {
	on := func(t time.Time) string { return b.LongDate(t.In(b.Now.Location()).Format(time.DateOnly)) }
	switch {
	case r.Days == 0:
		return b.Tx("due.never"), markPlain
	case r.Clock != "":
		return b.Tx("due.clock", "Date", on(b.Now)), markWrong
	case r.Due > 0 && r.Longest > r.Days:
		return b.Tx("due.own", "N", r.Due), markWrong
	case r.Due > 0:
		return b.Tx("due.now", "N", r.Due, "Before", on(r.Before), "Days", r.Days), markWrong
	case r.Unclear > 0 && (b.Desk == nil || b.Desk.Opened() == nil):
		return b.Tx("due.unclear", "N", r.Unclear, "Days", r.Days), markPlain
	case r.Unclear > 0:
		return b.Tx("due.unread", "N", r.Unclear, "Days", r.Days, "Longest", r.Longest), markWrong
	case r.DueSoon > 0 && r.Longest > r.Days && (b.Desk == nil || b.Desk.Opened() == nil):
		return b.Tx("due.may", "N", r.DueSoon, "Date", on(r.Next)), markWrong
	case r.DueSoon > 0:
		return b.Tx("due.soon", "N", r.DueSoon, "Date", on(r.Next)), markWrong
	case r.Next.IsZero():
		return b.Tx("due.nobody"), markWell
	}
	return b.Tx("due.later", "Date", on(r.Next)), markWell
}

// keyName returns the display name of a key.
func (b *B) keyName(k work.Key) string {
	if k.Role == data.RoleAdded {
		return b.Tx("keeping.key.added", "Name", k.Name)
	}
	return b.Tx("keeping.key." + k.Role)
}
