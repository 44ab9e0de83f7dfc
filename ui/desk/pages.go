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
	b.railKeys(nil)
	if !p.locked && (b.Desk == nil || b.Desk.Opened() == nil) {
		b.unlockPage()
		return
	}
	p.draw(b)
}
