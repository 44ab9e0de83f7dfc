package event

import (
	"fmt"
	"io"
	"strings"

	"matchbooth/kiosk/picture"
)

// Summary writes what a valid pack contains, so that its author can check it against what was meant.
func (p *Pack) Summary(w io.Writer) error {
	mode := "may go live"
	if p.Practice {
		mode = "practice only"
	}
	n := len(p.placeholders)
	if n > 0 && !p.Practice {
		mode = "may not go live yet"
	}
	required := 0
	for _, f := range p.Fields {
		if f.Required {
			required++
		}
	}
	lines := []string{
		fmt.Sprintf("%s: %s / %s (%s)", p.ID, p.Title.In(ZH), p.Title.In(EN), mode),
		fmt.Sprintf("  when      %s to %s", p.Starts, p.Ends),
		fmt.Sprintf("  handler   %s, keeps for %s", p.Handler.Name.In(EN), many(p.Handler.RetentionDays, "day")),
		fmt.Sprintf("  registry  %s, %s", p.Registry.Name.In(EN), p.EnrolLink()),
		fmt.Sprintf("  asks      %s, %s, %s in %s (%d required)", many(len(p.Conditions), "condition"),
			many(len(p.Ways), "way on", "ways on"), many(len(p.Fields), "field"), many(len(p.Steps), "step"), required),
		fmt.Sprintf("  consents  %d", len(p.Consents)),
	}
	for _, c := range p.Consents {
		lines = append(lines, fmt.Sprintf("            %s: zh %.12s…, en %.12s…", c.ID, c.SHA256("zh"), c.SHA256("en")))
	}
	lines = append(lines,
		fmt.Sprintf("  shows     %s, %s, %s, %s, %s", many(len(p.Stories), "story", "stories"), many(len(p.Stages), "stage"),
			many(len(p.Risks), "risk"), many(len(p.Figures), "figure"), many(len(p.Worries), "worry", "worries")))
	for _, s := range p.Stories {
		if !s.Permission {
			lines = append(lines, fmt.Sprintf("            %s: the donor's permission is not on record", s.ID))
		}
	}
	lines = append(lines, p.smallPictures()...)
	if n := len(p.Contacts); n > 0 {
		lines = append(lines, fmt.Sprintf("  calls     %s", many(n, "planned contact")))
	}
	for _, c := range p.Contacts {
		lines = append(lines, fmt.Sprintf("            %s: %s", c.ID, c.when()))
	}
	lines = append(lines, "  checks    "+strings.Join(checkIDs(p.CheckList()), ", "))
	for _, a := range p.advice {
		lines = append(lines, "            "+a.String())
	}
	lines = append(lines,
		fmt.Sprintf("  takes     %s home", many(len(p.TakeHome), "code")),
		fmt.Sprintf("  digest    %s", p.Digest))
	if n > 0 {
		lines = append(lines, fmt.Sprintf("  still to be written: %s", many(n, "placeholder text")))
		for _, ph := range p.placeholders {
			lines = append(lines, "            "+ph)
		}
	}
	for _, l := range lines {
		if _, err := fmt.Fprintln(w, l); err != nil {
			return fmt.Errorf("writing the summary: %w", err)
		}
	}
	return nil
}

// checkIDs lists the ids of steps; those that are required are marked.
func checkIDs(list []Check) (ids []string) {
	for _, c := range list {
		if c.Required {
			c.ID += "*"
		}
		ids = append(ids, c.ID)
	}
	return ids
}

// soft is the length of the longer side, in pixels, below which a picture looks soft on a large screen.
const soft = 800

// smallPictures names the pictures that fill a place on a screen larger than they are.
func (p *Pack) smallPictures() (lines []string) {
	seen := map[string]bool{"": true}
	for _, name := range append([]string{p.Look.Picture}, storyPictures(p)...) {
		data, ok := p.Asset(name)
		info, err := picture.Inspect(data)
		if seen[name] || !ok || err != nil || max(info.W, info.H) >= soft {
			continue // a drawing is sharp at any size
		}
		seen[name] = true
		lines = append(lines, fmt.Sprintf("            %s has %v pixels and looks soft on a large screen; 1920×1080 is enough", clean(name, 60), info))
	}
	return lines
}

// storyPictures are the pictures of the stories, the booth's own drawings not counted.
func storyPictures(p *Pack) (names []string) {
	for _, s := range p.Stories {
		if _, ok := p.Asset(s.Art); ok {
			names = append(names, s.Art)
		}
	}
	return names
}

// many returns a count with its noun; plural is given if it is not formed with an s.
func many(n int, noun string, plural ...string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case len(plural) > 0:
		return fmt.Sprintf("%d %s", n, plural[0])
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
