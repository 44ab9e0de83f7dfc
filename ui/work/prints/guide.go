package prints

import (
	"strings"

	"matchbooth/assets"
	"matchbooth/kiosk/event"
	"matchbooth/ui/work/prints/canvas"
)

// guide is the page for those who stand at the booth, with room for whom to call.
func (s setting) guide() []*canvas.Page {
	said := map[event.Lang]string{}
	said[event.ZH], said[event.EN] = assets.Volunteer()
	var parts []Part
	for i, section := range strings.Split(said[s.lang], "\n## ") {
		head, body, _ := strings.Cut(section, "\n")
		if i == 0 {
			head, body = "", section
		}
		parts = append(parts, Part{Head: strings.TrimSpace(head), Text: body})
	}
	parts = append(parts, Part{Head: s.S("prints.guide.call"), Text: s.S("prints.guide.lines")})
	var pages []*canvas.Page
	for _, of := range []struct{ size, tight float64 }{{11, 0.8}, {11, 0.55}, {10.5, 0.55}, {10, 0.5}, {9.5, 0.45}, {9, 0.4}} { // as large as one page allows
		pages = plainOf(s, of.size, of.tight, s.S("prints.guide.title"), s.In(s.Title)+" · "+s.days()+" · "+s.In(s.Place), parts...)
		if len(pages) == 1 {
			break
		}
	}
	return pages
}
