package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/data/record"
	"matchbooth/kiosk/session"
	"matchbooth/ui/work/changes"
)

// What came of everybody is found under Calls, by finger and by keys, counted from what is open: of those who signed up a
// week ago who were reached, nothing of times that fewer than five have reached, and nobody's name.
func TestWhatCameOfEverybodyStandsAtTheDesk(t *testing.T) {
	var people []record.SignUp
	for i := range 6 {
		people = append(people, signedUp(deskDay, 8, canary+string(rune('A'+i)), "1520000882"+string(rune('0'+i))))
	}
	people = append(people, signedUp(deskDay, 1, canary+"young", "17700005048"))
	b, _, now := deskOverStore(t, session.DeskCalls, people...)
	for i, outcome := range []string{record.Reached, record.Reached, record.NoAnswer} {
		if err := b.desk.Contact(t.Context(), b.desk.Opened().Records[i].Person, changes.Calling{Channel: record.ChannelCall, Outcome: outcome, Plan: "day7"}); err != nil {
			t.Fatal(err)
		}
	}
	*now = now.Add(2 * time.Second)
	touchOn(t, b, "desk.calls.to.results")
	text := pageSays(b.page)
	for _, want := range []string{"\n7\n", "\n2\n", "/ 6 位", "登记满 7 天的人里", "还没有人登记满 30 天", "还没有人登记满一年"} {
		if !strings.Contains("\n"+text, want) {
			t.Errorf("%q is not said: %s", want, text)
		}
	}
	if strings.Contains(text, canary) {
		t.Error("a name stands there")
	}
	if b.state.DeskPage != session.DeskResults {
		t.Fatalf("on %s", b.state.DeskPage)
	}
	for _, keys := range []struct {
		name fyne.KeyName
		r    rune
		want session.DeskPage
	}{{fyne.KeyEscape, 0, session.DeskCalls}, {"", 'R', session.DeskResults}, {fyne.KeyF4, 0, session.DeskCalls}} {
		*now = now.Add(2 * time.Second)
		b.key(keys.name, keys.r)
		if b.state.DeskPage != keys.want {
			t.Errorf("%s%c leads to %s", keys.name, keys.r, b.state.DeskPage)
		}
	}
	*now = now.Add(2 * time.Second)
	on(b, now, ev(session.CloseDesk), session.Event{Kind: session.OpenDesk, Arg: string(session.DeskResults)})
	if text := pageSays(b.page); strings.Contains(text, "登记满 7 天的人里") || !strings.Contains(text, "口令") {
		t.Errorf("locked, it says %s", text)
	}
}
