package desk

import "matchbooth/kiosk/session"

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
