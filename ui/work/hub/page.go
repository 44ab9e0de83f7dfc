package hub

import (
	"net/url"
	"strings"

	"matchbooth/data"
	"matchbooth/data/entry"
	"matchbooth/data/record"
	"matchbooth/data/wire"
	pack "matchbooth/kiosk/event"
	"matchbooth/kiosk/takehome"
)

// Page is the event's page on a phone, for people who have signed up, without anybody's secret. The zero value is none.
type Page struct{ address string }

// PageOf returns the page that codes of an event lead to; false if there is none, and then codes are what they are without a
// hub. The address in the pack decides, since the pack is what visitors are told; where it names none, that of the hub which
// the booth has joined. A practice booth has none: nothing of it reaches a hub. joined may be nil: then the pack alone says.
func PageOf(p *pack.Pack, joined interface {
	Mode() string
	Meta(key string) (string, bool)
}) (Page, bool) {
	if p.Practice || joined != nil && joined.Mode() == data.ModePractice {
		return Page{}, false
	}
	address := p.Hub.URL
	if address == "" && joined != nil {
		j, _ := Of(joined)
		address = j.URL
	}
	return pageAt(address, p.ID)
}

// pageAt builds the address of a page. It names the event also where the hub has no other yet: a code is photographed to be
// used years later. The hub's address is one that can be joined: https, or http on this computer itself.
func pageAt(hub, id string) (Page, bool) {
	hub, err := wire.CheckAddress(hub)
	if err != nil || !wire.IsEvent(id) || strings.Trim(id, ".") == "" { // a path that browsers fold
		return Page{}, false
	}
	u, err := url.Parse(hub)
	if err != nil || u.ForceQuery || u.Hostname() == "" {
		return Page{}, false
	}
	u.Host = strings.ToLower(u.Host) // the same place, read more easily below a code
	return Page{u.String() + wire.PathPage + "/" + id}, true
}

// Plain is the page without a secret, for what is nobody's: it asks for the receipt code. "" if there is none.
func (p Page) Plain() string { return p.address }

// For is the page with one person's secret as its fragment, which browsers send nowhere. "" if there is no page, or no such
// secret: people from before there was a hub have none.
func (p Page) For(f record.FollowUp) takehome.FollowUp {
	if p.address == "" || f.Bytes() == nil {
		return ""
	}
	return takehome.FollowUp(p.address + "#" + string(f))
}

// Draw draws a secret for somebody who signs up; none where there is no page that it would open.
func (p Page) Draw() record.FollowUp {
	if p.address == "" {
		return ""
	}
	return record.NewFollowUp()
}

// Own returns the codes that people have of their own, by receipt code as it is shown. A receipt code that two people have by
// chance leads to neither.
func (p Page) Own(records []record.Record) map[string]takehome.FollowUp {
	out, twice := map[string]takehome.FollowUp{}, map[string]bool{}
	for _, r := range records {
		var own takehome.FollowUp
		if all := r.FollowUps(); len(all) > 0 {
			own = p.For(all[0])
		}
		for _, code := range append([]entry.ReceiptCode{r.Code}, r.Joined...) {
			shown := code.String()
			if _, there := out[shown]; there {
				twice[shown] = true
			}
			out[shown] = own
		}
	}
	for code, own := range out {
		if twice[code] || own == "" {
			delete(out, code)
		}
	}
	return out
}
