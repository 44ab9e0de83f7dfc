package text

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Where a sentence sends somebody to a page or a button, there is one of that name: whoever reads it stands at a booth and looks
// for exactly those words.
func TestWhereASentenceLeadsThereIsSomething(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	quoted := map[string]*regexp.Regexp{"zh": regexp.MustCompile(`“([^”]+)”`), "en": regexp.MustCompile(`“([^”]+)”`), "ja": regexp.MustCompile(`「([^」]+)」`)}
	leads := []string{"figures.todo.", "card.do.", "sheet.recovery.step", "sheet.share.step", "guide."}
	for lang, is := range quoted {
		keys := c.Keys(lang)
		names := map[string]bool{}
		for _, k := range keys {
			s := strings.TrimRight(c.In(lang).S(k), "？?")
			names[strings.ToLower(s)] = true
		}
		seen := 0
		for _, k := range keys {
			if !slices.ContainsFunc(leads, func(p string) bool { return strings.HasPrefix(k, p) }) {
				continue
			}
			said := c.In(lang).S(k)
			for _, m := range is.FindAllStringSubmatch(said, -1) {
				if seen++; !names[strings.ToLower(m[1])] && m[1] != c.In(lang).S("sheet.folder") {
					t.Errorf("%s %s: nothing is called %q: %s", lang, k, m[1], said)
				}
			}
		}
		if seen < 3 {
			t.Errorf("%s: only %d names are looked for", lang, seen)
		}
	}
}

// A volunteer in front of a window has no terminal: what a screen says leads to a button, or to the organiser. Commands stand
// only where they are for whoever set the booth up, and there is no other way.
func TestScreensGiveNoCommands(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	command := regexp.MustCompile(`\bmatchbooth [a-z]+|(^|[^-])--[a-z]+`)
	may := []string{"about.terminal", "closed.store.rescue", "guide.card.", "newpack.done.setup", "newpack.preview.failed"} // set apart, or not for volunteers
	n := 0
	for _, lang := range []string{"zh", "en", "ja"} {
		for _, k := range c.Keys(lang) {
			if strings.HasPrefix(k, "cli.") || slices.ContainsFunc(may, func(p string) bool { return strings.HasPrefix(k, p) }) {
				continue
			}
			n++
			if hit := command.FindString(c.In(lang).S(k)); hit != "" {
				t.Errorf("%s %s gives a command, %q: %s", lang, k, hit, c.In(lang).S(k))
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d sentences", n)
	}
}
