// Package desk draws the volunteers' screens: their menu, the PIN, the desk with what the passphrase opened, and how
// the data is kept. What volunteers do there is in ui/work; the drawing kit is package page.
package desk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/assets/art"
	"matchbooth/assets/text"
	"matchbooth/data"
	"matchbooth/data/seal"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk/drafting"
	"matchbooth/ui/desk/guide"
	"matchbooth/ui/page"
	"matchbooth/ui/touch"
	"matchbooth/ui/touch/field"
	"matchbooth/ui/work/handover"
	work "matchbooth/ui/work/session"
)

// Work is what the volunteers' screens show and do, in addition to what every screen is drawn from.
type Work struct {
	Desk   work.Desk                                       // sign-ups, the passphrase, exports
	Kept   *Kept                                           // what the desk's pages remember; nil in some pictures
	Gate   work.Gate                                       // the PIN; nil in pictures
	Status work.DataStatus                                 // how the data is kept; nil in some pictures
	Host   func() host.State                               // the state of the booth's computer; nil in pictures
	Counts func(ctx context.Context) (work.Tonight, error) // the numbers of today; nil in pictures
	Redraw func()                                          // draws the page again, after the desk was opened
	Sticks func() []handover.Place                         // what is plugged in; nil asks the system

	Repack func(*event.Pack) // has every screen show another event pack, and locks the desk; nil in pictures

	Setup *guide.State    // what leads through making a booth; nil where there is one
	Draft *drafting.State // what asks for a new event pack; nil where there is a booth
	Quit  func()          // closes the window of either

	Sound        bool // whether keys click
	SetSound     func(on bool)
	StartLang    string // the language that visitors start with
	SetStartLang func(lang string)
}

// B builds one page of the volunteers' screens.
type B struct {
	*page.B
	Work

	one bool // there is a page of one person to lead to
}

// goTo returns a function that turns to a page of the desk, about a person or "".
func (b *B) goTo(page session.DeskPage, person string) func() {
	return func() { b.Send(session.Event{Kind: session.DeskGo, Arg: string(page), Arg2: person}) }
}

// later runs work, which may take long, off the UI goroutine, then show on it.
func (b *B) later(work func() (show func())) { b.Later(work) }

// deskPage is a page of the desk.
type deskPage struct {
	draw   func(*B)
	locked bool // it can be seen without the passphrase
}

// pages is the table of the desk's pages: adding one means adding a file, a line here and one in rail.
var pages = map[session.DeskPage]deskPage{
	session.DeskToday:    {draw: (*B).todayPage, locked: true},
	session.DeskPeople:   {draw: (*B).peoplePage},
	session.DeskOne:      {draw: (*B).personPage},
	session.DeskCheck:    {draw: (*B).checksPage},
	session.DeskCalls:    {draw: (*B).callPage},
	session.DeskList:     {draw: (*B).listPage},
	session.DeskResults:  {draw: (*B).resultsPage},
	session.DeskDoubles:  {draw: (*B).doublePage},
	session.DeskMerge:    {draw: (*B).mergePage},
	session.DeskHandover: {draw: (*B).handoverPage},
	session.DeskDay:      {draw: (*B).dayPage},
	session.DeskAudit:    {draw: (*B).auditPage},
	session.DeskInbox:    {draw: (*B).inboxPage},
	session.DeskPrint:    {draw: (*B).printPage, locked: true},
}

// Desk draws the page of the desk that the state names. What the passphrase opened is forgotten when the desk closes.
func Desk(b *B) {
	p, ok := pages[b.State.DeskPage]
	if !ok {
		b.State.DeskPage = session.DeskToday
		p = pages[b.State.DeskPage]
	}
	if b.Kept == nil {
		b.Kept = &Kept{}
	}
	b.railKeys(nil)
	if (!p.locked || b.State.NoPIN) && (b.Desk == nil || b.Desk.Opened() == nil) {
		b.unlockPage()
		b.tabs()
		return
	}
	_, b.one = pages[session.DeskOne]
	if b.State.DeskPage != session.DeskCalls && b.Desk != nil && b.Desk.Opened() != nil {
		b.pendingLives(nil)
	}
	p.draw(b)
	b.tabs()
	b.walked()
}

// passed are the keys that a field of one line has no use for.
var passed = []fyne.KeyName{fyne.KeyEscape, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown}

// tabs has the tab key go from each field of the page to the next, from the last through everything that can be touched, and
// from there to the first. What a field has no use for means what it means on the page: else Esc would not lead out of where
// something is typed.
func (b *B) tabs() {
	all, own := b.Page.Fields, b.Page.Keys
	b.Page.Keys = func(name fyne.KeyName, r rune) {
		switch at := b.kept().tab; {
		case name == fyne.KeyTab:
			b.tab(page.Backwards())
		case at != "" && (name == fyne.KeyReturn || name == fyne.KeyEnter || r == ' '):
			if i := slices.IndexFunc(b.Page.Stops(), func(s page.Stop) bool { return s.ID == at }); i >= 0 {
				b.Page.Stops()[i].Act()
			}
		default:
			if name != fyne.KeyPageUp && name != fyne.KeyPageDown {
				b.walkTo("")
			}
			own(name, r)
		}
	}
	keys := b.Page.Keys
	for i, f := range all {
		own := f.OnKey
		f.OnKey = func(r rune, k fyne.KeyName) bool {
			if own != nil && own(r, k) {
				return true
			}
			is := slices.Contains(passed, k)
			if is {
				keys(k, 0)
			}
			return is
		}
		if b.Input != nil && f.OnTab == nil {
			f.OnTab = func() {
				switch to := i + 1; {
				case page.Backwards() && i > 0:
					b.Input.Take(all[i-1])
				case !page.Backwards() && to < len(all):
					b.Input.Take(all[to])
				default:
					b.Input.Release()
					b.tab(page.Backwards())
				}
			}
		}
	}
}

// tab goes on to the next of what can be touched, the rail last, or back to the one before; past the end it comes to the
// fields again, if there are any.
func (b *B) tab(back bool) {
	stops := b.stops()
	at := slices.IndexFunc(stops, func(s page.Stop) bool { return s.ID == b.kept().tab })
	switch {
	case back && at < 0:
		at = len(stops)
	case back && at == 0, !back && at == len(stops)-1:
		if all := b.Page.Fields; len(all) > 0 && b.Input != nil {
			b.walkTo("")
			if at = 0; back {
				at = len(all) - 1
			}
			b.Input.Take(all[at])
			return
		}
		at = map[bool]int{true: len(stops), false: -1}[back]
	}
	by := 1
	if back {
		by = -1
	}
	if at += by; at >= 0 && at < len(stops) {
		b.walkTo(stops[at].ID)
	}
	b.Do(session.Touch)()
}

// stops are what can be touched on the page, what the function keys lead to last.
func (b *B) stops() []page.Stop {
	var own, rail []page.Stop
	for _, s := range b.Page.Stops() {
		if strings.HasPrefix(s.ID, railID) || s.ID == "desk.lang" || s.ID == "desk.close" {
			rail = append(rail, s)
		} else {
			own = append(own, s)
		}
	}
	return append(own, rail...)
}

// walkTo has the tab key be at something of the page, or at nothing for "".
func (b *B) walkTo(id string) {
	k := b.kept()
	for _, s := range b.Page.Stops() {
		if on := s.ID == id; on || s.ID == k.tab {
			b.Mark(s, on)
		}
	}
	k.tab = id
}

// walked marks what the tab key was at before the page was drawn anew, so that no field takes the keys from it.
func (b *B) walked() {
	k := b.kept()
	if k.tab == "" {
		return
	}
	if !slices.ContainsFunc(b.Page.Stops(), func(s page.Stop) bool { return s.ID == k.tab }) {
		k.tab = ""
		return
	}
	b.walkTo(k.tab)
	b.Page.First = nil
}

// unlock asks for the passphrase, which opens the records, and for the initials under which everything that is changed
// afterwards is kept.
type unlock struct {
	*B
	who, field *field.Field
	sayWho     func(text string, wrong bool) // beside the initials
	say        func(text string, wrong bool) // below the passphrase
	busy       bool

	elsewhere bool // the event's key is not in the folder
}

// unlockPage draws what stands in place of every page that shows people, while the desk is locked.
func (b *B) unlockPage() {
	r := b.roomFor(b.Tx("desk.page."+string(railTitle(b.State.DeskPage))), b.Tx("desk.locked"), false)
	b.Drawing(r.High, 1.6, art.LockedArt)
	b.unlock(r.Low)
}

func railTitle(p session.DeskPage) session.DeskPage {
	if of, ok := railOf[p]; ok {
		return of
	}
	return p
}

// unlock draws both fields, each under its label. Who has been here before finds their initials, and types the passphrase
// at once.
func (b *B) unlock(body page.Box) {
	m := b.M
	u := &unlock{B: b}
	line, label := max(m.S(64)*(1+(m.Text-1)/2), 56), m.Label()*1.5
	pad, gap, said := m.S(28), m.S(14), m.Label()*2.7
	hint := b.Tx("desk.passphrase")
	if u.elsewhere = !b.Desk.HasKey(); u.elsewhere {
		hint = b.Tx("desk.nokey")
	} else if b.Practice {
		hint = b.Tx("desk.passphrase.practice")
	}
	wide := min(body.W, m.S(720)*m.Text)
	lead := b.Heading(hint, b.Type(m.Body(), b.P.Ink, false), wide-2*pad, m.Body()*4, 0)
	fields := float32(2)
	if u.elsewhere {
		fields = 3
	}
	high := 2*pad + lead.Height + fields*(label+line+gap) + gap + said
	if over := high - body.H; over > 0 { // a low window: what is said may have one line, and the gaps shrink
		cut := min(over, said/2)
		said, over = said-cut, over-cut
		pad, gap = max(m.S(8), pad-over/4), max(m.S(4), gap-over/6)
		high = min(body.H, 2*pad+lead.Height+fields*(label+line+gap)+gap+said)
	}
	card := page.Box{X: body.X, Y: body.Y, W: wide, H: high}
	if !m.Portrait { // somewhat above the middle, as nothing else is on the page; it is lifted for the keyboard
		card.Y += max(0, body.H-high) * 0.35
	}
	b.Card(card)
	if !m.Portrait && body.W-card.W > m.S(160) {
		b.Drawing(page.Box{X: card.X + card.W + m.S(32), Y: card.Y, W: body.W - card.W - m.S(32), H: card.H}, 1.6, art.LockedArt)
	}
	in := card.Pad(m.S(28), pad)
	b.Lay(lead, in.X, in.Y)
	_, in = in.Top(lead.Height + gap)
	named := func(key string) page.Box {
		var head, row page.Box
		head, in = in.Top(label)
		row, in = in.Top(line)
		_, in = in.Top(gap)
		b.TextFit(head, b.Tx(key), b.Type(m.Label(), b.P.Ink, true), 1, 0.5)
		return row
	}
	if u.elsewhere {
		u.keyFiles(named("desk.nokey.file"))
	}
	row := named("desk.initials")
	names, beside := row.Left(min(m.S(200)*m.Text, row.W*0.42))
	_, beside = beside.Left(m.S(16))
	u.who = b.Field(names, "initials", "latin", b.Desk.By(), false, func(string) { u.sayWho(b.Tx("desk.initials.line"), false) })
	u.who.MaxRunes = 12
	u.who.Placeholder = b.Tx("desk.initials.example")
	u.who.Refresh()
	u.sayWho = u.beside(beside)
	u.sayWho(b.Tx("desk.initials.line"), false)
	row = named("desk.passphrase.label")
	open := b.Tx("desk.open")
	bw := b.Width(open, b.StyleMain())
	u.field = b.Field(page.Box{X: row.X, Y: row.Y, W: row.W - bw - m.S(16), H: row.H}, "passphrase", "secret", "", false, nil)
	u.field.Secret, u.field.MaxRunes = true, 256
	u.field.Refresh()
	u.field.OnSubmit = u.onOpen
	u.who.OnSubmit = func() { b.Input.Take(u.field) }
	if b.Desk.By() != "" {
		b.Page.First = u.field
	}
	b.Button(page.Box{X: row.X + row.W - bw, Y: row.Y, W: bw, H: row.H}, "desk.open", open, b.StyleMain(), u.onOpen)
	u.say = b.Message(page.Box{X: in.X, Y: in.Y, W: in.W, H: said})
}

// beside reserves room for a sentence beside a field: quiet, or in red where the field is wrong.
func (u *unlock) beside(at page.Box) func(s string, wrong bool) {
	holder := touch.NewHolder()
	u.Put(holder, at)
	return func(s string, wrong bool) {
		t := u.Type(u.M.Small(), u.P.Soft, false)
		if wrong {
			t = u.Type(u.M.Small(), u.P.Red, true)
		}
		p := touch.Fit([]touch.Span{{Text: s}}, t, at.W, at.H, 3)
		holder.Fill(p.Objects(0, max(0, at.H-p.Height)/2)...)
	}
}

// keyFiles offers the copies of event-key.age on the sticks that are plugged in, and looks for them again when asked.
func (u *unlock) keyFiles(at page.Box) {
	m := u.M
	st := u.StyleEqual()
	st.TextSize = m.Label()
	look := u.Tx("desk.nokey.look")
	lw := u.Width(look, st)
	rest, again := at.Left(at.W - lw - m.S(16))
	_, again = again.Left(m.S(16))
	u.Button(again, "desk.nokey.look", look, st, u.again)
	list := u.holderIn(rest)
	u.later(func() func() {
		files := work.KeyFiles(u.sticks())
		return func() { u.onKeyFiles(list, files) }
	})
}

// onKeyFiles draws the files that were found, side by side. A single one is chosen already.
func (u *unlock) onKeyFiles(list slot, files []work.KeyFile) {
	k := u.kept()
	if !slices.ContainsFunc(files, func(f work.KeyFile) bool { return f.Path == k.keyFile }) {
		k.keyFile = ""
	}
	if len(files) == 1 {
		k.keyFile = files[0].Path
	}
	u.empty(list.holder)
	list.holder.Fill(u.Collect(func() {
		if len(files) == 0 {
			u.TextFit(list.at, u.Tx("desk.nokey.none"), u.Type(u.M.Label(), u.P.Soft, false), 2, 0.5)
			return
		}
		for i, at := range list.at.Columns(len(files), u.M.S(10)) {
			f := files[i]
			st := u.StyleCard()
			st.Bold, st.TextSize, st.Border = true, u.M.Label(), u.P.Edge
			name := f.Stick
			if above := filepath.Base(filepath.Dir(f.Path)); len(files) > 1 && above != name {
				name += " · " + above
			}
			if f.Path == k.keyFile {
				st.Icon, st.IconSize, st.Border, st.BorderWidth = page.Icon(art.Check, u.P.Green), u.M.S(28), u.P.Green, 3
			}
			u.Button(at, "desk.keyfile", text.OneLine(name), st, func() {
				k.keyFile = f.Path
				u.onKeyFiles(list, files)
			})
		}
	})...)
}

func (u *unlock) onOpen() {
	if u.busy || u.field.Text() == "" {
		return
	}
	by := strings.TrimSpace(u.who.Text())
	if by == "" || data.CheckWho(by) != nil || by == data.Visitor {
		u.sayWho(u.Tx("desk.initials.wrong"), true)
		u.who.SetWrong(true)
		return
	}
	u.who.SetWrong(false)
	u.sayWho(u.Tx("desk.initials.line"), false)
	file := u.kept().keyFile
	if u.elsewhere && file == "" {
		u.say(u.Tx("desk.nokey.choose"), true)
		return
	}
	u.busy = true
	pass := []byte(u.field.Text())
	u.field.SetText("")
	u.say(u.Tx("desk.opening"), false)
	u.later(func() func() {
		var err error
		if u.elsewhere {
			err = u.Desk.UnlockFile(context.Background(), file, pass, by)
		} else {
			err = u.Desk.Unlock(context.Background(), pass, by)
		}
		return func() { u.onOpened(err) }
	})
}

func (u *unlock) onOpened(err error) {
	u.busy = false
	var wait work.Wait
	switch {
	case errors.As(err, &wait):
		u.say(u.Tx("desk.wait", "Seconds", int(time.Duration(wait).Seconds()+0.999)), true)
	case errors.Is(err, data.ErrPassphrase):
		u.say(u.Tx("desk.wrong"), true)
	case errors.Is(err, data.ErrNoKey):
		u.say(u.Tx("desk.nokey"), true)
		if !u.Desk.HasKey() { // it was taken out meanwhile
			u.again()
		}
	case errors.Is(err, seal.ErrNotForKey):
		u.say(u.Tx("desk.nokey.other"), true)
	case err != nil && u.elsewhere:
		u.say(u.Tx("desk.nokey.unread"), true)
	case err != nil:
		u.say(u.Tx("desk.failed"), true)
	default:
		u.Redraw()
	}
}
