package page

import "matchbooth/kiosk/event"

// Of is what the page says of a pack's event, sealed to the recipients of the event's keys.toml.
func Of(p *event.Pack, recipients []string) Event {
	both := func(t event.Text) map[string]string {
		all := map[string]string{}
		for _, l := range Langs {
			if s := t.In(event.Lang(l)); s != "" {
				all[l] = s
			}
		}
		return all
	}
	title := both(p.Short)
	if len(title) == 0 {
		title = both(p.Title)
	}
	return Event{
		ID: p.ID, Practice: p.Practice, Title: title, Handler: both(p.Handler.Name), Phone: p.Handler.Phone, Email: p.Handler.Email,
		Registry: both(p.Registry.Name), Link: p.EnrolLink(), RegPhone: p.Registry.Phone,
		Parents: both(p.Parents.Body), ParentsTop: both(p.Parents.Title), Recipients: recipients,
	}
}
