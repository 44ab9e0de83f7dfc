// Package desk draws the volunteers' screens: their menu, the PIN, the desk with what the passphrase opened, and how
// the data is kept. What volunteers do there is in ui/work; the drawing kit is package page.
package desk

import (
	"context"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/host"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
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
func (b *B) later(work func() (show func())) {
	if b.Inline {
		if show := work(); show != nil {
			show()
		}
		return
	}
	go func() {
		if show := work(); show != nil {
			fyne.Do(show)
		}
	}()
}

// pageOf is a page of the desk.
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
	session.DeskDoubles:  {draw: (*B).doublePage},
	session.DeskHandover: {draw: (*B).handoverPage},
	session.DeskDay:      {draw: (*B).dayPage},
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
	if !p.locked && (b.Desk == nil || b.Desk.Opened() == nil) {
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
}

// tabs has the tab key go from each field of the page to the next, and from the last to the first.
func (b *B) tabs() {
	all := b.Page.Fields
	for i, f := range all {
		if next := all[(i+1)%len(all)]; b.Input != nil && f.OnTab == nil {
			f.OnTab = func() { b.Input.Take(next) }
		}
	}
}
