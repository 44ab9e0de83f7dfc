package app

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"matchbooth/assets/lang"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// inPage is what can be touched on a page and typed into, by name, without what chooses the language.
func inPage(p *page.Page) (out []string) {
	for _, s := range p.Stops() {
		if !strings.Contains(s.ID, ".lang.") && s.ID != "desk.lang" {
			out = append(out, s.ID)
		}
	}
	for _, f := range p.Fields {
		out = append(out, "field "+f.ID)
	}
	slices.Sort(out)
	return out
}

// A page has the same controls in every language: whoever changes it in the middle finds what they were at, by its name; so
// no two have the same.
func TestAPageHasTheSameControlsInEveryLanguage(t *testing.T) {
	pack, _ := fixtures()
	for _, st := range stages(pack) {
		st.state.Lang = "zh"
		want := inPage(build(st, sizes[0]))
		if twice := len(want) - len(slices.Compact(slices.Clone(want))); twice > 0 {
			t.Errorf("%s: %d have a name that another has, so that the keys cannot tell them apart: %v", st.name, twice, want)
		}
		for _, tag := range lang.Tags() {
			st.state.Lang = tag
			if got := inPage(build(st, sizes[0])); !slices.Equal(got, want) {
				t.Errorf("%s: in %s there are %v, in zh %v", st.name, tag, got, want)
			}
		}
	}
}

// With the language changed in the middle of a page the keys stay at what they were at, be it a button, an answer to hold or
// a field, and so does what was typed.
func TestTheKeysStayWhenTheLanguageChanges(t *testing.T) {
	b, _, now, ids := openDesk(t)
	b.state.Duty.Desk = true // where the booth's own keys do not come up by themselves
	change := func() {
		other := map[string]string{"zh": "en", "en": "zh"}[b.state.Lang]
		on(b, now, session.Event{Kind: session.SetLang, Arg: other})
		if b.state.Lang != other {
			t.Fatalf("the language is %s, not %s", b.state.Lang, other)
		}
	}
	at := func() string {
		for _, h := range b.page.Holds {
			if h.Marked() {
				return h.ID
			}
		}
		if m := marked(t, b); m != nil {
			return m.ID
		}
		if f := b.keys.input.Field(); f != nil {
			return "field " + f.ID
		}
		return ""
	}
	walk := func(name string) {
		seen := map[string]bool{}
		for range 60 {
			presses(b, now, fyne.KeyTab)
			was := at()
			if was == "" || seen[was] {
				break
			}
			seen[was] = true
			change()
			if is := at(); is != was {
				t.Errorf("%s: the keys were at %q, and are at %q in %s", name, was, is, b.state.Lang)
				return
			}
		}
		if len(seen) < 3 {
			t.Errorf("%s: the keys come to %v only", name, seen)
		}
	}
	for _, to := range []session.DeskPage{session.DeskToday, session.DeskPeople, session.DeskOne, session.DeskCheck, session.DeskCalls, session.DeskDoubles, session.DeskMerge, session.DeskHandover, session.DeskDay, session.DeskAudit, session.DeskPrint, session.DeskList, session.DeskResults} {
		on(b, now, session.Event{Kind: session.DeskGo, Arg: string(to), Arg2: ids[2]})
		walk(string(to))
	}
	// What somebody agrees to, with its reason half typed.
	on(b, now, session.Event{Kind: session.DeskGo, Arg: string(session.DeskOne), Arg2: ids[1]})
	downTo(t, b, now, "desk.row.consent.handover")
	presses(b, now, fyne.KeyReturn)
	if len(b.page.Fields) == 0 {
		t.Fatalf("nothing asks why: %s", reads(b))
	}
	walk("the panel of a consent")
	b.keys.input.Take(b.page.Fields[0])
	types(b, now, "moved")
	was := b.page.Fields[0]
	was.SetCaret(2)
	change()
	if f := b.keys.input.Field(); f == nil || f == was || f.ID != was.ID || f.Text() != "moved" || f.Caret() != 2 {
		t.Errorf("after the language was changed the keys are at %+v", f)
	}
}
