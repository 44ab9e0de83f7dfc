package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/assets/lang"
	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/desk"
	"matchbooth/ui/page"
)

// What visitors are told is seen whole, in every language and window, in normal print and in large: nothing of it lies below an
// edge, and the words for the keys stand with the notice too. Only what is read at length is scrolled, the letter for parents and the
// text behind a consent, and a step of the form, which the keyboard moves.
func TestWhatMattersIsWholeOnTheScreen(t *testing.T) {
	pack, texts := fixtures()
	seen := map[session.Screen]bool{}
	for _, st := range stages(pack) {
		sc := st.state.Screen
		if !forVisitors(st) || sc == session.Parents || sc == session.Form || st.state.Overlay == session.FullText {
			continue
		}
		seen[sc] = true
		for _, size := range sizes {
			for _, lang := range lang.Tags() {
				for _, large := range []bool{false, true} {
					st.state.Lang, st.state.Large = lang, large
					pages := []*page.Page{build(st, size)}
					if sc == session.Notice {
						pages = append(pages, drawPage(page.Context{Pack: pack, State: st.state, T: texts.In(lang), Size: size, Now: noon,
							Practice: true, Still: true, Inline: true, Send: func(session.Event) {}, Sealed: sealed(keeperOf("").Keys())}, desk.Work{}))
					}
					for _, pg := range pages {
						if len(pg.Scrollers) > 0 {
							t.Errorf("%s %s %v, large %v: it has to be scrolled", st.name, lang, size, large)
						}
					}
				}
			}
		}
	}
	for _, sc := range []session.Screen{session.Notice, session.Consent, session.Conditions, session.How, session.Decide, session.TakeHome} {
		if !seen[sc] {
			t.Errorf("%s was not looked at", sc)
		}
	}
}

// unbroken is what a page says, without the breaks of its lines.
func unbroken(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("’", "'", "“", `"`, "”", `"`).Replace(page.Plain(s))), "")
}

// All that a consent's hash is made of stands on the screen or behind "full text", and the screen shows nothing else of it;
// with it stands the version that is stored.
func TestAllThatIsHashedCanBeRead(t *testing.T) {
	built, _ := fixtures()
	bare := *built // a pack may leave the rows out
	bare.Consents = slices.Clone(built.Consents)
	for i := range bare.Consents {
		bare.Consents[i].Rows = nil
	}
	for _, pack := range []*event.Pack{built, &bare} {
		allCanBeRead(t, pack)
	}
}

func allCanBeRead(t *testing.T, pack *event.Pack) {
	t.Helper()
	_, texts := fixtures()
	draw := func(s session.State) *page.Page {
		return drawPage(page.Context{Pack: pack, State: s, T: texts.In(s.Lang), Size: sizes[0], Now: noon, Practice: true, Still: true, Inline: true, Send: func(session.Event) {}}, desk.Work{})
	}
	marks := strings.NewReplacer("**", "", "- ", "", "• ", "")
	for _, st := range stages(pack) {
		if sc := st.state.Screen; st.state.Overlay != "" || sc != session.Notice && sc != session.Consent {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			st.state.Lang, st.state.Overlay = lang, ""
			c, ok := session.ConsentShown(pack, st.state)
			if st.state.Screen == session.Notice {
				c, ok = *pack.Consent("notice"), true
			}
			if !ok {
				t.Fatal("no consent")
			}
			on := draw(st.state)
			if button(t, on, string(st.state.Screen)+".fulltext") == nil {
				t.Errorf("%s %s: no way to the full text", st.name, lang)
			}
			shown := unbroken(pageSays(on))
			for _, r := range c.Rows {
				if !strings.Contains(shown, unbroken(r.Label.In(event.Lang(lang)))) || !strings.Contains(shown, unbroken(r.Value.In(event.Lang(lang)))) {
					t.Errorf("%s %s: the row %q is not on the screen", st.name, lang, r.Label.In(event.Lang(lang)))
				}
			}
			st.state.Overlay = session.FullText
			behind := unbroken(pageSays(draw(st.state)))
			for line := range strings.Lines(c.Shown(lang)) {
				want := unbroken(marks.Replace(line))
				for _, r := range c.Rows { // on the screen without a colon
					if strings.HasPrefix(line, r.Label.In(event.Lang(lang))+": ") {
						want = unbroken(r.Value.In(event.Lang(lang)))
					}
				}
				if !strings.Contains(behind, want) {
					t.Errorf("%s %s: %q cannot be read", st.name, lang, want)
				}
			}
			if hash := c.SHA256(lang); !strings.Contains(behind, hash[:12]) {
				t.Errorf("%s %s: version %s is not named", st.name, lang, hash[:12])
			}
		}
	}
}

// Touching "more below" in large print goes on to the end of the text, and the button goes with the last of it.
func TestMoreBelowLeadsToTheEnd(t *testing.T) {
	pack, _ := fixtures()
	for _, st := range stages(pack) {
		if st.name != "notice-fulltext" {
			continue
		}
		st.state.Large = true
		for _, lang := range []string{"zh", "en"} {
			st.state.Lang = lang
			pg := build(st, sizes[0])
			further := button(t, pg, "notice.further")
			if len(pg.Scrollers) != 1 || further == nil || !further.Visible() {
				t.Fatalf("%s: nothing says that there is more", lang)
			}
			s := pg.Scrollers[0]
			for range 40 {
				if !further.Visible() {
					break
				}
				was := s.Offset()
				further.OnTap()
				if s.Offset() <= was {
					t.Fatalf("%s: it stays at %v of %v", lang, was, s.Reach())
				}
			}
			if further.Visible() || s.Offset() < s.Reach()-1 {
				t.Errorf("%s: it ends at %v of %v", lang, s.Offset(), s.Reach())
			}
		}
	}
}

// Where a pack has no rows its text is on the screen itself, and more stages than there are pictures have their place too.
func TestOtherPacksReadWhole(t *testing.T) {
	pack, texts := fixtures()
	other := *pack
	other.Consents = append([]event.Consent{}, pack.Consents...)
	for i := range other.Consents {
		other.Consents[i].Rows = nil
	}
	other.Stages = append(append([]event.Stage{}, pack.Stages...), pack.Stages[1:5]...)
	other.Stages[9].Line = event.Text{"zh": strings.Repeat("这一步说得很长。", 14), "en": strings.Repeat("A step that takes many words to tell. ", 9)}
	draw := func(s session.State, size fyne.Size) *page.Page {
		return drawPage(page.Context{Pack: &other, State: s, T: texts.In(s.Lang), Size: size, Now: noon, Practice: true, Still: true, Inline: true, Send: func(session.Event) {}}, desk.Work{})
	}
	for _, size := range append(sizes, fyne.Size{Width: 800, Height: 480}) {
		for _, lang := range []string{"zh", "en"} {
			pg := draw(session.State{Screen: session.Notice, Lang: lang}, size)
			if want := unbroken(pack.Notice.Body.In(event.Lang(lang)))[10:40]; !strings.Contains(unbroken(pageSays(pg)), strings.ReplaceAll(want, "**", "")) && !strings.Contains(want, "**") {
				t.Errorf("%s %v: the notice is not on the screen", lang, size)
			}
			for i := range other.Stages {
				pg := draw(session.State{Screen: session.How, HowPage: i, Lang: lang}, size)
				if !strings.Contains(unbroken(pageSays(pg)), unbroken(other.Stages[i].Line.In(event.Lang(lang)))) {
					t.Errorf("%s %v: stage %d does not say what happens", lang, size, i)
				}
				for k := range other.Stages {
					if button(t, pg, fmt.Sprintf("how.station.%d", k)) == nil {
						t.Errorf("%s %v: no way to stage %d", lang, size, k)
					}
				}
				// From the last stage it is the way on, under the same name.
				if last := i == len(other.Stages)-1; last && !strings.Contains(unbroken(pageSays(pg)), unbroken(texts.In(lang).S("how.risks.short"))) || !last && button(t, pg, "how.risks") == nil {
					t.Errorf("%s %v: no way to the risks", lang, size)
				}
			}
		}
	}
}
