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
