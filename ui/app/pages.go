package app

import (
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// keepPages is how many pages are kept for reuse. Each holds a picture or two of a megabyte.
const keepPages = 12

// reusable are the screens whose page is the same for every visitor: it shows nothing about a
// person and keeps no choice. They are most of what is opened in a day, and the toolkit frees what
// it painted a dropped page with only after a minute.
var reusable = map[session.Screen]bool{
	session.Attract: true, session.Home: true, session.Stories: true, session.Story: true,
	session.How: true, session.Notice: true, session.Decide: true, session.Conditions: true,
}

// pageFor returns the page for the state: a kept one, or a new one.
func (b *Booth) pageFor(key string) *page.Page {
	if p := b.early.page; p != nil && b.early.key == key {
		b.early = early{}
		return p
	}
	keep := reusable[b.state.Screen] && b.state.Overlay == ""
	if p := b.kept[key]; keep && p != nil {
		return p
	}
	p := drawPage(b.context(), b.work())
	if keep && len(p.Fields) == 0 && (len(p.Live) == 0 || p.Steady) {
		if len(b.kept) >= keepPages {
			clear(b.kept)
		}
		b.kept[key] = p
	}
	return p
}
