package event

import (
	"fmt"
	"io"
	"strings"

	"matchbooth/assets/text"
	"matchbooth/kiosk/picture"
)

// Summary writes what a valid pack contains, in English, so that its author can check it against what was meant.
func (p *Pack) Summary(w io.Writer) error {
	return p.summary(w, EN, true, Phrase.String)
}

// SummaryIn is Summary in the language of the printer, without the advice, which a check lists with its warnings.
func (p *Pack) SummaryIn(w io.Writer, t text.Printer) error {
	return p.summary(w, Lang(t.Lang), false, func(ph Phrase) string { return ph.In(t) })
}

func (p *Pack) summary(w io.Writer, l Lang, advice bool, said func(Phrase) string) error {
	for _, line := range p.lines(l, advice) {
		if _, err := fmt.Fprintln(w, said(line)); err != nil {
			return fmt.Errorf("writing the summary: %w", err)
		}
	}
	return nil
}

// inset indents what belongs to the line above.
const inset = "            "

// lines are the lines of the summary; names of the pack are in the language l.
func (p *Pack) lines(l Lang, advice bool) (lines []Phrase) {
	say := func(form string, args ...any) { lines = append(lines, Say(form, args...)) }
	mode := Say("may go live")
	n := len(p.placeholders)
	switch {
	case p.Practice:
		mode = Say("practice only")
	case n > 0:
		mode = Say("may not go live yet")
	}
	required := 0
	for _, f := range p.Fields {
		if f.Required {
			required++
		}
	}
	say("%s: %s / %s (%s)", p.ID, p.Title.In(ZH), p.Title.In(EN), mode)
	say("  when      %s to %s", string(p.Starts), string(p.Ends))
	say("  handler   %s, keeps for %s", p.Handler.Name.In(l), many(p.Handler.RetentionDays, "day"))
	say("  registry  %s, %s", p.Registry.Name.In(l), p.EnrolLink())
	say("  asks      %s, %s, %s in %s (%d required)", many(len(p.Conditions), "condition"),
		many(len(p.Ways), "way on", "ways on"), many(len(p.Fields), "field"), many(len(p.Steps), "step"), required)
	say("  consents  %d", len(p.Consents))
	for _, c := range p.Consents {
		if c.RetainDays > 0 {
			say(inset+"%s: zh %.12s…, en %.12s…, kept for %s", c.ID, c.SHA256("zh"), c.SHA256("en"), many(p.Term(&c), "day"))
			continue
		}
		say(inset+"%s: zh %.12s…, en %.12s…", c.ID, c.SHA256("zh"), c.SHA256("en"))
	}
	say("  shows     %s, %s, %s, %s, %s", many(len(p.Stories), "story", "stories"), many(len(p.Stages), "stage"),
		many(len(p.Risks), "risk"), many(len(p.Figures), "figure"), many(len(p.Worries), "worry", "worries"))
	for _, s := range p.Stories {
		if !s.Permission {
			say(inset+"%s: the donor's permission is not on record", s.ID)
		}
	}
	lines = append(lines, p.smallPictures()...)
	if n := len(p.Contacts); n > 0 {
		say("  calls     %s", many(n, "planned contact"))
	}
	for _, c := range p.Contacts {
		say(inset+"%s: %s", c.ID, c.when())
	}
	say("  checks    %s", strings.Join(checkIDs(p.CheckList()), ", "))
	for _, a := range p.advice {
		if !advice {
			break
		}
		say(inset+"%s:%d: %s; %s", a.File, a.Line, *a.what, *a.instead)
	}
	say("  takes     %s home", many(len(p.TakeHome), "code"))
	say("  digest    %s", p.Digest)
	if n > 0 {
		say("  still to be written: %s", many(n, "placeholder text"))
		for _, ph := range p.placeholders {
			say(inset+"%s", ph)
		}
	}
	return lines
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
func (p *Pack) smallPictures() (lines []Phrase) {
	seen := map[string]bool{"": true}
	for _, name := range append([]string{p.Look.Picture}, storyPictures(p)...) {
		data, ok := p.Asset(name)
		info, err := picture.Inspect(data)
		if seen[name] || !ok || err != nil || max(info.W, info.H) >= soft {
			continue // a drawing is sharp at any size
		}
		seen[name] = true
		lines = append(lines, Say(inset+"%s has %v pixels and looks soft on a large screen; 1920×1080 is enough", clean(name, 60), info))
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
func many(n int, noun string, plural ...string) Phrase {
	switch {
	case n == 1:
		return Say("1 " + noun)
	case len(plural) > 0:
		return Say("%d "+plural[0], n)
	}
	return Say("%d "+noun+"s", n)
}
