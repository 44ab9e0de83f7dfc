// Package visit draws the visitor's screens: one file for each, named for it. What a screen is drawn from and with comes
// from the package page; which one stands is decided by kiosk/session and looked up in the tables of ui/app.
//
// Nothing in here knows the store or what volunteers open: a visitor's screen can show only what is in [page.Context].
package visit

import "matchbooth/ui/page"

// B builds one page of the visitor's.
type B struct{ *page.B }
