package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
	"matchbooth/ui/work/about"
)

// The volunteers' menu leads to what the program is; there every part's licence can be read, without a network.
func TestTheMenuLeadsToVersionAndLicences(t *testing.T) {
	pack, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for name, size := range map[string]fyne.Size{"1280x800": fyne.NewSize(1280, 800), "1080x1920": fyne.NewSize(1080, 1920)} {
			for _, large := range []bool{false, true} {
				var sent []session.Event
				draw := func(s session.State) *page.Page {
					return drawPage(page.Context{
						Pack: pack, State: s, T: texts.In(lang), Size: size, Now: noon, Still: true, Inline: true,
						Send: func(e session.Event) { sent = append(sent, e) },
					}, desk.Work{})
				}
				menu := draw(session.State{Screen: session.Staff, Large: large, Lang: lang})
				button(t, menu, "staff.about").OnTap()
				if len(sent) != 1 || sent[0].Kind != session.OpenAbout {
					t.Fatalf("%s: the menu sends %v", lang, sent)
				}
				p := draw(session.State{Screen: session.About, Large: large, Lang: lang})
				if said := wordsOf(p); !strings.Contains(said, about.Read().Version) || !strings.Contains(said, "filippo.io/age") {
					t.Errorf("%s: the page says %q", lang, said)
				}
				button(t, p, "about.part.1").OnTap()
				said := wordsOf(p)
				for _, want := range []string{"BSD-3-Clause", "Redistribution and use"} {
					if !strings.Contains(said, want) {
						t.Errorf("%s %s: the licence of age does not say %q: %q", lang, name, want, said)
					}
				}
				if dir := os.Getenv("MATCHBOOTH_SHOTS"); dir != "" && !large {
					shoot(t, filepath.Join(dir, "about-part-"+lang+"-"+name+".png"), size, p)
				}
				button(t, p, "about.list").OnTap()
				if said := wordsOf(p); strings.Contains(said, "Redistribution and use") || !strings.Contains(said, "filippo.io/age") {
					t.Errorf("%s: back at the list it says %q", lang, said)
				}
			}
		}
	}
}
