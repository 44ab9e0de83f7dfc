// Package visit draws the visitor's screens: one file each, named for the screen. What a screen is drawn from and with
// comes from the package page; kiosk/session decides which one is shown, and the tables of ui/app look it up.
//
// Nothing in here knows the store or what volunteers open: a visitor's screen can show only what is in [page.Context].
package visit

import "matchbooth/ui/page"

// B builds one of the visitor's pages.
type B struct {
	*page.B
	reach *reach // the picture of the ways to find somebody, if the page has one
}
