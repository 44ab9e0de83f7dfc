package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"matchbooth/kiosk/event"
	"matchbooth/kiosk/session"
	"matchbooth/ui/page"
)

// The story on the first screen's card is another every twenty seconds. The one that opens is the one that was touched, also
// where the card turns before the finger goes up.
func TestTheStoryThatWasTouchedOpens(t *testing.T) {
	b, _, now := booth(t)
	b.inline = false
	later := make(chan func(), 1)
	b.after = func(d time.Duration, f func()) { time.AfterFunc(d, func() { later <- f }) }
	clear(b.kept)
	b.shown = ""
	b.show()
	windowed(t, b)
	turn := func(at time.Time) {
		*now = at
		for _, live := range b.page.Live {
			live(at)
		}
	}
	turn(now.Truncate(20 * time.Second).Add(40*time.Second - 50*time.Millisecond))
	want := b.Pack.Stories[int(now.Unix()/20)%len(b.Pack.Stories)].ID
	card := button(t, b.page, "attract.story")
	card.OnDown(fyne.NewPos(300, 600))
	turn(now.Add(60 * time.Millisecond))
	card.OnTap()
	turn(now.Add(60 * time.Millisecond))
	select {
	case f := <-later:
		f()
	case <-time.After(3 * time.Second):
		t.Fatal("nothing follows from the touch")
	}
	if b.state.Screen != session.Story || b.state.StoryID != want {
		t.Errorf("touched was %s, and there is %s %s", want, b.state.Screen, b.state.StoryID)
	}
}

// Paths and what somebody typed stand on the screen as they are; only our own sentences are set in Chinese.
func TestWhatIsPutIntoASentenceStaysAsItIs(t *testing.T) {
	_, texts := fixtures()
	const path = "/media/USB · backup/list.xlsx"
	page.Build(page.Context{Pack: &event.Pack{}, State: session.State{Lang: "zh"}, T: texts.In("zh"), Size: sizes[0]}, func(b *page.B) {
		if got := b.Tx("desk.day.report.done", "Path", path); !strings.Contains(got, path) {
			t.Errorf("it says %q", got)
		}
		if got := b.Tx("desk.calls.line", "Day", "5 月 21 日", "N", 2); strings.Contains(got, " · ") {
			t.Errorf("a dot two characters wide: %q", got)
		}
	}, nil)
}
