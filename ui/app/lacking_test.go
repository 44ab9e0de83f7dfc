package app

import (
	"strings"
	"testing"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// Of a pack that tells no stories nothing says who has read one, neither today's page nor what is printed of it.
func TestNothingSpeaksOfStoriesThatThereAreNot(t *testing.T) {
	full, texts := fixtures()
	none := *full
	none.Stories = nil
	for _, lang := range []string{"zh", "en"} {
		word := map[string]string{"zh": "故事", "en": "stor"}[lang]
		for _, size := range sizes {
			for _, open := range []bool{true, false} {
				for i, pack := range []*event.Pack{full, &none} {
					w := desk.Work{Desk: &fakeDesk{open: open}, Status: keeperOf("")}
					prepare(&w)
					pg := drawPage(page.Context{Pack: pack, State: session.State{Screen: session.Desk, DeskPage: session.DeskToday, Lang: lang}, T: texts.In(lang),
						Size: size, Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}, w)
					read := strings.ToLower(wordsOf(pg))
					if got := strings.Contains(read, word); got != (i == 0) {
						t.Errorf("%s %v, open %v, %d stories: %s", lang, size, open, len(pack.Stories), read)
					}
				}
			}
		}
	}
}

// Where the words of a way on send somebody to the page for parents, a button leads there.
func TestTheWayHomeLeadsToThePageForParents(t *testing.T) {
	pack, texts := fixtures()
	for _, w := range pack.Ways {
		var sent []session.Event
		pg := drawPage(page.Context{Pack: pack, State: session.State{Screen: session.Way, Outcome: w.Outcome, Lang: "zh"}, T: texts.In("zh"), Size: sizes[0], Now: noon,
			Still: true, Inline: true, Send: func(e session.Event) { sent = append(sent, e) }}, desk.Work{})
		tapped(pg, "way.parents")
		want := w.Outcome == event.OutcomeFamily
		if got := len(sent) == 1 && sent[0].Kind == session.Go && sent[0].Arg == string(session.Parents); got != want {
			t.Errorf("%s: %v", w.Outcome, sent)
		}
	}
}

// Whose event it is stands above every screen that visitors see, also while the booth pauses: the program's own name tells them
// nothing.
func TestNoScreenOfVisitorsIsHeadedByTheProgram(t *testing.T) {
	pack, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			for _, sc := range []session.Screen{session.Attract, session.Pause, session.Closed, session.Home, session.Think} {
				pg := drawPage(page.Context{Pack: pack, State: session.State{Screen: sc, Lang: lang}, T: texts.In(lang), Size: size, Now: noon, Kiosk: true,
					Still: true, Inline: true, Send: func(session.Event) {}}, desk.Work{})
				read := plainOf(wordsOf(pg))
				if strings.Contains(read, plainOf(texts.In(lang).S("frame.name"))) {
					t.Errorf("%s %s %v is headed by the program's name: %s", sc, lang, size, read)
				}
				if sc == session.Pause && !strings.Contains(read, plainOf(pack.Title.In(event.Lang(lang)))) {
					t.Errorf("%s %s %v does not say whose event it is: %s", sc, lang, size, read)
				}
			}
		}
	}
}

func plainOf(s string) string { return strings.ReplaceAll(s, " ", "") }

// What the pack says of a step of the volunteers' check is read where it is ticked, with the visitor standing there.
func TestTheCheckShowsWhatThePackSaysOfItsSteps(t *testing.T) {
	full, texts := fixtures()
	for _, lang := range []string{"zh", "en"} {
		for _, size := range sizes {
			for _, large := range []bool{false, true} {
				for _, steps := range [][]event.Check{full.CheckList(), sixSteps(full)} {
					pack := *full
					pack.Checks = nil
					for _, s := range steps {
						s.Help = event.Text{event.ZH: "看" + s.ID, event.EN: "Look" + s.ID}
						pack.Checks = append(pack.Checks, s)
					}
					pg := drawPage(page.Context{Pack: &pack, State: session.State{Screen: session.Check, Code: "ABCD-EFGH-2", Lang: lang, Large: large}, T: texts.In(lang), Size: size,
						Now: noon, Still: true, Inline: true, Send: func(session.Event) {}}, desk.Work{})
					for _, s := range pack.Checks {
						if !strings.Contains(plainOf(wordsOf(pg)), plainOf(s.Help.In(event.Lang(lang)))) {
							t.Errorf("%s %v: nothing is said of the step %s: %s", lang, size, s.ID, wordsOf(pg))
						}
					}
				}
			}
		}
	}
}
